"""The pages of people who sign in, kept apart from those that everyone reads.

Public pages are the same for everyone and may be kept by caches. So that none of them can come to
depend on who asks, sessions exist only below a few addresses: elsewhere a request has no session
and no user at all, and a view that asks for one fails in its first test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.functional import SimpleLazyObject

from registry.web.accounts.presence import as_this_person as _as_this_person
from registry.web.accounts.presence import is_referee, roles_of

PREFIXES = ("/account/", "/submissions/", "/editor/", "/referee/", "/concerns/", "/admin/")
# A link in a mail carries a key; no other site is told which page a visitor came from.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
HOOKS = ("process_view", "process_exception")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def is_for_people(request: HttpRequest) -> bool:
    return request.path_info.startswith(PREFIXES)


def who(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the person, their roles and what just happened, where there can be any."""
    if not is_for_people(request):
        return {}
    return {
        "user": getattr(request, "user", None),
        "roles": SimpleLazyObject(lambda: roles_of(request)),
        "is_referee": SimpleLazyObject(lambda: is_referee(request)),
        "messages": get_messages(request),
    }


def only_for_people(middleware: Callable[[GetResponse], Any]) -> Callable[[GetResponse], Any]:
    """The same middleware, passed by for every other address."""

    def factory(get_response: GetResponse) -> GetResponse:
        inner = middleware(get_response)

        def choose(request: HttpRequest) -> HttpResponseBase:
            chosen: GetResponse = inner if is_for_people(request) else get_response
            return chosen(request)

        for hook in HOOKS:
            if hasattr(inner, hook):
                setattr(choose, hook, _only_for_people_hook(getattr(inner, hook)))
        return choose

    return factory


def _only_for_people_hook(hook: Callable[..., Any]) -> Callable[..., Any]:
    def choose(request: HttpRequest, *args: Any) -> Any:
        return hook(request, *args) if is_for_people(request) else None

    return choose


def _kept_by_nobody(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return middleware


kept_by_nobody = only_for_people(_kept_by_nobody)
sessions = only_for_people(SessionMiddleware)
forgery = only_for_people(CsrfViewMiddleware)
authentication = only_for_people(AuthenticationMiddleware)
messages = only_for_people(MessageMiddleware)
as_this_person = only_for_people(_as_this_person)
