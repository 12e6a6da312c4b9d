"""What was written once is sent again only while it is true."""

from __future__ import annotations

import pytest
from django.test import Client

from registry.api import kept_bodies
from registry.models import Actor
from tests.api.addresses import ADDRESSES, R1, Address
from tests.api.problems import check_problem
from tests.api.queries import queries_of
from tests.factories.acts import ACTS
from tests.factories.stored import publish, starter_card

GROK = "/api/v1/models/xai/grok-1"
MODELS = "/api/v1/models?lab=deepseek"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.path)
def test_asking_again_gives_the_same_and_costs_no_more(address: Address, client: Client) -> None:
    first = client.get(address.path)
    assert queries_of(client, address.path) <= address.queries
    again = client.get(address.path)
    assert again.content == first.content
    assert again.headers.get("Link") == first.headers.get("Link")
    assert again.headers["Content-Type"] == first.headers["Content-Type"]


@pytest.mark.parametrize("path", [R1, MODELS, f"{R1}/versions/1"])
def test_asking_again_reads_only_what_names_the_answer(path: str, client: Client) -> None:
    client.get(path)
    assert queries_of(client, path) == 1


def test_a_new_version_and_what_lists_tell_of_it_are_sent_at_once(
    client: Client, editor: Actor
) -> None:
    before = {path: client.get(path).content for path in (R1, MODELS)}
    card = starter_card("deepseek/deepseek-r1")
    del card["cost"]
    publish(editor, card)
    assert b'"cost":' not in client.get(R1).content
    assert all(client.get(path).content != content for path, content in before.items())
    assert client.get(f"{R1}/versions/1").content == before[R1]


@pytest.mark.parametrize("path", [GROK, f"{GROK}/versions/1"])
def test_what_was_removed_is_not_sent_from_memory(path: str, client: Client, editor: Actor) -> None:
    assert client.get(path).status_code == 200
    ACTS["remove version"].run(editor, "Ordered by a court")
    check_problem(client.get(path), "removed")


def test_an_answer_to_another_question_is_another_answer(client: Client) -> None:
    """The bytes of the live card and of its version are one; where they belong is not said alike
    by every address, so the address is part of what is kept."""
    live, version = client.get(R1), client.get(f"{R1}/versions/1")
    assert live.headers["ETag"] == version.headers["ETag"]
    assert live.headers["Cache-Control"] != version.headers["Cache-Control"]


def test_what_is_large_is_not_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_bodies, "LARGEST", 10)
    assert queries_of(client, R1) == queries_of(client, R1)
