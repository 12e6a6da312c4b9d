"""How much rulings take out of a card, in shares of what applies by its facts."""

from __future__ import annotations

from fractions import Fraction

from registry.rules.grading.assessment import NO_ASSESSMENT, Assessment
from registry.rules.grading.case import open_case
from registry.rules.grading.ruled_out import share_ruled_out
from registry.rules.standard import load_standard
from tests.factories.starter import starter_cards

STANDARD = load_standard()
CARD = starter_cards()["google-deepmind/palm-540b"]


def share(**applicable: bool) -> Fraction:
    ruled = Assessment(applicable={item.replace("_", "-"): on for item, on in applicable.items()})
    return share_ruled_out(CARD, STANDARD, ruled)


def weight_that_applies() -> Fraction:
    case = open_case(CARD, STANDARD, NO_ASSESSMENT)
    return sum(
        (item.weight for item in STANDARD.items if case.applicability[item.id].applies), Fraction()
    )


def test_what_is_ruled_out_is_weighed_against_what_applies() -> None:
    assert share() == 0
    assert share(COST_1=False) == 3 / weight_that_applies()
    assert share(COST_1=False, COST_2=False) == Fraction(11, 2) / weight_that_applies()


def test_a_ruling_that_changes_nothing_takes_nothing_out() -> None:
    case = open_case(CARD, STANDARD, NO_ASSESSMENT)
    beside = [item for item, one in case.applicability.items() if not one.applies]
    assert beside
    assert share(**{item.replace("-", "_"): False for item in beside}) == 0
    assert share(COST_1=True) == 0
