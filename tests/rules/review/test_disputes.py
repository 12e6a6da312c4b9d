from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from registry.rules.errors import Refused
from registry.rules.grading.assessment import Assessment, Ruling
from registry.rules.review.binding import claim_hash
from registry.rules.review.disputes import (
    Adjudication,
    Agreement,
    agreement,
    check_adjudication,
    disputed_items,
    open_disputes,
    rulings,
)
from registry.rules.review.verdicts import JUDGING, Verdict
from registry.rules.standard import load_standard

STANDARD = load_standard()
FULL, PART, NOT, CONTRA = JUDGING
CANNOT = Verdict.CANNOT_ASSESS
DOCUMENT: dict[str, Any] = {
    "compute": {"final_run": {"status": "disclosed", "value": {"flop": "3.8e25"}}}
}
EDITED: dict[str, Any] = {
    "compute": {"final_run": {"status": "disclosed", "value": {"flop": "3.9e25"}}}
}
VERDICTS = {"COMP-1": (FULL, NOT), "COMP-4": (FULL, PART)}
ADJUDICATION = Adjudication(
    item="COMP-1",
    claim_hash=claim_hash(DOCUMENT, "compute.final_run"),
    ruling=PART,
    editor="E. Ditor",
    reason="The appendix shows two of the three stages.",
)


@pytest.mark.parametrize(("one", "other"), list(product(JUDGING, repeat=2)))
def test_two_steps_or_one_contradiction_are_a_dispute(one: Verdict, other: Verdict) -> None:
    steps = abs(JUDGING.index(one) - JUDGING.index(other))
    disputed = steps >= 2 or (CONTRA in (one, other) and one != other)
    for given in ((one, other), (one, CANNOT, other)):
        assert disputed_items({"COMP-1": given}, STANDARD) == (("COMP-1",) if disputed else ())


def test_abstentions_dispute_nothing() -> None:
    assert disputed_items({"COMP-1": (FULL, CANNOT), "COMP-4": (CONTRA,)}, STANDARD) == ()


def test_a_ruling_settles_the_dispute_for_that_claim_only() -> None:
    assert open_disputes(VERDICTS, [], DOCUMENT, STANDARD) == ("COMP-1",)
    assert open_disputes(VERDICTS, [ADJUDICATION], DOCUMENT, STANDARD) == ()
    assert open_disputes(VERDICTS, [ADJUDICATION], EDITED, STANDARD) == ("COMP-1",)


def test_rulings_are_what_an_assessment_takes() -> None:
    found = rulings([ADJUDICATION], DOCUMENT, STANDARD)
    assert found == {"COMP-1": Ruling("supported_partial", "E. Ditor", ADJUDICATION.reason)}
    assert Assessment(verdicts=VERDICTS, rulings=found).settles("COMP-1")
    later = replace(ADJUDICATION, ruling=NOT)
    assert rulings([ADJUDICATION, later], DOCUMENT, STANDARD)["COMP-1"].verdict == NOT
    assert rulings([ADJUDICATION], EDITED, STANDARD) == {}
    assert rulings([replace(ADJUDICATION, item="GONE-1")], DOCUMENT, STANDARD) == {}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"item": "COMP-4"}, "COMP-4: found no dispute"),
        ({"item": "COMP-99"}, "COMP-99: found no dispute"),
        ({"claim_hash": "sha256:0"}, "the claim changed since"),
        ({"ruling": CANNOT}, "found “cannot assess”, which settles nothing"),
        ({"editor": " "}, "Editor: found nothing"),
        ({"reason": " short  "}, "Reason: found 5 characters, expected at least 20"),
    ],
)
def test_other_rulings_are_refused(changes: dict[str, Any], message: str) -> None:
    # Sound as it is, and with the shortest reason: only what changes is refused.
    check_adjudication(replace(ADJUDICATION, reason=20 * "x"), VERDICTS, DOCUMENT, STANDARD)
    check_adjudication(ADJUDICATION, VERDICTS, DOCUMENT, STANDARD)
    with pytest.raises(Refused, match=message):
        check_adjudication(replace(ADJUDICATION, **changes), VERDICTS, DOCUMENT, STANDARD)


@pytest.mark.parametrize(
    ("verdicts", "expected", "share"),
    [
        ({}, Agreement(0, 0), None),
        ({"A": (FULL,), "B": (FULL, CANNOT), "C": (CANNOT, CANNOT)}, Agreement(0, 0), None),
        ({"A": (FULL, FULL)}, Agreement(1, 1), Fraction(1)),
        ({"A": (FULL, PART)}, Agreement(0, 1), Fraction(0)),
        (
            {"A": (FULL, FULL, CANNOT), "B": (NOT, NOT, NOT), "C": (NOT, NOT, PART)},
            Agreement(2, 3),
            Fraction(2, 3),
        ),
    ],
)
def test_agreement(verdicts: Any, expected: Agreement, share: Fraction | None) -> None:
    assert agreement(verdicts) == expected
    assert expected.share == share
