"""The only place that writes the state of a submission, of an assignment and of a concern.

Each move is compared and set inside the caller's transaction, once table, permission and
conditions were looked at there, and leaves exactly one row of the audit trail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.actions.audit import Signing, record
from registry.actions.latecomers import meanwhile
from registry.actions.people import subject_of
from registry.actions.review import clocks, told
from registry.actions.review.facts import facts_of
from registry.models import Assignment, AuditEvent, ConcernReport, Submission
from registry.models.review import queries
from registry.models.submissions import new_token
from registry.pauses import pause
from registry.rules.errors import SecondPersonMissing, StaleWrite, TransitionRefused
from registry.rules.permissions import Person, check_may, check_may_assign
from registry.rules.workflow.assignments import (
    AssignmentAction,
    AssignmentMove,
    AssignmentState,
    check_assignment_move,
)
from registry.rules.workflow.concerns import ConcernAction, ConcernState, check_concern_move
from registry.rules.workflow.policies import check_conditions
from registry.rules.workflow.submissions import BY_ACTION, check_move, target_of
from registry.rules.workflow.vocabulary import Action, State, Target, Transition


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move was. ``event`` names it for good: "submission abc #7"."""

    row: Transition
    source: State
    target: State
    event: str


def lock(submission: Submission) -> None:
    """Let writers of one submission wait for each other, and see the state it is in now.

    SQLite has taken its write lock already when the transaction began.
    """
    submission.refresh_from_db(from_queryset=Submission.objects.select_for_update())


def check_submission_move(submission: Submission, action: Action, *, by: Person) -> Transition:
    """Raise ``TransitionRefused`` or ``NotPermitted`` if the move is not open to the person."""
    subject = subject_of(submission)
    row = check_move(
        action,
        State(submission.state),
        subject.kind,
        track=subject.track,
        is_held=subject.is_held,
    )
    check_may(by, row, subject)
    return row


def check_seen(submission: Submission, action: Action, *, by: Person, token: str) -> Transition:
    """Lock the submission; raise what table, permission or a stale ``token`` have against the move.

    For callers, too, that work something out for the move: nobody learns of it who may not move.
    """
    lock(submission)
    try:
        row = check_submission_move(submission, action, by=by)
    except TransitionRefused as refused:
        if submission.token == token:
            raise
        label = BY_ACTION[action].label
        words = f"“{label}” is not possible any more. {meanwhile(submission, by)}"
        raise TransitionRefused(words) from refused
    if submission.token != token:
        raise StaleWrite(meanwhile(submission, by), submission)
    return row


def start_submission(submission: Submission, *, by: Person, at: datetime) -> None:
    """Record the first move of a submission that was just stored as a draft."""
    _record(submission, f"submission.{Action.CREATE}", by=by, at=at, target=submission.state)


def move_submission(
    submission: Submission,
    action: Action,
    *,
    by: Person,
    token: str,
    at: datetime,
    reason: str = "",
    known: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
    seconded_by: tuple[str, ...] = (),
    letter: str = "",
    **data: Any,
) -> Moved:
    """Move a submission on, inside the caller's transaction, and leave one audit row.

    The parties of the row are told by mail; ``letter`` is what the editor writes to the lab.

    Compare-and-set on the state and on the ``token`` that the person saw: whoever comes second gets
    ``StaleWrite`` with the submission as it is now. ``known`` are facts for the row's conditions
    that the caller found in this transaction, ``values`` other columns of the submission to set,
    ``seconded_by`` the keys of those who agreed to it, ``data`` what the audit row keeps. Raises
    what refuses the move; then nothing was written.
    """
    row = check_seen(submission, action, by=by, token=token)
    facts = facts_of(submission, row, at=at, by_system=by.is_system, known=known or {})
    check_conditions(row, facts)
    if needs_second(submission, row) and not seconded_by:
        raise SecondPersonMissing(f"“{row.label}” takes a second person who agrees to it.")
    if seconded_by:
        data["seconded_by"] = list(seconded_by)
    source = State(submission.state)
    stored = State(submission.stored_state) if submission.stored_state else None
    target = target_of(row, source, subject_of(submission).track, stored)
    new = _values(row, source, target, by=by, at=at) | dict(values or {})
    found = Submission.objects.filter(pk=submission.pk, state=source, token=token)
    if not found.update(**new):
        submission.refresh_from_db()
        raise StaleWrite(meanwhile(submission, by), submission)
    for name, value in new.items():
        setattr(submission, name, value)
    sequence = _record(
        submission,
        f"submission.{action}",
        by=by,
        at=at,
        reason=reason,
        source=source,
        target=target,
        **data,
    )
    clocks.after_submission(submission, action, source, at=at, revision=str(data.get("kind", "")))
    moved = Moved(row, source, target, f"{_subject(submission)} #{sequence}")
    told.of_submission(
        submission,
        row,
        by=by,
        event=moved.event,
        at=at,
        reason=reason,
        letter=letter,
        editor=(known or {}).get("editor"),
    )
    pause("move_made")
    return moved


