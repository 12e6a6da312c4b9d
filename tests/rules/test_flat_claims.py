"""Flat rows of claims: paths, numbers with their unit, and the scope that never is missing."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.catalogue.figures import stated_figures
from registry.rules.documents import claim_at
from registry.rules.flat_claims.paths import UnknownPathError, claim_paths, parse_claim_path
from registry.rules.flat_claims.rows import claim_row
from registry.rules.grading.completeness import assess
from registry.rules.showing.answer_line import answer_line
from registry.rules.standard import load_standard
from tests.factories.small_card import small_card
from tests.factories.starter import starter_cards

STANDARD = load_standard()
ALL_PATHS = tuple(claim_paths(STANDARD))
R1 = "deepseek/deepseek-r1"


class Graded:
    """A card with all that the registry keeps beside it."""

    def __init__(self, card: dict[str, Any]) -> None:
        self.card = card
        self.figures = stated_figures(card, starter_cards().get)
        self.claims = {
            finding.item: SimpleNamespace(
                applicable=finding.applicable,
                status=finding.status,
                withheld_reason=finding.withheld_reason or "",
                grade=int(finding.grade),
                substance=str(finding.substance),
                credit=str(finding.credit),
                reason=finding.reason,
                answer=answer_line(
                    card, STANDARD.item_by_id[finding.item].claim, starter_cards().get
                ),
            )
            for finding in assess(card, STANDARD).claims
        }

    def row(self, text: str) -> dict[str, Any]:
        path = parse_claim_path(text)
        return claim_row(self.card, path, self.claims[path.item.id], self.figures, STANDARD)


def row(card: dict[str, Any], path: str) -> dict[str, Any]:
    return Graded(card).row(path)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("COST-1", "cost.final_run"),
        ("cost-1", "cost.final_run"),
        ("cost.final_run", "cost.final_run"),
        ("Cost.Final_Run.Amount", "cost.final_run.amount"),
        (
            "identity.access_and_license.weights.license",
            "identity.access_and_license.weights.license",
        ),
        ("compute.per_stage.stages", "compute.per_stage.stages"),
    ],
)
def test_paths(text: str, path: str) -> None:
    assert parse_claim_path(text).text == path


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("cost.final_run.amoun", "cost.final_run.amount"),
        ("cost.finalrun", "cost.final_run"),
        ("compute.per_stage.stages.flop", "compute.per_stage.stages"),
        ("cost.final_run.amount.currency", "cost.final_run.amount"),
        ("COST-19", "COST-1"),
        ("cost", "cost.final_run"),
        ("nonsense", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_an_unknown_path_is_told_the_nearest(text: str, nearest: str | None) -> None:
    with pytest.raises(UnknownPathError) as refused:
        parse_claim_path(text)
    assert refused.value.nearest == nearest


@given(st.text(max_size=60))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    try:
        path = parse_claim_path(text)
    except UnknownPathError as refused:
        if refused.nearest:
            assert parse_claim_path(refused.nearest)
    else:
        assert parse_claim_path(path.text) == path


def test_every_path_reads_back() -> None:
    assert len(ALL_PATHS) > len(STANDARD.items)
    for path in ALL_PATHS:
        assert parse_claim_path(path.text) == path
        assert path.place.title
        assert path.owner.properties[path.place.key] == path.place


def test_a_cost_has_its_unit_precision_and_scope() -> None:
    found = row(starter_cards()[R1], "cost.final_run.amount")
    assert (found["value"], found["unit"], found["precision"]) == (294000, "USD", "rounded")
    assert found["low"] == found["high"] == 294000
    assert found["scope"]["stages"] == ["reinforcement_learning", "synthetic_data_generation"]
    assert found["scope"]["base"] == "excluded"
    assert found["scope"]["base_models"] == ["DeepSeek-V3-Base"]
    (cumulative,) = found["scope"]["cumulative"]
    assert (cumulative["low"], cumulative["bound"]) == (5_860_000, "sum")
    assert "excluding base model DeepSeek-V3-Base" in found["answer"]
    assert found["evidence"][0]["locator"]


def test_a_range_has_ends_and_no_value() -> None:
    found = row(small_card(), "compute.final_run.accelerator_hours")
    assert "value" not in found
    assert (found["low"], found["high"]) == (140_000, 150_000)
    assert found["unit"] == "accelerator-hours"


def test_a_whole_claim_is_given_as_the_card_has_it() -> None:
    card = starter_cards()[R1]
    found = row(card, "COMP-1")
    claim = claim_at(card, "compute.final_run")
    assert claim is not None
    assert found["value"] == claim["value"]
    assert found["evidence"] == claim["evidence"]
    assert {one["measure"] for one in found["scope"]["cumulative"]} == {"accelerator_hours"}


def test_how_a_figure_was_reached_has_the_scope_of_the_figure() -> None:
    found = row(small_card(), "compute.estimation_method.model_flop_utilization")
    assert (found["value"], found["unit"]) == (0.41, "ratio")
    assert found["scope"]["stages"] == ["pretraining"]


def test_what_is_not_said_is_left_out() -> None:
    withheld = row(starter_cards()["openai/gpt-4"], "compute.final_run.flop")
    assert (withheld["status"], withheld["withheld_reason"]) == ("withheld", "competition")
    assert not {"value", "low", "high", "unit", "scope"} & set(withheld)
    silent = row(small_card(), "cost.program.amount")
    assert (silent["status"], silent["grade"]) == ("silent", "silent")
    assert "evidence" not in silent


def test_a_question_that_does_not_apply() -> None:
    card = small_card()
    card["facts"] = {"training": {"has_rl": False}}
    found = row(card, "method.reinforcement_learning")
    assert found["status"] == "not_applicable"
    assert "no" in found["reason"]


@pytest.mark.parametrize("card_id", [*sorted(starter_cards()), ""])
def test_no_figure_of_compute_or_cost_is_without_its_scope(card_id: str) -> None:
    card = Graded(starter_cards()[card_id] if card_id else small_card())
    for path in ALL_PATHS:
        found = card.row(path.text)
        assert json.loads(json.dumps(found)) == found
        assert None not in found.values()
        if path.item.claim.startswith(("compute.", "cost.")) and "value" in found:
            assert found["scope"]["text"], path.text
        if "low" in found:
            assert found["unit"], path.text
            assert found["low"] <= found["high"]
