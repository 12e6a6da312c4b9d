"""A referee in a browser: invited, accepting, writing, handing in; and everybody else kept out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from registry.actions.review import assignments, editors, rounds
from registry.models import Actor, Assignment, AuditEvent, Report, ReportDraft
from registry.rules.permissions import Person
from registry.rules.review.conflicts import Question
from registry.web.referee.urls import urlpatterns
from tests.factories.review import Cast, actor, assignment_of, cast, in_review, in_triage, reported

pytestmark = pytest.mark.django_db

PAGES = {
    "invitation": ("", ("GET", "POST")),
    "report": ("report/", ("GET", "POST")),
    "summary": ("summary/", ("GET", "POST")),
    "signing": ("signing/", ("POST",)),
    "leave": ("leave/", ("GET", "POST")),
}
NO_INTERESTS = {str(question): "no" for question in Question}


@pytest.fixture
def people() -> Cast:
    return cast()


def browser(person: Person) -> Client:
    client = Client()
    user = Actor.objects.get(key=person.key).user
    assert user is not None
    client.force_login(user)
    return client


def typed(items: list[str], **members: str) -> dict[str, str]:
    verdicts = {f"verdict.{item}": "supported_full" for item in items}
    confidence = {f"confidence.{item}": "3" for item in items}
    whole = {"recommendation": "minor", "competence": "training compute", "ai_used": "no"}
    return {**verdicts, **confidence, **whole, **members}


def text(response: Any) -> str:
    return str(response.content.decode())


def test_every_address_is_in_the_table() -> None:
    names = [one.name for one in urlpatterns if isinstance(one, URLPattern)]
    assert sorted(filter(None, names)) == sorted([*PAGES, "list", "profile"])


def test_nobody_else_is_there(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = in_review(people)
    address = f"/referee/{assignment_of(people.referees[0], submission).public_id}/"
    before = AuditEvent.objects.count()
    monkeypatch.setattr("registry.web.accounts.presence.has_second_factor", lambda user: True)
    others = (
        people.submitter,
        people.representative,
        people.handling,
        people.referees[2],
        people.referees[1],
    )
    for client in map(browser, others):
        assert address not in text(client.get("/referee/"))
        for path, methods in PAGES.values():
            for method in methods:
                assert client.generic(method, address + path).status_code == 404
    anonymous = Client()
    for path, methods in PAGES.values():
        if "GET" in methods:
            assert anonymous.get(address + path).status_code == 302
        else:
            assert anonymous.post(address + path).status_code == 403
    assert AuditEvent.objects.count() == before


def test_an_invitation_tells_of_the_card_only_its_name(people: Cast) -> None:
    submission, referee = in_triage(people), people.referees[0]
    assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    assignment = assignment_of(referee, submission)
    client, address = browser(referee), f"/referee/{assignment.public_id}/"
    assert client.get(address).status_code == 404, "only proposed: nobody has asked yet"
    assert ">Refereeing</a>" not in text(client.get("/referee/"))
    assignments.propose(
        by=people.handling, submission=submission, referee=actor(people.referees[1])
    )
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    assignment = assignment_of(referee, submission)
    page = text(client.get(address))
    assert submission.model_name in page and "Time asked" in page
    assert ">Refereeing</a>" in page, "in the header, from the invitation on"
    assert client.get(f"{address}report/").status_code == 404
    accept = {"do": "accept", "_token": assignment.token, **NO_INTERESTS}
    refused = client.post(address, accept)
    assert refused.status_code == 400
    assert "Agree to the policy" in text(refused)
    assert client.post(address, {**accept, "agrees": "on", "_token": "stale"}).status_code == 409
    assert client.post(address, {**accept, "agrees": "on"}).status_code == 302
    assert assignment_of(referee, submission).state == "accepted"
    assert client.get(f"{address}report/").status_code == 200


def test_declining(people: Cast) -> None:
    submission, (first, second) = in_triage(people), people.referees[:2]
    for referee in (first, second):
        assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    assignment = assignment_of(first, submission)
    form = {"do": "decline", "_token": assignment.token, "decline-reason": "Ask Ada."}
    assert browser(first).post(f"/referee/{assignment.public_id}/", form).status_code == 302
    assignment.refresh_from_db()
    assert (assignment.state, assignment.end_reason) == ("declined", "Ask Ada.")


def test_a_report_is_saved_looked_through_and_handed_in_once(people: Cast) -> None:
    submission, referee = in_review(people), people.referees[0]
    assignment = assignment_of(referee, submission)
    client, address = browser(referee), f"/referee/{assignment.public_id}/"
    assert " checked" not in text(client.get(f"{address}report/")), "nothing is chosen beforehand"
    assert assignment.round is not None
    items = assignment.round.items
    client.post(f"{address}report/", {f"verdict.{item}": "supported_full" for item in items[:2]})
    assert "No confidence chosen: low, medium or high. 2 claims" in text(
        client.get(f"{address}summary/")
    )
    opened = text(client.get(f"{address}report/"))
    assert f'#verdicts-{items[0]}">Next open claim' in opened, "its confidence is missing"
    draft = ReportDraft.objects.get()
    form = typed(items, note="Seen elsewhere.", **{"text.0": "Which hours?", "class.0": "must"})
    lacking = {name: value for name, value in form.items() if name != "recommendation"}
    client.post(f"{address}report/", {**lacking, "_token": draft.token})
    assert "Next open claim" not in text(client.get(f"{address}report/"))
    assert "Recommendation: found nothing" in text(client.get(f"{address}summary/"))
    draft.refresh_from_db()
    saved = client.post(f"{address}report/", {**form, "_token": draft.token, "_do": "next"})
    assert saved["Location"] == f"{address}summary/"
    draft.refresh_from_db()
    page = text(client.get(f"{address}summary/"))
    assert "Which hours?" in page and "Seen elsewhere." in page
    assert f"All {len(items)}: supported" in page
    sent = {"_token": assignment.token, "_seen": draft.token, "_form": "a-key"}
    assert client.post(f"{address}summary/", {**sent, "_seen": "other"}).status_code == 409
    for _ in range(2):
        assert client.post(f"{address}summary/", sent).status_code == 302
    report = Report.objects.get()
    assert [one.weight for one in report.comments.all()] == ["must"]
    assert "Seen elsewhere." in text(client.get(f"{address}report/"))
    assert client.post(f"{address}signing/", {"signs": "yes"}).status_code == 302
    assert "You sign" in text(client.get(f"{address}report/"))


def test_a_stale_page_keeps_both_texts(people: Cast) -> None:
    submission, referee = in_review(people), people.referees[0]
    assignment = assignment_of(referee, submission)
    client, address = browser(referee), f"/referee/{assignment.public_id}/report/"
    assert assignment.round is not None
    first = {f"verdict.{assignment.round.items[0]}": "supported_partial"}
    client.post(address, {"summary": "From the first tab.", **first})
    answer = client.post(address, {"summary": "From the second tab."})
    assert answer.status_code == 409
    assert "From the first tab." in text(answer) and "From the second tab." in text(answer)
    assert "<dd>Supported in part</dd>" in text(answer)
    token = ReportDraft.objects.get().token
    script = client.post(
        address, {"summary": "By script.", "_token": token}, headers={"Accept": "application/json"}
    )
    assert script.json()["token"] == ReportDraft.objects.get().token != token


def test_a_field_that_cannot_be_read_is_named(people: Cast) -> None:
    submission, referee = in_review(people), people.referees[0]
    assignment = assignment_of(referee, submission)
    answer = browser(referee).post(
        f"/referee/{assignment.public_id}/report/", {"recommendation": "maybe", "summary": "Kept."}
    )
    assert answer.status_code == 400
    assert "Recommendation: found" in text(answer) and "Kept." in text(answer)
    assert not ReportDraft.objects.exists()


def test_other_reports_are_read_after_the_round_and_without_names(people: Cast) -> None:
    submission = reported(people)
    second = people.referees[1]
    page = text(
        browser(second).get(f"/referee/{assignment_of(second, submission).public_id}/report/")
    )
    assert "Name the interconnect." in page
    assert "Rosa" not in page and "Seen elsewhere." not in page


def test_while_on_hold_nothing_is_late(people: Cast) -> None:
    submission = in_review(people)
    Assignment.objects.update(due_on="2026-01-01")
    address = assignment_of(people.referees[0], submission).public_id
    for page in ("/referee/", f"/referee/{address}/report/"):
        shown = text(browser(people.referees[0]).get(page))
        assert "Report overdue since 1 January 2026" in shown
    editors.set_hold(
        by=people.chief, submission=submission, token=submission.token, reason="A leak."
    )
    held = text(browser(people.referees[0]).get("/referee/"))
    assert "overdue" not in held and "On hold; the time stands still" in held
