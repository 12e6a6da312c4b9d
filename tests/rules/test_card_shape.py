"""The models of a card: real cards pass through unchanged, and every claim has its item."""

from __future__ import annotations

import json
import math
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from registry.rules.card.base import Quantity, Stage
from registry.rules.card.document import Card, claim_at, iter_claims
from registry.rules.card.sections import CLAIM_PATHS, SECTIONS
from registry.rules.card.shape import title_of
from registry.rules.standard import load_standard
from tests.factories.starter import starter_cards

SMALLEST: dict[str, Any] = {
    "schema_version": "1.0",
    "card_id": "lab/model",
    "model": {"name": "Model", "developer": "Lab"},
    "prepared_by": {"role": "developer", "name": "Team", "prepared_on": "2026-01-31"},
}


def test_real_cards_pass_through_unchanged() -> None:
    for document in starter_cards().values():
        card = Card.model_validate(document)
        assert card.model_dump(exclude_unset=True) == document


def test_json_text_gives_the_same_card() -> None:
    for document in starter_cards().values():
        assert Card.model_validate_json(json.dumps(document)) == Card.model_validate(document)


def test_claim_paths_are_those_of_the_standard_in_order() -> None:
    standard = load_standard()
    assert tuple(item.claim for item in standard.items) == CLAIM_PATHS
    assert len(CLAIM_PATHS) == 64


def test_a_card_has_the_sections_in_order() -> None:
    sections = {
        name: get_args(field.annotation)[0]
        for name, field in Card.model_fields.items()
        if name in SECTIONS
    }
    assert list(sections.items()) == list(SECTIONS.items())
    assert [section.card_section for section in load_standard().sections] == list(SECTIONS)


def test_claims_are_found_by_path() -> None:
    run = {"flop": {"value": 3.8e25}, "stages": ["pretraining"]}
    card = Card.model_validate(
        {
            **SMALLEST,
            "safety": {"limitations": {"status": "unknown"}},
            "compute": {"final_run": {"status": "disclosed", "value": run}},
        }
    )
    assert [path for path, _ in iter_claims(card)] == ["compute.final_run", "safety.limitations"]
    claim = claim_at(card, "compute.final_run")
    assert claim is not None
    assert claim.value is not None
    assert claim.value.flop == Quantity(value=3.8e25)
    assert claim_at(card, "compute.duration") is None
    assert claim_at(card, "cost.final_run") is None


@pytest.mark.parametrize("path", ["", "compute", "compute.nme", "model.name", "facts.release", "."])
def test_an_unknown_claim_path_is_an_error(path: str) -> None:
    card = Card.model_validate(SMALLEST)
    with pytest.raises(KeyError):
        claim_at(card, path)


def test_a_card_cannot_be_changed() -> None:
    card = Card.model_validate(SMALLEST)
    with pytest.raises(ValidationError, match="frozen"):
        card.card_id = "lab/other"  # type: ignore[misc]


def test_whole_numbers_and_texts_are_kept_as_submitted() -> None:
    address = "https://Example.org:443/a/../b"
    claim = {
        "status": "disclosed",
        "value": {"nodes": 64.0},
        "evidence": [{"title": " Report\n", "kind": "lab", "url": address}],
    }
    card = Card.model_validate({**SMALLEST, "hardware": {"topology": claim}})
    topology = claim_at(card, "hardware.topology")
    assert topology is not None
    assert topology.value is not None
    assert topology.value.nodes == 64
    assert isinstance(topology.value.nodes, int)
    assert topology.evidence is not None
    assert (topology.evidence[0].title, topology.evidence[0].url) == (" Report\n", address)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 10**400])
def test_numbers_that_json_cannot_keep_are_refused(number: float) -> None:
    run = {"status": "disclosed", "value": {"stages": ["pretraining"], "flop": {"value": number}}}
    with pytest.raises(ValidationError):
        Card.model_validate({**SMALLEST, "compute": {"final_run": run}})


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("accelerator_hours", "Accelerator hours"),
        ("flop", "FLOP"),
        ("doi", "DOI"),
        ("achieved_flop_per_second", "Achieved FLOP per second"),
        ("energy_mwh", "Energy MWh"),
        ("carbon_intensity_kg_per_kwh", "Carbon intensity kg per kWh"),
        ("emissions_tco2e_market_based", "Emissions tCO2e market based"),
        ("archived_sha256", "Archived SHA-256"),
        ("has_rl", "Has RL"),
    ],
)
def test_titles(name: str, title: str) -> None:
    assert title_of(name) == title


def test_stages_is_the_longest_list_of_distinct_stages() -> None:
    """The limit of ``stages`` must grow with the closed list, or a complete answer is refused."""
    stages = get_args(get_args(Stage.__value__)[0])
    run = {"status": "disclosed", "value": {"stages": list(stages)}}
    Card.model_validate({**SMALLEST, "compute": {"final_run": run}})
