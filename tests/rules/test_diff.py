"""Differences between two versions of a card."""

from __future__ import annotations

import json
from copy import deepcopy
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.rules.canonical import canonical_bytes
from registry.rules.card_fields import card_fields
from registry.rules.diff.alignment import align, same
from registry.rules.diff.cards import (
    CardDifference,
    ClaimDifference,
    ClaimState,
    Graded,
    Side,
    diff_cards,
)
from registry.rules.diff.data import diff_to_data
from registry.rules.diff.fields import FieldChange, Kind, Node, field_changes
from registry.rules.standard import load_standard
from tests.factories.edits import Edited, edited_cards, replayed
from tests.factories.small_card import small_card
from tests.factories.starter import starter_cards

STANDARD = load_standard()
SECTIONS = {section.card_section for section in STANDARD.sections}
ENTRIES = (
    st.integers(0, 3)
    | st.booleans()
    | st.fixed_dictionaries(
        {"a": st.integers(0, 2), "b": st.integers(0, 2), "c": st.integers(0, 1)}
    )
)
MIRRORED = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}


def difference(old: dict[str, Any], new: dict[str, Any]) -> CardDifference:
    return diff_cards(Side(old, {}), Side(new, {}), STANDARD)


def claim_of(found: CardDifference, path: str) -> ClaimDifference:
    return next(claim for claim in found.claims if claim.item.claim == path)


def without_empty_groups(card: dict[str, Any]) -> dict[str, Any]:
    """A section or list without entries says no more than one that is missing."""
    facts = {name: group for name, group in card.get("facts", {}).items() if group}
    return {
        key: value
        for key, value in {**card, "facts": facts}.items()
        if value or key not in SECTIONS | {"facts", "estimates", "fact_evidence"}
    }


def mirrored(change: FieldChange) -> tuple[Any, ...]:
    return (
        *(MIRRORED[change.kind], change.new_pointer, change.old_pointer),
        *(change.new, change.old, change.new_text, change.old_text),
        *(change.new_unit, change.old_unit),
    )


def plain(change: FieldChange) -> tuple[Any, ...]:
    return (
        *(change.kind, change.old_pointer, change.new_pointer),
        *(change.old, change.new, change.old_text, change.new_text),
        *(change.old_unit, change.new_unit),
    )


@given(edited_cards())
def test_pointers_and_values_make_the_new_document(pair: Edited) -> None:
    old, new = pair.old, pair.new
    found = difference(old, new)
    made = without_empty_groups(replayed(old, found.field_changes))
    assert canonical_bytes(made) == canonical_bytes(without_empty_groups(new))
    assert found.is_empty == same(without_empty_groups(old), without_empty_groups(new))


@given(edited_cards())
def test_turned_round_it_says_the_same(pair: Edited) -> None:
    old, new = pair.old, pair.new
    there, back = difference(old, new), difference(new, old)
    # The titles carry positions in the newer document, so they may differ.
    assert sorted(map(repr, map(plain, there.field_changes))) == sorted(
        map(repr, map(mirrored, back.field_changes))
    )
    for one, other in zip(there.claims, back.claims, strict=True):
        assert (one.old_answer, one.new_answer) == (other.new_answer, other.old_answer)


@given(edited_cards())
def test_every_change_is_told_in_words(pair: Edited) -> None:
    for change in difference(pair.old, pair.new).field_changes:
        assert bool(change.old_text) == (change.old_pointer is not None)
        assert bool(change.new_text) == (change.new_pointer is not None)
        assert "{" not in change.old_text + change.new_text


@given(edited_cards())
def test_data_is_json_and_names_every_claim_once(pair: Edited) -> None:
    data = json.loads(json.dumps(diff_to_data(difference(pair.old, pair.new), STANDARD)))
    states = [item for state in ClaimState for item in data["items"][state.value]]
    assert sorted(states) == sorted(STANDARD.item_by_id)
    edited = {item for state in ("added", "removed", "changed") for item in data["items"][state]}
    assert {claim["item"] for claim in data["claims"]} == edited


