"""A page that many read and few things change: composed once for each state of the registry.

Public pages have no session and no token of a form, so all readers get the same bytes. Each worker
process keeps the last one of each name.
"""

from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpResponse

_PAGES = caches["bodies"]


def kept_page(name: str, state: object, compose: Callable[[], HttpResponse]) -> HttpResponse:
    """The page ``name``, which says the same as long as ``state`` is equal."""
    known: tuple[object, bytes] | None = _PAGES.get(name)
    if known is not None and known[0] == state:
        return HttpResponse(known[1])
    page = compose()
    _PAGES.set(name, (state, page.content))
    return page
