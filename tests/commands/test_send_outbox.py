"""The worker of the outbox, from the command line."""

from __future__ import annotations

import os
import re
import signal
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError

from registry.actions import outbox
from registry.actions.outbox import NotDelivered, deliver_due, post_mail
from registry.models import OutboxMessage
from tests.commands.conftest import Run

pytestmark = pytest.mark.django_db


def post(event: str) -> OutboxMessage:
    request = {"role": "submitter", "reason": "A secret reason"}
    lab = {"name": "DeepSeek", "slug": "deepseek"}
    post_mail("lab_request_refused", "lin@example.org", event=event, request=request, lab=lab)
    return OutboxMessage.objects.get(event=event)


def fail(message: OutboxMessage) -> None:
    raise NotDelivered("the mail server answered 451")


@pytest.mark.parametrize("arguments", [(), ("--once",)])
def test_what_is_due_is_sent_once(arguments: tuple[str, ...], run: Run) -> None:
    post("request abc refused")
    assert run("send_outbox", *arguments).out == "1 sent, 0 waiting.\n"
    assert run("send_outbox", *arguments).out == "0 sent, 0 waiting.\n"
    assert [message.to for message in mail.outbox] == [["lin@example.org"]]


def test_what_waits_or_failed_is_listed_without_its_words(run: Run) -> None:
    assert run("send_outbox", "--list").out == "Nothing waits, and nothing was given up.\n"
    failed = post("request abc refused")
    deliver_due(send=fail)
    given_up = post("request abd refused")
    outbox.give_up(recipient="lin@example.org", because="the address is wrong")
    OutboxMessage.objects.filter(pk=failed.pk).update(given_up_at=None)
    waiting = post("request abe refused")
    out = run("send_outbox", "--list").out
    assert "secret" not in out
    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    for row, state in (
        (failed, rf"next try {moment}, attempt 1: the address is wrong"),
        (given_up, rf"given up {moment}, attempt 0: the address is wrong"),
        (waiting, rf"next try {moment}"),
    ):
        told = f"{row.public_id}  lab_request_refused to lin@example.org: {row.event}  "
        assert re.search(f"^{re.escape(told)}{state}$", out, re.M)
    assert len(out.splitlines()) == 3
    again = run("send_outbox", "--again", given_up.public_id)
    assert again.out.endswith("request abd refused will be tried again.\n")
    assert run("send_outbox", "--again", given_up.public_id).code == 1
    assert not mail.outbox


def test_watching_outlasts_a_database_that_is_away_and_ends_when_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[int] = []
    before = signal.getsignal(signal.SIGTERM)

    def look(**_: Any) -> int:
        looks.append(len(looks))
        if len(looks) == 2:
            raise OperationalError("the server closed the connection\n")
        if len(looks) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        return 0

    monkeypatch.setattr(outbox, "deliver_due", look)
    assert run("send_outbox", "--watch", "0.1").code == 0
    assert looks == [0, 1, 2]
    assert "cannot be used now: the server closed the connection" in caplog.text
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize("seconds", ["0", "soon", "nan", "3601"])
def test_a_time_that_makes_no_sense_is_refused(seconds: str, run: Run) -> None:
    outcome = run("send_outbox", "--watch", seconds)
    assert (outcome.code, f"found {seconds}, expected 0.1 to 3600 seconds" in outcome.err) == (
        1,
        True,
    )
