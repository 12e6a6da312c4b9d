"""What changed between two versions of a card, as programs get it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.actions import editorial, publication
from registry.models import Actor, CardVersion, Change
from registry.rules.canonical import canonical_bytes
from registry.rules.diff.fields import FieldChange, Kind
from registry.rules.errors import CardInvalid
from registry.rules.standard import load_standard
from tests.api.addresses import R1
from tests.api.openapi import check_described
from tests.api.problems import check_problem
from tests.api.queries import queries_when_new
from tests.factories.edits import Edited, replayed
from tests.factories.registry import REASON
from tests.factories.stored import publish, starter_card

MODEL = "deepseek/deepseek-r1"
GROK = "/api/v1/models/xai/grok-1"
DIFF = f"{R1}/diff"

pytestmark = pytest.mark.django_db


def edit(editor: Actor, change: Callable[[dict[str, Any]], object], model: str = MODEL) -> None:
    """Publish the starter card after ``change`` as its next version."""
    card = starter_card(model)
    change(card)
    publish(editor, card)


def noted(editor: Actor, note: str, model: str = MODEL) -> None:
    edit(editor, lambda card: card["prepared_by"].update(note=note), model)


def dearer(card: dict[str, Any]) -> None:
    """One figure changed, one claim gone, one come, and something of what surrounds them."""
    card["cost"]["final_run"]["value"]["amount"]["amount"] = 300_000
    del card["safety"]["limitations"]
    card["identity"]["competing_interests"] = {
        "status": "withheld",
        "withheld_reason": "law",
    }
    card["prepared_by"]["sources_read"].append("A letter of the lab")
    card["facts"]["data"]["uses_licensed_data"] = True


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    check_described(address, response, is_whole="fields=" not in address)
    return response.json()["data"]


def claims_of(data: Mapping[str, Any]) -> dict[str, Any]:
    return {claim["item"]: claim for claim in data["claims"]}


def version_of(number: int, model: str = MODEL) -> CardVersion:
    return CardVersion.objects.get(card__release__public_id=model, number=number)


def test_claims_and_fields_by_hand(client: Client, editor: Actor) -> None:
    edit(editor, dearer)
    data = read(client, f"{DIFF}?from=1&to=2")
    assert data["model"] == MODEL
    assert (data["from"]["number"], data["to"]["number"]) == (1, 2)
    items = data["items"]
    assert (items["added"], items["removed"], items["changed"]) == (
        ["ID-5"],
        ["SAFE-4"],
        ["COST-1"],
    )
    assert items["regraded"] == ["COST-1", "SAFE-4"]
    states = ("added", "removed", "changed", "unchanged", "silent")
    assert sorted(item for state in states for item in items[state]) == sorted(
        load_standard().item_by_id
    )
    claims = claims_of(data)
    assert list(claims) == ["ID-5", "COST-1", "SAFE-4"]
    cost = claims["COST-1"]
    assert (cost["state"], cost["regraded"], cost["claim"]) == ("changed", True, "cost.final_run")
    assert cost["from"] == {
        "status": "disclosed",
        "answer": "US$294,000 for reinforcement learning and synthetic data generation, excluding "
        "base model DeepSeek-V3-Base; cumulative US$5.86 million",
        "applicable": True,
        "grade": "verified",
        "credit": 1.0,
    }
    assert (cost["to"]["grade"], cost["to"]["credit"]) == ("evidenced", 0.8)
    assert cost["to"]["reason"].startswith("Evidenced, not verified")
    (amount,) = cost["fields"]
    assert (amount["change"], amount["title"]) == ("changed", "Amount")
    assert amount["from"]["pointer"] == amount["to"]["pointer"] == "/cost/final_run/value/amount"
    assert (amount["from"]["text"], amount["to"]["text"]) == ("US$294,000", "US$300,000")
    assert amount["to"]["value"]["amount"] == 300_000
    interests, limits = claims["ID-5"], claims["SAFE-4"]
    assert (interests["from"]["status"], interests["to"]["status"]) == ("silent", "withheld")
    assert interests["to"]["answer"] == "Withheld (law)"
    assert not interests["regraded"]
    assert (limits["from"]["grade"], limits["to"]["grade"]) == ("verified", "silent")
    assert [field["change"] for field in limits["fields"]] == ["removed"]
    assert "to" not in limits["fields"][0]
    around = data["surroundings"]
    assert [field["to"]["value"] for field in around["preparation"]] == ["A letter of the lab"]
    assert [field["to"]["pointer"] for field in around["facts"]] == [
        "/facts/data/uses_licensed_data"
    ]
    assert (around["model"], around["document"], data["estimates"]) == ([], [], [])


def test_scores_are_those_of_the_versions(client: Client, editor: Actor) -> None:
    sections = {row["section"]: row for row in read(client, f"{R1}/grading")["sections"]}
    edit(editor, dearer)
    data = read(client, f"{DIFF}?from=1&to=2")
    after = {row["section"]: row for row in read(client, f"{R1}/grading")["sections"]}
    assert data["sections"] == [
        {"section": name, "from": sections[name]["score"], "to": row["score"]}
        for name, row in after.items()
        if row["score"] != sections[name]["score"]
    ]
    assert {row["section"] for row in data["sections"]} == {"COST", "SAFE"}
    by_number = {row["number"]: row for row in read(client, f"{R1}/versions")}
    for side in ("from", "to"):
        listed = by_number[data[side]["number"]]
        shared = data[side].keys() & listed.keys() - {"links"}
        assert len(shared) == 8
        assert {name: data[side][name] for name in shared} == {
            name: listed[name] for name in shared
        }
        assert data[side]["links"]["card"] == listed["links"]["card"]


def test_grades_and_reasons_are_those_of_the_grading(client: Client, editor: Actor) -> None:
    def graded() -> dict[str, dict[str, Any]]:
        return {
            claim["item"]: {
                "grade": claim["grade"],
                "credit": claim["credit"],
                "applicable": claim["applicable"],
                "reason": claim.get("reason" if claim["applicable"] else "applicability"),
            }
            for claim in read(client, f"{R1}/grading")["claims"]
        }

    before = graded()
    edit(editor, say_what_grok_says)
    editorial.override_applicability(
        by=editor,
        card=editorial.get_live_card(MODEL),
        item="METH-1",
        applicable=False,
        reason="Ruled out by a test",
    )
    after = graded()
    claims = claims_of(read(client, f"{DIFF}?from=1&to=2"))
    assert len(claims) > 30
    ruled_out = claims["METH-1"]["to"]
    assert (ruled_out["status"], ruled_out["applicable"]) == ("not_applicable", False)
    assert ruled_out["reason"] == "Does not apply: an editor's ruling."
    for item, claim in claims.items():
        for side, expected in (("from", before[item]), ("to", after[item])):
            assert {name: claim[side].get(name) for name in expected} == expected
    unmoved = before.keys() - claims.keys()
    score = ("grade", "credit", "applicable")
    for item in unmoved:
        assert [before[item][name] for name in score] == [after[item][name] for name in score]


def say_what_grok_says(card: dict[str, Any]) -> None:
    """Nearly every claim is another."""
    kept = {name: card[name] for name in ("card_id", "model", "prepared_by", "identity")}
    card.clear()
    card.update(starter_card("xai/grok-1") | kept)


def publishable() -> Iterator[tuple[str, dict[str, Any]]]:
    """Starter cards after random edits, by their ids."""
    for seed in range(60):
        pair = Edited(seed % 31, seed, 6)
        if canonical_bytes(pair.old) != canonical_bytes(pair.new):
            yield pair.old["card_id"], pair.new


def test_a_difference_makes_one_version_out_of_the_other(client: Client, editor: Actor) -> None:
    """The bytes of version 2, from those of version 1 and what the answer says alone."""
    made = 0
    for model, card in publishable():
        try:
            publish(editor, card, card["prepared_by"]["role"])
        except (CardInvalid, AssertionError):
            continue
        path = f"/api/v1/models/{model}"
        numbers = [row["number"] for row in client.get(f"{path}/versions").json()["data"]]
        old, new = (json.loads(client.get(f"{path}/versions/{n}").content) for n in (1, numbers[0]))
        data = read(client, f"{path}/diff?from=1&to={numbers[0]}")
        assert canonical_bytes(told(replayed(old, changes_of(data)))) == canonical_bytes(told(new))
        made += 1
    assert made >= 8


def told(card: dict[str, Any]) -> dict[str, Any]:
    """The card without groups that hold nothing."""
    facts = {name: group for name, group in card.get("facts", {}).items() if group}
    return {key: value for key, value in {**card, "facts": facts}.items() if value}


def changes_of(data: Mapping[str, Any]) -> Iterator[FieldChange]:
    around = data["surroundings"].values()
    holders = [*data["claims"], *data["estimates"]]
    for fields in (*(holder["fields"] for holder in holders), *around):
        for field in fields:
            old, new = field.get("from"), field.get("to")
            yield FieldChange(
                kind=Kind(field["change"]),
                title=field["title"],
                old_pointer=old and old["pointer"],
                new_pointer=new and new["pointer"],
                old=old and old["value"],
                new=new and new["value"],
                old_text="",
                new_text="",
                old_unit="",
                new_unit="",
            )


def test_no_figure_of_cost_or_compute_stands_alone(client: Client, editor: Actor) -> None:
    def change(card: dict[str, Any]) -> None:
        dearer(card)
        card["compute"]["final_run"]["value"]["accelerator_hours"]["value"] = 150_000

    edit(editor, change)
    claims = claims_of(read(client, f"{DIFF}?fields=claims"))
    figures = [field for item in ("COMP-1", "COST-1") for field in claims[item]["fields"]]
    assert {field["from"]["unit"] for field in figures} == {"accelerator-hours", "USD"}
    for field in figures:
        for side in ("from", "to"):
            assert "excluding base model DeepSeek-V3-Base" in field[side]["answer"]
            assert field[side]["unit"].split("-")[-1][:2] in field[side]["text"]


def test_left_out_numbers_are_the_newest_pair(client: Client, editor: Actor) -> None:
    noted(editor, "Second")
    edit(editor, dearer)
    self = f"http://localhost:8000{DIFF}?from="
    expected = {
        "": "2&to=3",
        "?to=3": "2&to=3",
        "?to=2": "1&to=2",
        "?from=1": "1&to=3",
        "?from=3": "3&to=3",
    }
    links = {query: read(client, f"{DIFF}{query}")["links"] for query in expected}
    assert {query: link["self"] for query, link in links.items()} == {
        query: f"{self}{pair}" for query, pair in expected.items()
    }
    whole = client.get(f"{DIFF}?from=2&to=3").json()
    assert client.get(DIFF).json() == whole


def test_turned_round_it_says_the_same(client: Client, editor: Actor) -> None:
    edit(editor, dearer)
    there, back = (read(client, f"{DIFF}?from={pair}") for pair in ("1&to=2", "2&to=1"))
    assert (there["from"], there["to"]) == (back["to"], back["from"])
    assert there["items"]["added"] == back["items"]["removed"] == ["ID-5"]
    for one, other in zip(there["claims"], back["claims"], strict=True):
        assert (one["from"], one["to"]) == (other["to"], other["from"])
        for field, mirrored in zip(one["fields"], other["fields"], strict=True):
            assert (field.get("from"), field.get("to")) == (
                mirrored.get("to"),
                mirrored.get("from"),
            )


def test_a_version_does_not_differ_from_itself(client: Client) -> None:
    data = read(client, f"{DIFF}?from=1&to=1")
    assert data["from"] == data["to"]
    assert (data["claims"], data["estimates"], data["sections"]) == ([], [], [])
    assert not any(data["surroundings"].values())
    items = data["items"]
    assert not any(items[state] for state in ("added", "removed", "changed", "regraded"))
    assert len(items["unchanged"]) + len(items["silent"]) == len(load_standard().items)
    assert "page" not in data["links"]
    assert client.get("/models/deepseek/deepseek-r1/diff/?from=1&to=1").status_code == 400


def test_the_page_shows_the_same(client: Client, editor: Actor) -> None:
    edit(editor, dearer)
    data = read(client, DIFF)
    page = client.get(data["links"]["page"])
    assert page.status_code == 200
    text = page.content.decode()
    for claim in data["claims"]:
        assert f"/standard/{claim['item']}/" in text
    assert "US$300,000" in text


def test_a_new_grading_changes_the_answer_and_nothing_else_does(
    client: Client, editor: Actor
) -> None:
    noted(editor, "Second")
    address = f"{DIFF}?from=1&to=2"
    first = client.get(address)
    etag = first.headers["ETag"]
    seq = Change.objects.last_seq()
    noted(editor, "Second", "xai/grok-1")
    assert Change.objects.last_seq() > seq
    assert client.get(address).content == first.content
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    card = editorial.get_live_card(MODEL)
    editorial.confirm_peer_review(by=editor, card=card, item="COST-1", confirmed=False, reason="No")
    again = client.get(address, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert again.headers["ETag"] != etag
    data = again.json()["data"]
    assert (data["items"]["regraded"], data["items"]["changed"]) == (["COST-1"], [])
    (cost,) = data["claims"]
    assert (cost["state"], cost["fields"]) == ("unchanged", [])
    assert (cost["from"]["grade"], cost["to"]["grade"]) == ("verified", "evidenced")
    assert "immutable" not in again.headers["Cache-Control"]


def test_each_question_has_a_validator_of_its_own(client: Client, editor: Actor) -> None:
    noted(editor, "Second")
    queries = ("from=1&to=2", "from=2&to=1", "from=1&to=1", "from=2&to=2", "from=1&fields=items")
    etags = {client.get(f"{DIFF}?{query}").headers["ETag"] for query in queries}
    assert len(etags) == len(queries)


def test_what_there_is_no_version_of(client: Client, editor: Actor) -> None:
    assert "first" in check_problem(client.get(DIFF), "not-found")["detail"]
    assert "first" in check_problem(client.get(f"{DIFF}?to=1"), "not-found")["detail"]
    for query in ("from=1&to=2", "from=2&to=1", "to=2", "from=7"):
        refused = check_problem(client.get(f"{DIFF}?{query}"), "not-found")
        assert f"No version {7 if '7' in query else 2} of" in refused["detail"]
    for model in ("nobody/nothing", "nvidia/nemotron-4-340b"):
        path = f"/api/v1/models/{model}"
        expected = check_problem(client.get(f"{path}/versions"), "not-found")["detail"]
        for query in ("", "?from=1&to=1"):
            refused = check_problem(client.get(f"{path}/diff{query}"), "not-found")
            assert refused["detail"] == expected


def test_what_was_removed_is_refused_as_its_version_is(client: Client, editor: Actor) -> None:
    for note in ("Second", "Third", "Fourth"):
        noted(editor, note, "xai/grok-1")
    publication.remove(by=editor, version=version_of(2, "xai/grok-1"), reason=REASON)
    expected = check_problem(client.get(f"{GROK}/versions/2"), "removed")["detail"]
    for query in ("from=2&to=3", "from=1&to=2", "to=3", "from=2&to=2", "from=2"):
        response = client.get(f"{GROK}/diff?{query}")
        assert check_problem(response, "removed")["detail"] == expected
        check_described(f"{GROK}/diff", response)
    assert read(client, f"{GROK}/diff?from=1&to=3")["links"]["page"]
    links = {row["number"]: row["links"] for row in read(client, f"{GROK}/versions")}
    assert links[2] == {}
    assert {number for number, link in links.items() if "diff" in link} == {4}
    publication.remove(by=editor, version=version_of(4, "xai/grok-1"), reason=REASON)
    check_problem(client.get(f"{GROK}/diff"), "removed")
    assert read(client, f"{GROK}/diff?from=1&to=3")["to"]["number"] == 3


def test_a_kept_answer_is_not_confirmed_after_a_removal(client: Client, editor: Actor) -> None:
    noted(editor, "Second", "xai/grok-1")
    address = f"{GROK}/diff?from=1&to=2"
    etag = client.get(address).headers["ETag"]
    publication.remove(by=editor, version=version_of(1, "xai/grok-1"), reason=REASON)
    for condition in (etag, "*"):
        refused = client.get(address, headers={"If-None-Match": condition})
        check_problem(refused, "removed")


@pytest.mark.parametrize(
    ("query", "code", "parameter", "hint"),
    [
        ("from=0&to=1", "query.range", "from", None),
        ("from=1&to=1000000000", "query.range", "to", None),
        ("from=99999999999999999999&to=1", "query.form", "from", "Write it in plain digits."),
        ("from=-1&to=1", "query.form", "from", "Write it in plain digits."),
        ("from=1.5&to=1", "query.form", "from", "Write it in plain digits."),
        ("from=1e0&to=1", "query.form", "from", "Write it in plain digits."),
        ("from=%D9%A1&to=1", "query.form", "from", "Write it in plain digits."),
        ("from=&to=1", "query.form", "from", "Write it in plain digits."),
        ("from=newest", "query.form", "from", "Write it in plain digits."),
        ("from=1&from=1", "query.repeated", "from", "Give one."),
        ("from=1,2", "query.form", "from", "Write it in plain digits."),
        ("form=1&to=1", "query.unknown_parameter", "form", "Did you mean from?"),
        ("from=1&to=1&limit=5", "query.unknown_parameter", "limit", None),
        ("from=1&to=1&fields=claim", "query.unknown_field", "fields", "Did you mean claims?"),
        ("from=1&to=1&fields=claims.item", "query.unknown_field", "fields", None),
        ("from=1&to=1&fields=from.score", "query.unknown_field", "fields", None),
    ],
)
def test_bad_parameters_are_named(
    client: Client, query: str, code: str, parameter: str, hint: str | None
) -> None:
    response = client.get(f"{DIFF}?{query}")
    check_described(DIFF, response)
    (error,) = check_problem(response, "invalid-parameters")["errors"]
    assert (error["code"], error["parameter"]) == (code, parameter)
    assert hint is None or error["hint"] == hint


def test_only_the_fields_asked_for(client: Client) -> None:
    data = read(client, f"{DIFF}?from=1&to=1&fields=from,surroundings")
    assert data.keys() == {"from", "surroundings"}


def test_versions_lead_to_their_difference_on_every_page(client: Client, editor: Actor) -> None:
    noted(editor, "Second")
    noted(editor, "Third")
    address: str | None = f"{R1}/versions?limit=1"
    found = {}
    while address:
        body = client.get(address).json()
        found |= {row["number"]: row["links"].get("diff") for row in body["data"]}
        address = body.get("next")
    pair = f"http://localhost:8000{DIFF}?from={{}}&to={{}}"
    assert found == {1: None, 2: pair.format(1, 2), 3: pair.format(2, 3)}
    for link in filter(None, found.values()):
        assert client.get(link).json()["data"]["links"]["self"] == link


def test_number_of_queries_does_not_grow(client: Client, editor: Actor) -> None:
    def counts() -> list[int]:
        asked = ("?from=1&to=2", "", "?from=1", "?from=2&to=1&fields=claims")
        return [queries_when_new(client, DIFF + query) for query in asked]

    edit(editor, dearer)
    # Left out, the newest number is asked for; versions, gradings and claims are always.
    assert counts() == [3, 4, 4, 3]
    for number in range(4):
        noted(editor, f"Reading {number}")
    editorial.confirm_peer_review(
        by=editor, card=editorial.get_live_card(MODEL), item="COST-1", confirmed=False, reason="No"
    )
    assert counts() == [3, 4, 4, 3]
    etag = client.get(f"{DIFF}?from=1&to=2").headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{DIFF}?from=1&to=2", headers={"If-None-Match": etag})
    assert len(queries) == 2
