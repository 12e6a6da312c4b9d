"""What waits for one person without being a move: who is told of it, and that nobody else is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from registry.actions.audit import now
from registry.actions.review import (
    assignments,
    carrying,
    decisions,
    editors,
    endings,
    notices,
    publishing,
    rounds,
    triage,
)
from registry.models import (
    InterestDeclaration,
    LabMembership,
    Motion,
    OutboxMessage,
    Submission,
    User,
)
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.review.conflicts import Question
from registry.rules.workflow.mails_of_waits import Wait
from registry.rules.workflow.versions import VersionAction
from tests.factories.review import (
    CLEAR,
    LETTER,
    Cast,
    accepted,
    actor,
    add_staff,
    appeal,
    assignment_of,
    cast,
    desk_rejected,
    in_triage,
    published,
    seen,
)
from tests.factories.submissions import submitted
from tests.factories.versions import moved, propose

pytestmark = pytest.mark.django_db
COMPETING = {**CLEAR, str(Question.COMPETITOR): {"answer": True, "explanation": "I sell models."}}


@pytest.fixture
def people() -> Cast:
    """With a chief who declared nothing, and one of the lab's own people, who is never told."""
    found = cast()
    add_staff("Uma Undeclared", "editor", "editor_in_chief")
    of_the_lab = add_staff("Lou Lab", "editor", "editor_in_chief")
    representative = LabMembership.objects.get(user__actor=found.representative.key)
    LabMembership.objects.create(
        lab=representative.lab,
        user=User.objects.get(actor=of_the_lab.key),
        role="submitter",
        confirmed_at=representative.confirmed_at,
        confirmed_by=found.chief.key,
    )
    return found


def told(wait: Wait) -> list[str]:
    """The first names of those who got a mail of this kind, the first told first."""
    names = dict(User.objects.values_list("email", "actor__name"))
    mails = OutboxMessage.objects.filter(kind=wait).order_by("id")
    return [str(names[one.recipient]).split()[0] for one in mails]


def body(wait: Wait) -> str:
    return OutboxMessage.objects.filter(kind=wait).latest("id").body


def reject_at_once(people: Cast) -> Motion:
    submission = in_triage(people)
    return triage.desk_reject(
        by=people.handling,
        submission=submission,
        token=submission.token,
        reason_code="duplicate",
        letter=LETTER,
    ) or pytest.fail("It was not proposed.")


def test_a_proposal_is_told_to_those_who_may_agree(people: Cast) -> None:
    motion = reject_at_once(people)
    assert told(Wait.PROPOSED) == ["Edda", "Chidi"], "who declared no interest, but not who asks"
    assert f"/editor/motions/{motion.public_id}/" in body(Wait.PROPOSED)
    assert "“Reject without review”" in body(Wait.PROPOSED)
    assert LETTER not in body(Wait.PROPOSED)
    carrying.second(by=people.editor, motion=motion)
    assert told(Wait.CARRIED) == ["Hana"]
    assert not told(Wait.DROPPED)


def test_a_dropped_proposal_is_told_to_whoever_made_it(people: Cast) -> None:
    motion = reject_at_once(people)
    carrying.drop(by=people.editor, motion=motion)
    assert told(Wait.DROPPED) == ["Hana"]
    again = triage.desk_reject(
        by=people.handling,
        submission=motion.submission,
        token=motion.seen,
        reason_code="duplicate",
        letter=LETTER,
    )
    carrying.drop(by=people.handling, motion=again)
    assert told(Wait.DROPPED) == ["Hana"], "nobody is told of what they did"


def test_where_nobody_may_agree_yet_a_chief_hears_of_it(people: Cast) -> None:
    submission = submitted(people.submitter, people.representative).submission
    editors.declare_interests(by=people.handling, submission=submission, answers=CLEAR)
    editors.assign(
        by=people.handling,
        submission=submission,
        editor=actor(people.handling),
        token=submission.token,
    )
    triage.desk_reject(
        by=people.handling,
        submission=submission,
        token=submission.token,
        reason_code="duplicate",
        letter=LETTER,
    )
    assert told(Wait.PROPOSED) == ["Chidi", "Uma"]


def test_a_proposal_about_a_version(people: Cast) -> None:
    version = published(people)
    motion = propose(people.chief, version, VersionAction.RETRACT)
    assert told(Wait.PROPOSED) == ["Hana", "Edda"]
    assert f"/editor/versions/motions/{motion.public_id}/" in body(Wait.PROPOSED)
    assert notices.agree(by=people.editor, motion=motion)
    assert told(Wait.CARRIED) == ["Chidi"]
    moved(people, version, VersionAction.REINSTATE)
    assert told(Wait.CARRIED) == ["Chidi", "Chidi"], "once each, with the last who had to agree"


