"""Referees: proposed, invited, at work, out of it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from registry.actions import moves
from registry.actions.audit import now
from registry.actions.people import subject_of, the_clock
from registry.actions.ranked import ranked_transaction
from registry.actions.review.editors import store_declaration
from registry.actions.review.recusals import tell_readers
from registry.actions.review.signals import signals_between
from registry.actions.review.texts import require_text
from registry.actions.review.wishes import wish_about
from registry.models import (
    Actor,
    Assignment,
    InterestDeclaration,
    InterestWaiver,
    Round,
    Submission,
    SubmissionReferee,
)
from registry.models.review import queries
from registry.models.submissions import new_public_id
from registry.rules.errors import Conflict, Refused
from registry.rules.permissions import Person
from registry.rules.review import conflicts
from registry.rules.review.clocks import PERIODS, ClockKind
from registry.rules.review.wishes import check_suggested
from registry.rules.workflow.assignments import AssignmentAction, AssignmentState
from registry.rules.workflow.vocabulary import State

# Fewer pseudonyms than this would say in which order referees accepted.
FEWEST_NUMBERS = 3
TO_BE_INVITED = frozenset({State.TRIAGE, State.IN_REVIEW})
SUGGESTED = "suggested"


def propose(
    *, by: Person, submission: Submission, referee: Actor, is_suggested: bool | None = None
) -> Assignment:
    """Put somebody on the list of those to be invited, with what the registry knows of conflicts.

    Whether the lab named the person, its own words say; where they leave it open, ``is_suggested``
    is the editor's answer, which goes on record. Raises ``Conflict`` for somebody who is on the
    list of this round already, ``Refused`` for somebody who left over an interest, where the lab
    would have suggested too many, or where the answer lacks.
    """
    with transaction.atomic():
        moves.lock(submission)
        if State(submission.state) not in TO_BE_INVITED:
            raise Refused("Referees are proposed in triage and while a round is open.")
        this = _open_round(submission)
        others = Assignment.objects.filter(submission=submission, round=this)
        if queries.current_list(submission).filter(person=referee).exists():
            raise Conflict("This person is on the list of this round already.")
        if referee.key in subject_of(submission).recused:
            raise Refused("This person left the review over an interest, and is asked no more.")
        wish = wish_about(referee, submission, is_suggested=is_suggested)
        if wish == SUGGESTED:
            suggested = set(others.filter(wish=SUGGESTED).values_list("person_id", flat=True))
            people = set(others.values_list("person_id", flat=True))
            if suggested:
                check_suggested(people | {referee.key}, suggested | {referee.key})
        at = now()
        assignment = Assignment(
            public_id=new_public_id(),
            submission=submission,
            round=this,
            person=referee,
            wish=wish,
            signals=signals_between(referee, submission, on=at.date()),
            proposed_at=at,
        )
        told: dict[str, Any] = {} if is_suggested is None else {"is_suggested": is_suggested}
        moves.move_assignment(assignment, AssignmentAction.PROPOSE, by=by, token="", at=at, **told)
    return assignment


def invite(*, by: Person, assignment: Assignment, token: str, days: int | None = None) -> None:
    """Invite somebody on the list (R01), again with a new deadline where they were out of it.

    ``days`` are those for the report; None for what is usual.
    """
    with transaction.atomic():
        moves.lock(assignment.submission)
        invite_in(_require_round(assignment), assignment, by=by, token=token, days=days)


def invite_in(
    this: Round, assignment: Assignment, *, by: Person, token: str, days: int | None = None
) -> None:
    """The same inside the caller's transaction, in a round that is open."""
    moves.check_assignment(assignment, AssignmentAction.INVITE, by=by)
    if assignment.is_barred:
        raise Refused(
            "What the registry knows of this person forbids it: "
            + " ".join(signal["text"] for signal in assignment.signals if signal.get("bars"))
        )
    _check_suggestions(this, assignment)
    at = now()
    moves.move_assignment(
        assignment,
        AssignmentAction.INVITE,
        by=by,
        token=token,
        at=at,
        values={
            "round": this,
            "invited_at": at,
            "answer_until": _last_day(at, ClockKind.INVITATION),
            "due_on": _last_day(at, ClockKind.REPORT, days),
            "ended_at": None,
            "end_reason": "",
        },
    )


