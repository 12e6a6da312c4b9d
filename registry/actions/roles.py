"""Giving and taking what a person may do for the registry as a whole."""

from django.db import transaction

from registry.actions.accounts import subject_of
from registry.actions.audit import now, record
from registry.actions.checks import require_reason
from registry.models import Actor, Role, User
from registry.rules.errors import Conflict, Refused


@transaction.atomic
def make_editor(*, by: Actor, user: User, reason: str) -> None:
    """Make the person an editor. Their next page asks for a second factor if they have none."""
    reason, at = require_reason(reason), now()
    role, is_new = Role.objects.get_or_create(
        user=user, name=Role.Name.EDITOR, defaults={"since": at}
    )
    if not is_new:
        raise Conflict(f"{user} is an editor since {role.since:%Y-%m-%d}.")
    record(
        by=by, action="role.given", subject=subject_of(user), reason=reason, at=at, role=role.name
    )


@transaction.atomic
def end_editor(*, by: Actor, user: User, reason: str) -> None:
    """Take the role away; it holds from the person's next request on.

    The last editor stays: nobody could decide anything, or make another one, without the server.
    """
    reason = require_reason(reason)
    if is_last_editor(user):
        raise Refused(f"{user} is the only editor. Make somebody else an editor first.")
    ended, _ = Role.objects.filter(user=user, name=Role.Name.EDITOR).delete()
    if not ended:
        raise Conflict(f"{user} is no editor.")
    record(
        by=by,
        action="role.ended",
        subject=subject_of(user),
        reason=reason,
        at=now(),
        role=Role.Name.EDITOR,
    )


def is_last_editor(user: User) -> bool:
    """Whether the registry would be without an editor if this person left.

    Inside a transaction the answer holds until its end.
    """
    editors = Role.objects.select_for_update().filter(name=Role.Name.EDITOR)
    return {role.user_id for role in editors} == {user.pk}
