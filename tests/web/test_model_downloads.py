"""The list of models as CSV and JSON: exactly what the page shows, all of it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.exporters.catalogue import COLUMNS
from registry.models import CatalogueEntry, Change
from registry.rules.catalogue.query import parse_text
from tests.factories.catalogue import add_entries
from tests.web.site import read

pytestmark = pytest.mark.django_db

QUESTIONS = (
    "",
    "card=no&sort=name",
    "lab=deepseek,openai&sort=-released",
    "has=cost.final_run&sort=-cost",
    "q=zzzzzz",
)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response).decode()  # type: ignore[arg-type]


def table(client: Client, question: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(client, f"/models.csv?{question}"))))


def data(client: Client, question: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(client, f"/models.json?{question}"))
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_download_holds_every_model_in_the_order_of_the_page(
    client: Client, question: str
) -> None:
    query = parse_text(question)
    expected = list(
        CatalogueEntry.objects.matching(query)
        .in_order(query.sort)
        .values_list("public_id", flat=True)
    )
    assert [row["id"] for row in table(client, question)] == expected
    assert [row["id"] for row in data(client, question)["data"]] == expected
    page = read(client, f"/models/?{question}")
    if expected:
        assert f"/models.csv?{query.text}".removesuffix("?") in page.links
        assert f"/models.json?{query.text}".removesuffix("?") in page.links


def test_each_figure_of_the_table_has_its_scope(client: Client) -> None:
    rows = {row["id"]: row for row in table(client, "")}
    r1 = rows["deepseek/deepseek-r1"]
    assert list(r1) == list(COLUMNS)
    assert (r1["cost_state"], float(r1["cost_low"]), r1["cost_unit"]) == (
        "disclosed",
        294_000.0,
        "USD",
    )
    assert r1["cost_base"] == "excluded"
    assert r1["cost_base_models"] == "DeepSeek-V3-Base"
    assert r1["cost_stages"] == "reinforcement_learning | synthetic_data_generation"
    assert float(r1["cost_cumulative_low"]) == 5.86e6
    assert "excluding base model DeepSeek-V3-Base" in r1["cost_scope"]
    assert (r1["flop_state"], r1["flop_low"]) == ("not disclosed", "")
    assert (r1["accelerators"], r1["level"], r1["score"]) == ("NVIDIA H800", "listed", "52.7")
    assert re.fullmatch("sha256:[0-9a-f]{64}", r1["card_hash"])
    uncarded = rows["deepseek/deepseek-v2"]
    assert uncarded["has_card"] == "false"
    assert {uncarded[name] for name in uncarded if name.endswith("_state")} == {"no card"}
    assert {uncarded["level"], uncarded["open_weights"], uncarded["peer_reviewed"]} == {"no card"}
    assert (uncarded["score"], uncarded["cost_low"]) == ("", "")


def test_the_json_says_what_was_asked_and_when(client: Client) -> None:
    found = data(client, "q=H800&card=yes")
    assert found["meta"] == {
        "question": "q=H800&card=yes",
        "seq": Change.objects.last_seq(),
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    stored = CatalogueEntry.objects.get(public_id="deepseek/deepseek-r1")
    assert json.loads(stored.summary) in found["data"]


def test_a_download_has_a_name_and_may_be_kept_a_minute(client: Client) -> None:
    response = client.get("/models.csv")
    assert re.fullmatch(
        r'attachment; filename="models-\d{4}-\d\d-\d\d\.csv"',
        response.headers["Content-Disposition"],
    )
    narrowed = client.get("/models.json?card=no")
    fingerprint = parse_text("card=no").fingerprint
    assert re.fullmatch(
        rf'attachment; filename="models-\d{{4}}-\d\d-\d\d-{fingerprint}\.json"',
        narrowed.headers["Content-Disposition"],
    )
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert narrowed.headers["Content-Type"] == "application/json"
    for each in (response, narrowed):
        assert each.headers["Cache-Control"].startswith("public, max-age=60")
        assert each.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/models.csv", "/models.json"])
def test_a_download_asks_the_database_once_however_much_there_is(
    client: Client, address: str
) -> None:
    add_entries(1_200)
    add_entries(10, prefix="carded", has_card=True, score=0, level=0)
    with CaptureQueriesContext(connection) as captured:
        text(client, address)
    reading = [query["sql"] for query in captured if "summary" in query["sql"]]
    assert len(reading) == 1 or connection.vendor == "postgresql"
    assert len(captured) <= 2


@pytest.mark.parametrize("address", ["/models.csv", "/models.json"])
def test_only_reading_is_allowed_and_head_has_no_body(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    head = client.head(address)
    assert head.status_code == 200
    assert b"".join(head) == b""  # type: ignore[arg-type]


def test_a_bad_question_is_refused_in_the_form_that_was_asked_for(client: Client) -> None:
    plain = client.get("/models.csv?lab=opnai&page=2")
    assert (plain.status_code, plain.headers["Content-Type"]) == (400, "text/plain")
    assert 'lab: found "opnai", expected a lab of this registry. Did you mean openai?' in (
        plain.content.decode()
    )
    problem = client.get("/models.json?lab=opnai")
    assert (problem.status_code, problem.headers["Content-Type"]) == (
        400,
        "application/problem+json",
    )
    body = json.loads(problem.content)
    assert client.get(body["type"]).status_code == 200
    assert body["errors"] == [
        {
            "parameter": "lab",
            "code": "query.unknown_value",
            "message": 'lab: found "opnai", expected a lab of this registry.',
            "hint": "Did you mean openai?",
        }
    ]
    assert client.get("/models.csv?cursor=x").status_code == 400
