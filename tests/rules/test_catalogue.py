"""What the catalogue says of one model, read from its card."""

from __future__ import annotations

from typing import Any

import pytest

from registry.rules.catalogue import claim_states, facts, search_text
from registry.rules.catalogue.chips import chips
from registry.rules.catalogue.figures import Span, spans, stated_figures
from registry.rules.standard import load_standard
from tests.factories.starter import starter_cards


def disclosed(value: dict[str, Any]) -> dict[str, Any]:
    return {"status": "disclosed", "value": value}


def weights(access: str) -> dict[str, Any]:
    value = {"weights": {"access": access}}
    return {"identity": {"access_and_license": disclosed(value)}}


@pytest.mark.parametrize(
    ("document", "editors", "expected"),
    [
        ({}, {}, "unsaid"),
        (weights("open"), {}, "yes"),
        (weights("open_gated"), {}, "yes"),
        (weights("restricted"), {}, "no"),
        ({"facts": {"release": {"weights": "none"}}}, {}, "no"),
        (weights("open"), {"release.weights": "none"}, "no"),
    ],
)
def test_open_weights(document: dict[str, Any], editors: dict[str, Any], expected: str) -> None:
    assert facts.open_weights(document, editors) == expected


@pytest.mark.parametrize(
    ("document", "editors", "expected"),
    [
        ({}, {}, "unsaid"),
        ({"facts": {"training": {"has_rl": False}}}, {}, "no"),
        ({"method": {"reinforcement_learning": disclosed({"algorithm": "GRPO"})}}, {}, "yes"),
        ({"facts": {"training": {"has_rl": True}}}, {"training.has_rl": False}, "no"),
    ],
)
def test_reinforcement_learning(
    document: dict[str, Any], editors: dict[str, Any], expected: str
) -> None:
    assert facts.reinforcement_learning(document, editors) == expected


def review(**value: Any) -> dict[str, Any]:
    return {"peer_review": {"independent_review": disclosed(value)}}


def publication(**value: Any) -> dict[str, Any]:
    return {"peer_review": {"publication": disclosed(value)}}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, "unsaid"),
        (review(status="completed", selected_by="journal_editor"), "yes"),
        (review(status="completed"), "yes"),
        (review(status="completed", selected_by="developer"), "no"),
        (review(status="in_progress"), "no"),
        (publication(status="published", venue_kind="journal"), "yes"),
        (publication(status="accepted", venue_kind="conference"), "yes"),
        (publication(status="published", venue_kind="workshop"), "no"),
        (publication(status="published"), "unsaid"),
        (publication(status="retracted", venue_kind="journal"), "no"),
        (publication(status="preprint"), "no"),
        ({"peer_review": {"independent_review": {"status": "none"}}}, "no"),
        ({"peer_review": {"independent_review": {"status": "withheld"}}}, "unsaid"),
    ],
)
def test_peer_reviewed(document: dict[str, Any], expected: str) -> None:
    assert facts.peer_reviewed(document) == expected


def test_figures_are_never_without_their_scope() -> None:
    cards = starter_cards()
    figures = stated_figures(cards["deepseek/deepseek-r1"], cards.get)
    cost = figures["cost"]
    assert (cost["low"], cost["high"], cost["currency"]) == (294_000, 294_000, "USD")
    assert cost["base"] == "excluded"
    assert cost["base_models"] == ["DeepSeek-V3-Base"]
    assert "excluding base model DeepSeek-V3-Base" in cost["scope"]
    assert cost["cumulative"]["low"] == 5_860_000
    for card in cards.values():
        for figure in stated_figures(card, cards.get).values():
            assert figure["scope"]
            assert figure["stages"]
            assert figure["base"] in {"excluded", "included", "none", "unstated"}


def test_only_dollars_are_compared_with_dollars() -> None:
    row = {"low": 1.0, "high": 2.0}
    assert spans({"cost": {**row, "currency": "EUR"}}) == {}
    assert spans({"cost": {**row, "currency": "USD"}}) == {"cost": Span(1.0, 2.0)}
    assert spans({"flop": row}) == {"flop": Span(1.0, 2.0)}


def test_states_have_one_letter_each() -> None:
    assert claim_states.letter("withheld", applicable=True) == "w"
    assert claim_states.letter("disclosed", applicable=False) == "x"
    assert claim_states.letter("not_applicable", applicable=True) == "s"
    assert claim_states.claim_states({"A": "d", "C": "n"}, ["A", "B", "C"]) == "dsn"
    assert claim_states.claim_grades({"A": 2, "C": 1}, ["A", "B", "C"]) == "201"
    assert len(set(claim_states.LETTERS.values())) == len(claim_states.LETTERS)


def test_positions_follow_the_standard() -> None:
    standard = load_standard()
    positions = [claim_states.position(item.id, standard) for item in standard.items]
    assert positions == list(range(64))
    with pytest.raises(ValueError, match="COST-99"):
        claim_states.position("COST-99", standard)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＧＰＴ－４", "gpt-4"),
        ("ﾄﾖﾀ", "トヨタ"),
        ("透明性\u3000開示", "透明性 開示"),
        ("Straße", "strasse"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_text_is_folded_alike(text: str, expected: str) -> None:
    assert search_text.folded(text) == expected


def test_texts_stand_on_lines_of_their_own_and_once() -> None:
    assert search_text.joined(["GPT-4", "gpt-4", " ", "Open\nAI"]) == "gpt-4\nopen ai"


def test_chips_are_named_without_their_memory() -> None:
    segments = [
        {"vendor": "NVIDIA", "model": "NVIDIA H800", "memory_gb": 80},
        {"vendor": "Google", "model": "TPU v4"},
    ]
    card = {"hardware": {"accelerators": disclosed({"segments": segments})}}
    assert chips(card) == {"nvidia-h800": "NVIDIA H800", "google-tpu-v4": "Google TPU v4"}
    run = {"compute": {"final_run": disclosed({"accelerator": "昇腾 910B"})}}
    assert chips(run) == {"910b": "昇腾 910B"}
    assert chips({}) == {}
