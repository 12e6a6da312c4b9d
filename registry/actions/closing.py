"""Closing an account: the record keeps what was done, and forgets who it was."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from registry.actions import lab_requests, memberships, sessions, tokens
from registry.actions.accounts import actor_of, subject_of
from registry.actions.audit import now, record
from registry.actions.outbox import forget
from registry.actions.people import person_of
from registry.actions.roles import end_all, is_last_editor
from registry.models import User
from registry.rules.errors import Conflict, Refused


class StillNeeded(Refused):
    """Others depend on the person; ``reasons`` say what to do first, a sentence each."""

    code = "still_needed"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def blockers(user: User) -> list[str]:
    """What has to be done before this person can leave, a sentence each; usually nothing.

    Everything that must not lose its last person says so here.
    """
    reasons = []
    if is_last_editor(user):
        reasons.append("You are the only editor. Make somebody else an editor first.")
    reasons += [
        f"You are the only representative of {lab.name}. Let an editor confirm a successor first."
        for lab in memberships.last_representative_of(user)
    ]
    return reasons


@transaction.atomic
def close(user: User) -> None:
    """Erase who the person is, end every session, and make signing in impossible, for good.

    The audit trail keeps its keys; the one row that tied the key to a name now has a pseudonym.
    Raises ``StillNeeded`` with what has to be done first.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.closed_at is not None:
        raise Conflict("The account is closed already.")
    reasons = blockers(user)
    if reasons:
        raise StillNeeded(reasons)
    actor = actor_of(user)
    end_all(by=actor, user=user, reason="The account was closed.")
    memberships.end_all(user, by=actor)
    lab_requests.leave_all(user, by=person_of(actor))
    record(by=actor, action="account.closed", subject=subject_of(user), at=now())
    actor.name = f"former member {user.pk}"
    actor.save(update_fields=["name"])
    sessions.end_all(user)
    tokens.forget_all(user)
    for address in {
        user.email,
        *EmailAddress.objects.filter(user=user).values_list("email", flat=True),
    }:
        forget(address)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    _erase(user)


def _erase(user: User) -> None:
    # Addresses below .invalid belong to nobody and never will (RFC 2606).
    user.email = f"closed-{user.pk}@account.invalid"
    user.display_name = user.time_zone = ""
    user.set_unusable_password()
    user.is_active = False
    user.last_login = None
    user.closed_at = now()
    user.save()
