"""What a better answer would add, checked against cards that gave it."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest

from registry.rules.conditions.substance import FULL
from registry.rules.grading.assessment import Assessment, parse_assessment
from registry.rules.grading.claims import Grade
from registry.rules.grading.completeness import assess
from registry.rules.grading.potential import Improvement, improvements, losses
from registry.rules.standard import load_standard
from tests.factories.standards import LOCATED, disclosed, toy_card, toy_item, toy_standard
from tests.factories.starter import starter_assessments, starter_cards

STANDARD = load_standard()
FULL_VALUE, PARTLY = {"a": 1}, {"b": 1}


def without(card: dict[str, Any], path: str) -> dict[str, Any]:
    section, _, name = path.partition(".")
    card = copy.deepcopy(card)
    del card[section][name]
    return card


def improvement(card: dict[str, Any], item: str) -> Improvement | None:
    return next((one for one in improvements(card, STANDARD) if one.item == item), None)


@pytest.mark.parametrize("card_id", sorted(starter_cards()))
def test_a_full_answer_adds_what_was_promised(card_id: str) -> None:
    """Take a full, evidenced answer out of a real card: the promise is the score it had."""
    card = starter_cards()[card_id]
    result = assess(card, STANDARD)
    for finding in result.claims:
        item = STANDARD.item_by_id[finding.item]
        if finding.grade is not Grade.EVIDENCED or finding.substance != FULL:
            continue
        poorer = without(card, item.claim)
        promised = improvement(poorer, item.id)
        assert promised is not None
        assert promised.points == result.score - assess(poorer, STANDARD).score


@pytest.mark.parametrize("card_id", sorted(starter_cards()))
def test_every_lost_point_is_told_with_its_reason(card_id: str) -> None:
    result = assess(starter_cards()[card_id], STANDARD)
    lost = losses(result.claims, STANDARD)
    assert sum(one.points for one in lost) + result.score == 100
    assert all(one.reason for one in lost)
    assert [one.points for one in lost] == sorted((one.points for one in lost), reverse=True)


def test_nothing_is_promised_for_what_is_full_or_does_not_apply() -> None:
    for card_id, card in starter_cards().items():
        promised = {one.item: one for one in improvements(card, STANDARD)}
        for finding in assess(card, STANDARD).claims:
            complete = finding.substance == FULL and finding.grade >= Grade.EVIDENCED
            if complete or not finding.applicable:
                assert finding.item not in promised, (card_id, finding.item)


def test_the_largest_comes_first_and_together_they_reach_the_ceiling() -> None:
    """Where nothing hangs together, all promises kept make a card that is evidenced throughout."""
    standard = toy_standard(
        {"S": ("1", [toy_item("X"), toy_item("Y", weight="3")]), "T": ("2", [toy_item("Z")])}
    )
    card = toy_card({"X": disclosed(PARTLY, LOCATED)})
    found = improvements(card, standard)
    assert [one.item for one in found] == ["Z", "Y", "X"]
    assert found[2].points == Fraction(100, 3) / 4 * Fraction(2, 5)
    assert sum(one.points for one in found) + assess(card, standard).score == 80


def test_a_gate_gives_back_what_it_holds() -> None:
    standard = toy_standard({"S": ("1", [toy_item("X", gate="Y"), toy_item("Y")])})
    card = toy_card({"X": disclosed(FULL_VALUE, LOCATED)})
    (gate,) = improvements(card, standard)
    assert (gate.item, gate.unlocks) == ("Y", ("X",))
    assert gate.points == 40 + 20


def test_a_gated_answer_is_promised_no_more_than_half() -> None:
    standard = toy_standard({"S": ("1", [toy_item("X", gate="Y"), toy_item("Y")])})
    assert [(one.item, one.points) for one in improvements(toy_card({}), standard)] == [
        ("Y", 40),
        ("X", 20),
    ]


def test_an_answer_about_nothing_is_promised_nothing() -> None:
    standard = toy_standard({"S": ("1", [toy_item("X"), toy_item("Y", inherits_zero_from=["X"])])})
    assert [one.item for one in improvements(toy_card({}), standard)] == ["X"]
    waiting = toy_card({"Y": disclosed(FULL_VALUE, LOCATED)})
    (parent,) = improvements(waiting, standard)
    assert (parent.item, parent.points, parent.unlocks) == ("X", 80, ("Y",))


def test_a_chain_of_an_inherited_zero_and_a_gate() -> None:
    """Y counts 0 without X and holds back Z; answering X frees both."""
    standard = toy_standard(
        {
            "S": (
                "1",
                [
                    toy_item("X"),
                    toy_item("Y", inherits_zero_from=["X"]),
                    toy_item("Z", gate="Y"),
                ],
            )
        }
    )
    full = disclosed(FULL_VALUE, LOCATED)
    card = toy_card({"Y": full, "Z": full})
    (found,) = improvements(card, standard)
    assert (found.item, found.unlocks) == ("X", ("Y", "Z"))
    assert found.points == Fraction(100, 3) * (Fraction(4, 5) + Fraction(4, 5) + Fraction(2, 5))


def test_a_verified_half_answer_keeps_its_grade() -> None:
    standard = toy_standard({"S": ("1", [toy_item("X")])})
    card = toy_card({"X": disclosed(PARTLY, LOCATED)})
    verdicts = ("supported_full", "supported_full")
    (found,) = improvements(card, standard, Assessment(verdicts={"X": verdicts}))
    assert found.points == 50


def test_no_promise_is_negative() -> None:
    for card_id, record in starter_assessments().items():
        card = starter_cards()[card_id]
        found = improvements(card, STANDARD, parse_assessment(record, STANDARD))
        assert all(one.points > 0 for one in found)


def test_nothing_applies() -> None:
    standard = toy_standard(
        {"S": ("1", [toy_item("X", applies={"fact": "release.api", "is": True})])}
    )
    assert improvements(toy_card({}, facts={"release": {"api": False}}), standard) == ()
