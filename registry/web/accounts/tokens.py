"""The pages about a person's tokens of the API."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.timezone import now
from django.views import View
from django.views.decorators.http import require_http_methods

from registry.actions import tokens
from registry.models import ApiToken
from registry.rules.api_tokens import GRANTABLE
from registry.rules.errors import Conflict, Refused, SecondFactorMissing
from registry.web.accounts.adapters import AccountAdapter
from registry.web.accounts.token_forms import OWN, NewToken
from registry.web.accounts.views import person
from registry.web.view_models.accounts import Token

LABELS = {row.action.value: row.label for row in GRANTABLE}
# Revoked and expired ones are shown for as long as somebody may wonder about them.
MOST_SHOWN = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """What there is; a POST revokes the one that is named."""
    user = person(request)
    own = ApiToken.objects.select_related("lab").filter(owner=user)
    if request.method == "POST":
        found = own.filter(public_id=request.POST.get("token", "").replace("\0", "")).first()
        try:
            if found is None:
                raise Conflict("There is no such token.")
            tokens.revoke_token(by=user, token=found)
        except Conflict as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{found.name} is revoked: its next call is refused.")
        return redirect("account:tokens")
    rows = [_row(token) for token in own[:MOST_SHOWN]]
    context = {
        "in_force": [row for row in rows if not row.ended],
        "ended": [row for row in rows if row.ended],
    }
    return render(request, "account/tokens.html", context)


@method_decorator([login_required, reauthentication_required], name="dispatch")
class AddToken(View):
    """Make one and show it, this once."""

    http_method_names = ("get", "head", "options", "post")

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "account/token_new.html", {"form": NewToken(person(request))})

    def post(self, request: HttpRequest) -> HttpResponse:
        user = person(request)
        form = NewToken(user, request.POST)
        if form.is_valid():
            try:
                token, text = tokens.create_token(
                    by=user, name=form.cleaned_data["name"], lab=form.lab, grant=form.grant
                )
            except SecondFactorMissing as missing:
                messages.error(request, str(missing))
                return redirect("mfa_index")
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                AccountAdapter(request).send_token_notice(token)
                context = {"token": _row(token), "text": text}
                return render(request, "account/token_shown.html", context)
        return render(request, "account/token_new.html", {"form": form}, status=400)


def _row(token: ApiToken) -> Token:
    ended = ""
    if token.revoked_at is not None:
        ended = "revoked"
    elif token.expires_at <= now():
        ended = "expired"
    return Token(
        public_id=token.public_id,
        name=token.name,
        beginning=token.beginning,
        scope=token.lab.name if token.lab else OWN,
        actions=tuple(LABELS[action] for action in LABELS if action in token.actions),
        created_at=token.created_at,
        ends_at=token.revoked_at or token.expires_at,
        last_used_on=token.last_used_on,
        ended=ended,
    )