def accept(
    *,
    by: Person,
    assignment: Assignment,
    token: str,
    answers: Mapping[str, Any],
    agrees: bool,
) -> SubmissionReferee | None:
    """Accept an invitation (R02): interests declared, the policy agreed to, a pseudonym drawn.

    ``agrees`` is to confidentiality, to publication of the report, and to the rule on text
    generators. An interest that forbids it recuses the person at once and returns None; one that an
    editor may waive is kept, and accepting waits for the waiver (``Refused``).
    """
    declaration = conflicts.Declaration.from_data(dict(answers))
    if not agrees:
        raise Refused("Policy: found no agreement. Expected it, for reports are published.")
    with transaction.atomic():
        submission = assignment.submission
        moves.lock(submission)
        moves.check_assignment(assignment, AssignmentAction.ACCEPT, by=by)
        at = now()
        kept = _kept_declaration(submission, by.key, declaration)
        if kept is None:
            kept = store_declaration(
                submission, by.key, InterestDeclaration.Part.REFEREE, declaration, at=at
            )
        if kept.outcome == conflicts.Outcome.BLOCKED:
            _recuse(assignment, by=by, token=token, at=at, reason="A declared interest forbids it.")
            return None
        if kept.outcome == conflicts.Outcome.WAIVABLE and not kept.is_waived:
            # Kept outside the move: the editor has to see what to waive.
            waits = True
        else:
            waits = False
            _check_waivers(assignment, kept)
            referee = _referee(submission, by.key, at)
            moves.move_assignment(
                assignment,
                AssignmentAction.ACCEPT,
                by=by,
                token=token,
                at=at,
                values={"referee": referee, "accepted_at": at},
            )
    if waits:
        raise Refused(
            "Your declaration is kept. An editor decides whether it can stand, for a reason that "
            "is published; accept again after that."
        )
    return referee


def decline(*, by: Person, assignment: Assignment, token: str, reason: str = "") -> None:
    """Decline an invitation (R03); a reason and suggestions are welcome and optional."""
    reason = require_text(reason, "Reason") if reason.strip() else ""
    _end(assignment, AssignmentAction.DECLINE, by=by, token=token, reason=reason)


def expire(*, by: Person, assignment: Assignment) -> None:
    """Let an invitation expire that nobody answered (R03); only the clock does this."""
    _end(assignment, AssignmentAction.EXPIRE, by=by, token=assignment.token, reason="")


def cancel(*, by: Person, assignment: Assignment, token: str, reason: str = "") -> None:
    """End somebody's part in the round (R06); what they drafted stays readable to them."""
    _end(assignment, AssignmentAction.CANCEL, by=by, token=token, reason=reason.strip())


def recuse(*, by: Person, assignment: Assignment, token: str, reason: str) -> None:
    """Take somebody out for an interest that was found (R07); a report is kept, and void.

    What is published and counts their verdicts gets a notice.
    """
    reason = require_text(reason, "Reason")
    with ranked_transaction() as touched:
        moves.lock(assignment.submission)
        had_left = assignment.person_id in subject_of(assignment.submission).recused
        at = now()
        _recuse(assignment, by=by, token=token, at=at, reason=reason)
        if assignment.referee is not None and not had_left:
            tell_readers(assignment.referee, by=by, at=at, touched=touched)


def cancel_waiting(submission: Submission, *, at: datetime, person: str = "") -> None:
    """End all assignments without a report, or those of one person, in the caller's transaction."""
    waiting = Assignment.objects.filter(
        submission=submission,
        state__in=[
            AssignmentState.PROPOSED,
            AssignmentState.INVITED,
            AssignmentState.ACCEPTED,
        ],
    )
    if person:
        waiting = waiting.filter(person=person)
    for assignment in waiting.select_related("submission"):
        moves.move_assignment(
            assignment,
            AssignmentAction.CANCEL,
            by=the_clock(),
            token=assignment.token,
            at=at,
            values={"ended_at": at},
        )


