"""Checking a card without an account: everything is told, and nothing is stored."""

from __future__ import annotations

import builtins
import copy
import gzip
import io
import json
import os
from random import Random
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from registry.models import Actor
from registry.rules.card_fields import CURRENT_VERSION
from registry.rules.checking.check import check_card
from registry.rules.checking.problem_data import problem_to_data
from registry.rules.checking.reading import MAXIMUM_BYTES
from registry.rules.standard import load_standard
from tests.api.openapi import check_described
from tests.api.problems import check_problem
from tests.factories.faulty_cards import faulty
from tests.factories.registry import publish_card
from tests.factories.small_card import small_card
from tests.factories.starter import CARD_FILES, starter_cards
from tests.factories.stored import stored_rows

VALIDATE = "/api/v1/validate"
R1 = "deepseek/deepseek-r1"

pytestmark = pytest.mark.django_db


def send(
    client: Client, body: bytes | str, content_type: str = "application/json", **headers: str
) -> Any:
    data = body.encode() if isinstance(body, str) else body
    # Django's test client leaves the type of an empty body out.
    return client.generic("POST", VALIDATE, data, headers=headers, CONTENT_TYPE=content_type)


def told(client: Client, card: Any) -> dict[str, Any]:
    response = send(client, json.dumps(card))
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def test_a_sound_card(client: Client) -> None:
    card = starter_cards()[R1]
    body = told(client, card)
    assert body["valid"] is True
    assert body["problems"] == []
    assert body["schema_version"] == CURRENT_VERSION
    assert body["canonical_hash"] == check_card(json.dumps(card).encode()).content_hash
    severities = {result["severity"] for result in body["plausibility"]}
    assert {"pass", "not_run"} <= severities
    assert "error" not in severities
    assert any(result.get("formula") for result in body["plausibility"])
    preview = body["preview"]
    assert 0 < preview["score"] < 100
    assert preview["level"]["name"] == "listed"
    assert len(preview["claims"]) == len(load_standard().items)
    assert preview["next_best"]


@pytest.mark.parametrize("card_id", [*sorted(starter_cards()), ""])
def test_every_answer_is_as_described(card_id: str, client: Client) -> None:
    card = copy.deepcopy(starter_cards()[card_id] if card_id else small_card())
    check_described(VALIDATE, send(client, json.dumps(card)), method="post")
    card.setdefault("hardware", {})["topology"] = {"status": "disclosed", "value": {"nodes": -1}}
    check_described(VALIDATE, send(client, json.dumps(card)), method="post")


def test_every_refusal_is_as_described(client: Client) -> None:
    too_large = b" " * (MAXIMUM_BYTES + 1)
    for refused in (send(client, "{"), send(client, too_large), send(client, "{}", "text/plain")):
        check_described(VALIDATE, refused, method="post")


def test_the_answer_is_of_the_form_that_is_promised(client: Client) -> None:
    response = send(client, json.dumps(small_card()))
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert response.headers["RateLimit-Policy"] == '"validate";q=60;w=300'
    assert list(response.json()) == [
        "valid", "schema_version", "canonical_hash", "problems", "plausibility", "preview",
    ]  # fmt: skip


def test_a_wrong_card_is_an_answer_and_no_refusal(client: Client) -> None:
    card = small_card()
    card["cost"]["final_run"]["value"]["amount"]["curency"] = "USD"
    body = told(client, card)
    assert body["valid"] is False
    assert not {"preview", "canonical_hash"} & set(body)
    assert body["plausibility"] == []
    (problem,) = body["problems"]
    assert problem["code"] == "schema.unknown_key"
    assert problem["item"] == "COST-1"
    assert problem["pointer"] == "/cost/final_run/value/amount/curency"
    assert problem["severity"] == "error"
    assert "currency" in problem["hint"]
    assert problem["line"] >= 1


def test_yaml_says_the_line(client: Client) -> None:
    text = yaml.safe_dump(small_card(), allow_unicode=True).replace(
        "currency: USD", "currency: usd"
    )
    line = text[: text.index("currency: usd")].count("\n") + 1
    for content_type in ("application/yaml", "text/yaml", "application/vnd.card+yaml"):
        body = send(client, text, content_type).json()
        assert body["valid"] is False
        assert {problem["line"] for problem in body["problems"]} == {line}
    assert send(client, json.dumps(small_card()), "application/vnd.card+json").json()["valid"]
    assert send(client, json.dumps(small_card()), "application/json; charset=UTF-8").json()["valid"]


