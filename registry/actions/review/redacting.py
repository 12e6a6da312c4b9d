"""Taking words out of a report before it is published (R08): an editor proposes, a chief agrees."""

from collections.abc import Iterable

from django.db import transaction

from registry.actions import latecomers, moves
from registry.actions.audit import now
from registry.actions.people import person_again, subject_of
from registry.actions.review import motions
from registry.actions.review.forms import is_first_of
from registry.actions.review.texts import require_text
from registry.models import Motion, Redaction, Report
from registry.rules.errors import Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person, check_may_assign, check_may_second
from registry.rules.problems import shown
from registry.rules.review import redaction
from registry.rules.workflow.assignments import (
    AssignmentAction,
    AssignmentMove,
    AssignmentState,
    check_assignment_move,
)
from registry.rules.workflow.vocabulary import State

ROW = AssignmentAction.REDACT


def propose(
    *,
    by: Person,
    report: Report,
    passages: Iterable[str],
    reason_class: str,
    reason: str,
    form_key: str = "",
) -> Motion | None:
    """Propose to take passages out of a report, wherever they stand in it.

    They are given as the referee wrote them. Raises ``Refused`` for one that the report does not
    have. Returns None for a form that was sent before.
    """
    reason = require_text(reason, "Reason")
    words = list(dict.fromkeys(one.strip() for one in passages if one.strip()))
    _check_form(words, reason_class)
    with transaction.atomic():
        submission = report.assignment.submission
        if not is_first_of(submission, form_key, ROW, by=by):
            return None
        moves.lock(submission)
        _check_open(by, report)
        found = redaction.passages_in(
            report.content().to_data(),
            words,
            redaction.Reason(reason_class),
            before=report.taken_out(),
        )
        return motions.store(
            by=by,
            submission=submission,
            action=ROW,
            seen=report.assignment.token,
            payload={
                "report": report.pk,
                "places": [[one.pointer, one.start, one.end] for one in found],
                "reason_class": reason_class,
                "reason": reason,
            },
            at=now(),
        )


def second(*, by: Person, motion: Motion) -> None:
    """Agree to a redaction, and make it; inside the caller's transaction."""
    report = Report.objects.select_related("assignment__submission").get(
        pk=motion.payload["report"]
    )
    assignment = report.assignment
    moves.lock(assignment.submission)
    motions.lock_open(motion)
    proposer = person_again(motion.proposed_by)
    row = _check_open(proposer, report)
    if assignment.token != motion.seen:
        raise StaleWrite(latecomers.meanwhile(assignment.submission, by), assignment.submission)
    check_may_second(by, row, subject_of(assignment.submission), motion.proposed_by)
    motions.agree(by=by, motion=motion, role=str(row.second))
    at = now()
    moves.move_assignment(
        assignment,
        ROW,
        by=proposer,
        token=assignment.token,
        at=at,
        reason=motion.payload["reason"],
        report=report.number,
        passages=len(motion.payload["places"]),
        seconded_by=[by.key],
    )
    Redaction.objects.bulk_create(
        Redaction(
            report=report,
            pointer=pointer,
            start=start,
            end=end,
            reason_class=motion.payload["reason_class"],
            reason=motion.payload["reason"],
            at=at,
            actor_key=proposer.key,
            seconded_by=by.key,
        )
        for pointer, start, end in motion.payload["places"]
    )
    motions.close(motion, Motion.Outcome.CARRIED, by=by)


def open_to(person: Person, report: Report) -> bool:
    """Whether the person could propose a redaction of the report now."""
    try:
        _check_open(person, report)
    except Refused:
        return False
    return True


def _check_open(by: Person, report: Report) -> AssignmentMove:
    """Return the row; raise what refuses a redaction of the report by the person, as it is now."""
    assignment = report.assignment
    assignment.refresh_from_db()
    submission = assignment.submission
    row = check_assignment_move(ROW, AssignmentState(assignment.state), is_held=submission.is_held)
    check_may_assign(by, row, subject_of(submission), assignment.person_id)
    if submission.state == State.PUBLISHED:
        raise TransitionRefused("The review file is published; nothing in it changes any more.")
    return row


def _check_form(words: list[str], reason_class: str) -> None:
    if not words:
        raise Refused(
            "Passages: found nothing. Expected the words to take out, exactly as the referee wrote "
            "them."
        )
    if reason_class not in list(redaction.Reason):
        known = ", ".join(redaction.Reason)
        raise Refused(f"Kind of reason: found {shown(reason_class)}. Expected one of {known}.")
