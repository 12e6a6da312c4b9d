"""What an administrator does from the console: the acts of the command line, by a named person.

Each looks at the person, answers a form that is sent twice once, and leaves its row in the audit
trail. There is no act that sets a state.
"""

import hashlib
from datetime import datetime

from django.db import transaction

from registry.actions import memberships, outbox, roles
from registry.actions.accounts import actor_of, subject_of
from registry.actions.audit import now, record
from registry.actions.checks import require_reason
from registry.actions.ranked import ranked_transaction
from registry.actions.review.forms import is_first
from registry.models import Lab, LabMembership, OutboxMessage, RegistryState, Role, User
from registry.rules.errors import StaleWrite
from registry.rules.people_permissions import check_may_operate
from registry.rules.permissions import Person


def token_of(user: User) -> str:
    """Names what an account may do at this moment, in the registry and in labs."""
    held = [
        *Role.objects.filter(user=user).order_by("pk").values_list("name", "since"),
        *LabMembership.objects.active().filter(user=user).order_by("pk").values_list("pk", "role"),
    ]
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


def give_role(
    name: Role.Name, *, by: Person, user: User, token: str, reason: str, form_key: str = ""
) -> None:
    """Give a role (``roles.give``); nobody gives one to themself."""
    with transaction.atomic():
        if _is_first(user, f"give {name}", by=by, token=token, form_key=form_key):
            roles.give(name, by=by, user=user, reason=reason)


def end_role(
    name: Role.Name, *, by: Person, user: User, token: str, reason: str, form_key: str = ""
) -> None:
    """Take a role away (``roles.end``); nobody ends one of their own."""
    with transaction.atomic():
        if _is_first(user, f"end {name}", by=by, token=token, form_key=form_key):
            roles.end(name, by=by, user=user, reason=reason)


def confirm_member(
    *, by: Person, user: User, lab: Lab, role: str, token: str, reason: str, form_key: str = ""
) -> None:
    """Confirm what a person is in a lab (``memberships.confirm_member``)."""
    with transaction.atomic():
        if _is_first(user, f"confirm {lab.pk} {role}", by=by, token=token, form_key=form_key):
            memberships.confirm_member(by=by, user=user, lab=lab, role=role, reason=reason)


def end_member(
    *, by: Person, user: User, lab: Lab, token: str, reason: str, form_key: str = ""
) -> None:
    """End a membership (``memberships.end_membership``)."""
    with transaction.atomic():
        if _is_first(user, f"leave {lab.pk}", by=by, token=token, form_key=form_key):
            memberships.end_membership(by=by, user=user, lab=lab, reason=reason)


def try_again(
    *, by: Person, message: OutboxMessage, since: datetime | None, reason: str, form_key: str = ""
) -> None:
    """Let a message that was given up be tried anew; ``since`` is when it was given up.

    Raises ``StaleWrite`` where it was tried meanwhile.
    """
    check_may_operate(by)
    reason = require_reason(reason)
    subject = f"message {message.public_id}"
    with transaction.atomic():
        if not is_first(form_key, subject=subject, action="try again", by=by):
            return
        message.refresh_from_db(from_queryset=OutboxMessage.objects.select_for_update())
        if message.given_up_at is None or message.given_up_at != since:
            raise StaleWrite("The message was tried in the meantime; look at it again.", message)
        outbox.try_again(message.public_id)
        record(by=by, action="outbox.try_again", subject=subject, reason=reason, at=now())


def refresh_ranking(*, by: Person, reason: str, form_key: str = "") -> int | None:
    """Bring the ranking up to date, as ``manage.py refresh_ranking`` does each day.

    Returns the number of the current ranking, which is the one before where nothing changed.
    """
    check_may_operate(by)
    reason = require_reason(reason)
    with ranked_transaction() as touched:
        if is_first(form_key, subject="registry", action="refresh ranking", by=by):
            touched.regrade_outdated()
            touched.redraw_outdated()
            record(by=by, action="ranking.refresh", subject="registry", reason=reason, at=now())
    return RegistryState.objects.values_list("current_ranking_id", flat=True).first()


def _is_first(user: User, action: str, *, by: Person, token: str, form_key: str) -> bool:
    """Look at the person, at whether the form was sent before, and at what the page had shown."""
    check_may_operate(by, on=actor_of(user).key)
    if not is_first(form_key, subject=subject_of(user), action=action, by=by):
        return False
    User.objects.select_for_update().get(pk=user.pk)
    if token != token_of(user):
        raise StaleWrite("What this account may do changed in the meantime; look again.", user)
    return True
