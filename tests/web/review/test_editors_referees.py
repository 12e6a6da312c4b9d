"""The list of referees: reports that go back, and people who are asked again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from registry.actions.review import reports, rounds
from registry.models import ReportDraft, User
from registry.rules.permissions import Person
from tests.factories.review import (
    Cast,
    assignment_of,
    cast,
    in_review,
    report,
    report_on,
)
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
