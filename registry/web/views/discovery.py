"""What crawlers and security researchers look for at addresses that are the same everywhere."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from registry.exporters.addresses import absolute
from registry.web import sitemap
from registry.web.responses import for_others

TEXT = "text/plain; charset=utf-8"
XML = "application/xml"
# A statement of a contact must end; it is made anew every day.
SECURITY_CONTACT_DAYS = 180


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    return for_others(request, sitemap.index(), XML)


@require_safe
def sitemap_file(request: HttpRequest, kind: str, page: int) -> HttpResponseBase:
    text = sitemap.file(kind, page)
    if text is None:
        raise Http404(f"There is no part {page} of the sitemap of {kind}.")
    return for_others(request, text, XML)


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """Everything is public and may be read by anyone; what a demo invents belongs in no index."""
    if settings.DEMO:
        return for_others(request, "User-agent: *\nDisallow: /\n", TEXT)
    lines = ["User-agent: *", "Allow: /", "", f"Sitemap: {absolute(reverse('sitemap:index'))}", ""]
    return for_others(request, "\n".join(lines), TEXT)


@require_safe
def security(request: HttpRequest) -> HttpResponseBase:
    """Where to report a vulnerability (RFC 9116); 404 where the operator gave no address."""
    if not settings.CONTACT_EMAIL:
        raise Http404("This installation has no contact address.")
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires = today + timedelta(days=SECURITY_CONTACT_DAYS)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: en",
        f"Canonical: {absolute(reverse('security'))}",
        "",
    ]
    return for_others(request, "\n".join(lines), TEXT)
