"""Cost and compute with and without the models a model was built on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.figures import figure_text
from registry.rules.lineage.edges import WeightEdge
from registry.rules.lineage.rollup import Bound, RollUp, roll_up
from registry.rules.lineage.spending import Measure, split_total
from registry.rules.showing.rollup_text import (
    cumulative_text,
    inherited_text,
    rollup_lines,
    scope_text,
)
from tests.factories.lineage import PRETRAINED, TUNED, by_id, document, no_cards, usd
from tests.factories.starter import starter_cards

COST, HOURS, FLOP = Measure.COST, Measure.ACCELERATOR_HOURS, Measure.FLOP
R1, R1_ZERO = "deepseek/deepseek-r1", "deepseek/deepseek-r1-zero"


def starter(card_id: str, measure: Measure) -> RollUp:
    cards = starter_cards()
    return roll_up(cards[card_id], cards.get, measure)


def rolled(*cards: dict[str, Any], measure: Measure = COST) -> RollUp:
    """The roll-up of the first card, the others being published."""
    return roll_up(cards[0], by_id(*cards).get, measure)


def test_r1_cost() -> None:
    cost = starter(R1, COST)
    assert cost.own is not None
    assert cost.own.figure.low == 294_000
    assert cost.base_models == ("DeepSeek-V3-Base",)
    assert [(part.model, part.figure.low, part.card_id, part.claim) for part in cost.parts] == [
        ("DeepSeek-R1", Decimal(294_000), R1, "cost.final_run"),
        ("DeepSeek-V3-Base", Decimal(5_566_000), R1, "cost.inherited"),
    ]
    assert cost.cumulative is not None
    assert cost.cumulative.low == 5_860_000
    assert (cost.bound, cost.notes) == (Bound.SUM, ())
    assert scope_text(cost) == (
        "for reinforcement learning and synthetic data generation, "
        "excluding base model DeepSeek-V3-Base"
    )
    assert cumulative_text(cost) == "cumulative US$5.86 million"


def test_r1_accelerator_hours_take_only_the_stages_it_inherited() -> None:
    hours = starter(R1, HOURS)
    assert [(part.stages, part.figure.low) for part in hours.parts] == [
        (("reinforcement_learning", "synthetic_data_generation"), 147_000),
        (("pretraining",), 2_664_000),
        (("context_extension",), 119_000),
    ]
    assert {part.card_id for part in hours.parts[1:]} == {"deepseek/deepseek-v3"}
    assert hours.cumulative is not None
    assert hours.cumulative.low == 2_930_000
    assert hours.bound is Bound.SUM
    assert cumulative_text(hours) == "cumulative 2.93 million accelerator-hours"


def test_r1_operations_are_not_known_at_all() -> None:
    flop = starter(R1, FLOP)
    assert (flop.own, flop.cumulative, flop.bound, flop.parts) == (None, None, Bound.UNKNOWN, ())
    assert rollup_lines(flop) == ()


def test_how_much_of_r1s_own_total_made_data() -> None:
    split = split_total(starter_cards()[R1], HOURS)
    assert [part.figure.low for part in split.data] == [101_000, 5_000]
    assert [part.figure.low for part in split.weights] == [41_000]
    lines = {line.label: line.text for line in rollup_lines(starter(R1, HOURS), split)}
    assert lines["Of this"] == (
        "106,000 accelerator-hours made training data: R1-Zero reinforcement learning and SFT data "
        "creation; 41,000 accelerator-hours changed the weights: R1 reinforcement learning (both "
        "RL stages)"
    )


def test_r1_zero_names_a_base_inside_the_card_of_its_parent() -> None:
    # The V3 figure includes post-training, which V3-Base has not had.
    cost = starter(R1_ZERO, COST)
    assert (cumulative_text(cost), cost.bound) == (
        "cumulative up to US$5.778 million",
        Bound.AT_MOST,
    )
    assert len(cost.notes) == 1


def test_v3_and_bloom_have_nothing_to_add() -> None:
    for card_id in ("deepseek/deepseek-v3", "bigscience/bloom-176b"):
        cost = starter(card_id, COST)
        assert cost.own is not None
        assert (cost.bound, cost.cumulative) == (Bound.SAME, cost.own.figure)
        assert cumulative_text(cost) == ""


def test_an_instruct_model_whose_figure_is_its_base_models() -> None:
    flop = starter("ai2/olmo-2-32b", FLOP)
    assert (flop.base_models, flop.bound) == ((), Bound.AT_LEAST)
    assert scope_text(flop) == "for pre-training and mid-training"
    assert "already contains work on OLMo-2-0325-32B-DPO" in flop.notes[0]


BASE = document("Base", cost=usd(5_000_000), hours=1_234_000, stages=PRETRAINED)


def tuned(**more: Any) -> dict[str, Any]:
    return document("Tuned", **{"parents": ["Base"], "cost": usd(300_000), "hours": 9_000, **more})


def inherited(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"cost__inherited": {"parents": list(rows)}}


def test_the_parents_card_is_used_where_the_child_is_silent() -> None:
    assert cumulative_text(rolled(tuned(), BASE)) == "cumulative US$5.3 million"
    hours = rolled(tuned(), BASE, measure=HOURS)
    assert cumulative_text(hours) == "cumulative 1.243 million accelerator-hours"
    assert hours.parts[1].card_id == "lab/Base"


def test_the_childs_own_statement_comes_first() -> None:
    row = {"model": "base", "amount": usd(4_000_000), "stages": ["pretraining"]}
    cost = rolled(tuned(**inherited(row)), BASE)
    assert cumulative_text(cost) == "cumulative US$4.3 million"
    assert cost.parts[1].claim == "cost.inherited"


def test_one_stated_parent_is_that_of_the_one_edge_however_it_is_spelled() -> None:
    row = {"model": "Base (pre-trained)", "amount": usd(4_000_000), "stages": ["pretraining"]}
    assert len(rolled(tuned(**inherited(row)), BASE).parts) == 2


def test_a_base_model_named_only_by_its_cost_counts() -> None:
    row = {"model": "Base", "amount": usd(4_000_000), "stages": ["pretraining"]}
    cost = rolled(tuned(parents=[], **inherited(row)))
    assert cost.base_models == ("Base",)
    assert cumulative_text(cost) == "cumulative US$4.3 million"


def test_a_silent_ancestor_makes_the_sum_at_least() -> None:
    for published in ([], [document("Base")]):
        cost = rolled(tuned(), *published)
        assert (cumulative_text(cost), cost.bound) == (
            "cumulative at least US$300,000",
            Bound.AT_LEAST,
        )
        assert cost.notes[0] == "No figure for Base is known."


def test_a_silent_grandparent_makes_the_sum_at_least() -> None:
    middle = document("Base", cost=usd(5_000_000), stages=PRETRAINED, parents=["Root"])
    cost = rolled(tuned(), middle)
    assert cumulative_text(cost) == "cumulative at least US$5.3 million"
    assert cost.base_models == ("Base",)


def test_costs_roll_up_over_generations_and_a_shared_ancestor_counts_once() -> None:
    left = document("Left", cost=usd(20), parents=["Root"])
    right = document("Right", cost=usd(300), parents=["Root"])
    root = document("Root", cost=usd(4_000), stages=PRETRAINED)
    merged = document("Merged", cost=usd(1), parents=["Left", "Right"])
    cost = rolled(merged, left, right, root)
    assert sum(part.figure.low for part in cost.parts) == 4_321
    assert cost.base_models == ("Left", "Right")
    assert "excluding base models Left and Right" in scope_text(cost)


def test_a_cycle_ends() -> None:
    cost = rolled(
        document("A", cost=usd(1), parents=["B"]), document("B", cost=usd(2), parents=["A"])
    )
    assert [part.figure.low for part in cost.parts] == [1, 2]
    assert cost.bound is Bound.AT_LEAST


def test_without_any_pretraining_a_stage_is_missing() -> None:
    middle = document("Base", cost=usd(5_000_000), stages=TUNED)
    cost = rolled(tuned(), middle)
    assert cost.bound is Bound.AT_LEAST
    assert cost.notes == ("No part of the sum is known to cover pre-training.",)


@pytest.mark.parametrize(
    ("more", "measure"),
    [
        ({"cost__scope": {"components": {"base_model": "included"}}}, COST),
        ({"compute__scope": {"inherited_compute": "included"}}, HOURS),
    ],
)
def test_a_figure_that_contains_its_base_model_is_the_whole(
    more: dict[str, Any], measure: Measure
) -> None:
    whole = rolled(tuned(**more), BASE, measure=measure)
    assert whole.own is not None
    assert (whole.bound, whole.cumulative) == (Bound.SAME, whole.own.figure)
    assert scope_text(whole) == "for supervised fine-tuning, base model included"
    assert cumulative_text(whole) == ""


def test_a_parents_figure_that_contains_its_own_base_ends_the_chain() -> None:
    middle = document(
        "Base",
        cost=usd(5_000_000),
        stages=PRETRAINED,
        parents=["Root"],
        cost__scope={"components": {"base_model": "included"}},
    )
    root = document("Root", cost=usd(7), stages=PRETRAINED)
    assert cumulative_text(rolled(tuned(), middle, root)) == "cumulative US$5.3 million"


def test_pretraining_in_the_own_figure_is_not_added_twice() -> None:
    parents = [{"model": "Base", "card_id": "lab/Base", "relation": "fine_tuning"}]
    reaching = {"parents": parents, "stages": (*PRETRAINED, *TUNED)}
    assert len(rolled(tuned(**reaching), BASE).parts) == 1
    continued = [{**parents[0], "relation": "continued_pretraining"}]
    assert len(rolled(tuned(parents=continued, stages=PRETRAINED), BASE).parts) == 2
    excluded = {"cost__scope": {"components": {"base_model": "excluded"}}}
    assert len(rolled(tuned(**reaching, **excluded), BASE).parts) == 2


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (usd(5_000_000, currency="EUR"), "EUR 5 million for Base is in another currency"),
        (usd(5_000_000, price_year=2020), "in 2020 prices for Base is in prices of another year"),
    ],
)
def test_unlike_money_is_never_added(amount: dict[str, Any], words: str) -> None:
    row = {"model": "Base", "amount": amount, "stages": ["pretraining"]}
    child = tuned(cost=usd(300_000, price_year=2024), **inherited(row))
    cost = rolled(child)
    assert cost.cumulative is not None
    assert (cost.cumulative.low, cost.bound) == (300_000, Bound.AT_LEAST)
    assert words in cost.notes[0]


def test_unlike_price_bases_are_never_added_and_an_unstated_one_is_no_difference() -> None:
    def cost_with(own: str | None, parents: str | None) -> RollUp:
        row = {"model": "Base", "amount": usd(5_000_000), "stages": ["pretraining"]}
        run = {"amount": usd(300_000), "stages": ["supervised_fine_tuning"]}
        return rolled(
            tuned(
                cost__final_run={**run, **({"basis": own} if own else {})},
                **inherited({**row, **({"basis": parents} if parents else {})}),
            )
        )

    assert "rests on another price basis" in cost_with("rental_assumed", "owned_upfront").notes[0]
    for own, parents in (("mixed", "mixed"), ("mixed", None), (None, "mixed"), (None, None)):
        assert cost_with(own, parents).bound is Bound.SUM


STAGED = document(
    "Base",
    hours=100,
    stages=("pretraining", "context_extension", "supervised_fine_tuning"),
    compute__per_stage={
        "stages": [
            {"stage": "pretraining", "accelerator_hours": {"value": 70}},
            {"stage": "context_extension", "accelerator_hours": {"value": 20}},
            {"stage": "supervised_fine_tuning", "accelerator_hours": {"value": 10}},
        ]
    },
)


@pytest.mark.parametrize(
    ("stages", "added", "bound"),
    [
        (["pretraining"], [70], Bound.SUM),
        (["pretraining", "context_extension"], [70, 20], Bound.SUM),
        (["pretraining", "mid_training"], [70], Bound.AT_LEAST),
        (["pretraining", "context_extension", "supervised_fine_tuning"], [100], Bound.SUM),
        (["reinforcement_learning"], [100], Bound.AT_MOST),
    ],
)
def test_only_inherited_stages_are_added(stages: list[str], added: list[int], bound: Bound) -> None:
    child = tuned(**inherited({"model": "Base", "stages": stages}))
    hours = rolled(child, STAGED, measure=HOURS)
    assert [part.figure.low for part in hours.parts[1:]] == added
    assert hours.bound is bound


def test_a_line_that_covers_more_stages_cannot_be_split() -> None:
    joint = {
        "stage": "pretraining",
        "also_covers": ["supervised_fine_tuning"],
        "accelerator_hours": {"value": 80, "precision": "exact"},
    }
    parent = document(
        "Base",
        hours=80,
        stages=("pretraining", "supervised_fine_tuning"),
        compute__per_stage={"stages": [joint]},
    )
    child = tuned(hours=11, **inherited({"model": "Base", "stages": ["pretraining"]}))
    hours = rolled(child, parent, measure=HOURS)
    assert cumulative_text(hours) == "cumulative up to 91 accelerator-hours"


@pytest.mark.parametrize(
    ("own", "parents", "text", "bound"),
    [
        ("approximate", "exact", "about US$5.3 million", Bound.SUM),
        ("at_least", "exact", "at least US$5.3 million", Bound.AT_LEAST),
        ("up_to", "exact", "up to US$5.3 million", Bound.AT_MOST),
        ("up_to", "at_least", None, Bound.UNKNOWN),
        ("order_of_magnitude", "exact", "of the order of US$5.3 million", Bound.SUM),
        ("order_of_magnitude", "at_least", None, Bound.UNKNOWN),
    ],
)
def test_stated_bounds_bound_the_sum(
    own: str, parents: str, text: str | None, bound: Bound
) -> None:
    base = document("Base", cost=usd(5_000_000, precision=parents), stages=PRETRAINED)
    cost = rolled(tuned(cost=usd(300_000, precision=own)), base)
    assert (cost.cumulative and figure_text(cost.cumulative), cost.bound) == (text, bound)


def test_a_range_is_collapsed_to_the_end_that_still_bounds() -> None:
    money = {"low": 7_000_000, "high": 15_000_000, "currency": "USD", "precision": "approximate"}
    assert cumulative_text(rolled(tuned(cost=money))) == "cumulative at least US$7 million"


def test_a_silent_child_still_shows_what_its_base_took() -> None:
    child = document("Tuned", parents=["Base"])
    assert inherited_text(rolled(child, BASE)) == "with base model Base: at least US$5 million"


@pytest.mark.parametrize(
    "said",
    [
        {"facts": {"lineage": {"has_base_model": True}}},
        {"cost__scope": {"components": {"base_model": "excluded"}}},
    ],
)
def test_an_unnamed_base_is_said_to_exist(said: dict[str, Any]) -> None:
    cost = rolled(tuned(parents=[], **said))
    assert scope_text(cost).endswith("excluding a base model that is not named")
    assert cumulative_text(cost) == "cumulative at least US$300,000"


def test_an_implied_base_is_excluded_by_name() -> None:
    child = tuned(parents=[])
    cost = roll_up(child, no_cards, COST, [WeightEdge("Base")])
    assert scope_text(cost).endswith("excluding base model Base")
    assert cost.bound is Bound.AT_LEAST


def test_an_empty_lineage_is_simply_silent() -> None:
    cost = rolled(tuned(parents=[]))
    assert (cost.bound, cost.cumulative, cost.notes) == (Bound.UNKNOWN, None, ())
    assert scope_text(cost) == "for supervised fine-tuning"
    assert cumulative_text(cost) == ""


def test_hours_on_different_accelerators_are_added_with_a_note() -> None:
    def run(hours: int, accelerator: str, stage: str) -> dict[str, Any]:
        return {
            "accelerator_hours": {"value": hours},
            "accelerator": accelerator,
            "stages": [stage],
        }

    base = document("Base", compute__final_run=run(90, "NVIDIA A100-80GB", "pretraining"))
    for accelerator, notes in (("NVIDIA H100", 1), ("nvidia A100 80 GB", 0)):
        child = tuned(compute__final_run=run(10, accelerator, "supervised_fine_tuning"))
        assert len(rolled(child, base, measure=HOURS).notes) == notes


amounts = st.integers(0, 10**9) | st.floats(0, 1e9, allow_nan=False)


@given(own=amounts, parents=st.lists(amounts, min_size=1, max_size=4))
def test_the_sum_is_exact_whatever_the_order_of_parents(own: float, parents: list[float]) -> None:
    bases = [
        document(f"B{n}", cost=usd(amount), stages=PRETRAINED) for n, amount in enumerate(parents)
    ]
    names = [base["model"]["name"] for base in bases]
    expected = sum((Fraction(repr(amount)) for amount in (own, *parents)), Fraction(0))
    for order in list(permutations(names))[:4]:
        cost = rolled(document("Child", cost=usd(own), parents=list(order)), *bases)
        assert cost.cumulative is not None
        assert Fraction(cost.cumulative.low) == expected
        assert cost.bound is Bound.SUM


def test_every_part_of_a_starter_sum_is_in_the_card_it_names() -> None:
    cards = starter_cards()
    for card_id in cards:
        for measure in Measure:
            for part in starter(card_id, measure).parts:
                section, _, claim = part.claim.partition(".")
                assert claim in cards[part.card_id][section]
