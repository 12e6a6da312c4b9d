"""Rounds that are opened again or followed by another, and who is asked in them."""

from __future__ import annotations

import pytest

from registry.actions.review import rounds
from registry.models import Report
from registry.rules.workflow.policies import ConditionNotMet
from tests.factories.review import Cast, accept_invitation, cast, report, report_on, revised

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
