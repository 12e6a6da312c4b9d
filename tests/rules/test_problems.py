from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.checking.check import check_card
from registry.rules.checking.reading import MAXIMUM_BYTES
from registry.rules.pointer import join_pointer, split_pointer
from registry.rules.problems import (
    CODES,
    WARNINGS,
    Problem,
    compiler_line,
    json_text,
    shown,
)
from tests.factories.small_card import small_card


def json_with(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The small card as JSON after ``change`` (which may return what replaces the card)."""
    card = small_card()
    change(card)
    return json.dumps(card).encode()


def set_in(place: str, value: object) -> bytes:
    def change(card: dict[str, Any]) -> None:
        holder: Any = card
        *path, last = (int(key) if key.isdigit() else key for key in place.split("."))
        for key in path:
            holder = holder[key]
        holder[last] = value

    return json_with(change)


def without(section: str, claim: str, member: str) -> bytes:
    return json_with(lambda card: card[section][claim].pop(member))


# For every code, a text that is refused (or warned about) for this reason.
CAUSES: dict[str, bytes] = {
    "reading.size": b" " * (MAXIMUM_BYTES + 1),
    "reading.encoding": b'{"a": "\xff"}',
    "reading.byte_order_mark": b"\xef\xbb\xbf{}",
    "reading.empty": b"\n",
    "reading.syntax": b'{"a": 1,}',
    "reading.depth": b'{"a": ' + b"[" * 1_000,
    "reading.values": b'{"a": [' + b"1," * 100_000 + b"1]}",
    "reading.key_length": b'{"' + b"a" * 201 + b'": 1}',
    "reading.not_an_object": b"[1]",
    "reading.duplicate_key": b'{"a": 1, "a": 1}',
    "reading.not_a_number": b'{"a": NaN}',
    "reading.number_range": b'{"a": 1e999}',
    "reading.integer_range": b'{"a": 38000000000000000000000000}',
    "reading.null_character": b'{"a": "\\u0000"}',
    "reading.lone_surrogate": b'{"a": "\\ud800"}',
    "reading.yaml_alias": b"a: &x 1",
    "reading.yaml_tag": b"a: !!str 1",
    "reading.yaml_key": b"? [a]\n: 1",
    "reading.yaml_word": b"language: no",
    "reading.yaml_documents": b"a: 1\n---\nb: 1",
    "schema.version": set_in("schema_version", "1.3"),
    "schema.type": set_in("model.name", 1),
    "schema.unknown_key": set_in("model.nme", "x"),
    "schema.missing_key": json_with(lambda card: card["model"].pop("name")),
    "schema.missing_value": without("compute", "final_run", "value"),
    "schema.missing_reason": without("safety", "limitations", "withheld_reason"),
    "schema.missing_stages": json_with(
        lambda card: card["compute"]["final_run"]["value"].pop("stages")
    ),
    "schema.conflicting_key": set_in("compute.final_run.withheld_reason", "law"),
    "schema.alternatives": set_in("compute.final_run.value.flop", {}),
    "schema.choice": set_in("facts.release.weights", "ajar"),
    "schema.pattern": set_in("card_id", "x"),
    "schema.format": set_in("identity.responsible_party.value.website", "https://[::1"),
    "schema.range": set_in("compute.estimation_method.value.model_flop_utilization", 2),
    "schema.length": set_in("model.name", ""),
    "schema.repeated_entry": set_in("compute.final_run.value.stages", ["pretraining"] * 2),
    "meaning.no_such_date": set_in("identity.model_version.value.release_date", "2025-02-30"),
    "meaning.date_order": set_in("compute.duration.value.ended", "2023"),
    "meaning.range_order": set_in("compute.final_run.value.accelerator_hours.low", 10**6),
    "meaning.currency": set_in("cost.final_run.value.amount.currency", "USA"),
    "meaning.country": set_in("identity.responsible_party.value.country", "UK"),
    "meaning.license": set_in("identity.access_and_license.value.weights.license", "llama3.1"),
    "meaning.credentials": set_in(
        "identity.responsible_party.value.website", "https://me:secret@example.org/"
    ),
    "meaning.hidden_character": set_in("model.name", "Model\u202e1"),
    "meaning.mixed_script": set_in("model.developer", "Ex\u0430mple"),
    "meaning.contradiction": set_in("compute.final_run.value.excluded", ["pretraining"]),
    "meaning.own_parent": set_in(
        "identity.lineage.value.derived_from.0.card_id", "example-lab/model-1"
    ),
    "meaning.unknown_reference": set_in("fact_evidence.0.fact", "training.has_rll"),
    "meaning.placeholder": set_in("model.version", "TBD"),
}
# Needs validators that disagree (test_schema), the registry's records (tests of the actions),
# figures that do not fit (test_plausibility_…), or a question in place of a card
# (test_catalogue_query, test_keyset).
CAUSED_ELSEWHERE = {"schema.refused"} | {
    code for code in CODES if code.startswith(("registry.", "plausibility.", "query."))
}


def test_every_code_has_a_cause() -> None:
    assert set(CAUSES) | CAUSED_ELSEWHERE == set(CODES)


@pytest.mark.parametrize("code", CAUSES)
def test_cause(code: str) -> None:
    checked = check_card(CAUSES[code])
    (problem,) = checked.problems
    assert problem.code == code
    assert problem.severity == ("warning" if code in WARNINGS else "error")
    assert checked.has_errors is (checked.canonical is None) is (code not in WARNINGS)
    assert (problem.line is None) is (code in {"reading.size", "reading.empty"})


def test_meanings_are_sentences_and_warnings_are_codes() -> None:
    assert CODES.keys() > WARNINGS
    assert all(meaning[0].isupper() and meaning.endswith(".") for meaning in CODES.values())


def test_a_problem_needs_a_registered_code() -> None:
    with pytest.raises(ValueError, match=r"meaning\.made_up"):
        Problem("", "meaning.made_up", "No.")


def test_a_problem_is_printed_like_a_compiler_does() -> None:
    problem = Problem("/model/name", "schema.type", "Name: found 4.", 'Write "4".', 3, 5)
    assert compiler_line("card.json", problem) == (
        'card.json:3:5: error: /model/name: Name: found 4. (Write "4".)'
    )
    assert compiler_line("x", Problem("", "meaning.license", "Hm.")) == "x: warning: Hm."


def test_a_message_cannot_steer_a_terminal() -> None:
    problem = Problem("/\x1b[31m", "schema.unknown_key", f"{shown(chr(27))}, \u202egnp.exe")
    assert compiler_line("a\nb", problem).isprintable()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.8e25, "3.8e25"),
        (5e-324, "5e-324"),
        (147000, "147000"),
        (True, "true"),
        (None, "null"),
        ({}, "an empty object"),
        ({"a": 1}, "an object"),
        ([], "an empty list"),
        ([1, 2], "a list of 2"),
        ("Ü日本", '"Ü日本"'),
        ("a\u202e\x07\U000e0041", '"a\\u202e\\u0007\\udb40\\udc41"'),
        ("e+25, 1e+25", '"e+25, 1e25"'),
        ("x" * 61, '"' + "x" * 59 + '…"'),
    ],
)
def test_values_are_shown(value: object, text: str) -> None:
    assert shown(value) == text


def test_json_text_is_json_again() -> None:
    example = {"value": 3.8e25, "stages": ["pretraining"]}
    assert json.loads(json_text(example)) == example


@given(st.lists(st.text()))
def test_pointers_round_trip(tokens: list[str]) -> None:
    assert list(split_pointer(join_pointer(tokens))) == tokens


@pytest.mark.parametrize(
    ("tokens", "pointer"),
    [((), ""), (("",), "/"), (("a/b", "m~n"), "/a~1b/m~0n"), (("a", 0), "/a/0"), (("~1",), "/~01")],
)
def test_pointers_as_rfc_6901_writes_them(tokens: tuple[str | int, ...], pointer: str) -> None:
    assert join_pointer(tokens) == pointer
