"""Rounds: opened on a snapshot, closed, reopened, followed by another one."""

from datetime import datetime

from django.db import transaction

from registry.actions import moves
from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.actions.review import assignments
from registry.actions.review.forms import is_first_of
from registry.actions.review.signals import signals_between
from registry.actions.review.texts import require_text
from registry.models import Assignment, Round, Submission
from registry.models.review import queries
from registry.models.submissions import new_public_id
from registry.rules.grading.claims import grade_claims
from registry.rules.permissions import Person
from registry.rules.review.binding import claim_hash, evidence_hash
from registry.rules.review.wishes import MOST_SUGGESTED
from registry.rules.standard import load_standard
from registry.rules.workflow.assignments import AssignmentAction, AssignmentState
from registry.rules.workflow.vocabulary import Action


def send_to_review(
    *, by: Person, submission: Submission, token: str, form_key: str = ""
) -> Round | None:
    """Open the first round on the snapshot (T12) and invite all who were proposed.

    Whoever has an interest that bars, or a part as an editor by now, stays on the list and is not
    invited. Returns None for a form that was sent before.
    """
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.SEND_TO_REVIEW, by=by):
            return None
        at = now()
        moves.move_submission(submission, Action.SEND_TO_REVIEW, by=by, token=token, at=at)
        this = _open(submission, number=1, items=_judged_items(submission), at=at)
        proposed = Assignment.objects.filter(
            submission=submission, round__isnull=True, state=AssignmentState.PROPOSED
        )
        editors = subject_of(submission).editors
        for assignment in proposed.exclude(person__in=editors).select_related(
            "person", "submission"
        ):
            if not assignment.is_barred:
                assignments.invite_in(this, assignment, by=by, token=assignment.token)
    return this


def close(*, by: Person, submission: Submission, token: str, form_key: str = "") -> None:
    """Close the round (T15): open assignments end, referees may read each other's reports."""
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.CLOSE_ROUND, by=by):
            return
        at = now()
        this = queries.current_round(submission)
        moves.move_submission(submission, Action.CLOSE_ROUND, by=by, token=token, at=at)
        assignments.cancel_waiting(submission, at=at)
        if this is not None:
            Round.objects.filter(pk=this.pk).update(closed_at=at)


def reopen(
    *, by: Person, submission: Submission, token: str, reason: str, form_key: str = ""
) -> None:
    """Open the same round again (T16), for another referee; nothing of it is lost."""
    reason = require_text(reason, "Reason")
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.REOPEN_ROUND, by=by):
            return
        moves.move_submission(
            submission, Action.REOPEN_ROUND, by=by, token=token, at=now(), reason=reason
        )
        this = queries.current_round(submission)
        if this is not None:
            Round.objects.filter(pk=this.pk).update(closed_at=None)


def open_next(
    *, by: Person, submission: Submission, token: str, form_key: str = ""
) -> Round | None:
    """Open another round on the revision (T20); all who reported before are invited again.

    Whoever got an interest that bars meanwhile is on the list and is not invited, and whoever left
    over one is not even there. Returns None for a form that was sent before.
    """
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.NEW_ROUND, by=by):
            return None
        before = queries.current_round(submission)
        at = now()
        moves.move_submission(submission, Action.NEW_ROUND, by=by, token=token, at=at)
        number = 1 + (before.number if before else 0)
        this = _open(submission, number=number, items=_items_again(submission, before), at=at)
        for earlier in _asked_again(submission):
            again = Assignment(
                public_id=new_public_id(),
                submission=submission,
                round=this,
                person=earlier.person,
                wish=earlier.wish,
                signals=signals_between(earlier.person, submission, on=at.date()),
                proposed_at=at,
            )
            moves.move_assignment(again, AssignmentAction.PROPOSE, by=by, token="", at=at)
            if not again.is_barred:
                assignments.invite_in(this, again, by=by, token=again.token)
    return this


def skip(*, by: Person, submission: Submission, token: str, form_key: str = "") -> None:
    """Decide on a minor revision without another round (T21)."""
    with transaction.atomic():
        if is_first_of(submission, form_key, Action.SKIP_ROUND, by=by):
            moves.move_submission(submission, Action.SKIP_ROUND, by=by, token=token, at=now())


def _asked_again(submission: Submission) -> list[Assignment]:
    """The newest assignment of each who reported in any round and may referee it still.

    Of the lab's own suggestions one is all that a round takes: the first to have reported.
    """
    subject = subject_of(submission)
    reports = queries.reports_in_force(submission)
    newest = {one.assignment.person_id: one.assignment for one in reports}
    kept_out = subject.recused | subject.editors
    found = [one for person, one in newest.items() if person not in kept_out]
    suggested = [one for one in found if one.wish == assignments.SUGGESTED]
    return [one for one in found if one not in suggested[MOST_SUGGESTED:]]


def _open(submission: Submission, *, number: int, items: list[str], at: datetime) -> Round:
    return Round.objects.create(
        submission=submission,
        number=number,
        snapshot=queries.current_snapshot(submission),
        items=items,
        opened_at=at,
    )


def _items_again(submission: Submission, before: Round | None) -> list[str]:
    """What the next round looks at: claims that changed, were commented on or are in dispute."""
    judged = _judged_items(submission)
    if before is None:
        return judged
    old = before.snapshot.document()
    new = queries.current_snapshot(submission).document()
    reports = queries.reports_in_force(submission)
    again = {one.item for one in queries.comments_of(reports) if one.weight != "note"}
    again |= set(queries.disputed_items(submission))
    again |= {
        item.id
        for item in load_standard().items
        if claim_hash(old, item.claim) != claim_hash(new, item.claim)
        or evidence_hash(old, item.claim) != evidence_hash(new, item.claim)
    }
    # Where nothing of it can be told, everything is looked at again.
    return [item for item in judged if item in again] or judged


def _judged_items(submission: Submission) -> list[str]:
    """The items whose claims can be judged: those that apply and are not silent."""
    document, standard = queries.current_snapshot(submission).document(), load_standard()
    findings = grade_claims(document, standard)
    return [one.item for one in findings if one.applicable and one.status != "silent"]
