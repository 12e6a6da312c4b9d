"""Who speaks for a lab: confirmed by an editor, ended by either side, never without a successor."""

from django.db import transaction

from registry.actions.accounts import actor_of, subject_of
from registry.actions.audit import Signing, now, record
from registry.actions.checks import require_reason
from registry.models import Lab, LabMembership, User
from registry.rules.errors import Conflict, Refused, Unknown
from registry.rules.people_permissions import check_may_end
from registry.rules.permissions import Membership, Person


@transaction.atomic
def confirm_member(*, by: Signing, user: User, lab: Lab, role: str, reason: str) -> LabMembership:
    """Let a person prepare (submitter) or speak (representative) for a lab.

    ``reason`` says how the identity was checked. Another role of a member is a new membership; the
    one before ends.
    """
    reason = require_reason(reason)
    if role not in LabMembership.Role.values:
        raise Refused(f"{role!r} is no role; expected {', '.join(LabMembership.Role.values)}.")
    held = _active(user, lab)
    if held is not None and held.role == role:
        raise Conflict(f"{user} is a {role} of {lab.name} already.")
    if held is not None:
        _end(held, by=by, reason=reason)
    at = now()
    membership = LabMembership.objects.create(
        lab=lab, user=user, role=role, confirmed_at=at, confirmed_by=by.key
    )
    record(
        by=by,
        action="membership.confirm",
        subject=subject_of(user),
        reason=reason,
        at=at,
        lab=lab.slug,
        role=role,
    )
    return membership


@transaction.atomic
def end_membership(*, by: Signing, user: User, lab: Lab, reason: str) -> None:
    """End a membership; the last representative stays until there is another one."""
    held = _active(user, lab)
    if held is None:
        raise Unknown(f"{user} is no member of {lab.name}.")
    _end(held, by=by, reason=require_reason(reason))


@transaction.atomic
def end_by_member(*, by: Person, membership: LabMembership) -> None:
    """Let a member leave, or a representative end what a submitter may do.

    Raises ``NotPermitted`` for anybody else, ``Refused`` for the last representative, ``Conflict``
    where it has ended meanwhile.
    """
    membership = LabMembership.objects.select_for_update().get(pk=membership.pk)
    if membership.ended_at is not None:
        raise Conflict("That membership has ended already.")
    member, role = actor_of(membership.user).key, Membership(membership.role)
    check_may_end(by, membership.lab.slug, member, role)
    _end(membership, by=by, reason="Left." if member == by.key else "Ended by a representative.")


def last_representative_of(user: User) -> list[Lab]:
    """The labs that would be without a representative if this person left."""
    held = LabMembership.objects.representatives().filter(user=user).select_related("lab")
    return [membership.lab for membership in held if _is_last(membership)]


def end_all(user: User, *, by: Signing) -> None:
    """End what a person who closes the account still holds; raise for a last representative."""
    for membership in LabMembership.objects.active().filter(user=user).select_related("lab"):
        _end(membership, by=by, reason="The account was closed.")


def _active(user: User, lab: Lab) -> LabMembership | None:
    return LabMembership.objects.active().filter(user=user, lab=lab).first()


def _is_last(membership: LabMembership) -> bool:
    # Locked until the end of the transaction, so that two cannot leave at once.
    others = LabMembership.objects.select_for_update().representatives().filter(lab=membership.lab)
    return {other.pk for other in others} == {membership.pk}


def _end(membership: LabMembership, *, by: Signing, reason: str) -> None:
    if membership.role == LabMembership.Role.REPRESENTATIVE and _is_last(membership):
        raise Refused(
            f"{membership.user} is the only representative of {membership.lab.name}. Confirm a "
            "successor first."
        )
    membership.ended_at, membership.ended_by = now(), by.key
    membership.save(update_fields=["ended_at", "ended_by"])
    record(
        by=by,
        action="membership.end",
        subject=subject_of(membership.user),
        reason=reason,
        at=membership.ended_at,
        lab=membership.lab.slug,
        role=membership.role,
    )
