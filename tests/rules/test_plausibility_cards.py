"""Real cards as they are, and with the slips that people made in print."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.checking.meaning import check_meaning
from registry.rules.checking.schema import validate
from registry.rules.plausibility.catalog import RULES
from registry.rules.plausibility.results import Result, Severity, result_to_data, result_to_row
from tests.factories.faulty_cards import faulty
from tests.factories.figures_card import card, changed, quantity, results, usd
from tests.factories.starter import starter_cards

CARDS = starter_cards()
R1 = CARDS["deepseek/deepseek-r1"]
# What the starter cards are publicly warned of, each looked at and right.
KNOWN = {
    ("deepseek/deepseek-v3", "PC28"),  # no line of compute for distillation
    ("google-deepmind/gemini-1-5-pro", "PC15"),  # a mixture of experts, active share not stated
}


def found(document: dict[str, Any], *severities: str) -> list[Result]:
    return [one for one in results(document, others=CARDS) if one.severity in severities]


@pytest.mark.parametrize("card_id", CARDS)
def test_starter_cards_have_no_error_and_known_warnings(card_id: str) -> None:
    doubts = found(CARDS[card_id], "warn", "error")
    assert {(card_id, one.check) for one in doubts} == {
        pair for pair in KNOWN if pair[0] == card_id
    }


@pytest.mark.parametrize("card_id", CARDS)
def test_every_check_answers_and_says_enough(card_id: str) -> None:
    everything = results(CARDS[card_id], others=CARDS)
    assert {one.check for one in everything} == {rule.id for rule in RULES}
    assert [one.check for one in everything] == sorted(one.check for one in everything)
    for one in everything:
        if one.severity is Severity.NOT_RUN:
            assert one.reason
            assert not (one.message or one.formula or one.advice)
        else:
            assert not one.reason
            assert one.claims
            assert one.formula
            assert one.message.endswith((".", "?"))
            assert one.advice in one.message
            assert any(character.isdigit() for character in one.message) or one.computed is None
        if one.severity in (Severity.WARN, Severity.ERROR):
            assert one.advice


def test_many_checks_agree_on_the_arithmetic_of_r1() -> None:
    agreed = {one.check for one in found(R1, "pass")}
    assert {"PC01", "PC02", "PC03", "PC10", "PC15", "PC17", "PC21", "PC25", "PC28"} <= agreed
    by_formula = {one.formula for one in found(R1, "pass")}
    assert "512 × 198 h = 101,376, stated 101,000" in by_formula
    assert "101,376 + 40,960 = 142,336, stated 142,000" in by_formula


def test_648_chips_are_caught() -> None:
    """64 × 8 GPUs became 648 in print."""
    segments = "hardware.accelerator_count.value.segments"
    slipped = changed(
        R1,
        {f"{segments}.0.count": quantity(648), f"{segments}.1.count": quantity(648)},
    )
    errors = found(slipped, "error")
    segments_found = [one for one in errors if "648 accelerators × " in one.message]
    assert {one.check for one in segments_found} == {"PC01"}
    assert {one.claims[0] for one in segments_found} == {"hardware.accelerator_count"}
    assert len(segments_found) == 2
    (nodes,) = [one for one in errors if one.check == "PC21"]
    assert nodes.claims == ("hardware.topology", "hardware.accelerator_count")
    assert nodes.message.startswith("64 nodes × 8 accelerators = 512, but the count is 648.")


def test_648_chips_in_one_segment_are_caught_by_their_hours() -> None:
    slipped = changed(R1, {"hardware.accelerator_count.value.segments.0.count": quantity(648)})
    (one,) = [one for one in found(slipped, "error") if "R1-Zero" in one.message]
    assert one.message == (
        "R1-Zero reinforcement learning: 648 accelerators × 198 hours = 128,304 accelerator-hours, "
        "but 101,000 are stated (21 % less). Check whether 198 are hours of the whole project, or "
        "give the average number in use."
    )


def test_29_million_dollars_are_caught() -> None:
    """294 thousand became 29.4 million in print."""
    slipped = changed(R1, {"cost.final_run.value.amount": usd(29_400_000)})
    errors = {one.check: one for one in found(slipped, "error")}
    assert set(errors) == {"PC03", "PC11"}
    assert all(one.claims[0] == "cost.final_run" for one in errors.values())
    assert errors["PC11"].message == (
        "147,000 accelerator-hours × 2.00 USD = 294,000 USD, but 29,400,000 USD are stated: "
        "exactly 100 times more. Two digits too many?"
    )
    assert "100 times more" in errors["PC03"].message


def test_the_cost_of_r1_is_never_told_without_its_base() -> None:
    (scope,) = [one for one in found(R1, "note") if one.check == "PC13"]
    assert scope.claims[0] == "cost.final_run"
    assert scope.message == (
        "294,000 USD cover reinforcement learning and synthetic data generation only, excluding "
        "base model DeepSeek-V3-Base. With it: 5,860,000 USD (19.9 times)."
    )
    assert scope.formula == "294,000 + 5,566,000 = 5,860,000 USD"


@pytest.mark.parametrize(
    ("changes", "severity", "words"),
    [
        (
            {"cost.final_run.value.excluded": None},
            "warn",
            ("excluding base model DeepSeek-V3-Base", "Name the stages that are left out"),
        ),
        (
            {"cost.inherited": None},
            "note",
            ("excluding base model DeepSeek-V3-Base", "With it: at most 5,870,000 USD"),
        ),
        (
            {"cost.inherited": None, "identity.lineage.value.derived_from.0.card_id": None},
            "note",
            (
                "With it: at least 294,000 USD; what DeepSeek-V3-Base cost is not",
                "Give the cost of the base model",
            ),
        ),
        (
            {"identity.lineage": None, "cost.inherited": None},
            "note",
            ("excluding a base model that is not named",),
        ),
    ],
)
def test_r1_without_its_base_model_is_caught(
    changes: dict[str, Any], severity: str, words: tuple[str, ...]
) -> None:
    (scope,) = results(changed(R1, changes), "PC13", others=CARDS)
    assert scope.claims[0] == "cost.final_run"
    assert (scope.severity, scope.stated) == (severity, 294_000)
    for text in words:
        assert text in scope.message


def test_a_base_model_that_only_another_card_names_is_seen() -> None:
    from registry.rules.lineage.edges import WeightEdge

    silent = changed(R1, {"identity.lineage": None, "cost.inherited": None, "facts.lineage": None})
    (scope,) = results(silent, "PC13", implied=(WeightEdge("DeepSeek-V3-Base"),))
    assert "excluding base model DeepSeek-V3-Base" in scope.message
    (unseen,) = results(changed(silent, {"cost.scope": None, "compute.scope": None}), "PC13")
    assert unseen.severity == "not_run"


def test_denying_the_base_model_is_a_contradiction() -> None:
    denied = changed(R1, {"facts.lineage.has_base_model": False})
    errors = [one for one in found(denied, "error") if one.check == "PC26"]
    assert [one.claims[0] for one in errors] == [
        "identity.lineage",
        "cost.inherited",
        "compute.scope",
    ]
    assert "DeepSeek-V3-Base is listed as a parent" in errors[0].message


def test_a_base_model_inside_a_smaller_amount_is_an_error() -> None:
    said = changed(R1, {"cost.scope.value.components.base_model": "included"})
    (error,) = [one for one in found(said, "error") if one.check == "PC02"]
    assert "5,566,000" in error.message
    assert "294,000" in error.message
    assert error.claims == ("cost.final_run", "cost.inherited")


NUMBERS = (0, 1, 2, 5e-324, 1e-9, 0.3, 7, 648, 2**53 - 1, 3.8e25, 1e300, 1e308)
PRECISIONS = ("exact", "rounded", "approximate", "up_to", "at_least", "order_of_magnitude")
DATES = ("1999", "2020-02", "2024-02-29", "2025-12-31", "2099", "9999-12-31", "0001")


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    for key in node if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], (dict, list)):
            yield from places(node[key])


def shaken(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """The card after a few changes, each of which leaves it valid."""
    for _ in range(random.randint(1, 3)):
        for change in (_shaken, faulty):
            candidate = change(document, random) if random.random() < 0.7 else document
            document = candidate if is_valid(candidate) else document
    return document


def _shaken(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """The card with another number, date, precision or list of stages, or with a part left out."""
    shaken_card = copy.deepcopy(document)
    holder, key = random.choice(list(places(shaken_card)))
    value = holder[key]
    if isinstance(value, bool):
        holder[key] = not value
    elif isinstance(value, (int, float)):
        holder[key] = random.choice(NUMBERS)
    elif isinstance(value, str) and value[:2] in ("19", "20"):
        holder[key] = random.choice(DATES)
    elif isinstance(value, dict) and ("value" in value or "amount" in value):
        holder[key] = _other_figure(value, random)
    elif key in ("stages", "also_covers") and value and isinstance(value[0], str):
        stages = ("pretraining", "evaluation", "reinforcement_learning", "distillation")
        holder[key] = random.sample(stages, k=random.randint(1, 4))
    elif isinstance(holder, dict) and len(holder) > 1:
        del holder[key]
    return shaken_card


def _other_figure(value: dict[str, Any], random: Random) -> dict[str, Any]:
    low, high = sorted(random.choices(NUMBERS, k=2))
    rest = {name: part for name, part in value.items() if name not in ("value", "amount")}
    return random.choice(
        (
            {**rest, "low": low, "high": high},
            {**value, "precision": random.choice(PRECISIONS)},
            {**value, "significant_figures": random.randint(1, 15)},
        )
    )


def is_valid(document: Any) -> bool:
    if not isinstance(document, dict):
        return False
    problems = validate(document) or check_meaning(document)
    return not any(problem.severity == "error" for problem in problems)


@given(st.sampled_from(sorted(CARDS)), st.randoms(use_true_random=False))
def test_no_valid_card_breaks_the_checks(card_id: str, random: Random) -> None:
    document = shaken(CARDS[card_id], random)
    everything = results(document, others=CARDS)
    assert {one.check for one in everything} == {rule.id for rule in RULES}
    for one in everything:
        assert result_to_data(result_to_row(one)) == result_to_data(one)


def test_an_empty_card_runs_nothing() -> None:
    everything = results(card())
    assert {one.severity for one in everything} == {Severity.NOT_RUN}
    assert len(everything) == len(RULES)


def test_the_same_card_gives_the_same_results() -> None:
    assert results(R1, others=CARDS) == results(copy.deepcopy(R1), others=CARDS)
