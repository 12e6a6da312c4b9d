from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.rules.review.binding import (
    GivenVerdict,
    Lapse,
    bound,
    carried_words,
    carry_over,
    claim_hash,
    evidence_hash,
    verdicts_for_grading,
)
from registry.rules.review.months import months_after
from registry.rules.review.verdicts import Verdict

PATH = "compute.final_run"
DOCUMENT: dict[str, Any] = {
    "compute": {
        "final_run": {
            "status": "disclosed",
            "value": {"flop": "3.8e25"},
            "evidence": [{"title": "Report", "url": "https://example.org/r"}],
        }
    }
}
GIVEN = GivenVerdict(
    referee="a",
    item="COMP-1",
    path=PATH,
    claim_hash=claim_hash(DOCUMENT, PATH),
    evidence_hash=evidence_hash(DOCUMENT, PATH),
    verdict=Verdict.SUPPORTED_FULL,
    generation=1,
    round=1,
    given_on=date(2026, 1, 31),
)


def edited(**changes: Any) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    document["compute"]["final_run"].update(changes)
    return document


VALUE_EDITED = edited(value={"flop": "3.9e25"})
NOTE_ADDED = edited(note="On one cluster.")
EVIDENCE_ADDED = edited(evidence=[*DOCUMENT["compute"]["final_run"]["evidence"], {"title": "B"}])


@pytest.mark.parametrize(
    ("document", "claim_same", "evidence_same"),
    [
        (DOCUMENT, True, True),
        (VALUE_EDITED, False, True),
        (NOTE_ADDED, False, True),
        (EVIDENCE_ADDED, True, False),
        (edited(evidence=[]), True, False),
        ({}, False, False),
        ({**DOCUMENT, "facts": {}, "cost": {}}, True, True),
    ],
)
def test_a_verdict_is_bound_to_claim_and_evidence(
    document: Any, *, claim_same: bool, evidence_same: bool
) -> None:
    assert (claim_hash(document, PATH) == GIVEN.claim_hash) is claim_same
    assert (evidence_hash(document, PATH) == GIVEN.evidence_hash) is evidence_same
    assert bound(GIVEN, document) is (claim_same and evidence_same)


def test_the_order_of_members_says_nothing_and_that_of_sources_is_kept() -> None:
    turned = {"compute": {"final_run": dict(reversed(DOCUMENT["compute"]["final_run"].items()))}}
    assert bound(GIVEN, turned)
    two = EVIDENCE_ADDED["compute"]["final_run"]["evidence"]
    assert evidence_hash(edited(evidence=two[::-1]), PATH) != evidence_hash(EVIDENCE_ADDED, PATH)


def test_no_evidence_and_an_empty_list_are_the_same() -> None:
    silent = edited()
    del silent["compute"]["final_run"]["evidence"]
    assert evidence_hash(silent, PATH) == evidence_hash(edited(evidence=[]), PATH)
    assert claim_hash({}, PATH) == claim_hash({"compute": {}}, PATH)
    assert claim_hash(DOCUMENT, PATH).startswith("sha256:")


@pytest.mark.parametrize(
    ("document", "at", "generation", "lapse"),
    [
        (DOCUMENT, date(2026, 6, 1), 2, None),
        (DOCUMENT, date(2027, 1, 31), 3, None),
        (DOCUMENT, date(2027, 2, 1), 2, Lapse.TOO_OLD),
        (DOCUMENT, date(2026, 6, 1), 4, Lapse.TOO_MANY_GENERATIONS),
        (VALUE_EDITED, date(2026, 6, 1), 2, Lapse.CLAIM_CHANGED),
        (EVIDENCE_ADDED, date(2026, 6, 1), 2, Lapse.EVIDENCE_CHANGED),
        ({}, date(2028, 1, 1), 9, Lapse.CLAIM_CHANGED),
    ],
)
def test_carry_over(document: Any, at: date, generation: int, lapse: Lapse | None) -> None:
    result = carry_over([GIVEN], document, at=at, generation=generation)
    assert result.carried == (() if lapse else (GIVEN,))
    assert result.lapsed == (((GIVEN, lapse),) if lapse else ())
    assert carried_words(GIVEN) == "carried from version 1"


def test_a_verdict_does_not_carry_over_to_its_own_version() -> None:
    with pytest.raises(ValueError, match="a verdict on version 1 cannot carry over to 1"):
        carry_over([GIVEN], DOCUMENT, at=date(2026, 2, 1), generation=1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 1, 29), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 24, date(2028, 11, 30)),
        (date(2026, 1, 31), -24, date(2024, 1, 31)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_verdicts_for_grading() -> None:
    other = replace(GIVEN, referee="b", verdict=Verdict.CANNOT_ASSESS)
    recused = replace(GIVEN, referee="c", verdict=Verdict.CONTRADICTED)
    stale = replace(GIVEN, referee="d", claim_hash="sha256:0")
    cost = replace(GIVEN, item="COST-1", path="cost.final_run", verdict=Verdict.NOT_SUPPORTED)
    found = verdicts_for_grading([other, recused, stale, GIVEN, cost], DOCUMENT, {"c"})
    assert found == {"COMP-1": (Verdict.SUPPORTED_FULL, Verdict.CANNOT_ASSESS)}
    assert verdicts_for_grading([], DOCUMENT) == {}


@pytest.mark.parametrize(
    ("later", "counts"),
    [
        ({"round": 2}, True),
        ({"generation": 2}, True),
        ({"round": 2, "evidence_hash": "sha256:0"}, False),
    ],
)
def test_the_latest_word_of_a_referee_on_the_same_text_counts(
    later: dict[str, Any], *, counts: bool
) -> None:
    again = replace(GIVEN, verdict=Verdict.SUPPORTED_PARTIAL, **later)
    expected = again.verdict if counts else GIVEN.verdict
    for order in ([GIVEN, again], [again, GIVEN]):
        assert verdicts_for_grading(order, DOCUMENT) == {"COMP-1": (expected,)}
