"""Referees who leave over an interest, who come late, and who have another part already."""

from __future__ import annotations

import pytest

from registry.actions.people import subject_of, viewer_of
from registry.actions.review import (
    assignments,
    decisions,
    editors,
    publishing,
    reports,
    revisions,
    rounds,
)
from registry.models import InterestDeclaration, ReportDraft, Submission
from registry.models.review import visible
from registry.rules import permissions
from registry.rules.errors import NotPermitted, Refused, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.review.conflicts import Question
from registry.rules.workflow.policies import ConditionNotMet
from tests.factories.review import (
    CLEAR,
    LETTER,
    Cast,
    accept_invitation,
    accepted,
    actor,
    add_staff,
    answer_musts,
    assignment_of,
    cast,
    in_review,
    in_triage,
    report,
    report_on,
    reported,
    revised,
    seen,
)
from tests.factories.submissions import DECLARATION, acknowledge_all, declare, start_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def leave(person: Person, submission: Submission) -> None:
    assignment = assignment_of(person, submission)
    assignments.recuse(
        by=person, assignment=assignment, token=assignment.token, reason="Owns shares."
    )


def draft(person: Person, submission: Submission) -> ReportDraft:
    return reports.save_draft(
        by=person,
        assignment=assignment_of(person, submission),
        content=report_on(submission),
        note="",
        token=reports.UNSAVED,
    )


def file_late(person: Person, submission: Submission, token: str) -> None:
    assignment = assignment_of(person, submission)
    reports.file_late(by=person, assignment=assignment, token=assignment.token, draft_token=token)


def test_who_left_reads_on_in_nothing_but_their_own(people: Cast) -> None:
    submission = reported(people)
    stays, goes = people.referees[:2]
    leave(goes, submission)
    subject = subject_of(submission)
    assert permissions.may_read(stays, subject)
    assert not permissions.may_read(goes, subject)
    viewer = viewer_of(goes, submission)
    assert viewer is not None
    own = visible.reports(submission, viewer)
    assert [one.assignment.person_id for one in own] == [goes.key]
    assert not visible.rebuttals(submission, viewer)
    assert not visible.letters(submission, viewer)
    other = viewer_of(stays, submission)
    assert other is not None
    assert visible.reports(submission, other).count() == 2


def test_who_left_is_asked_no_more(people: Cast) -> None:
    """In a later round, neither by hand nor with those who reported before."""
    submission = revised(people, "major")
    leave(people.referees[0], submission)
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    invited = submission.assignments.filter(state="invited")
    assert [one.person_id for one in invited] == [people.referees[1].key]
    with pytest.raises(Refused, match="asked no more"):
        assignments.propose(
            by=people.handling, submission=submission, referee=actor(people.referees[0])
        )


def test_leaving_ends_what_else_the_person_was_asked(people: Cast) -> None:
    submission = revised(people, "major")
    first = assignment_of(people.referees[0], submission)
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    accept_invitation(people.referees[0], submission)
    assignments.recuse(by=people.handling, assignment=first, token=first.token, reason="Family.")
    assert assignment_of(people.referees[0], submission).state == "cancelled"


def test_an_editor_who_left_as_a_referee_has_no_part_any_more(people: Cast) -> None:
    submission = in_triage(people)
    both = add_staff("Both", "editor")
    assignments.propose(by=people.handling, submission=submission, referee=actor(both))
    leave(both, submission)
    assert not permissions.may_list(both, subject_of(submission))
    with pytest.raises(ConditionNotMet, match="blocked"):
        editors.reassign(
            by=people.chief,
            submission=submission,
            editor=actor(both),
            token=submission.token,
            reason="Any",
        )


def test_no_referee_takes_over_as_editor(people: Cast) -> None:
    """Whatever was declared before, and though it could be waived."""
    submission = in_triage(people)
    both = add_staff("Both", "editor")
    competing = {**CLEAR, str(Question.COMPETITOR): {"answer": True, "explanation": "Any"}}
    declared = editors.declare_interests(by=both, submission=submission, answers=competing)
    for referee in (both, *people.referees[:2]):
        assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    accept_invitation(both, submission)
    with pytest.raises(Refused, match="is a referee here"):
        editors.waive_interest(by=people.chief, declaration=declared, reason="Any")
    with pytest.raises(ConditionNotMet, match="blocked"):
        editors.reassign(
            by=people.chief,
            submission=submission,
            editor=actor(both),
            token=submission.token,
            reason="Any",
        )


