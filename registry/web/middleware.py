"""Response headers that Django does not set itself, and compression with an exception."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from registry.exporters.dump.files import GZIP, PARQUET

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


class ContentSecurityPolicy(CSPMiddleware):
    """The policy of the site, worked out only for answers that do not bring one of their own."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        return response if HEADER in response else super().process_response(request, response)


class Compression(GZipMiddleware):
    """Leaves alone what is compressed already and known by the hash of these very bytes."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type") in {GZIP, PARQUET}:
            return response
        return super().process_response(request, response)
