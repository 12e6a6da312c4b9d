"""The list of referees: reports that go back, and people who are asked again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from registry.actions.review import assignments, decisions, reports, revisions, rounds
from registry.models import ReportDraft, User
from registry.rules.permissions import Person
from registry.web.presenters.editor_referees import referees_page
from tests.factories.review import (
    LETTER,
    Cast,
    assignment_of,
    cast,
    in_review,
    report,
    report_on,
    seen,
)
from tests.factories.submissions import DECLARATION, acknowledge_all
from tests.web.drafts.test_filling import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def signed(person: Person) -> Client:
    client = Client()
    client.force_login(User.objects.get(actor__key=person.key))
    return client


def test_a_report_goes_back_only_before_others_could_read_it(people: Cast) -> None:
    submission, first = in_review(people), people.referees[0]
    report(first, submission, report_on(submission))
    listed = reverse("editor:referees", args=[submission.public_id])
    key = assignment_of(first, submission).public_id
    address = reverse("editor:return_report", args=[submission.public_id, key])
    client = signed(people.handling)
    assert address in client.get(listed).content.decode()
    assert address not in signed(people.editor).get(listed).content.decode()
    page = text_of(client.get(address).content)
    assert "Rosa Referee" in page and "with the reason" in page

    def give_back() -> int:
        token = assignment_of(first, submission).token
        return client.post(address, {"_token": token, "reason": "Too short."}).status_code

    assert client.post(address, {"reason": " "}).status_code == 400
    assert give_back() == 302
    returned = assignment_of(first, submission)
    assert (returned.state, returned.ended_at) == ("accepted", None)
    assert client.get(address).status_code == 404, "there is none that stands"
    draft = ReportDraft.objects.get(assignment=returned)
    reports.submit(by=first, assignment=returned, token=returned.token, draft_token=draft.token)
    report(people.referees[1], submission, report_on(submission))
    rounds.reopen(
        by=people.handling, submission=submission, token=submission.token, reason="A third."
    )
    assert address not in client.get(listed).content.decode()
    assert "may have read the report" in text_of(client.get(address).content)
    assert give_back() == 400
    assert assignment_of(first, submission).state == "submitted"


def test_who_was_out_of_a_round_is_found_for_the_next_one(people: Cast) -> None:
    """And invited from the list of that round alone."""
    submission, spare = in_review(people, 3), people.referees[2]
    told = {"affiliation": "Any University", "most_open": "2", "is_available": "on"}
    assert signed(spare).post(reverse("referee:profile"), told).status_code == 302

    def found() -> tuple[list[str], list[tuple[str, list[str]]]]:
        page = referees_page(people.handling, submission, "", can_propose=True)
        rows = [(row.round, list(row.moves)) for row in page.rows if row.name == "Rui Spare"]
        return [one.name for one in page.candidates], rows

    asked = assignment_of(spare, submission)
    assignments.cancel(by=people.handling, assignment=asked, token=asked.token)
    assert found() == ([], [("round 1", ["invite", "recuse"])])
    for referee in people.referees[:2]:
        report(referee, submission, report_on(submission))
    assert found()[1] == [("round 1", ["recuse"])], "no round is open"
    decisions.revise(
        by=people.handling,
        submission=submission,
        token=submission.token,
        kind="major",
        letter=LETTER,
        seen_reports=seen(submission),
    )
    acknowledge_all(people.submitter, submission)
    revisions.submit_revision(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    assert found() == (["Rui Spare"], [("round 1", ["recuse"])])