def test_a_card_does_not_differ_from_itself() -> None:
    for card in starter_cards().values():
        found = difference(card, deepcopy(card))
        assert found.is_empty
        assert not any(claim.is_edited for claim in found.claims)


@given(st.lists(ENTRIES, max_size=6), st.lists(ENTRIES, max_size=6))
def test_alignment_covers_both_lists_without_crossing(old: list[Any], new: list[Any]) -> None:
    pairs = align(old, new)
    assert [left for left, _ in pairs if left is not None] == list(range(len(old)))
    assert [right for _, right in pairs if right is not None] == list(range(len(new)))
    assert align(new, old) == [(right, left) for left, right in pairs]
    assert align(old, old) == [(at, at) for at in range(len(old))]


def test_alignment_finds_what_stayed() -> None:
    assert align(list("abcd"), list("bxd")) == [(0, None), (1, 0), (2, None), (None, 1), (3, 2)]


def test_one_is_not_true_in_a_card() -> None:
    assert not same([1], [True])
    assert same([1], [1.0])
    assert align([1], [True]) == [(0, None), (None, 0)]


def test_an_inserted_row_is_one_addition() -> None:
    old, new = small_card(), small_card()
    segment = {"count": {"value": 64}, "stages": ["evaluation"]}
    new["hardware"]["accelerator_count"]["value"]["segments"].insert(0, segment)
    (change,) = claim_of(difference(old, new), "hardware.accelerator_count").fields
    assert plain(change) == (
        Kind.ADDED,
        None,
        "/hardware/accelerator_count/value/segments/0",
        None,
        segment,
        "",
        "64 accelerators, for evaluation",
        "",
        "",
    )
    assert change.title == "Segments 1"


def test_an_edited_row_is_told_field_by_field() -> None:
    old, new = small_card(), small_card()
    new["hardware"]["accelerator_count"]["value"]["segments"][0]["count"] = {
        "value": 2048,
        "precision": "approximate",
    }
    claim = claim_of(difference(old, new), "hardware.accelerator_count")
    (change,) = claim.fields
    assert (change.title, change.old_text, change.new_text) == (
        "Segments 1 › Count",
        "512 accelerators",
        "about 2,048 accelerators",
    )
    assert change.new == {"value": 2048, "precision": "approximate"}
    assert claim.state is ClaimState.CHANGED
    assert claim.new_answer == "about 2,048 accelerators, for pre-training"


def test_stages_are_read_as_one_list() -> None:
    old, new = small_card(), small_card()
    new["compute"]["duration"]["value"]["stages"] = ["mid_training", "pretraining"]
    (change,) = claim_of(difference(old, new), "compute.duration").fields
    assert (change.old_text, change.new_text) == ("pre-training", "mid-training and pre-training")


def test_a_unit_beside_the_number_is_told_with_it() -> None:
    def entry(amount: int) -> dict[str, Any]:
        return {"entries": [{"modality": "text", "amount": {"value": amount}, "unit": "tokens"}]}

    old, new = small_card(), small_card()
    old["data"]["size"] = {"status": "disclosed", "value": entry(3_000_000)}
    new["data"]["size"] = {"status": "disclosed", "value": entry(4_000_000)}
    claim = claim_of(difference(old, new), "data.size")
    assert [(c.old_text, c.new_text) for c in claim.fields] == [
        ("3 million tokens", "4 million tokens")
    ]


def test_a_refusal_in_place_of_an_answer() -> None:
    old, new = small_card(), small_card()
    new["cost"]["final_run"] = {"status": "withheld", "withheld_reason": "competition"}
    claim = claim_of(difference(old, new), "cost.final_run")
    assert (claim.old_answer, claim.new_answer) == (
        "US$294,000, for reinforcement learning",
        "Withheld (competition)",
    )
    assert [(c.title, c.kind) for c in claim.fields] == [
        ("Status", Kind.CHANGED),
        ("Answer", Kind.REMOVED),
        ("Reason for withholding", Kind.ADDED),
    ]
    assert claim.fields[0].new_text == "withheld"


