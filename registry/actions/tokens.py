"""Tokens of the API: made, shown once, used, revoked."""

import secrets

from django.db import transaction

from registry.actions.accounts import actor_of, has_second_factor, subject_of
from registry.actions.audit import now, record
from registry.actions.checks import add, require_name
from registry.actions.people import person_of
from registry.models import ApiToken, Lab, User
from registry.models.submissions import new_public_id
from registry.rules.api_tokens import (
    SECRET_BYTES,
    SHOWN_LENGTH,
    Grant,
    check_grant,
    is_token,
    token_digest,
    token_text,
)
from registry.rules.errors import Conflict, NotPermitted, Refused, SecondFactorMissing
from registry.rules.permissions import Person
from registry.rules.second_factor import requires_second_factor

# More than anybody has programs; few enough to look through when one has leaked.
MOST_TOKENS = 50


class TokenRefused(Refused):
    """The token opens nothing, now or any more; the message says why to whoever holds it."""

    code = "token_refused"


@transaction.atomic
def create_token(*, by: User, name: str, lab: Lab | None, grant: Grant) -> tuple[ApiToken, str]:
    """Make a token for a person's own programs; return it with its text, which is kept nowhere.

    ``lab`` is one the person belongs to, or None for the person's listings and self-assessments.
    Raises ``NotPermitted`` for another lab or a missing second factor, ``Refused`` for a name or a
    grant that cannot be.
    """
    check_grant(grant)
    _check_second_factor(by)
    if lab is not None and not by.memberships.filter(lab=lab, ended_at=None).exists():
        raise NotPermitted(f"You do not belong to {lab.name}.")
    at = now()
    # The row of the person is locked, so that two at once cannot pass the limit.
    User.objects.select_for_update().get(pk=by.pk)
    if ApiToken.objects.in_force(at).filter(owner=by).count() >= MOST_TOKENS:
        raise Refused(f"You have {MOST_TOKENS} tokens, which is the most. Revoke some.")
    text = token_text(secrets.token_bytes(SECRET_BYTES))
    token = ApiToken(
        public_id=new_public_id(),
        owner=by,
        name=require_name(name),
        beginning=text[:SHOWN_LENGTH],
        digest=token_digest(text),
        lab=lab,
        actions=sorted(grant.actions),
        created_at=at,
        expires_at=at + grant.life,
    )
    add(token)
    record(
        by=actor_of(by),
        action="token.create",
        subject=subject_of(by),
        at=at,
        token=token.public_id,
        lab=lab.slug if lab else None,
        actions=token.actions,
    )
    return token, text


@transaction.atomic
def revoke_token(*, by: User, token: ApiToken) -> None:
    """End a token: its next call is refused. Raises ``Conflict`` where it was revoked before."""
    at = now()
    if not ApiToken.objects.filter(pk=token.pk, owner=by, revoked_at=None).update(revoked_at=at):
        raise Conflict(f"{token} is revoked already.")
    token.revoked_at = at
    record(
        by=actor_of(by),
        action="token.revoke",
        subject=subject_of(by),
        at=at,
        token=token.public_id,
    )


def forget_all(user: User) -> None:
    """Delete the tokens of a person who closes the account; that they were made stays on record."""
    ApiToken.objects.filter(owner=user).delete()


def use_token(text: str) -> tuple[ApiToken, Person]:
    """The token with this text and the person it acts for, with the memberships of this moment.

    Raises ``TokenRefused`` where it is none, or not in force, or its owner may not act any more.
    """
    if not is_token(text):
        raise TokenRefused(
            "This is no token of this registry: copied in part, mistyped, or of another site."
        )
    token = (
        ApiToken.objects.select_related("owner", "lab").filter(digest=token_digest(text)).first()
    )
    if token is None:
        raise TokenRefused("There is no such token.")
    person = person_of(actor_of(token.owner), scope=token.scope)
    _check_in_force(token, person)
    today = now().date()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token, person


def _check_in_force(token: ApiToken, person: Person) -> None:
    if token.revoked_at is not None:
        raise TokenRefused(f"The token was revoked on {token.revoked_at:%-d %B %Y}.")
    if token.expires_at <= now():
        raise TokenRefused(f"The token expired on {token.expires_at:%-d %B %Y}. Make a new one.")
    if not token.owner.is_active:
        raise TokenRefused("The account of the token's owner is closed.")
    if token.lab is not None and token.lab.slug not in person.memberships:
        raise TokenRefused(f"The token's owner does not belong to {token.lab.name} any more.")
    if requires_second_factor(token.owner.roles_held()) and not has_second_factor(token.owner):
        raise TokenRefused("The role of the token's owner needs a second factor, which is missing.")


def _check_second_factor(user: User) -> None:
    """What opens a door for a year is not made with a password alone where more is asked for."""
    if requires_second_factor(user.roles_held()) and not has_second_factor(user):
        raise SecondFactorMissing("Your role needs a second factor. Set one up before.")
