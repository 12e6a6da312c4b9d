"""Every page asks the database a fixed number of times, however much is stored."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.actions import labs
from registry.models import Actor, Ranking
from tests.factories.registry import add_lab, add_release, publish_card
from tests.factories.small_card import small_card
from tests.factories.starter import starter_cards

R1 = "deepseek/deepseek-r1"
# The one query of the frame around each page, the current ranking, among them.
QUERIES = {
    "/": 6,
    "/labs/deepseek/": 10,
    "/labs/nvidia/": 6,
    # Eight of them count, once for each change to the registry.
    "/models/": 14,
    "/models/?lab=deepseek&card=yes&q=r1": 20,
    f"/models/{R1}/": 14,
    # The version of the data, and the ranking once more for the frame.
    "/charts/": 10,
    "/charts/completeness/": 4,
    "/charts/compute/": 7,
    "/charts/cost/": 5,
    f"/models/{R1}.json": 2,
    f"/models/{R1}/versions/": 6,
    f"/models/{R1}/versions/1/": 16,
    f"/models/{R1}/versions/1.json": 2,
    f"/models/{R1}/diff/": 3,
    f"/compare/models/?id={R1}&id=xai/grok-1": 4,
    "/compare/labs/?id=deepseek&id=xai&id=nvidia": 6,
    "/rankings/": 4,
    "/rankings/diff/": 2,
    "/rankings/1/": 7,
    "/standard/": 3,
    "/standard/COST-1/": 3,
    "/accelerators/": 2,
    "/accelerators/nvidia-h800-sxm5/": 4,
    "/method/": 3,
    "/about/": 4,
    "/api/": 1,
    "/api/stability/": 1,
    "/api/playground/": 1,
    "/api/playground/?operation=listClaims&path=COST-1": 1,
    "/api/pandas/": 1,
    "/exports/": 1,
    "/schemas/card/1.0.schema.json": 0,
}

pytestmark = pytest.mark.django_db


def count(client: Client, path: str) -> int:
    caches["process"].clear()
    caches["bodies"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def derived_card(number: int) -> dict[str, Any]:
    """A card of a new lab, built on DeepSeek-R1 and with an editor's fact."""
    card = small_card()
    card["card_id"] = f"example-{number}/model-1"
    card["model"]["developer"] = f"Example Lab {number}"
    card["identity"]["model_version"]["evidence"] = copy.deepcopy(
        card["identity"]["responsible_party"]["evidence"]
    )
    card["identity"]["lineage"]["value"]["derived_from"][0]["card_id"] = R1
    return card


def grow(editor: Actor) -> None:
    """More of everything: labs with and without cards, versions, lineage, rankings."""
    for number in range(3):
        publish_card(editor, derived_card(number))
        lab = add_lab(editor, f"silent-{number}", f"Silent Lab {number}")
        for model in range(3):
            add_release(editor, lab, f"model-{model}", on=date(2024, 1 + model, 1))
        labs.invite(by=editor, lab=lab, on=date(2025, 1, 1), reason="Asked by letter")
        card = copy.deepcopy(starter_cards()[R1])
        card["prepared_by"]["note"] = f"Reading {number}."
        publish_card(editor, card)


def test_number_of_queries_for_differences_does_not_grow(client: Client, editor: Actor) -> None:
    grow(editor)
    last = Ranking.objects.newest_first()[0].number
    paths = {
        f"/models/{R1}/diff/?from=1&to=2": 6,
        f"/models/{R1}/diff/?from=4&to=1": 6,
        "/rankings/diff/?from=1&to=2": 6,
        f"/rankings/diff/?from=1&to={last}": 6,
        f"/rankings/?before={last}": 4,
    }
    assert {path: count(client, path) for path in paths} == paths


def test_the_leaderboard_is_composed_once_for_each_state(client: Client, editor: Actor) -> None:
    first = client.get("/").content
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").content == first
    assert len(queries) == 2
    add_lab(editor, "a-new-lab", "A New Lab")
    assert b"A New Lab" in client.get("/").content


@pytest.mark.parametrize(("path", "queries"), QUERIES.items())
def test_number_of_queries(client: Client, path: str, queries: int) -> None:
    assert count(client, path) == queries


def test_number_of_queries_does_not_grow(client: Client, editor: Actor) -> None:
    grow(editor)
    assert {path: count(client, path) for path in QUERIES} == QUERIES