def accept_competing(referee: Person, people: Cast) -> InterestDeclaration:
    submission = in_triage(people)
    for one in people.referees[:2]:
        assignments.propose(by=people.handling, submission=submission, referee=actor(one))
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    assignment = assignment_of(referee, submission)
    for _ in range(2):
        with pytest.raises(Refused, match="Your declaration is kept"):
            assignments.accept(
                by=referee,
                assignment=assignment,
                token=assignment.token,
                answers=COMPETING,
                agrees=True,
            )
    return InterestDeclaration.objects.get(submission=submission, person=referee.key)


def test_an_interest_that_can_stand_waits_for_the_handling_editor(people: Cast) -> None:
    referee = people.referees[0]
    declared = accept_competing(referee, people)
    assert told(Wait.INTEREST_DECLARED) == ["Hana"], "once, however often it is sent"
    assert "I sell models" not in body(Wait.INTEREST_DECLARED)
    assert "Rosa" not in body(Wait.INTEREST_DECLARED)
    editors.waive_interest(by=people.handling, declaration=declared, reason="Nobody else knows.")
    assert told(Wait.INTEREST_WAIVED) == ["Rosa"]
    invitation = assignment_of(referee, declared.submission).public_id
    assert f"/referee/{invitation}/" in body(Wait.INTEREST_WAIVED)
    assert not told(Wait.INTEREST_OF_EDITOR_WAIVED)


def test_who_declined_meanwhile_is_told_nothing(people: Cast) -> None:
    referee = people.referees[0]
    declared = accept_competing(referee, people)
    assignment = assignment_of(referee, declared.submission)
    assignments.decline(by=referee, assignment=assignment, token=assignment.token)
    editors.waive_interest(by=people.handling, declaration=declared, reason="Nobody else knows.")
    assert not told(Wait.INTEREST_WAIVED)


def test_an_editors_interest_waits_for_another_chief(people: Cast) -> None:
    submission = in_triage(people)
    declared = editors.declare_interests(by=people.chief, submission=submission, answers=COMPETING)
    assert told(Wait.INTEREST_DECLARED) == ["Uma"]
    uma = add_staff("Ulla Chief", "editor", "editor_in_chief")
    editors.waive_interest(by=uma, declaration=declared, reason="It is long ago.")
    assert told(Wait.INTEREST_OF_EDITOR_WAIVED) == ["Chidi"]


def test_an_appeal_is_told_to_its_editor(people: Cast) -> None:
    submission = desk_rejected(people)
    appeal(people, submission)
    endings.assign_appeal_editor(by=people.chief, submission=submission, editor=actor(people.chief))
    assert told(Wait.APPEAL_TO_DECIDE) == ["Alma"], "and nobody of what they did"
    assert "It is no duplicate" not in body(Wait.APPEAL_TO_DECIDE)


def test_an_editor_in_charge_with_an_interest_is_missed_at_once(people: Cast) -> None:
    """By every chief who may meet the submission, and of nobody who was not in charge."""
    submission = in_triage(people)
    forbidding = {**CLEAR, str(Question.EQUITY): {"answer": True, "explanation": "I bought some."}}
    for one in (people.editor, people.handling):
        editors.declare_interests(by=one, submission=submission, answers=forbidding)
    assert told(Wait.EDITOR_MISSING) == ["Chidi", "Uma"]
    assert f"/editor/submissions/{submission.public_id}/" in body(Wait.EDITOR_MISSING)
    assert "I bought some" not in body(Wait.EDITOR_MISSING)


def test_so_is_the_editor_of_an_appeal(people: Cast) -> None:
    submission = desk_rejected(people)
    forbidding = {**CLEAR, str(Question.FAMILY): {"answer": True, "explanation": "My brother."}}
    for one in (people.handling, appeal(people, submission)):
        editors.declare_interests(by=one, submission=submission, answers=forbidding)
    assert told(Wait.EDITOR_MISSING) == ["Chidi", "Uma"]
    assert "in charge of an appeal about" in body(Wait.EDITOR_MISSING)


def test_a_confirmed_proof_is_told_to_the_handling_editor(people: Cast) -> None:
    submission = accepted(people)
    for _ in range(2):
        publishing.confirm_proof(by=people.representative, submission=submission)
    assert told(Wait.TO_PUBLISH) == ["Hana"]
    assert f"/editor/submissions/{submission.public_id}/publication/" in body(Wait.TO_PUBLISH)
    until = now() + timedelta(days=20)
    Submission.objects.filter(pk=submission.pk).update(embargo_until=until)
    decisions.rescind(by=people.chief, submission=submission, token=submission.token, reason="No.")
    decisions.accept(
        by=people.handling,
        submission=submission,
        token=submission.token,
        letter=LETTER,
        seen_reports=seen(submission),
    )
    publishing.confirm_proof(by=people.representative, submission=submission)
    assert (told(Wait.TO_PUBLISH), told(Wait.TO_CLEAR)) == (["Hana"], ["Hana"])
