"""Mails about what waits for one person without being a move: proposals, interests, proofs.

Each is written in the transaction of what it tells of. Who is told may act on it, or acted first.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from registry.actions.audit import now
from registry.actions.people import person_of_user, subject_of
from registry.actions.review import told
from registry.actions.review.addressees import handling_editor
from registry.actions.review.motion_rights import may_agree, may_know, row_of, version_row_of
from registry.models import (
    Assignment,
    Clock,
    Decision,
    EditorAssignment,
    InterestDeclaration,
    Motion,
    ProofConfirmation,
    Submission,
    User,
)
from registry.rules.permissions import Person, may_handle, may_list
from registry.rules.review.clocks import ClockKind
from registry.rules.review.conflicts import Outcome
from registry.rules.workflow.assignments import AssignmentState
from registry.rules.workflow.mails import day_text, one_line
from registry.rules.workflow.mails_of_waits import OF_WAITS, Wait
from registry.rules.workflow.refereeing import HAS_EDITOR
from registry.rules.workflow.vocabulary import State


def of_proposal(motion: Motion) -> None:
    """Tell those who may agree; where nobody may yet, the chiefs, who can declare their interests.

    Of those, nobody is told who may not know of what it is about.
    """
    others = [(user, one) for user, one in _staff() if one.key != motion.proposed_by]
    can = [user for user, one in others if may_agree(motion, one)]
    chiefs = [user for user, one in others if one.is_chief and may_know(motion, one)]
    _tell_of_motion(motion, Wait.PROPOSED, can or chiefs)


def of_end(motion: Motion, *, by: Person) -> None:
    """Tell whoever made a proposal that somebody else agreed to it, or dropped it."""
    if by.key == motion.proposed_by:
        return
    wait = Wait.CARRIED if motion.outcome == Motion.Outcome.CARRIED else Wait.DROPPED
    proposer = [
        user for user, one in _staff() if one.key == motion.proposed_by and may_know(motion, one)
    ]
    _tell_of_motion(motion, wait, proposer)


def of_interest(declaration: InterestDeclaration) -> None:
    """Tell those who may let a declared interest stand that there is one.

    Of one that forbids its part to the editor in charge, the chiefs: somebody else has to take it.
    """
    if declaration.outcome == Outcome.BLOCKED:
        _of_missing_editor(declaration)
    elif declaration.outcome == Outcome.WAIVABLE:
        _of_waivable(declaration)


def _of_waivable(declaration: InterestDeclaration) -> None:
    submission = declaration.submission
    subject = subject_of(submission)
    of_referee = declaration.part == InterestDeclaration.Part.REFEREE
    for user, one in _staff():
        decides = one.is_chief and one.key != declaration.person_id and may_list(one, subject)
        if of_referee:
            decides = one.key == subject.handling_editor and may_handle(one, subject)
        if decides:
            event = f"interest {declaration.pk}"
            _tell(user, Wait.INTEREST_DECLARED, event, submission, at=submission.public_id)


def _of_missing_editor(declaration: InterestDeclaration) -> None:
    submission = declaration.submission
    subject = subject_of(submission)
    if subject.state in HAS_EDITOR and subject.handling_editor == declaration.person_id:
        charge = "the review of"
    elif subject.state is State.APPEAL_OPEN and subject.appeal_editor == declaration.person_id:
        charge = "an appeal about"
    else:
        return
    event = f"interest {declaration.pk}"
    for user, one in _staff():
        if one.is_chief and may_list(one, subject):
            at = submission.public_id
            _tell(user, Wait.EDITOR_MISSING, event, submission, at=at, what=charge)


def of_waiver(declaration: InterestDeclaration) -> None:
    """Tell whoever declared an interest that it may stand: a referee can accept now."""
    submission, user = declaration.submission, declaration.person.user
    if user is None or not user.is_active:
        return
    event = f"interest {declaration.pk}"
    if declaration.part != InterestDeclaration.Part.REFEREE:
        _tell(user, Wait.INTEREST_OF_EDITOR_WAIVED, event, submission, at=submission.public_id)
        return
    invited = Assignment.objects.filter(
        submission=submission, person=declaration.person_id, state=AssignmentState.INVITED
    )
    for one in invited:
        _tell(user, Wait.INTEREST_WAIVED, event, submission, at=one.public_id)


def of_appeal(charge: EditorAssignment, *, by: Person) -> None:
    """Tell the editor who was put in charge of an appeal."""
    submission, user = charge.submission, charge.editor.user
    if user is not None and user.is_active and charge.editor_id != by.key:
        event = f"editor assignment {charge.pk}"
        _tell(user, Wait.APPEAL_TO_DECIDE, event, submission, at=submission.public_id)


def of_proof(confirmation: ProofConfirmation) -> None:
    """Tell the handling editor that the lab confirmed the proof: it is for editors to go on.

    What the clock publishes by itself asks nobody.
    """
    decision = confirmation.decision
    submission = decision.submission
    is_under_embargo = submission.embargo_until is not None and submission.embargo_until > now()
    if decision.kind == Decision.Kind.TIME_BOX and not is_under_embargo:
        return
    wait = Wait.TO_CLEAR if is_under_embargo else Wait.TO_PUBLISH
    clock = Clock.objects.filter(
        submission=submission, kind=ClockKind.PUBLISH, stopped_at__isnull=True
    ).first()
    for user in handling_editor(submission):
        event = f"proof of decision {decision.pk}"
        due = day_text(clock.due_on) if clock else ""
        _tell(user, wait, event, submission, at=submission.public_id, due=due)


def _staff() -> list[tuple[User, Person]]:
    """Everybody with a role of the registry who can sign in."""
    users = User.objects.filter(is_active=True, roles__isnull=False).distinct()
    return [(user, person_of_user(user)) for user in users.order_by("pk")]


def _tell_of_motion(motion: Motion, wait: Wait, users: Iterable[User]) -> None:
    event, at = f"motion {motion.public_id}", motion.public_id
    for user in users:
        if motion.submission is not None:
            label = row_of(motion).label
            _tell(user, wait, event, motion.submission, at=at, what=label)
        elif motion.version is not None:
            facts = {
                "model": one_line(motion.version.card.release.name),
                "what": version_row_of(motion).label,
            }
            path = reverse("editor:version_motion", args=[at])
            told.tell(user, OF_WAITS[wait], kind=wait, event=event, path=path, facts=facts)


def _tell(
    user: User,
    wait: Wait,
    event: str,
    submission: Submission,
    *,
    at: str,
    what: str = "",
    due: str = "",
) -> None:
    """``at`` is the id of what the page of the mail shows."""
    words = OF_WAITS[wait]
    told.tell(
        user,
        words,
        kind=wait,
        event=event,
        path=reverse(told.ADDRESSES[words.page], args=[at]),
        facts={
            "model": one_line(submission.model_name),
            "lab": one_line(submission.lab.name) if submission.lab else "",
            "what": what,
            "due": due,
        },
    )
