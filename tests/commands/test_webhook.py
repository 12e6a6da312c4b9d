"""Webhooks, from the command line."""

from __future__ import annotations

import pytest

from registry.actions.audit import operator
from registry.models import Webhook
from tests.commands.conftest import Run, Stored

pytestmark = pytest.mark.django_db

REASON = ("--reason", "Runs a mirror")
MIRROR = "https://mirror.example.org/changes"


def test_a_webhook_is_added_listed_and_ended(run: Run) -> None:
    assert run("webhook", "list").out == "There are no webhooks.\n"
    added = run("webhook", "add", MIRROR, "--kind", "card.published", *REASON)
    webhook = Webhook.objects.get()
    assert webhook.secret in added.out
    listed = run("webhook", "list").out
    assert f"{webhook.public_id}  {MIRROR}  card.published  since " in listed
    assert webhook.secret not in listed
    ended = run("webhook", "end", webhook.public_id, "--reason", "Gone")
    assert ended.out == f"{MIRROR} is told nothing more.\n"
    assert run("webhook", "list").out == "There are no webhooks.\n"


def test_a_webhook_that_cannot_be_is_refused(run: Run, stored: Stored) -> None:
    operator()
    before = stored()
    for arguments, words in (
        (("add", "https://10.0.0.1/", *REASON), "not an address of the public internet"),
        (("add", MIRROR, "--reason", " "), "needs a reason"),
        (("end", "abcdefghjkmn", *REASON), "no active webhook"),
    ):
        outcome = run("webhook", *arguments)
        assert (outcome.code, words in outcome.err) == (1, True)
    assert stored() == before
