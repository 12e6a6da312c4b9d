"""What editors' pages say of mails is what the acts send."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from registry.actions.review import recipients
from registry.models import Motion, OutboxMessage, Submission, User
from registry.rules.permissions import Person
from registry.rules.workflow.mail_shapes import Addressee
from registry.rules.workflow.mails import kind_of
from registry.rules.workflow.mails_of_submissions import OF_SUBMISSIONS
from registry.rules.workflow.submissions import BY_ACTION
from registry.rules.workflow.vocabulary import Action
from registry.web.presenters.editor_mails import NOBODY, mails_of_act
from registry.web.presenters.review_words import TOLD_REASONS
from tests.factories.review import (
    LETTER,
    Cast,
    add_staff,
    cast,
    in_review,
    in_triage,
    reported,
    seen,
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


def act_of(client: Client, submission: Submission, name: str, **data: object) -> str:
    """Post an act's form; return what the next page says."""
    address = reverse("editor:act", args=[submission.public_id, name])
    form = {"_token": submission.token, "_form": name, "_seen": seen(submission), **data}
    response = client.post(address, form, follow=True)
    assert response.redirect_chain, text_of(response.content)
    return text_of(response.content)


def page(client: Client, name: str, *parts: str) -> str:
    return text_of(client.get(reverse(f"editor:{name}", args=parts)).content)


def test_a_decision_says_whom_it_tells_and_when(people: Cast) -> None:
    submission = reported(people)
    client = signed(people.handling)
    before = page(client, "act", submission.public_id, "revise")
    assert "They leave ten minutes after the decision" in before
    assert "No button takes it back" in before
    expected = {
        one.user.display_name
        for one in recipients.of_move(submission, BY_ACTION[Action.REVISE], by=people.handling)
    }
    assert expected == {"representative", "Rosa Referee", "Ravi Referee"}
    for told in ("representative of DeepSeek : with the letter", "Rosa Referee, Referee"):
        assert told.replace(" :", ":") in before.replace(" :", ":")
    after = act_of(client, submission, "revise", kind="minor", letter=LETTER)
    sent = OutboxMessage.objects.filter(kind__startswith="revise_")
    names = dict(User.objects.values_list("email", "display_name"))
    assert {names[one.recipient] for one in sent} == expected
    leaves = f"leaves at {sent[0].due_at:%H:%M} UTC"
    assert "Its mails leave at" in after
    for name in ("submission", "decision"):
        shown = page(client, name, submission.public_id)
        assert "Ask for a revision: to Rosa Referee" in shown and leaves in shown, name


def test_what_two_agree_on_says_it_too(people: Cast) -> None:
    submission = reported(people)
    act_of(signed(people.handling), submission, "reject", reason_codes=["scope"], letter=LETTER)
    motion = Motion.objects.get()
    assert "Rosa Referee" in page(signed(people.chief), "motion", motion.public_id)
    assert not OutboxMessage.objects.filter(kind="reject_lab").exists()
    client = signed(people.chief)
    address = reverse("editor:motion", args=[motion.public_id])
    done = text_of(client.post(address, {"do": "agree"}, follow=True).content)
    assert "Agreed, and done. Its mails leave at" in done
    assert OutboxMessage.objects.filter(kind="reject_lab").count() == 2


def test_who_loses_their_part_is_named_before_the_round_is_closed(people: Cast) -> None:
    submission = in_review(people)
    shown = page(signed(people.handling), "act", submission.public_id, "close-round")
    for referee in ("Rosa Referee", "Ravi Referee"):
        assert referee in shown
    assert "says that their part ends" in shown
    assert "None to the handling editor, that is you" in shown


def test_before_declaring_nobody_is_named(people: Cast) -> None:
    """How many referees there are is confidential, and so is what waits to be sent."""
    submission = in_review(people)
    undeclared = signed(add_staff("Uma Undeclared", "editor", "editor_in_chief"))
    shown = page(undeclared, "act", submission.public_id, "set-hold")
    assert "the referees" in shown and "Rosa" not in shown and "Referee 1" not in shown
    assert "Mails that have not left" not in page(undeclared, "submission", submission.public_id)


def test_who_takes_over_is_not_known_yet(people: Cast) -> None:
    submission = in_triage(people)
    lines = mails_of_act(
        BY_ACTION[Action.REASSIGN_EDITOR], submission, by=people.chief, is_whole=True
    ).lines
    assert [(one.who, one.what) for one in lines] == [
        ("Hana Handling", "handling editor until then"),
        ("The editor you choose", "handling editor"),
    ]


def test_a_lab_without_anybody_is_said_to_be_told_nothing(people: Cast) -> None:
    submission = in_triage(people)
    User.objects.filter(actor=people.representative.key).update(is_active=False)
    shown = page(signed(people.handling), "act", submission.public_id, "send-to-review")
    assert "None to the representatives of the lab, there is nobody to be told" in shown
    assert "Each referee who is invited, by a mail of its own" in shown
    assert recipients.of_move(submission, BY_ACTION[Action.RETURN], by=NOBODY)


def test_what_could_not_be_sent_stays_to_be_seen(people: Cast) -> None:
    submission = in_triage(people)
    mail = OutboxMessage.objects.get(kind="submit_lab")
    mail.given_up_at = mail.created_at + timedelta(days=4)
    mail.last_error = "the mail server answered 550"
    mail.save()
    shown = page(signed(people.handling), "submission", submission.public_id)
    assert "not sent: the mail server answered 550" in shown


def test_the_lab_reads_the_same_reasons_on_its_page() -> None:
    mailed = {
        action
        for (action, addressee), words in OF_SUBMISSIONS.items()
        if addressee is Addressee.LAB and words.gives_reason
    }
    assert mailed - TOLD_REASONS == {Action.RETURN_TO_DRAFT}
    assert TOLD_REASONS - mailed == {Action.WITHDRAW}
    assert kind_of(Action.ACCEPT, Addressee.LAB) == "accept_lab"
