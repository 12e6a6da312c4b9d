"""Three validators, one verdict: pydantic, jsonschema and jsonschema-rs on real cards gone wrong.

Pointers are compared as JSON Schema gives them, so pydantic's are brought to that form:

* a missing or unknown key is a fault of the object that lacks or has it;
* of a list that is too long, pydantic reads no entry, so faults inside such a list count as the
  list's own, for all three.

Nothing else is normalised.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from pydantic import ValidationError

from registry.rules.card.document import Card
from registry.rules.card.sections import SECTIONS
from registry.rules.card_fields import SCHEMA_PATH
from registry.rules.pointer import join_pointer
from tests.factories.battery import BATTERY
from tests.factories.faulty_cards import faulty
from tests.factories.starter import starter_cards

SEEDS = range(48 if BATTERY else 10)
FAULTY_CARDS_PER_SEED = 1_000 if BATTERY else 200

SCHEMA = json.loads(SCHEMA_PATH.read_bytes())
HEAD = ("schema_version", "card_id", "language", "model", "prepared_by", "facts")
# They fit the pattern of an address, so that only its format can refuse them.
BAD_ADDRESSES = ("https://exämple.org/", "https://example.org/%zz", "https://[::1")


def _ecma_pattern(
    _validator: Validator, pattern: str, instance: object, _schema: object
) -> Iterator[jsonschema.ValidationError]:
    # JSON Schema's regular expressions are ECMAScript's: "$" is the end, not the last line feed.
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError("does not match")


@cache
def explainer() -> Validator:
    stock = jsonschema.Draft202012Validator
    ecma: type[Validator] = extend(stock, {"pattern": _ecma_pattern})  # type: ignore[no-untyped-call]
    return ecma(SCHEMA, format_checker=stock.FORMAT_CHECKER)


@cache
def decider() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)


@cache
def sound_cards() -> tuple[dict[str, Any], ...]:
    """Every real card; outside the battery each part of it apart with the head, for speed."""
    if BATTERY:
        return tuple(starter_cards().values())
    return tuple(
        {key: card[key] for key in (*HEAD, part) if key in card}
        for card in starter_cards().values()
        for part in (*SECTIONS, "estimates", "fact_evidence")
        if part in card
    )


def refusals_by_pydantic(document: object) -> set[str]:
    try:
        Card.model_validate(document)
    except ValidationError as refused:
        return {
            join_pointer(
                line["loc"][:-1] if line["type"] in ("missing", "extra_forbidden") else line["loc"]
            )
            for line in refused.errors()
        }
    return set()


def agreed_refusals(document: Any) -> set[str]:
    """Pointers to what all three refuse, none for a valid card; fails where they differ."""
    explained = list(explainer().iter_errors(document))
    too_long = {
        join_pointer(error.absolute_path) for error in explained if error.validator == "maxItems"
    }

    def outside(pointers: set[str]) -> set[str]:
        return {
            next((whole for whole in too_long if pointer.startswith(f"{whole}/")), pointer)
            for pointer in pointers
        }

    by_pydantic = outside(refusals_by_pydantic(document))
    by_explainer = outside({join_pointer(error.absolute_path) for error in explained})
    by_decider = outside(
        {join_pointer(error.instance_path) for error in decider().iter_errors(document)}
    )
    assert by_pydantic == by_explainer == by_decider, json.dumps(document)
    return by_pydantic


@pytest.mark.randomised
@pytest.mark.parametrize("seed", SEEDS)
def test_faulty_cards_are_refused_alike(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    refused = sum(
        bool(agreed_refusals(faulty(random.choice(sound_cards()), random)))
        for _ in range(FAULTY_CARDS_PER_SEED)
    )
    # Some faults do no harm, such as another country; if most did none, little would be shown.
    assert refused > FAULTY_CARDS_PER_SEED * 0.6


def test_real_cards_are_accepted_by_all() -> None:
    assert len(starter_cards()) >= 31
    for card_id, card in starter_cards().items():
        assert agreed_refusals(card) == set(), card_id


FLOP = {"value": 3.8e25}
RUN: dict[str, Any] = {"flop": FLOP, "stages": ["pretraining"]}
USE = {"purpose": "rollouts"}
EVIDENCE = {"title": "Report", "kind": "lab", "url": "https://example.org/report"}
CARD: dict[str, Any] = {
    "schema_version": "1.0",
    "card_id": "lab/model",
    "language": "en",
    "model": {"name": "Model", "developer": "Lab"},
    "prepared_by": {"role": "developer", "name": "Team", "prepared_on": "2026-01-31"},
    "compute": {
        "final_run": {"status": "disclosed", "value": RUN, "evidence": [EVIDENCE]},
        "generation": {"status": "withheld", "withheld_reason": "law"},
    },
    "hardware": {"topology": {"status": "disclosed", "value": {"nodes": 64}}},
}
RUN_CLAIM = ("compute", "final_run")
RUN_VALUE = (*RUN_CLAIM, "value")
TOPOLOGY = ("hardware", "topology")
DELETED = object()


def with_change(place: tuple[str | int, ...], value: object) -> dict[str, Any]:
    document = copy.deepcopy(CARD)
    holder: Any = document
    for token in place[:-1]:
        holder = holder[token]
    if value is DELETED:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    return document


@pytest.mark.parametrize(
    ("place", "value", "refused"),
    [
        # numbers
        ((*RUN_VALUE, "flop", "value"), 7, None),
        ((*RUN_VALUE, "flop", "value"), "6e24", "/compute/final_run/value/flop/value"),
        ((*RUN_VALUE, "flop", "value"), True, "/compute/final_run/value/flop/value"),
        ((*RUN_VALUE, "flop", "value"), None, "/compute/final_run/value/flop/value"),
        ((*RUN_VALUE, "flop", "value"), -1e-9, "/compute/final_run/value/flop/value"),
        ((*RUN_VALUE, "flop"), 3.8e25, "/compute/final_run/value/flop"),
        ((*TOPOLOGY, "value", "nodes"), 64.0, None),
        ((*TOPOLOGY, "value", "nodes"), 64.5, "/hardware/topology/value/nodes"),
        ((*TOPOLOGY, "value", "nodes"), False, "/hardware/topology/value/nodes"),
        ((*TOPOLOGY, "value", "nodes"), 0, "/hardware/topology/value/nodes"),
        # a number or a range, never both, never half
        ((*RUN_VALUE, "flop"), {"low": 1, "high": 2}, None),
        ((*RUN_VALUE, "flop"), {"low": 1}, "/compute/final_run/value/flop"),
        ((*RUN_VALUE, "flop", "high"), 4e25, "/compute/final_run/value/flop"),
        ((*RUN_VALUE, "flop"), {"precision": "rounded"}, "/compute/final_run/value/flop"),
        # a value exactly with disclosed, a reason exactly with withheld
        ((*RUN_CLAIM, "status"), DELETED, "/compute/final_run"),
        ((*RUN_CLAIM, "status"), "none", "/compute/final_run"),
        (RUN_VALUE, DELETED, "/compute/final_run"),
        (RUN_VALUE, {}, "/compute/final_run/value"),
        ((*RUN_CLAIM, "withheld_reason"), "law", "/compute/final_run"),
        (("compute", "generation", "withheld_reason"), DELETED, "/compute/generation"),
        (("compute", "generation", "value"), {"uses": [USE]}, "/compute/generation"),
        # a figure without its stages does not count
        ((*RUN_VALUE, "stages"), DELETED, "/compute/final_run/value"),
        ((*RUN_VALUE, "stages"), [], "/compute/final_run/value/stages"),
        ((*RUN_VALUE, "stages"), ["evaluation", "evaluation"], "/compute/final_run/value/stages"),
        ((*RUN_VALUE, "stages"), ["RL"], "/compute/final_run/value/stages/0"),
        # evidence: somewhere to look
        ((*RUN_CLAIM, "evidence"), [], None),
        ((*RUN_CLAIM, "evidence", 0, "url"), DELETED, "/compute/final_run/evidence/0"),
        ((*RUN_CLAIM, "evidence"), [EVIDENCE] * 21, "/compute/final_run/evidence"),
        ((*RUN_CLAIM, "evidence", 0, "title"), "bell\a", "/compute/final_run/evidence/0/title"),
        ((*RUN_CLAIM, "evidence", 0, "doi"), "10.1038/é", None),
        ((*RUN_CLAIM, "evidence", 0, "doi"), "10.1038/\x1f", "/compute/final_run/evidence/0/doi"),
        # dates: their length is their precision
        ((*RUN_CLAIM, "as_of"), "2025-01", None),
        ((*RUN_CLAIM, "as_of"), "2025-1", "/compute/final_run/as_of"),
        ((*RUN_CLAIM, "as_of"), "2025\n", "/compute/final_run/as_of"),
        ((*RUN_CLAIM, "as_of"), "2024-01-31T00:00:00", "/compute/final_run/as_of"),
        ((*RUN_CLAIM, "as_of"), 1700006400, "/compute/final_run/as_of"),
        # the head
        (("modell",), {}, ""),
        (("model",), DELETED, ""),
        (("model", "name"), "x" * 200, None),
        (("model", "name"), "x" * 201, "/model/name"),
        (("card_id",), "openai/gpt-4.1", "/card_id"),
        (("schema_version",), "1.1", "/schema_version"),
        (("language",), "no", None),
        (("language",), False, "/language"),
        (("facts",), None, "/facts"),
    ],
)
def test_known_differences_are_settled(
    place: tuple[str | int, ...], value: object, refused: str | None
) -> None:
    expected = set() if refused is None else {refused}
    assert agreed_refusals(with_change(place, value)) == expected


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://127.0.0.1:8000/", True),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("ftp://example.org/", False),
        ("https://example.org/a b", False),
        ("https://example.org/\n", False),
        *((address, False) for address in BAD_ADDRESSES),
    ],
)
def test_addresses(address: str, accepted: bool) -> None:
    place = (*RUN_CLAIM, "evidence", 0, "url")
    pointers = agreed_refusals(with_change(place, address))
    assert pointers == (set() if accepted else {"/compute/final_run/evidence/0/url"})


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_only_the_format_refuses_a_bad_address(address: str) -> None:
    """So that ``test_addresses`` proves the format checks of all three active."""
    document = with_change((*RUN_CLAIM, "evidence", 0, "url"), address)
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(document)
    assert jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=False).is_valid(document)


def test_several_faults_are_found_at_once() -> None:
    """A broken rule hides no bad field, and a bad field no broken rule."""
    document = with_change((*RUN_CLAIM, "withheld_reason"), "competition")
    run = document["compute"]["final_run"]
    run["value"] = {
        "flop": {"value": "many", "low": 1, "as_stated": ""},
        "stages": ["RL", "RL"],
        "nme": 1,
    }
    run["evidence"] = [{"title": "", "kind": "blog"}]
    value = "/compute/final_run/value"
    evidence = "/compute/final_run/evidence/0"
    assert agreed_refusals(document) == {
        "/compute/final_run",
        *(value, f"{value}/flop", f"{value}/flop/value", f"{value}/flop/as_stated"),
        *(f"{value}/stages", f"{value}/stages/0", f"{value}/stages/1"),
        *(evidence, f"{evidence}/title", f"{evidence}/kind"),
    }


@pytest.mark.parametrize("document", [None, True, 7, "card", [], {}, [[]], {"": None}])
def test_things_that_are_no_card(document: object) -> None:
    assert agreed_refusals(document) == {""}
