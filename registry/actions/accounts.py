"""People in the record: each has one actor, whose key is all that the record keeps of them."""

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction

from registry.actions.checks import require_name
from registry.models import Actor, User
from registry.rules.errors import Unknown

NAMELESS = "a member"


def actor_of(user: User) -> Actor:
    """The actor that stands for a person in the record, made when first needed."""
    actor, _ = Actor.objects.get_or_create(
        user=user,
        defaults={
            "kind": Actor.Kind.PERSON,
            "key": secrets.token_hex(16),
            "name": user.display_name or NAMELESS,
        },
    )
    return actor


def subject_of(user: User) -> str:
    """What stands for a person as the subject of an audit row: neither name nor address."""
    return f"person/{actor_of(user).key}"


def person_with(email: str) -> User:
    """The person who has verified this address; raise ``Unknown`` where nobody has."""
    address = (
        EmailAddress.objects.filter(email=email.strip().lower(), verified=True)
        .select_related("user")
        .first()
    )
    if address is None or not address.user.is_active:
        raise Unknown(f"Nobody who can sign in has verified the address {email!r}.")
    return address.user


def has_second_factor(user: User) -> bool:
    # Recovery codes alone are none: they stand in for what they recover.
    return is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


@transaction.atomic
def set_profile(user: User, *, display_name: str, time_zone: str) -> None:
    """Set how a person is shown and in which zone they see times ("" for the browser's)."""
    user.display_name = require_name(display_name)
    user.time_zone = time_zone
    user.save(update_fields=["display_name", "time_zone"])
    Actor.objects.filter(user=user).update(name=user.display_name)
