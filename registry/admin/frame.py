"""What stands around every page of the console, and who is let in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registry.actions.people import person_of_user
from registry.models import User
from registry.rules.people_permissions import may_operate
from registry.rules.permissions import Person

TITLE = "Model Disclosure Registry console"


def asking(request: HttpRequest) -> Person | None:
    """The administrator who asks, with the rights of this moment; None for anybody else."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_active:
        return None
    person = person_of_user(user)
    return person if may_operate(person) else None


def administrator(request: HttpRequest) -> Person:
    """The same on pages that nobody else gets to see."""
    person = asking(request)
    assert person is not None  # noqa: S101 - the site lets in nobody else
    return person


def around() -> dict[str, Any]:
    """What Django's own templates of such pages ask for."""
    return {
        "site_title": TITLE,
        "site_header": TITLE,
        "site_url": "/",
        "has_permission": True,
        "available_apps": [],
        "is_popup": False,
        "is_nav_sidebar_enabled": False,
    }


def page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, template, {**around(), **context}, status=status)