def needs_second(submission: Submission, row: Transition) -> bool:
    """Whether a second person has to agree before this move is made, as things are now."""
    if row.second_if_contested:
        return queries.is_contested(submission)
    return row.second is not None


def _values(
    row: Transition, source: State, target: State, *, by: Person, at: datetime
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "state": target.value,
        "token": new_token(),
        "changed_at": at,
        "changed_by": by.key,
    }
    if target is not source:
        values["moved_at"] = at
    match row.action:
        case Action.COMPLETE:
            values["completed_by"] = by.key
        case Action.RETURN_TO_DRAFT:
            values["completed_by"] = ""
        case Action.SUBMIT | Action.LIST:
            values["submitted_at"] = at
        case Action.LAPSE | Action.APPEAL:
            values["stored_state"] = source.value
        case Action.SET_HOLD:
            values["is_held"] = True
        case Action.LIFT_HOLD:
            values["is_held"] = False
    if row.target in (Target.STORED, Target.REOPENED):
        values["stored_state"] = ""
    return values


def check_assignment(
    assignment: Assignment, action: AssignmentAction, *, by: Person
) -> AssignmentMove:
    """Raise ``TransitionRefused`` or ``NotPermitted`` if the move is not open to the person."""
    source = AssignmentState(assignment.state) if assignment.pk else None
    row = check_assignment_move(action, source, is_held=assignment.submission.is_held)
    check_may_assign(by, row, subject_of(assignment.submission), assignment.person_id)
    return row


def move_assignment(
    assignment: Assignment,
    action: AssignmentAction,
    *,
    by: Person,
    token: str,
    at: datetime,
    reason: str = "",
    values: Mapping[str, Any] | None = None,
    **data: Any,
) -> AssignmentMove:
    """Move an assignment on, as ``move_submission`` does; the submission must be locked before.

    ``values`` are other columns of the assignment to set. A new assignment is saved by its first
    move. Its referee and the handling editor are told as the row says.
    """
    source = AssignmentState(assignment.state) if assignment.pk else None
    row = check_assignment(assignment, action, by=by)
    target = row.target or source
    new = {"token": new_token(), **dict(values or {})}
    new["state"] = target.value if target else ""
    if source is None:
        for name, value in new.items():
            setattr(assignment, name, value)
        assignment.save(force_insert=True)
    else:
        found = Assignment.objects.filter(pk=assignment.pk, state=source, token=token)
        if not found.update(**new):
            assignment.refresh_from_db()
            raise StaleWrite("The assignment was changed meanwhile.", assignment)
        for name, value in new.items():
            setattr(assignment, name, value)
    sequence = _record(
        assignment.submission,
        f"assignment.{action}",
        by=by,
        at=at,
        reason=reason,
        assignment=assignment.public_id,
        source=source,
        target=target,
        **data,
    )
    clocks.after_assignment(assignment, action, at=at)
    told.of_assignment(
        assignment,
        row,
        source,
        by=by,
        event=f"{_subject(assignment.submission)} #{sequence}",
        at=at,
        reason=reason,
    )
    pause("assignment_moved")
    return row


def move_concern(
    concern: ConcernReport,
    action: ConcernAction,
    *,
    by: Signing,
    token: str,
    at: datetime,
    reason: str = "",
    values: Mapping[str, Any] | None = None,
) -> None:
    """Move a reader's concern on, as ``move_submission`` does; a new one is saved by its first.

    That the person may, the caller has looked at: a concern is about a version, and may come from
    somebody without an account.
    """
    source = ConcernState(concern.state) if concern.pk else None
    row = check_concern_move(action, source)
    new = {"token": new_token(), **dict(values or {}), "state": row.target.value}
    if source is None:
        for name, value in new.items():
            setattr(concern, name, value)
        concern.save(force_insert=True)
    else:
        found = ConcernReport.objects.filter(pk=concern.pk, state=source, token=token)
        if not found.update(**new):
            concern.refresh_from_db()
            raise StaleWrite("The concern was changed meanwhile; look at it again.", concern)
        for name, value in new.items():
            setattr(concern, name, value)
    record(
        by=by,
        action=f"concern.{action}",
        subject=f"concern {concern.public_id}",
        reason=reason,
        at=at,
        source=source,
        target=row.target,
    )
    clocks.after_concern(concern, at=at)


def _subject(submission: Submission) -> str:
    return f"submission {submission.public_id}"


def _record(
    submission: Submission, action: str, *, by: Person, at: datetime, reason: str = "", **data: Any
) -> int:
    """Add the audit row of a move; return its number among those of the submission."""
    subject = _subject(submission)
    if by.scope is not None:
        data["token"] = by.scope.token
    numbered = AuditEvent.objects.filter(subject=subject, sequence__isnull=False)
    sequence = 1 + (numbered.order_by("-sequence").values_list("sequence", flat=True).first() or 0)
    data.setdefault("source", None)
    record(by=by, action=action, subject=subject, reason=reason, at=at, sequence=sequence, **data)
    return sequence
