from __future__ import annotations

import json
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.canonical import canonical_bytes, content_hash
from registry.rules.checking.check import CheckedCard, check_card
from tests.factories.battery import BATTERY
from tests.factories.faulty_cards import faulty
from tests.factories.small_card import small_card
from tests.factories.starter import STARTER, starter_cards


@pytest.mark.parametrize("card_id", starter_cards())
def test_real_cards_pass(card_id: str) -> None:
    checked = check_card((STARTER / "cards" / f"{card_id}.json").read_bytes(), "json")
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    assert checked.document == starter_cards()[card_id]
    assert checked.canonical == canonical_bytes(checked.document)
    assert checked.content_hash == content_hash(checked.canonical)


def test_the_format_leaves_no_trace() -> None:
    card = small_card()
    from_json = check_card(json.dumps(card).encode())
    from_yaml = check_card(yaml.safe_dump(card, sort_keys=False).encode())
    assert from_json.canonical is not None
    assert from_json == from_yaml == check_card(from_json.canonical)


def layers(checked: CheckedCard) -> list[str]:
    return [problem.code.partition(".")[0] for problem in checked.problems]


def test_layers_stop_at_the_first_that_objects() -> None:
    card = small_card()
    card["identity"]["model_version"]["value"]["release_date"] = "2025-02-30"
    text = json.dumps(card)
    assert layers(check_card(text.encode())) == ["meaning"]
    text = text.replace('"language"', '"lang uage"')
    assert layers(check_card(text.encode())) == ["schema"]
    text = text.replace("3.8e+25", "1e999")
    checked = check_card(text.encode())
    assert layers(checked) == ["reading"]
    assert (checked.document, checked.canonical, checked.content_hash) == (None, None, None)


def test_an_invalid_card_has_a_document_but_no_bytes_to_store() -> None:
    card = small_card() | {"card_id": "x"}
    checked = check_card(json.dumps(card).encode())
    assert checked.document == card
    assert (checked.canonical, checked.content_hash) == (None, None)


def test_warnings_do_not_keep_a_card_back() -> None:
    card = small_card()
    card["model"]["version"] = "TBD"
    checked = check_card(json.dumps(card).encode())
    assert [problem.severity for problem in checked.problems] == ["warning"]
    assert checked.canonical == canonical_bytes(card)


def test_problems_say_where_they_stand() -> None:
    card = small_card()
    card["model"]["nme"] = "x"
    del card["cost"]["final_run"]["value"]["stages"]
    text = json.dumps(card, indent=2)
    lines = text.splitlines()
    unknown, missing = check_card(text.encode()).problems
    assert unknown.line is not None and missing.line is not None
    assert lines[unknown.line - 1] == '    "nme": "x"'
    assert unknown.column == 5
    # What is missing is shown where it belongs.
    assert missing.pointer == "/cost/final_run/value/stages"
    assert lines[missing.line - 1] == '      "value": {'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("not JSON", b"<html></html>"),
        ("wrong types", b'{"schema_version": 1, "card_id": [], "model": "x", "prepared_by": 0}'),
        ("unknown keys", json.dumps(small_card() | {"extra": 1}).encode()),
        ("NaN", json.dumps(small_card() | {"language": float("nan")}).encode()),
        ("1e999", json.dumps(small_card()).replace("3.8e+25", "1e999").encode()),
        ("2 MiB", json.dumps(small_card() | {"language": "x" * 2**21}).encode()),
        ("depth 1,000", b'{"a":' * 1_000 + b"1" + b"}" * 1_000),
        ("NUL", json.dumps(small_card() | {"language": "e\0n"}).encode()),
        ("duplicate keys", b'{"schema_version": "1.0", "schema_version": "1.0"}'),
        ("javascript", json.dumps(small_card()).replace("https://", "javascript:").encode()),
        ("26 digits", json.dumps(small_card()).replace("3.8e+25", "38" + "0" * 24).encode()),
        ("YAML anchors", b"schema_version: &v '1.0'\ncard_id: *v"),
        ("no object", b"[]"),
        ("empty", b""),
    ],
)  # fmt: skip
def test_hostile_cards_are_refused(name: str, text: bytes) -> None:
    checked = check_card(text)
    assert checked.has_errors, name
    assert checked.canonical is None
    assert all(problem.message for problem in checked.problems)


def test_norway_keeps_its_language() -> None:
    """Unquoted, ``no`` would be false to whoever reads the file with YAML 1.1."""
    text = yaml.safe_dump(small_card(), sort_keys=False)
    unquoted = check_card(text.replace("language: en", "language: no").encode(), "yaml")
    assert [problem.code for problem in unquoted.problems] == ["reading.yaml_word"]
    quoted = check_card(text.replace("language: en", "language: 'no'").encode(), "yaml")
    assert quoted.document is not None
    assert quoted.document["language"] == "no"
    assert not quoted.has_errors


@pytest.mark.randomised
def test_faulty_cards_are_refused_or_stored_and_never_raise() -> None:
    cards = [small_card(), *[*starter_cards().values()][::10]]
    stored = 0
    for seed in range(2_000 if BATTERY else 100):
        card = faulty(cards[seed % len(cards)], Random(seed))  # noqa: S311 - no secret
        checked = check_card(json.dumps(card).encode("utf-8"))
        assert checked.has_errors is (checked.canonical is None), seed
        if checked.canonical is not None:
            stored += 1
            assert check_card(checked.canonical).content_hash == checked.content_hash, seed
    assert 0 < stored < (seed + 1) / 2


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    assert check_card(data).has_errors


parts = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
    | st.sampled_from(["disclosed", "withheld", "pretraining", "2025", "https://x.org", "TBD"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["status", "value", "evidence", "stages", "flop", "low", "high", "amount",
                         "currency", "derived_from", "model", "license", "x", "", "gpu_hours"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
sections = st.dictionaries(st.sampled_from(sorted(small_card())), parts, max_size=3)
claims = st.dictionaries(
    st.sampled_from(["final_run", "lineage", "scope", "publication"]), parts, max_size=3
)


@given(sections, claims)
def test_no_document_makes_it_raise(
    replaced: dict[str, object], compute: dict[str, object]
) -> None:
    card = small_card() | {"compute": compute, "cost": compute} | replaced
    checked = check_card(json.dumps(card).encode())
    assert checked.has_errors is (checked.canonical is None)