def test_added_and_removed_claims_are_whole() -> None:
    old, new = small_card(), small_card()
    del new["safety"]
    new["cost"]["program"] = deepcopy(old["cost"]["final_run"])
    found = difference(old, new)
    removed, added = claim_of(found, "safety.limitations"), claim_of(found, "cost.program")
    assert (removed.state, added.state) == (ClaimState.REMOVED, ClaimState.ADDED)
    assert removed.fields[0].old_pointer == "/safety/limitations"
    assert removed.fields[0].old_text == "Withheld (competition)"
    assert removed.new_answer == "Not found in the sources read"
    assert added.fields[0].new == old["cost"]["final_run"]


def test_evidence_is_told_by_its_place() -> None:
    old, new = small_card(), small_card()
    party = new["identity"]["responsible_party"]
    party["evidence"][0]["locator"] = "p. 5"
    party["evidence"].append({"title": "A letter", "kind": "lab", "file": "a.pdf"})
    assert [
        (c.title, c.old_text, c.new_text)
        for c in claim_of(difference(old, new), "identity.responsible_party").fields
    ] == [("Evidence 1 › Locator", "p. 4", "p. 5"), ("Evidence 2", "", "A letter")]


def test_facts_stand_under_their_questions() -> None:
    old, new = small_card(), small_card()
    new["facts"]["training"] = {"has_rl": True}
    new["facts"]["release"]["api"] = False
    new["fact_evidence"][0]["note"] = "Said in the report"
    found = difference(old, new)
    api, has_rl = (STANDARD.facts[name].question for name in ("release.api", "training.has_rl"))
    assert [(c.title, c.old_text, c.new_text) for c in found.facts] == [
        (api, "yes", "no"),
        (has_rl, "", "yes"),
        (f"{has_rl} › Note", "", "Said in the report"),
    ]


def test_an_estimate_never_loses_its_scope() -> None:
    old, new = small_card(), small_card()
    new["estimates"][0]["quantity"] = {"value": 4e25}
    (estimate,) = difference(old, new).estimates
    assert estimate.new_text == (
        "Final run: FLOP: 4 × 10²⁵ FLOP, for stages not stated, by An institute (a third party)"
    ) or estimate.new_text.startswith("Final run: FLOP: 4 × 10²⁵")
    assert "for stages not stated" in estimate.old_text
    assert [change.title for change in estimate.fields] == ["Quantity"]


def test_model_and_preparation_are_told_apart_from_claims() -> None:
    old, new = small_card(), small_card()
    new["model"]["version"] = "2"
    new["language"] = "ja"
    new["prepared_by"]["sources_read"] = ["A report"]
    found = difference(old, new)
    assert [change.title for change in found.model] == ["Version"]
    assert [(c.title, c.new_text) for c in found.preparation] == [("Sources read", "A report")]
    assert [(c.title, c.old_text, c.new_text) for c in found.document] == [("Language", "en", "ja")]
    assert not any(claim.is_edited for claim in found.claims)


def test_a_grade_may_move_without_a_word_changed() -> None:
    card = small_card()
    stated = Graded(1, Fraction(2, 5), applicable=True, answer="The line of the grading")
    verified = Graded(3, Fraction(1), applicable=True, answer="The line of the grading")
    found = diff_cards(
        Side(card, {"COST-1": stated, "COST-2": stated}),
        Side(card, {"COST-1": verified, "COST-2": stated}),
        STANDARD,
    )
    claim = claim_of(found, "cost.final_run")
    assert found.is_empty
    assert (claim.state, claim.is_edited, claim.is_regraded) == (ClaimState.UNCHANGED, False, True)
    assert claim.old_answer == "The line of the grading"
    data = diff_to_data(found, STANDARD)
    assert data["items"]["regraded"] == ["COST-1"]
    assert data["claims"][0]["from"] == {
        "status": "disclosed",
        "answer": "The line of the grading",
        "applicable": True,
        "grade": "stated",
        "credit": 0.4,
    }
    assert data["claims"][0]["to"]["grade"] == "verified"
    assert data["claims"][0]["fields"] == []


