from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from registry.rules.card_fields import Field, card_fields, load_schema
from registry.rules.checking import schema
from registry.rules.checking.explanation import _SENTENCES
from registry.rules.checking.schema import (
    FormatsNotCheckedError,
    check_formats_are_enforced,
    validate,
)
from registry.rules.problems import MAXIMUM_PROBLEMS
from tests.factories.battery import BATTERY
from tests.factories.faulty_cards import faulty
from tests.factories.small_card import small_card
from tests.factories.starter import starter_cards

# Keywords that only group, name or describe, and those of objects, which are explained together.
SILENT = {"$ref", "allOf", "else", "if", "items", "properties", "then"}
OF_OBJECTS = {"additionalProperties", "anyOf", "minProperties", "not", "oneOf", "required"}


def test_every_keyword_of_the_schema_has_a_sentence() -> None:
    known = set(Draft202012Validator.VALIDATORS) & set(_keywords(load_schema()))
    assert known - SILENT - OF_OBJECTS == set(_SENTENCES)


def _keywords(node: Any) -> Iterator[str]:
    """Keywords of a schema; the names of its fields and definitions are no keywords."""
    if isinstance(node, list):
        for part in node:
            yield from _keywords(part)
    elif isinstance(node, dict):
        for key, part in node.items():
            yield key
            yield from _keywords(list(part.values()) if key in ("properties", "$defs") else part)


@pytest.mark.randomised
def test_verdicts_agree_on_faulty_cards_and_every_refusal_is_explained() -> None:
    decider = jsonschema_rs.Draft202012Validator(load_schema(), validate_formats=True)
    cards = [*starter_cards().values()][::6]
    refused = 0
    for seed in range(3_000 if BATTERY else 150):
        card = faulty(cards[seed % len(cards)], Random(seed))  # noqa: S311 - no secret
        problems = validate(card)
        assert bool(problems) is not decider.is_valid(card), seed
        assert all(problem.code != "schema.refused" for problem in problems), seed
        refused += bool(problems)
    assert refused > (seed + 1) * 2 / 3


def test_problems_come_in_the_order_of_the_document() -> None:
    card = small_card()
    card["model"]["name"] = 1
    del card["model"]["developer"]
    card["identity"]["lineage"]["value"]["derived_from"] = [{"model": 1}, {"model": 2}]
    card["card_id"] = "x"
    card["zzz"] = 1
    assert [problem.pointer for problem in validate(card)] == [
        "/card_id",
        "/model/name",
        "/model/developer",
        "/identity/lineage/value/derived_from/0/model",
        "/identity/lineage/value/derived_from/1/model",
        "/zzz",
    ]


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        ("1.1", ["schema.version"]),
        ("2.0", ["schema.version"]),
        ("0.9", ["schema.version"]),
        ("1", ["schema.choice"]),
        ("1.0.0", ["schema.choice"]),
        (1.0, ["schema.type"]),
    ],
)
def test_a_card_of_another_version_is_one_problem(found: object, codes: list[str]) -> None:
    card = small_card() | {"schema_version": found}
    if codes == ["schema.version"]:
        card["new_in_that_version"] = {}
    assert [problem.code for problem in validate(card)] == codes


@pytest.mark.parametrize("entry", ["pretraining", {"a": 1}, ["a"], None])
def test_a_huge_list_is_refused_at_once(entry: object) -> None:
    card = small_card()
    card["compute"]["final_run"]["value"]["stages"] = [entry] * 50_000 + [[entry]] * 50_000
    begun = time.process_time()
    problems = validate(card)
    assert time.process_time() - begun < 5
    assert [problem.code for problem in problems] == ["schema.length"]


def test_many_problems_are_cut_off() -> None:
    card = small_card() | {f"unknown_{number}": 1 for number in range(1_000)}
    begun = time.process_time()
    assert len(validate(card)) == MAXIMUM_PROBLEMS
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("document", [None, True, 1, 1.5, "x", [], [{}]])
def test_what_is_no_object_is_a_problem(document: object) -> None:
    assert [problem.code for problem in validate(document)] == ["schema.type"]


def test_a_refusal_that_cannot_be_explained_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def knows_no_rule() -> Validator:
        return Draft202012Validator({})

    monkeypatch.setattr(schema, "_explainer", knows_no_rule)
    (problem,) = validate(small_card() | {"card_id": 1})
    assert (problem.pointer, problem.code) == ("/card_id", "schema.refused")
    assert problem.message


def test_formats_are_enforced() -> None:
    check_formats_are_enforced()


@pytest.mark.parametrize("lax", ["_compile_decider", "_compile_explainer"])
def test_a_validator_without_formats_is_found_at_start(
    lax: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compile_without_formats(rules: dict[str, Any]) -> Validator:
        return Draft202012Validator(rules)

    monkeypatch.setattr(schema, lax, compile_without_formats)
    with pytest.raises(FormatsNotCheckedError, match="rfc3986-validator"):
        check_formats_are_enforced()


def test_every_field_can_give_a_valid_example() -> None:
    """Examples are shown to people as what to write, so they must be right."""

    def fields(field: Field) -> Iterator[Field]:
        yield field
        for part in (*field.properties.values(), *([field.entries] if field.entries else [])):
            yield from fields(part)

    definitions = load_schema()["$defs"]
    for field in fields(card_fields()):
        rules = {key: rule for key, rule in field.keywords.items() if key != "$id"}
        validator = jsonschema_rs.Draft202012Validator(
            {**rules, "$defs": definitions}, validate_formats=True
        )
        assert validator.is_valid(field.example()), (field.title, field.example())
