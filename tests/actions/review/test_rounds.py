"""Rounds that are opened again or followed by another, and who is asked in them."""

from __future__ import annotations

import pytest

from registry.actions.people import viewer_of
from registry.actions.review import assignments, decisions, revisions, rounds
from registry.models import Assignment, Report, Submission
from registry.models.review import queries
from registry.rules.errors import Conflict
from registry.rules.visibility import Audience
from registry.rules.workflow.policies import ConditionNotMet
from tests.factories.review import (
    LETTER,
    Cast,
    accept_invitation,
    actor,
    answer_musts,
    assignment_of,
    cast,
    in_review,
    report,
    report_on,
    revised,
    seen,
)
from tests.factories.submissions import DECLARATION, acknowledge_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def test_what_no_round_has_looked_at_goes_to_another_one(people: Cast) -> None:
    """A minor revision without another round, and then the editor asks the referees after all."""
    submission = revised(people)
    rounds.skip(by=people.handling, submission=submission, token=submission.token)
    with pytest.raises(ConditionNotMet, match="Open another round") as refused:
        rounds.reopen(
            by=people.handling, submission=submission, token=submission.token, reason="A third."
        )
    assert refused.value.guard == "round_current"
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    accept_invitation(people.referees[0], submission)
    report(people.referees[0], submission, report_on(submission))
    newest = Report.objects.order_by("-id")[0]
    assert (newest.assignment.round.number, newest.snapshot.number) == (2, 2)


def invite(people: Cast, submission: Submission, which: int) -> None:
    assignment = assignment_of(people.referees[which], submission)
    assignments.invite(by=people.handling, assignment=assignment, token=assignment.token)


def invited(submission: Submission) -> list[str]:
    found = submission.assignments.filter(state="invited").order_by("id")
    return list(found.values_list("person_id", flat=True))


@pytest.mark.parametrize("is_barred", [True, False])
def test_a_round_waits_for_who_is_still_to_be_invited(people: Cast, *, is_barred: bool) -> None:
    submission, third = in_review(people), people.referees[2]
    asked = assignments.propose(by=people.handling, submission=submission, referee=actor(third))
    if is_barred:
        bar = {"text": "Is of the lab.", "source": "the registry", "bars": True}
        Assignment.objects.filter(pk=asked.pk).update(signals=[bar])
    for referee in people.referees[:2]:
        report(referee, submission, report_on(submission))
    if is_barred:
        assert submission.state == "decision_pending"
        return
    assert submission.state == "in_review"
    invite(people, submission, 2)
    assert invited(submission) == [third.key]


def test_whose_part_ended_with_the_round_is_asked_again_in_it(people: Cast) -> None:
    """A referee who is let in stays one, also while the new invitation is not answered."""
    submission, third = in_review(people, 3), people.referees[2]
    for referee in people.referees[:2]:
        report(referee, submission, report_on(submission))
    rounds.close(by=people.handling, submission=submission, token=submission.token)
    former = assignment_of(third, submission)
    assert former.state == "cancelled"
    rounds.reopen(
        by=people.handling, submission=submission, token=submission.token, reason="A third."
    )
    with pytest.raises(Conflict):
        assignments.propose(by=people.handling, submission=submission, referee=actor(third))
    invite(people, submission, 2)
    viewer = viewer_of(third, submission)
    assert viewer is not None and viewer.audience is Audience.REFEREE
    accept_invitation(third, submission)
    assert assignment_of(third, submission).referee == former.referee
    report(third, submission, report_on(submission))
    assert submission.state == "decision_pending"


def test_all_who_reported_before_are_asked_in_the_next_round(people: Cast) -> None:
    """Also whoever sat out a round between."""
    submission, (first, second) = revised(people, "major"), people.referees[:2]
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    declining = assignment_of(second, submission)
    assignments.decline(by=second, assignment=declining, token=declining.token)
    accept_invitation(first, submission)
    report(first, submission, report_on(submission))
    decisions.revise(
        by=people.handling,
        submission=submission,
        token=submission.token,
        kind="major",
        letter=LETTER,
        seen_reports=seen(submission),
    )
    answer_musts(people, submission)
    acknowledge_all(people.submitter, submission)
    revisions.submit_revision(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    assert sorted(invited(submission)) == sorted([first.key, second.key])


def test_of_the_labs_suggestions_one_is_asked_again(people: Cast) -> None:
    submission = revised(people, "major")
    submission.assignments.update(wish="suggested")
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    assert invited(submission) == [people.referees[0].key]


def test_who_leaves_instead_of_accepting_again_counts_no_more(people: Cast) -> None:
    submission, (first, second) = revised(people, "major"), people.referees[:2]
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    again = assignment_of(first, submission)
    assignments.recuse(by=first, assignment=again, token=again.token, reason="Owns shares.")
    counting = {one.assignment.person_id for one in queries.reports_in_force(submission)}
    assert counting == {second.key}
