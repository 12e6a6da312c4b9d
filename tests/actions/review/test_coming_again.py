"""Who withdraws with the reports read waits before submitting again, and is not taken for new."""

from __future__ import annotations

import pytest
from django.test import Client

from registry.actions import attestations
from registry.actions.review import assignments, endings, rounds
from registry.models import Submission
from registry.models.review.ended import Ended, ended_by_year
from registry.rules.workflow.policies import ConditionNotMet
from registry.rules.workflow.vocabulary import Guard, State
from registry.web.presenters.referee import before_text
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.review import (
    Cast,
    accept_invitation,
    actor,
    assignment_of,
    cast,
    desk_rejected,
    in_triage,
    revision_requested,
    take,
)
from tests.factories.submissions import DECLARATION, acknowledge_all, lab_card, start_draft
from tests.web.site import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return stopped_calendar(monkeypatch)


@pytest.fixture
def people(calendar: Calendar) -> Cast:
    return cast()


def withdraw(people: Cast, submission: Submission) -> None:
    endings.withdraw(
        by=people.representative,
        submission=submission,
        token=submission.token,
        reason="We think again.",
    )


def begin_anew(people: Cast) -> Submission:
    """A draft by hand, not by “Start again”, ready to be attested."""
    draft = start_draft(people.submitter, lab_card())
    acknowledge_all(people.submitter, draft)
    attestations.complete(by=people.submitter, submission=draft, token=draft.token)
    return draft


def submit(people: Cast, draft: Submission) -> None:
    attestations.attest_and_submit(
        by=people.representative, submission=draft, token=draft.token, declaration=DECLARATION
    )


def test_with_the_reports_read_it_cools_off(people: Cast, calendar: Calendar) -> None:
    first = revision_requested(people, "major")
    withdraw(people, first)
    draft = begin_anew(people)
    with pytest.raises(ConditionNotMet) as refused:
        submit(people, draft)
    assert refused.value.guard is Guard.COOLED_OFF
    day = f"{calendar.moment:%-d %B %Y}"
    calendar.pass_days(61)
    submit(people, draft)
    assert (draft.state, draft.predecessor) == (State.SUBMITTED, first)
    told = f"An earlier submission of this card was reviewed and withdrawn on {day}."
    take(people, draft)
    for referee in people.referees[:2]:
        assignments.propose(by=people.handling, submission=draft, referee=actor(referee))
    rounds.send_to_review(by=people.handling, submission=draft, token=draft.token)
    accept_invitation(people.referees[0], draft)
    assert before_text(assignment_of(people.referees[0], draft).submission) == told


def test_readers_learn_how_many_came_to_nothing_and_nothing_else(
    people: Cast, calendar: Calendar
) -> None:
    assert ended_by_year() == ()
    first, year = desk_rejected(people), calendar.moment.year
    calendar.pass_days(366)
    draft = begin_anew(people)
    submit(people, draft)
    withdraw(people, draft)
    assert ended_by_year() == (Ended(year, 0, 1), Ended(calendar.moment.year, 1, 0))
    page = read(Client(), "/about/")
    assert f"In {calendar.moment.year}, 1 submission was withdrawn before publication" in page.text
    assert not [one for one in (first, draft) if one.public_id in page.html]


def test_who_had_read_nothing_may_come_again_at_once(people: Cast) -> None:
    first = in_triage(people)
    withdraw(people, first)
    draft = begin_anew(people)
    submit(people, draft)
    assert (draft.state, draft.predecessor) == (State.SUBMITTED, first)
    assert "withdrawn without a review on" in before_text(draft)
