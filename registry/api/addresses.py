"""What is at an address of the API, and how such an address reads in full."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse

from registry.exporters.addresses import absolute

__all__ = ["API", "absolute", "is_of_the_api"]

API = "/api/"


def is_of_the_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


def address_of(name: str, *parts: str | int) -> str:
    """The full address of a resource of the current version, by its name in ``v1.urls``."""
    return absolute(_path_of(f"api:{name}", parts))


def page_address(name: str, *parts: str | int) -> str:
    """The full address of a page for people."""
    return absolute(_path_of(name, parts))


@lru_cache(maxsize=20_000)
def _path_of(name: str, parts: tuple[str | int, ...]) -> str:
    """Kept, because a list has many of them and looking one up takes long."""
    return reverse(name, args=parts)
