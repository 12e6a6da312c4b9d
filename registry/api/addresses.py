"""What is at an address of the API, and how such an address reads in full."""

from django.http import HttpRequest
from django.urls import reverse

from registry.exporters.addresses import absolute

__all__ = ["API", "absolute", "is_of_the_api"]

API = "/api/"


def is_of_the_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


def address_of(name: str, *parts: str | int) -> str:
    """The full address of a resource of the current version, by its name in ``v1.urls``."""
    return absolute(reverse(f"api:{name}", args=parts))


def page_address(name: str, *parts: str | int) -> str:
    """The full address of a page for people."""
    return absolute(reverse(name, args=parts))