def _end(
    assignment: Assignment, action: AssignmentAction, *, by: Person, token: str, reason: str
) -> None:
    with transaction.atomic():
        moves.lock(assignment.submission)
        at = now()
        moves.move_assignment(
            assignment,
            action,
            by=by,
            token=token,
            at=at,
            values={"ended_at": at, "end_reason": reason},
        )


def _recuse(assignment: Assignment, *, by: Person, token: str, at: datetime, reason: str) -> None:
    """An interest is in the whole submission: what else the person was asked to do in it ends.

    Who reported in an earlier round is marked as that referee, so that no report of theirs counts.
    """
    submission = assignment.submission
    known = SubmissionReferee.objects.filter(submission=submission, person=assignment.person_id)
    moves.move_assignment(
        assignment,
        AssignmentAction.RECUSE,
        by=by,
        token=token,
        at=at,
        reason=reason,
        values={"referee": known.first(), "ended_at": at, "end_reason": reason},
    )
    cancel_waiting(submission, at=at, person=assignment.person_id)


def _open_round(submission: Submission) -> Round | None:
    this = queries.current_round(submission)
    return this if this is not None and this.closed_at is None else None


def _require_round(assignment: Assignment) -> Round:
    this = assignment.round or _open_round(assignment.submission)
    if this is None or this.closed_at is not None:
        raise Refused("Referees are invited while a round is open.")
    return this


def _check_suggestions(this: Round, assignment: Assignment) -> None:
    """At most one of the lab's own suggestions at work in a round, and never most of them."""
    if assignment.wish != SUGGESTED:
        return
    others = Assignment.objects.filter(
        submission=this.submission, wish=SUGGESTED, state__in=["invited", "accepted", "submitted"]
    )
    if others.exclude(pk=assignment.pk).filter(round=this).exists():
        raise Refused("One referee of the lab's own suggestion is all that a round takes.")


def _last_day(at: datetime, kind: ClockKind, days: int | None = None) -> date:
    return at.date() + timedelta(days=PERIODS[kind].days if days is None else days)


def _kept_declaration(
    submission: Submission, person: str, declaration: conflicts.Declaration
) -> InterestDeclaration | None:
    """The newest declaration, where it says the same: what was waived need not be again."""
    newest = (
        InterestDeclaration.objects.filter(
            submission=submission, person=person, part=InterestDeclaration.Part.REFEREE
        )
        .select_related("waiver")
        .order_by("-id")
        .first()
    )
    same = newest is not None and newest.answers == declaration.to_data()
    return newest if same else None


def _check_waivers(assignment: Assignment, declared: InterestDeclaration) -> None:
    waived = InterestWaiver.objects.filter(
        declaration__submission=assignment.submission,
        declaration__part=InterestDeclaration.Part.REFEREE,
        declaration__person__in=Assignment.objects.filter(
            round=assignment.round, state__in=["accepted", "submitted"]
        ).values("person"),
    )
    people: Sequence[str] = list(waived.values_list("declaration__person_id", flat=True))
    if declared.is_waived:
        conflicts.check_waivers([*people, declared.person_id])


def _referee(submission: Submission, person: str, at: datetime) -> SubmissionReferee:
    """The person's part in this submission, with the number that others read, drawn by lot."""
    known = SubmissionReferee.objects.filter(submission=submission, person=person).first()
    if known is not None:
        return known
    used = set(submission.referees.values_list("number", flat=True))
    free = set(range(1, max(FEWEST_NUMBERS, len(used) + 1) + 1)) - used
    return SubmissionReferee.objects.create(
        submission=submission, person_id=person, number=secrets.choice(sorted(free)), at=at
    )
