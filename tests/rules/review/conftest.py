"""A report that lacks nothing, for tests that take something away from it."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def report_data() -> dict[str, Any]:
    return {
        "verdicts": {
            "COMP-1": {
                "verdict": "supported_full",
                "confidence": 3,
                "comment": "",
                "links": [],
                "for_full": "",
            },
            "COST-1": {
                "verdict": "contradicted",
                "confidence": 2,
                "comment": "The invoice says otherwise.",
                "links": ["https://example.org/invoice"],
                "for_full": "The invoice.",
            },
            "DATA-1": {
                "verdict": "outside_my_expertise",
                "confidence": None,
                "comment": "I know hardware.",
                "links": [],
                "for_full": "",
            },
        },
        "comments": [
            {"class": "must", "item": "COST-1", "text": "State the price per hour."},
            {"class": "note", "item": None, "text": "Clear otherwise."},
        ],
        "summary": "A careful card.",
        "recommendation": "minor",
        "competence": ["hardware"],
        "ai_used": False,
        "ai_statement": "",
        "consulted": "",
    }