def test_fields_unknown_to_the_schema_are_compared_whole() -> None:
    field = card_fields().properties["model"]
    old, new = ({"name": "M", "later": {"a": number}} for number in (1, 2))
    (change,) = field_changes(field, Node(("model",), old, {}), Node(("model",), new, {}))
    assert (change.new_pointer, change.new, change.new_text) == (
        "/model/later",
        {"a": 2},
        "an object",
    )


def nulls(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(nulls, value.values() if isinstance(value, dict) else value))
    return value is None


def test_data_names_unit_and_scope_beside_every_figure() -> None:
    old, new = small_card(), small_card()
    run = new["compute"]["final_run"]
    run["value"]["flop"]["value"] = 3.9e25
    run["evidence"] = [{"title": "A letter", "kind": "lab"}]
    new["cost"]["final_run"]["value"]["amount"]["currency"] = "EUR"
    new["hardware"]["accelerator_count"]["value"]["segments"][0]["count"]["value"] += 8
    for card, flop in ((old, 3e25), (new, 4e25)):
        card["estimates"][0] |= {"quantity": {"value": flop}, "unit": "FLOP"}
    data = diff_to_data(difference(old, new), STANDARD)
    compute, count, cost = data["claims"]
    changed, source = compute["fields"]
    assert changed["from"] == {
        "pointer": "/compute/final_run/value/flop",
        "value": {"value": 3.8e25, "precision": "rounded"},
        "text": "3.8 × 10²⁵ FLOP",
        "unit": "FLOP",
        "answer": compute["from"]["answer"],
    }
    assert "for pre-training, excluding failed runs" in changed["from"]["answer"]
    assert "3.9 × 10²⁵ FLOP" in changed["to"]["answer"]
    assert source["to"].keys() == {"pointer", "value", "text"}
    assert "from" not in source
    (amount,) = cost["fields"]
    assert (amount["from"]["unit"], amount["to"]["unit"]) == ("USD", "EUR")
    assert amount["to"]["answer"] == cost["to"]["answer"]
    assert [field["to"]["unit"] for field in count["fields"]] == ["accelerators"]
    assert "answer" not in count["fields"][0]["to"]
    (estimate,) = data["estimates"]
    (quantity,) = estimate["fields"]
    assert (estimate["claim"], quantity["to"]["unit"]) == ("compute.final_run", "FLOP")
    assert quantity["to"]["text"] == "4 × 10²⁵ FLOP"
    assert quantity["to"]["answer"] == estimate["to"]["answer"]
    assert "for stages not stated" in estimate["to"]["answer"]


@given(edited_cards())
def test_no_figure_of_compute_or_cost_is_told_without_its_answer(pair: Edited) -> None:
    data = diff_to_data(difference(pair.old, pair.new), STANDARD)
    assert not nulls(data["items"]) and not nulls(data["claims"])
    for claim in data["claims"]:
        is_scoped = claim["claim"].startswith(("compute.", "cost."))
        for field in claim["fields"]:
            for name in field.keys() & {"from", "to"}:
                told, side = field[name], claim[name]
                is_source = "/evidence" in told["pointer"]
                assert told.get("answer") == (
                    side["answer"] if is_scoped and not is_source else None
                )


def test_a_status_is_that_of_lists() -> None:
    old, new = small_card(), small_card()
    del new["cost"]["final_run"]
    new["data"]["size"] = {"status": "withheld", "withheld_reason": "competition"}
    ruled_out = Graded(0, Fraction(0), applicable=False, reason="It does not apply")
    item = STANDARD.item_by_claim["identity.lineage"].id
    found = diff_cards(Side(old, {}), Side(new, {item: ruled_out}), STANDARD)
    statuses = {
        path: (claim_of(found, path).old_status, claim_of(found, path).new_status)
        for path in ("cost.final_run", "data.size", "identity.lineage", "safety.limitations")
    }
    assert statuses == {
        "cost.final_run": ("disclosed", "silent"),
        "data.size": ("silent", "withheld"),
        "identity.lineage": ("disclosed", "not_applicable"),
        "safety.limitations": ("withheld", "withheld"),
    }
