"""Pages that ask before an act: what follows from it, the reason, and one button.

They carry a key, so that a form which is sent twice acts once, and the state they were made from.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from registry.actions.accounts import person_with
from registry.actions.operations import token_of
from registry.admin.frame import page
from registry.models import LabMembership, Role, User
from registry.rules.errors import Conflict, Refused, StaleWrite, TransitionRefused, Unknown

FORM_KEY, TOKEN = "_form", "_token"
METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Asked:
    """``facts`` say whom or what it is about and what follows; ``back`` is where it ends."""

    title: str
    facts: tuple[tuple[str, str], ...]
    button: str
    back: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a form: its answers, its key and the state that its page was made from."""

    data: dict[str, Any]
    form_key: str
    token: str


Make = Callable[[Sent], str]


def ask(
    request: HttpRequest, asked: Asked, form: forms.Form, make: Make, token: str
) -> HttpResponse:
    """Show the page, or act; ``make`` acts and says in words what was done."""
    status = 200
    if request.method == "POST":
        status = act(request, form, make)
        if not status:
            return redirect(asked.back)
    return show(request, asked, form, token, status)


def ask_of_person(
    request: HttpRequest, asked: Asked, form: forms.Form, make: Callable[[Sent, User], str]
) -> HttpResponse:
    """The same where the form names a person: the name is shown before anything is done."""
    if request.method != "POST" or not form.is_valid():
        return show(request, asked, form, "", 400 if form.errors else 200)
    try:
        user = person_with(form.cleaned_data["email"])
    except Unknown as unknown:
        form.add_error("email", str(unknown))
        return show(request, asked, form, "", 400)
    status = 200
    if request.POST.get(TOKEN):
        status = act(request, form, lambda sent: make(sent, user))
        if not status:
            return redirect(asked.back)
    facts = (*facts_of(user), *asked.facts)
    is_shown = Asked(asked.title, facts, asked.button, asked.back)
    return show(request, is_shown, form, token_of(user), status, is_last=True)


def act(request: HttpRequest, form: forms.Form, make: Make) -> int:
    """Act; return 0 if it was done, else the status of the page that says why not."""
    if not form.is_valid():
        return 400
    key, token = request.POST.get(FORM_KEY, "")[:40], request.POST.get(TOKEN, "")[:64]
    try:
        done = make(Sent(form.cleaned_data, key, token))
    except (StaleWrite, TransitionRefused, Conflict) as refused:
        form.add_error(None, str(refused))
        return 409
    except Refused as refused:
        form.add_error(None, str(refused))
        return 400
    messages.success(request, done)
    return 0


def show(
    request: HttpRequest,
    asked: Asked,
    form: forms.Form,
    token: str,
    status: int,
    *,
    is_last: bool = False,
) -> HttpResponse:
    """``is_last`` is the second page of two: what was entered is shown, and sent once more."""
    context = {
        "title": asked.title,
        "asked": asked,
        "form": form,
        "token": token,
        "form_key": request.POST.get(FORM_KEY) or secrets.token_urlsafe(16),
        "is_last": is_last,
    }
    return page(request, "console/asking.html", context, status)


def facts_of(user: User) -> tuple[tuple[str, str], ...]:
    """Who an account is, before something about it is changed."""
    roles = [Role.Name(name).label for name in user.roles.values_list("name", flat=True)]
    labs = [
        f"{one.role} of {one.lab.name}"
        for one in LabMembership.objects.active().filter(user=user).select_related("lab")
    ]
    return (
        ("Account", user.display_name or f"account {user.pk}, without a name"),
        ("Since", f"{user.date_joined:%-d %B %Y}"),
        ("Is now", ", ".join([*roles, *labs]) or "nothing in particular"),
    )