def test_the_known_slips_are_caught_in_the_right_words(client: Client) -> None:
    """648 chips, 29.4 million dollars, and a cost without its base model."""
    chips = copy.deepcopy(starter_cards()[R1])
    chips["hardware"]["topology"]["value"]["nodes"] = 81
    by_severity = {
        (result["check"], result["severity"]): result["message"]
        for result in told(client, chips)["plausibility"]
        if result["severity"] != "not_run"
    }
    assert "81 nodes × 8 accelerators = 648" in by_severity["PC21", "error"]
    body = told(client, chips)
    assert body["valid"] is False
    assert [problem["code"] for problem in body["problems"]] == ["plausibility.PC21"]
    assert body["problems"][0]["line"] == 1
    assert body["problems"][0]["item"] in {"CHIP-2", "CHIP-3"}
    assert body["preview"]["score"] > 0
    money = copy.deepcopy(starter_cards()[R1])
    money["cost"]["final_run"]["value"]["amount"]["amount"] = 29_400_000
    body = told(client, money)
    messages = [r["message"] for r in body["plausibility"] if r["severity"] == "error"]
    assert any("29,400,000" in message and "100 times" in message for message in messages)
    assert "Checks at severity error are open" in str(body["preview"]["level_if_attested"])
    alone = next(
        r for r in told(client, starter_cards()[R1])["plausibility"] if r["check"] == "PC13"
    )
    assert "excluding base model DeepSeek-V3-Base" in alone["message"]


def test_figures_are_added_up_with_published_ancestors(client: Client) -> None:
    card = small_card()
    lineage = card["identity"]["lineage"]["value"]["derived_from"][0]
    answer = {row["item"]: row["answer"] for row in told(client, card)["preview"]["claims"]}
    lineage |= {"card_id": "deepseek/deepseek-v3", "model": "DeepSeek-V3"}
    with_card = {row["item"]: row["answer"] for row in told(client, card)["preview"]["claims"]}
    assert answer["COST-1"] != with_card["COST-1"]
    assert "5.87 million" in with_card["COST-1"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "reading.empty"),
        (b"   ", "reading.empty"),
        (b"{", "reading.syntax"),
        (b"[]", "reading.not_an_object"),
        (b'{"a": 1, "a": 2}', "reading.duplicate_key"),
        (b'{"a": NaN}', "reading.not_a_number"),
        (b'{"a": 1e999}', "reading.number_range"),
        (b'{"a": 123456789012345678901234567890}', "reading.integer_range"),
        (b"\xff\xfe{}", "reading.encoding"),
        (b"\xef\xbb\xbf{}", "reading.byte_order_mark"),
        (b'{"a": "\\ud800"}', "reading.lone_surrogate"),
        (b'{"a": "\\u0000"}', "reading.null_character"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "reading.depth"),
        (b"[" * 500_000, "reading.depth"),
        (b'{"a": [' + b"1," * 100_000 + b"1]}", "reading.values"),
        (b'{"a": ' + b"9" * 1_000_000 + b"}", "reading.number_range"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    client: Client, body: bytes, code: str
) -> None:
    problem = check_problem(send(client, body), "unreadable-document")
    assert code in {error["code"] for error in problem["errors"]}
    if code not in {"reading.empty"}:
        assert {"line", "column"} <= set(problem["errors"][0])


def test_yaml_traps_are_refused(client: Client) -> None:
    for body, code in (
        ("a: &x 1\nb: *x", "reading.yaml_alias"),
        ("a: !!python/object:os.system {}", "reading.yaml_tag"),
        ("a: no", "reading.yaml_word"),
        ("a: 1\n---\nb: 2", "reading.yaml_documents"),
    ):
        problem = check_problem(send(client, body, "text/yaml"), "unreadable-document")
        assert problem["errors"][0]["code"] == code


