"""Flat claims: one question of all models, row by row, with the scope of every figure."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from registry.api.v1.claim_parameters import MOST_PATHS
from registry.api.v1.claims import MEMBERS
from registry.rules.flat_claims.paths import claim_paths
from registry.rules.standard import load_standard
from tests.api.problems import check_problem
from tests.api.queries import queries_when_new
from tests.factories.catalogue import add_entries, claims
from tests.factories.starter import starter_cards

CLAIMS = "/api/v1/claims"
R1 = "/api/v1/models/deepseek/deepseek-r1/claims"
COST = f"{CLAIMS}?path=cost.final_run.amount&status=disclosed"

pytestmark = pytest.mark.django_db


def data(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    rows: list[dict[str, Any]] = response.json()["data"]
    return rows


def walk(client: Client, address: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        response = client.get(following)
        assert response.status_code == 200, response.content
        body = response.json()
        rows += body["data"]
        assert ('rel="next"' in response.headers.get("Link", "")) == ("next" in body)
        following = body.get("next")
    return rows


def refusal(client: Client, query: str) -> dict[str, Any]:
    body = check_problem(client.get(f"{CLAIMS}?{query}"), "invalid-parameters")
    (error,) = body["errors"]
    found: dict[str, Any] = error
    return found


def test_what_every_model_says_of_its_cost(client: Client) -> None:
    rows = data(client, COST)
    assert [row["model"] for row in rows] == [
        "bigscience/bloom-176b",
        "deepseek/deepseek-r1",
        "deepseek/deepseek-r1-zero",
        "deepseek/deepseek-v3",
        "ibm/granite-3-0-8b",
    ]
    bloom, r1 = rows[:2]
    assert (bloom["low"], bloom["high"], bloom["unit"]) == (7e6, 15e6, "USD")
    assert "value" not in bloom
    assert (r1["value"], r1["unit"], r1["precision"]) == (294000, "USD", "rounded")
    assert r1["scope"]["cumulative"][0]["bound"] == "sum"
    assert r1["links"] == {
        "self": f"http://localhost:8000{R1}/cost.final_run.amount",
        "card": "http://localhost:8000/api/v1/models/deepseek/deepseek-r1",
        "page": "http://localhost:8000/models/deepseek/deepseek-r1/#COST-1",
    }
    assert set(r1) <= set(MEMBERS)


def test_pages_of_any_size_make_the_same_list(client: Client) -> None:
    whole = walk(client, f"{CLAIMS}?path=COST-1,cost.final_run.amount,COMP-1&limit=100")
    assert len(whole) == 3 * len(starter_cards())
    small = walk(client, f"{CLAIMS}?path=COST-1,cost.final_run.amount,COMP-1&limit=7")
    assert small == whole


def test_the_default_page_and_the_count(client: Client) -> None:
    body = client.get(f"{CLAIMS}?count=true").json()
    assert len(body["data"]) == 25
    assert body["meta"]["count"] == 64 * len(starter_cards())
    assert "count" not in client.get(CLAIMS).json()["meta"]


def test_filters_of_claims_and_of_models(client: Client) -> None:
    rows = walk(client, f"{CLAIMS}?status=withheld&lab=openai,anthropic&limit=100")
    assert rows
    assert {row["status"] for row in rows} == {"withheld"}
    assert {row["lab"] for row in rows} <= {"openai", "anthropic"}
    verified = walk(client, f"{CLAIMS}?grade_min=verified&section=cost&limit=100")
    assert {row["grade"] for row in verified} == {"verified"}
    assert {row["path"].partition(".")[0] for row in verified} == {"cost"}
    assert {row["model"] for row in walk(client, f"{COST}&released_after=2025")} == {
        "deepseek/deepseek-r1",
        "deepseek/deepseek-r1-zero",
    }
    two = "deepseek/deepseek-r1,openai/gpt-4"
    assert [row["model"] for row in data(client, f"{CLAIMS}?path=COST-1&model={two}")] == (
        two.split(",")
    )


def test_what_cannot_be_true_of_one_claim_is_an_empty_list(client: Client) -> None:
    assert data(client, f"{CLAIMS}?status=withheld&status=disclosed") == []
    assert data(client, f"{CLAIMS}?path=COST-1&section=data") == []


def test_only_the_fields_asked_for(client: Client) -> None:
    rows = data(client, f"{COST}&fields=item,grade,model")
    assert rows[1] == {"model": "deepseek/deepseek-r1", "item": "COST-1", "grade": "verified"}


def test_a_figure_brings_its_unit_and_scope_along(client: Client) -> None:
    row = data(client, f"{COST}&fields=model,value")[1]
    assert row.keys() == {"model", "value", "unit", "scope"}
    assert (row["value"], row["unit"]) == (294000, "USD")
    assert "excluding base model DeepSeek-V3-Base" in row["scope"]["text"]
    (one,) = data(client, f"{R1}?path=cost.final_run.amount&fields=text")
    assert one.keys() == {"text", "unit", "scope"}
    single = client.get(f"{R1}/cost.final_run.amount?fields=low").json()["data"]
    assert single.keys() == {"low", "unit", "scope"}
    table = client.get(f"{COST.replace('/claims?', '/claims.csv?')}&fields=model,value")
    lines = list(csv.DictReader(io.StringIO(table.content.decode(), newline="")))
    assert (lines[1]["value"], lines[1]["unit"]) == ("294000", "USD")
    assert "excluding base model DeepSeek-V3-Base" in lines[1]["scope"]


@pytest.mark.parametrize("member", ["value", "low", "high", "as_stated", "text"])
def test_no_member_of_any_figure_comes_alone(member: str, client: Client) -> None:
    """Every field of compute and cost of every starter card, against the whole row."""
    every = [path.text for path in claim_paths(load_standard())]
    paths = [path for path in every if path.startswith(("compute.", "cost."))]
    figures = 0
    for start in range(0, len(paths), MOST_PATHS):
        asked = ",".join(paths[start : start + MOST_PATHS])
        address = f"{CLAIMS}?path={asked}&status=disclosed&limit=100"
        whole, sparse = walk(client, address), walk(client, f"{address}&fields={member}")
        assert len(whole) == len(sparse)
        for row, some in zip(whole, sparse, strict=True):
            kept = {member, "unit", "price_year", "scope"}
            assert some == {name: part for name, part in row.items() if name in kept}
            figures += member in some
            assert member not in some or some["scope"]["text"]
    assert figures > 20


def test_orders(client: Client) -> None:
    released = [row["released"] for row in data(client, f"{COST}&sort=-released")]
    assert released == sorted(released, reverse=True)
    forwards = [row["model"] for row in data(client, COST)]
    assert [row["model"] for row in data(client, f"{COST}&sort=-model")] == forwards[::-1]


@pytest.mark.parametrize(
    ("query", "code", "hint"),
    [
        ("path=cost.final_run.amoun", "query.unknown_value", "Did you mean cost.final_run.amount?"),
        ("path=", "query.unknown_value", None),
        ("paht=COST-1", "query.unknown_parameter", "Did you mean path?"),
        ("path=COST-1&path=COST-2", "query.repeated", "Give one."),
        ("status=secret", "query.unknown_value", None),
        ("status=witheld", "query.unknown_value", "Did you mean withheld?"),
        ("grade_min=2", "query.unknown_value", None),
        ("section=costs", "query.unknown_value", "Did you mean cost?"),
        ("model=deepseek-r1", "query.form", None),
        (
            "model=deepseek/deepseek-r1-zer",
            "query.unknown_value",
            "Did you mean deepseek/deepseek-r1-zero?",
        ),
        ("lab=deepsek", "query.unknown_value", "Did you mean deepseek?"),
        ("fields=model,valu", "query.unknown_field", "Did you mean value?"),
        ("sort=value", "query.unknown_value", None),
        ("limit=101", "query.range", None),
        ("limit=0", "query.range", None),
        ("cursor=eyJh", "query.cursor", "Leave the cursor out to begin with the first page."),
        ("released_after=2025-02-31", "query.range", "The calendar has no such day."),
    ],
)
def test_refusals_name_what_is_near(
    client: Client, query: str, code: str, hint: str | None
) -> None:
    error = refusal(client, query)
    assert error["code"] == code
    assert error.get("hint") == hint


def test_too_many_paths_are_refused(client: Client) -> None:
    refused = client.get(f"{CLAIMS}?path={'COST-1,' * 100}COST-1")
    (error,) = check_problem(refused, "invalid-parameters")["errors"]
    assert error["parameter"] == "path"


def test_a_cursor_belongs_to_its_question(client: Client) -> None:
    following = client.get(f"{CLAIMS}?path=COST-1&limit=5").json()["next"]
    cursor = following.rpartition("cursor=")[2]
    assert client.get(f"{CLAIMS}?path=COST-1&limit=9&cursor={cursor}").status_code == 200
    assert refusal(client, f"path=COST-2&limit=5&cursor={cursor}")["code"] == "query.cursor"
    assert refusal(client, f"path=COST-1&sort=-model&cursor={cursor}")["code"] == "query.cursor"


def test_csv_by_suffix_and_by_accept(client: Client) -> None:
    by_suffix = client.get(COST.replace("/claims?", "/claims.csv?"))
    by_accept = client.get(COST, headers={"Accept": "text/csv"})
    assert by_suffix.content == by_accept.content
    assert by_suffix.headers["Content-Type"].startswith("text/csv")
    assert by_accept.headers["ETag"] != client.get(COST).headers["ETag"]
    lines = list(csv.DictReader(io.StringIO(by_suffix.content.decode(), newline="")))
    assert lines[1]["model"] == "deepseek/deepseek-r1"
    assert (lines[1]["value"], lines[1]["unit"]) == ("294000", "USD")
    assert lines[1]["cumulative_low"] == "5860000.0"
    paged = client.get(f"{CLAIMS}.csv?path=COST-1&limit=5")
    assert "/claims.csv?" in paged.headers["Link"]
    assert client.get(f"{CLAIMS}.csv", headers={"Accept": "application/json"}).status_code == 406


def test_all_claims_of_one_model(client: Client) -> None:
    rows = data(client, R1)
    assert [row["item"] for row in rows] == [item.id for item in load_standard().items]
    assert {row["model"] for row in rows} == {"deepseek/deepseek-r1"}
    assert [row["item"] for row in data(client, f"{R1}?section=cost&status=disclosed")] == [
        "COST-1",
        "COST-2",
        "COST-3",
        "COST-4",
    ]
    check_problem(client.get(f"{R1}?limit=5"), "invalid-parameters")


@pytest.mark.parametrize("name", ["COST-1", "cost-1", "cost.final_run", "cost.final_run.amount"])
def test_one_claim_of_one_model(client: Client, name: str) -> None:
    body = client.get(f"{R1}/{name}").json()
    assert body["data"]["item"] == "COST-1"
    assert body["data"]["answer"].startswith("US$294,000")
    assert body["data"]["evidence"]


def test_what_there_is_no_claim_of(client: Client) -> None:
    unknown = check_problem(client.get(f"{R1}/COST-99"), "not-found")
    assert "Did you mean COST-" in unknown["detail"]
    for model in ("nobody/nothing", "nvidia/nemotron-4-340b"):
        address = f"/api/v1/models/{model}/claims"
        check_problem(client.get(address), "not-found")
        check_problem(client.get(f"{address}/COST-1"), "not-found")


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    addresses = {
        f"{CLAIMS}?path=COST-1&limit=10": 4,
        f"{CLAIMS}?path=COST-1&status=disclosed&grade_min=evidenced&count=true": 5,
        f"{CLAIMS}?path=COST-1&lab=openai&model=openai/gpt-4": 6,
        f"{R1}?section=cost": 5,
    }
    assert {address: queries_when_new(client, address) for address in addresses} == addresses
    add_entries(1_000, has_card=True, claim_states=claims(cost__final_run="d") + "2" * 64)
    assert {address: queries_when_new(client, address) for address in addresses} == addresses
