"""The only place that writes a status: of a version with its card's pointers, of a submission."""

from datetime import datetime
from typing import Any

from registry.actions import gradings, tallies
from registry.actions.audit import record
from registry.actions.people import subject_of
from registry.models import (
    Actor,
    AuditEvent,
    CardVersion,
    Grading,
    ModelCard,
    Submission,
    VersionStatusEvent,
)
from registry.models.submissions import new_token
from registry.rules.errors import Conflict, StaleWrite, TransitionRefused
from registry.rules.permissions import Person, check_may
from registry.rules.workflow import versions as workflow
from registry.rules.workflow.submissions import Action, Kind, State, check_move


def status_of(version: CardVersion) -> str | None:
    """The status of a version: its last event, ``None`` before the first."""
    return version.status_events.order_by("-id").values_list("status", flat=True).first()


def set_status(
    version: CardVersion, status: str, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Add a status event; raise ``TransitionRefused`` where the table does not list the change."""
    current = status_of(version)
    if not workflow.may_follow(current, status):
        raise TransitionRefused(
            f"A version that is {current or 'not yet published'} cannot become {status}."
        )
    VersionStatusEvent.objects.create(
        version=version, status=status, at=at, actor_key=by.key, reason=reason
    )


def go_live(
    card: ModelCard, version: CardVersion, grading: Grading, *, by: Actor, at: datetime
) -> None:
    """Make ``version`` the card's live one and mark the one it replaces as superseded.

    Compare-and-set on the pointer the caller saw: another publication in between is a ``Conflict``.
    """
    replaced = card.live_version
    set_status(version, workflow.PUBLISHED, by=by, at=at)
    if replaced is not None:
        set_status(replaced, workflow.SUPERSEDED, by=by, at=at, reason=f"version {version.number}")
    _point(card, replaced, version, grading)


def regrade(card: ModelCard, *, at: datetime) -> bool:
    """Grade the live version again; point the card to the result and say so if it is new."""
    version = card.live_version
    if version is None:
        return False
    grading = gradings.grade(card, version, at=at)
    if grading == card.current_grading:
        return False
    _point(card, version, version, grading)
    return True


def take_down(version: CardVersion, *, by: Actor, at: datetime, reason: str) -> None:
    """Mark a version as removed; where it was live, the card has no live version any more."""
    set_status(version, workflow.REMOVED, by=by, at=at, reason=reason)
    card = version.card
    if card.live_version_id == version.pk:
        _point(card, version, None, None)


def _point(
    card: ModelCard,
    seen: CardVersion | None,
    version: CardVersion | None,
    grading: Grading | None,
) -> None:
    moved = ModelCard.objects.filter(pk=card.pk, live_version=seen).update(
        live_version=version, current_grading=grading
    )
    if not moved:
        raise Conflict(f"{card} was changed by somebody else at the same moment; nothing is lost.")
    tallies.move(card.current_grading, grading)
    card.live_version, card.current_grading = version, grading


def check_submission_move(submission: Submission, action: Action, *, by: Person) -> None:
    """Raise ``TransitionRefused`` or ``NotPermitted`` if the move is not open to the person."""
    row = check_move(action, State(submission.state), Kind(submission.kind))
    check_may(by, row, subject_of(submission))


def start_submission(submission: Submission, *, by: Person, at: datetime) -> None:
    """Record the first move of a submission that was just stored as a draft."""
    _record_move(submission, Action.CREATE, None, by=by, at=at, reason="")


def move_submission(
    submission: Submission,
    action: Action,
    *,
    by: Person,
    token: str,
    at: datetime,
    reason: str = "",
    **data: Any,
) -> None:
    """Move a submission on, inside the caller's transaction, and leave one audit row.

    Compare-and-set on the state and on the ``token`` that the person saw: whoever comes second gets
    ``StaleWrite`` with the submission as it is now.
    """
    check_submission_move(submission, action, by=by)
    source = State(submission.state)
    row = check_move(action, source, Kind(submission.kind))
    values = {"state": row.target.value, "token": new_token(), "changed_at": at}
    values |= {"changed_by": by.key}
    if action is Action.COMPLETE:
        values["completed_by"] = by.key
    if action is Action.RETURN_TO_DRAFT:
        values["completed_by"] = ""
    moved = Submission.objects.filter(pk=submission.pk, state=source, token=token).update(**values)
    if not moved:
        submission.refresh_from_db()
        raise StaleWrite(
            f"{submission.model_name} was changed in the meantime; look at it and try again.",
            submission,
        )
    for name, value in values.items():
        setattr(submission, name, value)
    _record_move(submission, action, source, by=by, at=at, reason=reason, **data)


def _record_move(
    submission: Submission,
    action: Action,
    source: State | None,
    *,
    by: Person,
    at: datetime,
    reason: str,
    **data: Any,
) -> None:
    subject = f"submission {submission.public_id}"
    if by.scope is not None:
        data["token"] = by.scope.token
    last = AuditEvent.objects.filter(subject=subject).order_by("-sequence").first()
    record(
        by=by,
        action=f"submission.{action}",
        subject=subject,
        reason=reason,
        at=at,
        sequence=1 + ((last.sequence or 0) if last else 0),
        source=source,
        target=submission.state,
        **data,
    )