def test_the_limit_of_size(client: Client) -> None:
    exactly = b'{"a": "' + b"x" * (MAXIMUM_BYTES - 9) + b'"}'
    assert len(exactly) == MAXIMUM_BYTES
    assert send(client, exactly).status_code == 200
    check_problem(send(client, exactly + b" "), "too-large")


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
        "+json",
        "application/xml",
        "application/json\x00",
    ],
)
def test_other_formats_are_refused(client: Client, content_type: str) -> None:
    check_problem(send(client, b"{}", content_type), "unsupported-media-type")


def test_compressed_and_unmeasured_bodies_are_refused(client: Client) -> None:
    packed = gzip.compress(json.dumps(small_card()).encode())
    refused = send(client, packed, **{"Content-Encoding": "gzip"})
    check_problem(refused, "unsupported-media-type")
    plain = json.dumps(small_card())
    assert send(client, plain, **{"Content-Encoding": "identity"}).status_code == 200
    chunked = client.generic(
        "POST", VALIDATE, b"", CONTENT_TYPE="application/json", HTTP_TRANSFER_ENCODING="chunked"
    )
    check_problem(chunked, "malformed-request")


def test_it_is_sent_and_not_read(client: Client) -> None:
    for method in ("get", "head", "put", "delete"):
        response = getattr(client, method)(VALIDATE)
        assert response.status_code == 405
        assert response.headers["Allow"] == "OPTIONS, POST"
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    allowed = client.options(VALIDATE, headers=asked)
    assert "POST" in allowed.headers["Access-Control-Allow-Methods"]
    check_problem(client.post(f"{VALIDATE}?dry_run=1"), "invalid-parameters")


@pytest.fixture
def no_file_is_opened(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Opening any file fails; requests are not counted, which would write to the counters."""

    def refuse(*arguments: Any, **options: Any) -> None:
        raise AssertionError(f"opened {arguments}")

    settings.RATE_LIMIT_FACTOR = 0
    for module, name in ((builtins, "open"), (io, "open"), (os, "open")):
        monkeypatch.setattr(module, name, refuse)


def test_nothing_is_stored(client: Client, request: pytest.FixtureRequest) -> None:
    bodies = [json.dumps(starter_cards()[R1]), json.dumps(small_card()), "{}", "{", ""]
    answers = [send(client, body).status_code for body in bodies]
    rows = stored_rows()
    request.getfixturevalue("no_file_is_opened")
    assert [send(client, body).status_code for body in bodies] == answers
    assert stored_rows() == rows


def test_the_same_card_gets_the_same_answer(client: Client) -> None:
    body = CARD_FILES[0].read_bytes()
    assert send(client, body).content == send(client, body).content


def test_a_fixed_number_of_queries(client: Client, editor: Actor) -> None:
    def count(card: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert told(client, card)["valid"]
        return len(queries)

    named, silent = starter_cards()[R1], small_card()
    del silent["identity"]["lineage"]
    assert (count(named), count(silent)) == (2, 3)
    for number in range(30):
        card = small_card()
        card["card_id"] = f"example-{number}/model-1"
        card["model"]["developer"] = f"Example Lab {number}"
        source = card["identity"]["responsible_party"]["evidence"]
        card["identity"]["model_version"]["evidence"] = copy.deepcopy(source)
        parent = {"model": "Model 1 Base", "card_id": "example-lab/model-1"}
        card["identity"]["lineage"]["value"]["derived_from"][0] |= parent
        publish_card(editor, card)
    assert (count(named), count(silent)) == (2, 3)


@hypothesis_settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_broken_card_gets_an_answer_with_the_words_of_the_checks(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - faults to be repeated by their seed
    card = faulty(random.choice(list(starter_cards().values())), random)
    body = json.dumps(card)
    checked = check_card(body.encode(), "json")
    response = send(Client(), body)
    if checked.document is None:
        check_problem(response, "unreadable-document")
        return
    assert response.status_code == 200
    told = response.json()
    standard = load_standard()
    form = [problem_to_data(one, standard) for one in checked.problems]
    figures = told["problems"][len(form) :]
    assert told["problems"][: len(form)] == form
    assert all(problem["code"].startswith("plausibility.") for problem in figures)
    assert ("preview" in told) is ("canonical_hash" in told) is not checked.has_errors
    assert told["valid"] is not (checked.has_errors or figures)
