"""Absolute addresses, which begin with what the installation is called and never with a Host."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

API = "/api/"


def absolute(path: str) -> str:
    """The full address of a path of this site."""
    return f"{settings.BASE_URL}{path}"


def is_of_the_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


def address_of(name: str, *parts: str | int) -> str:
    """The full address of a resource of the current version, by its name in ``v1.urls``."""
    return absolute(reverse(f"api:{name}", args=parts))


def page_address(name: str, *parts: str | int) -> str:
    """The full address of a page for people."""
    return absolute(reverse(name, args=parts))
