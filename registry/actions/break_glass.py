"""Opening one submission to an administrator for an hour: on record before anything is shown."""

from datetime import datetime

from django.db import transaction

from registry.actions.audit import now, record
from registry.actions.checks import add, require_reason
from registry.actions.people import subject_of
from registry.models import BreakGlass, Submission
from registry.rules import break_glass as rules
from registry.rules.permissions import Person


@transaction.atomic
def open_submission(submission: Submission, *, by: Person, reason: str) -> BreakGlass:
    """Let the administrator read this submission for an hour.

    Raises ``NotPermitted`` for anybody else and ``Refused`` for a reason that says too little.
    Once more while it is open begins a new hour, with its own reason and its own row.
    """
    rules.check_may_open(by, subject_of(submission))
    reason = require_reason(reason)
    rules.check_reason(reason)
    opened = BreakGlass(submission=submission, administrator_key=by.key, reason=reason, at=now())
    add(opened)
    record(
        by=by,
        action="submission.opened_by_administrator",
        subject=f"submission {submission.public_id}",
        reason=reason,
        at=opened.at,
        until=(opened.at + rules.LASTS).isoformat(),
    )
    return opened


def open_until(submission: Submission, *, by: Person) -> datetime | None:
    """Until when the person may read the submission; None for not at all.

    The rights of this moment count: who has lost the role reads nothing.
    """
    if not rules.may_open(by, subject_of(submission)) or not by.has_second_factor:
        return None
    last = (
        BreakGlass.objects.filter(submission=submission, administrator_key=by.key)
        .order_by("-at")
        .first()
    )
    if last is None or not rules.is_open(last.at, now()):
        return None
    return last.at + rules.LASTS