def test_who_was_an_editor_here_becomes_no_referee(people: Cast) -> None:
    """Who declared no interest, who did so once, who was in charge: all of them could read it."""
    submission = in_triage(people)
    declare(people.editor, submission, "blocked")
    editors.reassign(
        by=people.chief,
        submission=submission,
        editor=actor(people.chief),
        token=submission.token,
        reason="Any",
    )
    for one in (people.editor, people.handling):
        with pytest.raises(NotPermitted, match="is no referee"):
            assignments.propose(by=people.chief, submission=submission, referee=actor(one))


def test_a_referee_who_became_an_editor_meanwhile_is_not_asked(people: Cast) -> None:
    """Nor counted among those who are, nor let in where the invitation was out already."""
    submission = in_triage(people)
    both, late = add_staff("Both", "editor"), add_staff("Late", "editor")
    for referee in (both, late, people.referees[0]):
        assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    editors.declare_interests(by=both, submission=submission, answers=CLEAR)
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    assert assignment_of(both, submission).state == "proposed"
    editors.declare_interests(by=late, submission=submission, answers=CLEAR)
    with pytest.raises(NotPermitted, match="is no referee"):
        accept_invitation(late, submission)
    invited = assignment_of(late, submission)
    assignments.cancel(by=people.handling, assignment=invited, token=invited.token)


def test_editors_on_the_list_do_not_make_up_the_referees_needed(people: Cast) -> None:
    submission = in_triage(people)
    both = add_staff("Both", "editor")
    for referee in (both, people.referees[0]):
        assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    editors.declare_interests(by=both, submission=submission, answers=CLEAR)
    with pytest.raises(ConditionNotMet) as refused:
        rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    assert refused.value.guard == "two_invitees"


def test_a_review_begins_without_whoever_was_taken_off_the_list(people: Cast) -> None:
    submission = in_triage(people)
    for referee in people.referees:
        assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    off = assignment_of(people.referees[2], submission)
    assignments.cancel(by=people.handling, assignment=off, token=off.token)
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    assert submission.assignments.filter(state="invited").count() == 2


def test_nobody_declares_interests_to_the_invitation_of_somebody_else(people: Cast) -> None:
    """Also what an editor could waive, which is kept though the answer is not taken yet."""
    submission = in_triage(people)
    for referee in people.referees[:2]:
        assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    answers = {**CLEAR, str(Question.COMPETITOR): {"answer": True, "explanation": "Any"}}
    assignment = assignment_of(people.referees[0], submission)
    with pytest.raises(NotPermitted):
        assignments.accept(
            by=people.referees[2],
            assignment=assignment,
            token=assignment.token,
            answers=answers,
            agrees=True,
        )
    assert not InterestDeclaration.objects.filter(part="referee").exists()


def test_a_late_report_is_taken_until_the_decision_on_its_round(people: Cast) -> None:
    submission = in_review(people, referees=3)
    late = people.referees[2]
    token = draft(late, submission).token
    for referee in people.referees[:2]:
        report(referee, submission, report_on(submission))
    rounds.close(by=people.handling, submission=submission, token=submission.token)
    assert reports.is_writable(assignment_of(late, submission))
    decisions.revise(
        by=people.handling,
        submission=submission,
        token=submission.token,
        kind="major",
        letter=LETTER,
        seen_reports=seen(submission),
    )
    assert not reports.is_writable(assignment_of(late, submission))
    answer_musts(people, submission)
    revise_and_open(people, submission)
    # Another round is open, in which this referee was not asked.
    assert not reports.is_writable(assignment_of(late, submission))
    with pytest.raises(Refused, match="that was made"):
        file_late(late, submission, token)


def revise_and_open(people: Cast, submission: Submission) -> None:
    acknowledge_all(people.submitter, submission)
    revisions.submit_revision(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)


def test_what_was_never_submitted_is_neither_accepted_nor_revised(people: Cast) -> None:
    started = start_draft(people.submitter)
    with pytest.raises(TransitionRefused):
        decisions.accept(
            by=people.handling,
            submission=started,
            token=started.token,
            letter=LETTER,
            seen_reports="",
        )


def test_an_accepted_card_is_not_published_on_one_referee(people: Cast) -> None:
    """Who leaves after the acceptance is missed: a chief takes the decision back."""
    submission = ready(people)
    leave(people.referees[0], submission)
    with pytest.raises(ConditionNotMet) as refused:
        publishing.publish(by=people.handling, submission=submission, token=submission.token)
    assert refused.value.guard == "referees_stand"
    decisions.rescind(
        by=people.chief, submission=submission, token=submission.token, reason="One is missing."
    )
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    assert submission.state == "in_review"


def ready(people: Cast) -> Submission:
    submission = accepted(people)
    publishing.confirm_proof(by=people.representative, submission=submission)
    return submission
