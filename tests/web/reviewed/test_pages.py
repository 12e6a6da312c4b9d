"""The lab's side of a review, page by page: read, answer, send back, end, take up again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from registry.actions.review import triage
from registry.models import Actor, Rebuttal, ReplyDraft, Submission, User
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import State
from tests.factories import review as factory
from tests.factories.submissions import acknowledge_all

pytestmark = pytest.mark.django_db
DECLARED = {"name": "Lin", "competing_interests": "None.", "agreed": "on", "ai_used": "no"}


@pytest.fixture
def people() -> factory.Cast:
    return factory.cast()


@pytest.fixture
def browser_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[Person], Client]:
    def second_factor(user: User) -> bool:
        return user.display_name != "submitter"

    for module in ("registry.actions.people", "registry.web.accounts.presence"):
        monkeypatch.setattr(f"{module}.has_second_factor", second_factor)

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(Actor.objects.get(key=person.key).user)
        return client

    return signed_in


def test_a_returned_card_is_answered_and_sent_back(
    people: factory.Cast, browser_of: Callable[[Person], Client]
) -> None:
    submission = factory.in_triage(people)
    triage.add_issue(
        by=people.handling,
        submission=submission,
        item="COST-1",
        severity="major",
        text="Say which hours.",
    )
    triage.return_to_lab(by=people.handling, submission=submission, token=submission.token)
    submission.refresh_from_db()
    client, at = browser_of(people.representative), submission.get_absolute_url()
    assert "Say which hours." in client.get(f"{at}answers/").content.decode()
    page = client.get(f"{at}resubmit/").content.decode()
    assert "Issue 1: not answered yet" in page
    sent = {**DECLARED, "_token": submission.token}
    refused = client.post(f"{at}resubmit/", sent)
    assert refused.status_code in (400, 409)
    saved = client.post(f"{at}answers/", {"text-Issue 1": "Those of the RL stage.", "token-": ""})
    assert saved.status_code == 302
    acknowledge_all(people.submitter, submission)
    submission.refresh_from_db()
    done = client.post(f"{at}resubmit/", {**DECLARED, "_token": submission.token})
    assert done.status_code == 302, done.content.decode()
    submission.refresh_from_db()
    assert submission.state == State.TRIAGE
    assert submission.issues.get().answers.get().text == "Those of the RL stage."


def test_a_revision_is_answered_comment_by_comment(
    people: factory.Cast, browser_of: Callable[[Person], Client]
) -> None:
    submission = factory.revision_requested(people)
    client, at = browser_of(people.representative), submission.get_absolute_url()
    page = client.get(f"{at}answers/").content.decode()
    comments = factory.queries.comments_of(factory.queries.reports_in_force(submission))
    label = next(one.label for one in comments if one.weight == "must")
    assert factory.MUST.text in page and 'id="open-answers">1<' in page
    # Nobody is named, and nothing confidential is told.
    for address in ("review/", "reports/", "answers/"):
        text = client.get(f"{at}{address}").content.decode()
        assert not [word for word in ("Rosa", "Ravi", "Seen elsewhere") if word in text]
    begun = {f"text-{label}": "Of the RL stage."}
    lacking = client.post(f"{at}answers/", begun, headers={"Accept": "application/json"}).json()
    assert "Choose what was done" in lacking["notes"][f"notes-{label}"] and lacking["open"] == 1
    token = lacking["tokens"][label]
    answer = {**begun, f"disposition-{label}": "reduced_claim", f"token-{label}": token}
    told = client.post(f"{at}answers/", answer, headers={"Accept": "application/json"}).json()
    assert told["open"] == 0 and told["refused"] == []
    doubt = "answered that the claim changed; it has not."
    assert doubt in client.get(f"{at}answers/").content.decode()
    assert doubt in client.get(f"{at}resubmit/").content.decode()
    stale = client.post(f"{at}answers/", answer | {f"text-{label}": "Something else."})
    assert stale.status_code == 409
    assert "Something else." in stale.content.decode()
    assert ReplyDraft.objects.get().text == "Of the RL stage."
    acknowledge_all(people.submitter, submission)
    submission.refresh_from_db()
    sent = {**DECLARED, "_token": submission.token}
    for wrong in ({"ai_used": ""}, {"ai_used": "yes"}):
        assert client.post(f"{at}resubmit/", sent | wrong).status_code == 400
    by_program = {"ai_used": "yes", "ai_statement": "A translator, for two replies."}
    done = client.post(f"{at}resubmit/", sent | by_program)
    assert done.status_code == 302, done.content.decode()
    submission.refresh_from_db()
    assert submission.state == State.REVISION_RECEIVED
    assert "A translator, for two replies." in client.get(f"{at}answers/").content.decode()
    assert Rebuttal.objects.get().disposition == "reduced_claim"


def test_reports_stay_closed_until_the_decision(
    people: factory.Cast, browser_of: Callable[[Person], Client]
) -> None:
    submission = factory.reported(people)
    client, at = browser_of(people.representative), submission.get_absolute_url()
    assert client.get(at).headers["Location"] == f"{at}review/"
    for address in ("review/", "reports/", "answers/"):
        text = client.get(f"{at}{address}").content.decode()
        assert factory.MUST.text not in text and "careful disclosure" not in text
    # Withdrawn, they stay closed.
    sent = {"reason": "We found an error.", "sure": "on", "_token": submission.token}
    assert client.post(f"{at}withdraw/", {**sent, "_token": "old"}).status_code == 409
    assert client.post(f"{at}withdraw/", sent).status_code == 302
    submission.refresh_from_db()
    assert submission.state == State.WITHDRAWN
    assert factory.MUST.text not in client.get(f"{at}answers/").content.decode()


def test_a_rejection_is_appealed_once(
    people: factory.Cast, browser_of: Callable[[Person], Client]
) -> None:
    submission = factory.desk_rejected(people)
    client, at = browser_of(people.representative), submission.get_absolute_url()
    empty = client.post(f"{at}appeal/", {"ground": "", "statement": "x"})
    assert empty.status_code == 400
    assert "Ground: found nothing chosen, expected one of the list." in empty.content.decode()
    sent = {"ground": "procedure", "statement": "No duplicate.", "_token": submission.token}
    assert client.post(f"{at}appeal/", sent).status_code == 302
    submission.refresh_from_db()
    assert submission.state == State.APPEAL_OPEN
    assert client.post(f"{at}appeal/", sent).status_code == 409


def test_a_published_card_is_corrected_by_a_new_submission(
    people: factory.Cast, browser_of: Callable[[Person], Client]
) -> None:
    version = factory.published(people)
    submission = version.origin.submission
    client, at = browser_of(people.representative), submission.get_absolute_url()
    assert "Correct the published card" in client.get(f"{at}review/").content.decode()
    sent = {"text": "The price was of another year.", "found_by": "A reader"}
    assert client.post(f"{at}correct/", sent).status_code == 302
    draft = Submission.objects.get(corrects=version)
    assert (draft.state, draft.track) == ("draft", "registry")
    assert client.post(f"{at}correct/", sent).status_code == 409
    assert "Who reviews it" not in client.get(f"{draft.get_absolute_url()}attest/").content.decode()


def test_others_find_nothing(people: factory.Cast, browser_of: Callable[[Person], Client]) -> None:
    submission = factory.in_review(people)
    at = submission.get_absolute_url()
    pages = ("review", "reports", "answers", "resubmit", "proof", "withdraw", "appeal", "again")
    for person in (people.handling, people.chief, people.referees[0], people.referees[2]):
        client = browser_of(person)
        for page in (*pages, "correct"):
            assert client.get(f"{at}{page}/").status_code == 404
