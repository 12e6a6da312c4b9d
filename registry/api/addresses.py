"""Absolute addresses, which begin with what the installation is called and never with a Host."""

from django.conf import settings
from django.http import HttpRequest

API = "/api/"


def absolute(path: str) -> str:
    """The full address of a path of this site."""
    return f"{settings.BASE_URL}{path}"


def is_of_the_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)
