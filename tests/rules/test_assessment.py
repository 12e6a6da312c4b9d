from __future__ import annotations

import re
from typing import Any

import pytest

from registry.rules.grading.assessment import Assessment, Ruling, parse_assessment
from registry.rules.standard import load_standard
from tests.factories.starter import starter_assessments

STANDARD = load_standard()


def test_the_form_of_the_exports() -> None:
    raw = {
        "COMP-1": {"peer_review_confirmed": True, "basis": "Article, section 2."},
        "COMP-4": {
            "peer_review_confirmed": False,
            "verdicts": [
                {"verdict": "supported_full", "confidence": 2},
                {"verdict": "cannot_assess"},
            ],
            "adjudicated": True,
        },
        "COMP-5": {
            "verdicts": [{"verdict": "supported_full"}, {"verdict": "not_supported"}],
            "adjudicated": {"verdict": "supported_partial", "by": "E. Ditor", "reason": "Half."},
        },
        "CHIP-3": {"applicable": False, "reason": "One node."},
        "CHIP-6": {"applicable": None},
        "facts": {"training.has_rl": True, "data.modalities": ["text"], "release.api": None},
    }
    assert parse_assessment(raw, STANDARD) == Assessment(
        facts={"training.has_rl": True, "data.modalities": ["text"], "release.api": None},
        confirmed=frozenset({"COMP-1"}),
        verdicts={
            "COMP-4": ("supported_full", "cannot_assess"),
            "COMP-5": ("supported_full", "not_supported"),
        },
        applicable={"CHIP-3": False},
        adjudicated=frozenset({"COMP-4"}),
        rulings={"COMP-5": Ruling("supported_partial", "E. Ditor", "Half.")},
    )


def test_nothing_recorded() -> None:
    assert parse_assessment({}, STANDARD) == Assessment()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"COMP-99": {}}, "no item 'COMP-99'"),
        ({"COMP-1": []}, "COMP-1: expected an object"),
        ({"COMP-1": {"peer_reviewed": True}}, "COMP-1: unknown member 'peer_reviewed'"),
        ({"COMP-1": {"peer_review_confirmed": "yes"}}, "COMP-1: peer_review_confirmed must be"),
        ({"COMP-1": {"applicable": 1}}, "COMP-1: applicable must be"),
        ({"COMP-1": {"adjudicated": []}}, "COMP-1: adjudicated must be"),
        ({"COMP-1": {"adjudicated": {}}}, "COMP-1: adjudicated must be true, or an object"),
        (
            {"COMP-1": {"adjudicated": {"verdict": "supported_full", "by": "E", "reason": " "}}},
            "COMP-1: adjudicated must be true, or an object",
        ),
        (
            {"COMP-1": {"adjudicated": {"verdict": [], "by": "E", "reason": "Why."}}},
            "COMP-1: adjudicated must be true, or an object",
        ),
        (
            {"COMP-1": {"adjudicated": {"verdict": "cannot_assess", "by": "E", "reason": "Why."}}},
            "COMP-1: not a verdict that settles a dispute: 'cannot_assess'",
        ),
        ({"COMP-1": {"verdicts": "supported_full"}}, "COMP-1: verdicts must be a list"),
        ({"COMP-1": {"verdicts": ["supported_full"]}}, "COMP-1: not a verdict"),
        ({"COMP-1": {"verdicts": [{"verdict": "great"}]}}, "COMP-1: not a verdict"),
        ({"COMP-1": {"verdicts": [{"verdict": []}]}}, "COMP-1: not a verdict"),
        ({"facts": None}, "facts: expected an object"),
        ({"facts": {"training": {"has_rl": True}}}, "no fact 'training'"),
        ({"facts": {"training.has_rl": "yes"}}, "training.has_rl cannot be 'yes'"),
    ],
)
def test_what_is_not_understood_is_named(raw: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        parse_assessment(raw, STANDARD)


def test_the_starter_assessments_are_understood() -> None:
    assessments = starter_assessments().values()
    confirmed = [parse_assessment(raw, STANDARD).confirmed for raw in assessments]
    assert any(confirmed)
