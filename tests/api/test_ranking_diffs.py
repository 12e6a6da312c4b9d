"""How labs moved between two rankings, as programs get it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.actions import labs
from registry.actions.audit import now
from registry.models import Actor, Lab, Ranking, RankingEntry
from tests.api.openapi import check_described
from tests.api.problems import check_problem
from tests.api.queries import queries_when_new
from tests.factories.registry import REASON, add_lab, add_release, publish_card
from tests.factories.small_card import small_card
from tests.factories.stored import card_of, starter_card

R1 = "deepseek/deepseek-r1"
DIFF = "/api/v1/rankings/diff"
FOREVER = "public, max-age=31536000, immutable"

pytestmark = pytest.mark.django_db


def weaken_r1(editor: Actor) -> None:
    """The lab at the top loses most of what its card says."""
    card = starter_card(R1)
    for section in ("cost", "compute", "hardware", "data", "method", "evaluation", "peer_review"):
        del card[section]
    publish_card(editor, card)


def new_lab(editor: Actor, slug: str, name: str) -> Lab:
    """A ranked lab with one small card."""
    lab = add_lab(editor, slug, name)
    document: dict[str, Any] = card_of(add_release(editor, lab, "model-1"))
    source = document["identity"]["responsible_party"]["evidence"]
    document["identity"]["model_version"]["evidence"] = source
    publish_card(editor, document)
    return lab


def last() -> int:
    return Ranking.objects.newest_first()[0].number


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    check_described(address, response, is_whole="fields=" not in address)
    return response.json()["data"]


def moves_of(data: Mapping[str, Any]) -> dict[str, Any]:
    return {move["lab"]["slug"]: move for move in data["moves"]}


def entries_of(number: int) -> dict[str, RankingEntry]:
    entries = RankingEntry.objects.filter(ranking=number).select_related("lab", "score")
    return {entry.lab.slug: entry for entry in entries}


def test_own_doing_is_told_from_that_of_others(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    data = read(client, f"{DIFF}?from=1&to=2")
    moves = moves_of(data)
    before, after = (entries_of(number)["deepseek"] for number in (1, 2))
    assert before.rank == 1 and after.rank is not None and after.rank > 1
    fallen = moves["deepseek"]
    lost = round(float(before.score.displayed) - float(after.score.displayed), 1)
    assert (fallen["kind"], fallen["places"]) == ("down", 1 - after.rank)
    assert fallen["score_change"] == -lost
    assert fallen["from"] == {"rank": 1, "score": float(before.score.displayed)}
    assert fallen["to"] == {"rank": after.rank, "score": float(after.score.displayed)}
    published = "version 2 of the card of DeepSeek-R1 was published"
    assert fallen["reason"].startswith(f"Its own score fell by {lost}: {published}. Now above it: ")
    assert [(step["ranking"], step["change"]) for step in fallen["steps"]] == [
        (2, f"Down {after.rank - 1}: {published}.")
    ]
    assert (fallen["steps"][0]["score_before"], fallen["steps"][0]["score"]) == (
        fallen["from"]["score"],
        fallen["to"]["score"],
    )
    assert fallen["now_above"]["count"] == after.rank - 1
    assert "no_longer_above" not in fallen
    first = RankingEntry.objects.get(ranking=2, rank=1)
    risen = moves[first.lab.slug]
    assert (risen["kind"], risen["places"], risen["score_change"]) == ("up", 1, 0.0)
    assert risen["reason"] == "Its own score did not change. No longer above it: DeepSeek."
    assert risen["steps"] == []
    assert risen["no_longer_above"] == {
        "count": 1,
        "labs": [{"slug": "deepseek", "name": "DeepSeek"}],
    }


def test_every_lab_is_counted_and_those_that_moved_are_told(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    data = read(client, f"{DIFF}?from=1&to=2")
    before, after = entries_of(1), entries_of(2)
    assert sum(data["counts"].values()) == len({*before, *after})
    kinds = Counter(move["kind"] for move in data["moves"])
    still = ("unmoved", "not_rankable")
    assert kinds == {k: n for k, n in data["counts"].items() if n and k not in still}
    assert data["counts"]["not_rankable"] == sum(e.rank is None for e in after.values())
    moved = [
        slug
        for slug, entry in after.items()
        if (entry.rank, entry.score.displayed) != (before[slug].rank, before[slug].score.displayed)
    ]
    assert set(moves_of(data)) == set(moved)
    positions = [after[slug].position for slug in moves_of(data)]
    assert positions == sorted(positions)
    for number, side in ((1, "from"), (2, "to")):
        ranking = Ranking.objects.get(number=number)
        assert data[side]["digest"] == ranking.digest
        assert data[side]["as_of"] == ranking.as_of.isoformat()


def test_labs_enter_leave_and_gain_a_rank(client: Client, editor: Actor) -> None:
    first = new_lab(editor, "lab-one", "Lab One")
    silent = add_lab(editor, "silent", "Silent Lab")
    add_release(editor, silent, "model-1", on=date(2024, 1, 1))
    middle = last()
    compvis = Lab.objects.get(slug="compvis")
    labs.merge_labs(by=editor, lab=compvis, into=first, on=date(2026, 1, 1), reason=REASON)
    labs.invite(by=editor, lab=silent, on=now().date() - timedelta(days=100), reason=REASON)
    early = moves_of(read(client, f"{DIFF}?from=1&to={middle}"))
    assert early["silent"]["kind"] == "listed"
    assert (early["silent"].get("from"), early["silent"]["to"]) == (None, {})
    assert "places" not in early["silent"]
    assert early["lab-one"]["kind"] == "ranked"
    assert early["lab-one"]["reason"].startswith(
        "It was not listed before: the card of Model 1 was published."
    )
    assert early["lab-one"]["steps"][0]["score_before"] == 0.0
    late = moves_of(read(client, f"{DIFF}?from={middle}&to={last()}"))
    assert late["silent"]["kind"] == "ranked"
    assert late["silent"]["from"] == {}
    assert late["silent"]["to"]["score"] == 0.0
    assert late["silent"]["reason"].startswith(
        "It was not ranked before: Silent Lab was invited to disclose"
    )
    left = late["compvis"]
    assert (left["kind"], "to" in left) == ("left", False)
    assert left["reason"] == "It is now part of another lab."
    assert list(late)[-1] == "compvis"
    assert client.get(left["links"]["lab"]).headers["Location"] == "/api/v1/labs/lab-one"
    assert any("was merged into" in step["change"] for step in late["lab-one"]["steps"])


def test_a_lab_that_comes_with_a_card_had_no_score(client: Client, editor: Actor) -> None:
    card = small_card()
    source = card["identity"]["responsible_party"]["evidence"]
    card["identity"]["model_version"]["evidence"] = source
    publish_card(editor, card)
    move = moves_of(read(client, f"{DIFF}?from=1&to=2"))["example-lab"]
    assert (move["kind"], "from" in move) == ("ranked", False)
    (step,) = move["steps"]
    assert "score_before" not in step
    assert step["score"] == move["to"]["score"] > 0


def test_steps_on_the_way_are_gathered(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    publish_card(editor, starter_card(R1))
    weaken_r1(editor)
    new_lab(editor, "new-lab", "New Lab")
    move = moves_of(read(client, f"{DIFF}?from=1&to={last()}"))["deepseek"]
    assert [step["ranking"] for step in move["steps"]] == [2, 3, 4]
    for number, step in zip((2, 3, 4), move["steps"], strict=True):
        assert f"version {number} of the card of DeepSeek-R1 was published" in step["change"]
        assert step["change"] == entries_of(number)["deepseek"].change
    assert move["reason"].count("was published; ") == 2
    back = read(client, f"{DIFF}?from=1&to=3")
    assert "deepseek" not in moves_of(back)
    assert back["moves"] == []


def test_many_steps_are_cut_and_it_says_where(
    client: Client, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    weaken_r1(editor)
    publish_card(editor, starter_card(R1))
    weaken_r1(editor)
    monkeypatch.setattr("registry.models.ranking_tables.TOLD_STEPS", 2)
    data = read(client, f"{DIFF}?from=1&to=4")
    assert data["steps_after"] == 3
    steps = moves_of(data)["deepseek"]["steps"]
    assert [step["ranking"] for step in steps] == [3, 4]
    rest = read(client, f"{DIFF}?from=1&to=3")
    assert rest["steps_after"] == 1
    assert read(client, f"{DIFF}?from=2&to=4")["steps_after"] == 2


def test_of_many_labs_above_the_first_are_named(
    client: Client, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    weaken_r1(editor)
    monkeypatch.setattr("registry.api.v1.ranking_diffs.TOLD_LABS", 1)
    above = moves_of(read(client, f"{DIFF}?from=1&to=2"))["deepseek"]["now_above"]
    expected = RankingEntry.objects.filter(ranking=2).order_by("position")[:1]
    assert [lab["slug"] for lab in above["labs"]] == [entry.lab.slug for entry in expected]
    assert above["count"] > 1


def test_a_ranking_does_not_differ_from_itself(client: Client) -> None:
    data = read(client, f"{DIFF}?from=1&to=1")
    assert data["from"] == data["to"]
    assert data["moves"] == []
    assert {kind for kind, count in data["counts"].items() if count} == {
        "unmoved",
        "not_rankable",
    }
    assert data["steps_after"] == 1
    assert "page" not in data["links"]


def test_left_out_numbers_are_the_newest_pair(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    publish_card(editor, starter_card(R1))
    expected = {"": "2&to=3", "?to=3": "2&to=3", "?to=2": "1&to=2", "?from=1": "1&to=3"}
    for query, pair in expected.items():
        links = read(client, DIFF + query)["links"]
        assert links["self"] == f"http://localhost:8000{DIFF}?from={pair}"
        assert client.get(links["page"]).status_code == 200


def test_between_two_named_rankings_nothing_ever_changes(client: Client, editor: Actor) -> None:
    into = new_lab(editor, "lab-one", "Lab One")
    before = last()
    compvis = Lab.objects.get(slug="compvis")
    labs.merge_labs(by=editor, lab=compvis, into=into, on=date(2026, 1, 1), reason=REASON)
    address = f"{DIFF}?from={before}&to={last()}"
    first = client.get(address)
    assert first.headers["Cache-Control"] == FOREVER
    assert moves_of(first.json()["data"])["compvis"]["kind"] == "left"
    later = new_lab(editor, "lab-two", "Lab Two")
    labs.merge_labs(by=editor, lab=into, into=later, on=date(2026, 2, 1), reason=REASON)
    weaken_r1(editor)
    again = client.get(address)
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("query", ["", "?to=2", "?from=1"])
def test_where_a_number_is_left_out_the_answer_may_change(
    client: Client, editor: Actor, query: str
) -> None:
    weaken_r1(editor)
    first = client.get(DIFF + query)
    assert "immutable" not in first.headers["Cache-Control"]
    publish_card(editor, starter_card(R1))
    again = client.get(DIFF + query, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == (304 if "to" in query else 200)


def test_what_there_is_no_ranking_of(client: Client, editor: Actor) -> None:
    assert "first" in check_problem(client.get(DIFF), "not-found")["detail"]
    assert "first" in check_problem(client.get(f"{DIFF}?to=1"), "not-found")["detail"]
    for query in ("from=1&to=999", "from=999&to=1", "to=999", "from=999"):
        refused = client.get(f"{DIFF}?{query}")
        expected = client.get("/api/v1/rankings/999").json()["detail"]
        if query == "to=999":
            expected = expected.replace("999", "998")
        assert check_problem(refused, "not-found")["detail"] == expected
        check_described(DIFF, refused)


def test_before_the_first_ranking(client: Client, empty_registry: None) -> None:
    assert check_problem(client.get(DIFF), "not-found")["detail"] == "No ranking was made yet."
    check_problem(client.get(f"{DIFF}?from=1&to=1"), "not-found")


def test_the_earlier_ranking_comes_first(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    refused = client.get(f"{DIFF}?from=2&to=1")
    check_described(DIFF, refused)
    (error,) = check_problem(refused, "invalid-parameters")["errors"]
    assert (error["parameter"], error["code"]) == ("from", "query.range")
    assert error["hint"] == "Ask for from=1&to=2."


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("from=0&to=1", "query.range", "from"),
        ("from=1&to=1000000000", "query.range", "to"),
        ("from=1&to=%D9%A1", "query.form", "to"),
        ("from=1&to=current", "query.form", "to"),
        ("from=1&to=2026-07-01", "query.form", "to"),
        ("from=&to=1", "query.form", "from"),
        ("from=1&to=1&to=1", "query.repeated", "to"),
        ("from=1&two=1", "query.unknown_parameter", "two"),
        ("from=1&to=1&kind=up", "query.unknown_parameter", "kind"),
        ("from=1&to=1&fields=moves.reason", "query.unknown_field", "fields"),
    ],
)
def test_bad_parameters_are_named(client: Client, query: str, code: str, parameter: str) -> None:
    response = client.get(f"{DIFF}?{query}")
    check_described(DIFF, response)
    (error,) = check_problem(response, "invalid-parameters")["errors"]
    assert (error["code"], error["parameter"]) == (code, parameter)


def test_rankings_lead_to_their_difference(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    rows = read(client, "/api/v1/rankings")
    links = {row["number"]: row["links"].get("diff") for row in rows}
    assert links == {1: None, 2: f"http://localhost:8000{DIFF}?from=1&to=2"}
    for path in ("/api/v1/rankings/2", "/api/v1/rankings/current"):
        assert read(client, path)["links"]["diff"] == links[2]
    assert "diff" not in read(client, "/api/v1/rankings/1")["links"]
    assert read(client, f"{DIFF}?from=1&to=2")["links"]["self"] == links[2]


def test_number_of_queries_does_not_grow(client: Client, editor: Actor) -> None:
    def counts(newest: int) -> list[int]:
        asked = ("?from=1&to=2", "", f"?from=1&to={newest}", "?from=1")
        return [queries_when_new(client, DIFF + query) for query in asked]

    weaken_r1(editor)
    # Both rankings, their lines, the steps; and the newest number where it was left out.
    assert counts(2) == [3, 4, 3, 4]
    for number in range(3):
        new_lab(editor, f"lab-{number}", f"Lab {number}")
    assert counts(last()) == [3, 4, 3, 4]
    etag = client.get(f"{DIFF}?from=1&to=2").headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{DIFF}?from=1&to=2", headers={"If-None-Match": etag})
    assert len(queries) == 1
