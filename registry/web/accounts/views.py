"""The pages about one's own account that are ours, and where allauth's need more."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from allauth.core.internal import ratelimit
from allauth.mfa.base.views import IndexView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from registry.actions import accounts, closing, sessions
from registry.actions.accounts import has_second_factor
from registry.models import ApiToken, LabMembership, Role, User
from registry.web.accounts.adapters import NO_ADDRESS, AccountAdapter
from registry.web.accounts.devices import device_words
from registry.web.accounts.forms import CloseAccount, Profile
from registry.web.accounts.presence import lacks_second_factor
from registry.web.view_models.accounts import Overview, Session

# Where a person wanted to go before a second factor was asked for.
GO_ON = "go_on"
ROLE_WORDS = {str(name.value): str(name.label) for name in Role.Name}


def person(request: HttpRequest) -> User:
    """Who is signed in, on pages that nobody else gets to see."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - ``login_required`` stands before it
    return user


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    user = person(request)
    roles = user.roles_held()
    labs = LabMembership.objects.active().filter(user=user)
    page = Overview(
        name=user.display_name,
        email=user.email,
        time_zone=user.time_zone,
        roles=tuple(sorted(ROLE_WORDS.get(role, role) for role in roles)),
        labs=tuple(labs.values_list("lab__name", flat=True)),
        is_editor=not Role.EDITORIAL.isdisjoint(roles),
        has_second_factor=has_second_factor(user),
        lacks_second_factor=lacks_second_factor(user),
        sessions=len(UserSession.objects.purge_and_list(user)),
        tokens=ApiToken.objects.in_force(now()).filter(owner=user).count(),
    )
    return render(request, "account/overview.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = person(request)
    known = {"display_name": user.display_name, "time_zone": user.time_zone}
    form = Profile(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        accounts.set_profile(user, **form.cleaned_data)
        messages.success(request, "Name and time zone are saved.")
        return redirect("account:profile")
    return render(request, "account/profile.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_list(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if request.method == "POST":
        messages.success(request, _end_sessions(request, user))
        return redirect("account:sessions")
    found = sorted(
        UserSession.objects.purge_and_list(user), key=lambda row: row.last_seen_at, reverse=True
    )
    rows = [_session(row, is_this=row.session_key == request.session.session_key) for row in found]
    return render(request, "account/sessions.html", {"sessions": rows, "others": len(rows) > 1})


def _end_sessions(request: HttpRequest, user: User) -> str:
    """Do what was asked and say what happened."""
    asked = request.POST.get("session", "")
    if asked == "others":
        ended = sessions.end_all(user, but=request.session.session_key)
        return "You are signed out everywhere else." if ended else "There was no other session."
    # Ten digits are more than any number a row has; longer ones no database takes.
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= 10
    if is_number and sessions.end_one(user, int(asked)):
        return "You are signed out there."
    return "That session is over already."


def _session(row: UserSession, *, is_this: bool) -> Session:
    return Session(
        number=row.pk,
        device=device_words(row.user_agent),
        address="unknown" if row.ip == NO_ADDRESS else row.ip,
        signed_in_at=row.created_at,
        seen_at=row.last_seen_at,
        is_this=is_this,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def close(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = CloseAccount(request.POST or None)
    reasons = closing.blockers(user)
    if request.method == "POST" and not reasons and form.is_valid():
        address = user.email
        try:
            closing.close(user)
        except closing.StillNeeded as refusal:
            reasons = refusal.reasons
        else:
            logout(request, show_message=False)
            AccountAdapter(request).send_farewell(address)
            return redirect("account:closed")
    status = 409 if request.method == "POST" and reasons else 200
    return render(request, "account/close.html", {"form": form, "reasons": reasons}, status=status)


@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "account/closed.html")


class SecondFactors(IndexView):
    """What a person has; and where they wanted to go before one was asked for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        wanted = self.request.GET.get("next", "")
        if wanted and AccountAdapter(self.request).is_safe_url(wanted):
            self.request.session[GO_ON] = wanted
        return super().get_context_data(**kwargs) | {
            "lacks_second_factor": lacks_second_factor(user),
            "go_on": self.request.session.get(GO_ON),
        }


class _EndsOtherSessions:
    """Whoever got in with the password alone is out once a second factor is asked for."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        sessions.end_all(person(self.request), but=self.request.session.session_key)
        return response


class AddApp(_EndsOtherSessions, ActivateTOTPView):
    pass


class AddPasskey(_EndsOtherSessions, AddWebAuthnView):
    pass


class SignInWithPasskey(LoginWebAuthnView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # What has to be signed is kept in a session, a row for whoever asks.
        refused = ratelimit.consume_or_429(
            request, app="allauth.mfa", action="webauthn_login", limit_get=True
        )
        return refused or super().get(request, *args, **kwargs)
