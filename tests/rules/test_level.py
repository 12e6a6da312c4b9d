from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from registry.rules.grading.assessment import Assessment
from registry.rules.grading.completeness import CardResult, assess
from registry.rules.grading.level import CardLevel, Level, Standing, card_level
from tests.factories.standards import LOCATED, disclosed, toy_card, toy_item, toy_standard

STANDARD = toy_standard(
    {
        "S": (
            "1",
            [
                toy_item("CORE", core=True, weight="2"),
                *[toy_item(f"X{number}") for number in range(8)],
            ],
        )
    }
)
ITEMS = tuple(item.id for item in STANDARD.items)
FULL = {"a": 1}
YES = ("supported_full", "supported_full")
ATTESTED = Standing(attested_by_lab=True)
REVIEWED = Standing(attested_by_lab=True, independent_referees=2, review_file_public=True)
EVIDENCED_CLAIMS = {item: disclosed(FULL, LOCATED) for item in ITEMS}


def result(claims: dict[str, Any], **assessment: Any) -> CardResult:
    return assess(toy_card(claims, role="developer"), STANDARD, Assessment(**assessment))


def level(claims: dict[str, Any], standing: Standing, **assessment: Any) -> CardLevel:
    return card_level(result(claims, **assessment), standing, STANDARD)


def test_a_card_that_nobody_attested_is_listed() -> None:
    listed = level({}, Standing(check_errors=2, independent_referees=9, review_file_public=True))
    assert listed.level == Level.LISTED
    assert listed.missing == (
        "No verified representative of the lab has attested this version.",
        "Core items are not answered: Title of CORE (CORE).",
        "Checks at severity error are open: 2.",
    )


@pytest.mark.parametrize(
    ("claim", "reached"),
    [
        (disclosed(FULL), Level.STATED),
        ({"status": "withheld", "withheld_reason": "law"}, Level.STATED),
        ({"status": "unknown"}, Level.STATED),
        ({"status": "none"}, Level.STATED),
        ({"status": "not_applicable"}, Level.LISTED),
    ],
)
def test_any_answer_but_a_wrong_not_applicable_answers_the_core(claim: Any, reached: Level) -> None:
    assert level({"CORE": claim}, ATTESTED).level == reached


def test_a_core_item_that_does_not_apply_needs_no_answer() -> None:
    assert level({}, ATTESTED, applicable={"CORE": False}).level == Level.STATED


def test_nothing_claimed_is_nothing_evidenced() -> None:
    withheld = {"CORE": {"status": "withheld", "withheld_reason": "law"}}
    assert level(withheld, ATTESTED) == CardLevel(
        Level.STATED,
        ("Located evidence covers 0% of the claimed weight that needs it; 80% is needed.",),
    )


@pytest.mark.parametrize(("unsupported", "reached"), [(2, Level.EVIDENCED), (3, Level.STATED)])
def test_four_fifths_of_the_claimed_weight_need_located_evidence(
    unsupported: int, reached: Level
) -> None:
    claims = EVIDENCED_CLAIMS | {f"X{number}": disclosed(FULL) for number in range(unsupported)}
    assert level(claims, ATTESTED).level == reached


def test_every_core_claim_needs_located_evidence() -> None:
    assert level(EVIDENCED_CLAIMS | {"CORE": disclosed(FULL)}, ATTESTED) == CardLevel(
        Level.STATED, ("Core claims are without located evidence: Title of CORE (CORE).",)
    )


def test_an_unreviewed_card_is_told_all_that_a_review_needs() -> None:
    assert level(EVIDENCED_CLAIMS, ATTESTED) == CardLevel(
        Level.EVIDENCED,
        (
            "Independent referees who reported: 0; 2 are needed.",
            "At least 2 referees judged 0% of the applicable weight; 70% is needed.",
            "The review file is not public.",
        ),
    )


@pytest.mark.parametrize(("judged", "reached"), [(6, Level.REVIEWED), (5, Level.EVIDENCED)])
def test_referees_judge_seven_tenths_of_the_applicable_weight(judged: int, reached: Level) -> None:
    verdicts = dict.fromkeys(ITEMS[:judged], YES)
    assert level(EVIDENCED_CLAIMS, REVIEWED, verdicts=verdicts).level == reached


def test_an_open_dispute_holds_the_review_open() -> None:
    verdicts = dict.fromkeys(ITEMS, YES) | {"X1": ("supported_full", "not_supported")}
    disputed = level(EVIDENCED_CLAIMS, REVIEWED, verdicts=verdicts)
    assert disputed == CardLevel(Level.EVIDENCED, ("Disputes are open: Title of X1 (X1).",))
    settled = level(EVIDENCED_CLAIMS, REVIEWED, verdicts=verdicts, adjudicated=frozenset({"X1"}))
    assert settled == CardLevel(Level.REVIEWED, ())


@pytest.mark.parametrize(
    ("change", "reached"),
    [
        ({"attested_by_lab": False}, Level.LISTED),
        ({"check_errors": 1}, Level.LISTED),
        ({"independent_referees": 1}, Level.EVIDENCED),
        ({"review_file_public": False}, Level.EVIDENCED),
    ],
)
def test_a_level_needs_all_conditions_below_it(change: dict[str, Any], reached: Level) -> None:
    verdicts = dict.fromkeys(ITEMS, YES)
    assert level(EVIDENCED_CLAIMS, REVIEWED, verdicts=verdicts).level == Level.REVIEWED
    lowered = level(EVIDENCED_CLAIMS, replace(REVIEWED, **change), verdicts=verdicts)
    assert lowered.level == reached
    assert len(lowered.missing) == 1


def test_long_lists_are_counted() -> None:
    standard = toy_standard({"S": ("1", [toy_item(f"C{n}", core=True) for n in range(6)])})
    listed = card_level(assess(toy_card({}), standard), ATTESTED, standard)
    titles = ", ".join(f"Title of C{number} (C{number})" for number in range(4))
    assert listed.missing == (f"Core items are not answered: {titles} and 2 more.",)
