"""A form that comes when its sender is signed out, or signed in anew: what was typed is kept.

A session ends while somebody types for an hour, and signing in makes the tokens of all open forms
worthless. Where a card is filled in, the page that says so brings the typed text back, to be sent
once more. It is shown only for forms of this site: what another site sends is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

# Where people type for long; forms elsewhere hold passwords and the like, which no page repeats.
KEPT_BELOW = ("/submissions/", "/referee/", "/concerns/")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of an input

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """The view for people who are signed in; others sign in first, and lose no text by it."""

    @wraps(view)
    def ask_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST" and not _is_script(request):
            return _kept(request)
        return redirect_to_login(request.get_full_path())

    return ask_first


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What is answered to a form without the right token: the setting CSRF_FAILURE_VIEW."""
    if _is_own(request) and request.path_info.startswith(KEPT_BELOW):
        if _is_script(request):
            return JsonResponse({"csrf": get_token(request)}, status=403)
        return _kept(request)
    return render(request, "403_csrf.html", status=403)


def _is_own(request: HttpRequest) -> bool:
    """Whether a page of this site sent it; every browser says so with a form."""
    origin = request.headers.get("Origin", "")
    return origin in (f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _kept(request: HttpRequest) -> HttpResponse:
    typed: list[tuple[str, Any]] = [
        (name, value) for name, values in request.POST.lists() for value in values if name != TOKEN
    ]
    context = {"typed": typed, "action": request.get_full_path()}
    return render(request, "drafts/kept.html", context, status=403)
