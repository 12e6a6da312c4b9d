"""What readers learn of a review before it is published: only what the lab had shown."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from registry.actions import attestations
from registry.actions.review import endings
from registry.models import Submission
from registry.rules.workflow.announcements import Announcement, announcement
from registry.rules.workflow.vocabulary import State
from tests.factories.review import Cast, cast, in_review, published, rejected
from tests.factories.submissions import submitted
from tests.web.drafts.test_filling import text_of

pytestmark = pytest.mark.django_db
PAGE = "/models/deepseek/deepseek-r1/"


@pytest.fixture
def people() -> Cast:
    return cast()


def show() -> None:
    """As if the lab had ticked it when it submitted."""
    Submission.objects.update(shows_badge=True)


def page() -> str:
    return text_of(Client().get(PAGE).content)


def notice() -> str:
    """The sentence about the review, or nothing."""
    found = re.search(r"A (?:card for|review of)[^.]*[.]", page())
    return found.group() if found else ""


@pytest.mark.parametrize("state", State)
def test_nothing_is_public_unless_the_lab_had_it_shown(state: State) -> None:
    assert announcement(state, is_shown=False) is None


def test_each_state_says_whether_it_goes_on() -> None:
    found = {state: announcement(state, is_shown=True) for state in State}
    silent = {State.DRAFT, State.AWAITING_ATTESTATION, State.DISCARDED, State.PUBLISHED}
    ended = {State.REJECTED, State.DESK_REJECTED, State.WITHDRAWN}
    assert {state for state, what in found.items() if what is None} == silent
    assert {state for state, what in found.items() if what is Announcement.ENDED} == ended


def test_by_default_a_review_is_not_public(people: Cast) -> None:
    before = Client().get(PAGE).content
    in_review(people)
    assert Client().get(PAGE).content == before


def test_the_lab_has_it_shown_when_it_submits(people: Cast) -> None:
    submitted(people.submitter, people.representative, attestations.Choices(shows_badge=True))
    assert "has been under review since" in page() and "round" not in notice()


def test_from_the_submission_to_the_end(people: Cast) -> None:
    submission = in_review(people)
    show()
    assert "has been under review since" in page() and "now in round 1" in page()
    endings.withdraw(
        by=people.representative,
        submission=submission,
        token=submission.token,
        reason="Secret reasons.",
    )
    assert "A review of a card for this model ended on" in page()
    assert "Secret reasons" not in page() and "withdr" not in notice()


def test_a_rejection_ends_it_without_a_word_why(people: Cast) -> None:
    rejected(people)
    show()
    assert "ended on" in notice() and "reject" not in notice()


def test_after_the_publication_the_review_file_speaks(people: Cast) -> None:
    published(people)
    show()
    assert not notice()
