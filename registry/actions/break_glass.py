"""Opening one submission to an administrator for an hour: on record before anything is shown."""

from datetime import datetime

from django.db import transaction

from registry.actions.audit import now, record
from registry.actions.checks import add, require_reason
from registry.actions.outbox import post_mail
from registry.actions.people import person_of_user, subject_of
from registry.actions.review.forms import is_first_of
from registry.models import Actor, BreakGlass, Role, Submission, User
from registry.rules import break_glass as rules
from registry.rules.errors import NotPermitted
from registry.rules.permissions import Person, may_list

READ = "submission.read_by_administrator"


@transaction.atomic
def open_submission(
    submission: Submission, *, by: Person, reason: str, form_key: str = ""
) -> BreakGlass | None:
    """Let the administrator read this submission for an hour, and tell the editors-in-chief.

    Raises ``NotPermitted`` for anybody else and ``Refused`` for a reason that says too little.
    Once more while it is open begins a new hour, with its own reason and its own row. Returns None
    for a form that was sent before.
    """
    rules.check_may_open(by, subject_of(submission))
    reason = require_reason(reason)
    rules.check_reason(reason)
    if not is_first_of(submission, form_key, "open", by=by):
        return None
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
    for user in _told_of(submission):
        post_mail(
            "submission_opened",
            user.email,
            event=f"submission {submission.public_id} opened {opened.pk}",
            opened=opened,
            until=opened.at + rules.LASTS,
            administrator=Actor.objects.filter(key=by.key).first(),
        )
    return opened


def _told_of(submission: Submission) -> list[User]:
    """The editors-in-chief who meet the submission; where there is none, its editors."""
    subject = subject_of(submission)
    for name in (Role.Name.CHIEF, Role.Name.EDITOR):
        users = User.objects.filter(roles__name=name, is_active=True).order_by("pk")
        told = [user for user in users if may_list(person_of_user(user), subject)]
        if told:
            return told
    return []


@transaction.atomic
def record_reading(submission: Submission, *, by: Person) -> datetime:
    """Put on record that the administrator reads the submission now; return until when it is open.

    Raises ``NotPermitted`` where it is not open to the person: then nothing may be shown.
    """
    until = open_until(submission, by=by)
    if until is None:
        raise NotPermitted("The submission is not open to you. Open it again, with a reason.")
    record(by=by, action=READ, subject=f"submission {submission.public_id}", at=now())
    return until


def check_open(submission: Submission, *, by: Person) -> None:
    """Raise ``NotPermitted`` for an administrator who acts on what is not open to them.

    Everybody else acts in another role; what that role may do is looked at elsewhere.
    """
    if by.is_administrator and open_until(submission, by=by) is None:
        raise NotPermitted("An administrator opens a submission, with a reason, to act on it.")


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
