"""The outbox: one row for one message, sent at least once, by one worker at a time."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction

from registry.actions import closing, outbox
from registry.actions.outbox import LEASE, NotDelivered, deliver_due, post_mail
from registry.management.delivery import send_mail
from registry.models import OutboxMessage
from registry.rules.errors import Refused
from registry.rules.outbox import MOST_ATTEMPTS, WAITS
from registry.rules.workflow.requests import Proof
from tests.factories.lab_requests import asked, sign_up
from tests.factories.outbox import Clock, mails

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Ends a worker as a signal would: no line of it runs any more."""


def post(event: str = "request abc refused", to: str = "lin@example.org", **others: Any) -> None:
    request = {"role": "submitter", "reason": "No proof"}
    lab = {"name": "Deep\nSeek", "slug": "deepseek"}
    post_mail("lab_request_refused", to, event=event, request=request, lab=lab, **others)


def one() -> OutboxMessage:
    return OutboxMessage.objects.get()


def nothing(message: OutboxMessage) -> None:
    raise NotDelivered("the mail server answered 451")


def test_a_mail_says_what_was_true_when_it_was_written() -> None:
    post()
    row = one()
    assert row.subject == "Your request about Deep Seek was refused", "a header is one line"
    assert "No proof" in row.body
    (message,) = mails()
    assert message.to == ["lin@example.org"]
    assert message.extra_headers["Message-ID"] == f"<{row.public_id}@localhost>"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    sent = one()
    assert sent.sent_at is not None
    assert (sent.subject, sent.body, sent.attempts) == ("", "", 1), "the words are not kept"
    assert len(mails()) == 1, "it is sent once"


def test_one_event_one_recipient_and_one_template_are_one_mail() -> None:
    for _ in range(2):
        post()
    post("request abd refused")
    post(to="mia@example.org")
    assert len(mails()) == OutboxMessage.objects.count() == 3
    post()
    assert len(mails()) == 3, "nor is it sent again after it was sent"


def test_nothing_is_left_of_what_was_rolled_back() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post()
        raise ZeroDivisionError
    assert not OutboxMessage.objects.exists()


def test_what_is_due_later_waits() -> None:
    clock = Clock()
    post(due_at=clock() + timedelta(days=1))
    assert deliver_due(send=send_mail, now=clock) == 0
    clock.pass_(timedelta(days=1))
    assert deliver_due(send=send_mail, now=clock) == 1


def test_a_worker_that_dies_after_sending_leaves_it_to_the_next() -> None:
    clock = Clock()
    post()

    def send_and_die(message: OutboxMessage) -> None:
        send_mail(message)
        raise Killed

    with pytest.raises(Killed):
        deliver_due(send=send_and_die, now=clock)
    assert deliver_due(send=send_mail, now=clock) == 0, "nobody knows yet that it is dead"
    clock.pass_(LEASE)
    assert deliver_due(send=send_mail, now=clock) == 1
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == 2 and len(set(ids)) == 1, "the receiver can tell that it is the same"


def test_a_message_is_in_the_hands_of_one_worker() -> None:
    clock = Clock()
    post()
    seen = one()

    def send_while_another_works(message: OutboxMessage) -> None:
        assert deliver_due(send=send_mail, now=clock) == 0
        assert not outbox._claim(seen, clock()), "it was free when the other looked"
        send_mail(message)

    assert deliver_due(send=send_while_another_works, now=clock) == 1
    assert len(mail.outbox) == 1


def test_whoever_lost_a_message_does_not_judge_it() -> None:
    """A worker that was held up longer than the lease fails; the one after it has sent."""
    clock = Clock()
    post()

    def overtaken(message: OutboxMessage) -> None:
        clock.pass_(LEASE)
        assert deliver_due(send=send_mail, now=clock) == 1
        raise NotDelivered("the connection was closed")

    assert deliver_due(send=overtaken, now=clock) == 0
    assert one().sent_at is not None
    assert one().last_error == ""


def test_failures_wait_longer_and_longer_and_then_end() -> None:
    clock = Clock()
    post()
    for wait in WAITS:
        assert deliver_due(send=nothing, now=clock) == 0
        assert one().next_try_at == clock() + wait
        clock.pass_(wait - timedelta(seconds=1))
        assert deliver_due(send=send_mail, now=clock) == 0, "too early"
        clock.pass_(timedelta(seconds=1))
    assert one().given_up_at is None
    deliver_due(send=nothing, now=clock)
    assert (one().given_up_at, one().attempts) == (clock(), MOST_ATTEMPTS)
    assert one().last_error == "the mail server answered 451"
    clock.pass_(timedelta(days=30))
    assert deliver_due(send=send_mail, now=clock) == 0
    outbox.try_again(one().public_id)
    assert deliver_due(send=send_mail, now=clock) == 1
    with pytest.raises(Refused, match="given up"):
        outbox.try_again(one().public_id)


def test_a_message_that_kills_its_workers_is_given_up() -> None:
    clock = Clock()
    post()

    def die(message: OutboxMessage) -> None:
        raise Killed

    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            deliver_due(send=die, now=clock)
        clock.pass_(LEASE)
    assert deliver_due(send=die, now=clock) == 0
    assert one().given_up_at == clock()
    assert one().last_error == "no worker survived sending it"


def test_one_that_fails_keeps_no_other_but_those_of_its_recipient() -> None:
    clock = Clock()
    post("first", "full@example.org")
    post("second", "full@example.org")
    post("third")
    tried = []

    def send(message: OutboxMessage) -> None:
        tried.append(message.event)
        if message.recipient == "full@example.org":
            raise ValueError("a fault of ours")

    assert deliver_due(send=send, now=clock) == 1
    assert tried == ["first", "third"]
    assert OutboxMessage.objects.get(event="first").last_error == "fault: ValueError"


def test_a_worker_that_is_to_stop_leaves_the_rest() -> None:
    for number in range(3):
        post(f"event {number}")
    stops = iter([False, True])
    assert deliver_due(send=send_mail, now=Clock(), is_stopping=lambda: next(stops)) == 1
    assert OutboxMessage.objects.waiting().count() == 2


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SMTPResponseException(451, b"Dear Lin, No proof"), "the mail server answered 451"),
        (
            SMTPRecipientsRefused({"lin@example.org": (550, b"No proof")}),
            "the mail server refused: SMTPRecipientsRefused",
        ),
        (ConnectionRefusedError(111, "Refused"), "the mail could not be handed over: Refused"),
        (TimeoutError(), "the mail could not be handed over: TimeoutError"),
    ],
    ids=["answer", "refusal", "connection", "time"],
)
def test_errors_of_mail_servers_are_told_without_their_words(
    error: Exception, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send(message: EmailMessage) -> None:
        raise error

    monkeypatch.setattr(EmailMessage, "send", send)
    post()
    deliver_due(send=send_mail, now=Clock())
    assert one().last_error == told


def test_closing_an_account_takes_back_what_was_addressed_to_it() -> None:
    lin = sign_up("Lin")
    asked(lin, proof=Proof.EMAIL, place="lin@deepseek.com")
    post(to=lin.email)
    post("another", "mia@example.org")
    closing.close(lin)
    assert [row.recipient for row in OutboxMessage.objects.all()] == ["mia@example.org"]


def test_a_message_without_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError, match="transaction"):
        post()
