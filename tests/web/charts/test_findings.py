"""Titles say what the numbers show, in every state of the registry."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.web.charts import findings
from registry.web.charts.findings import CostExample, SectionMean


def means(**scores: str) -> list[SectionMean]:
    return [SectionMean(name.replace("_", " "), Decimal(score)) for name, score in scores.items()]


R1 = CostExample("DeepSeek-R1", "US$294,000", "US$5.86 million")


@pytest.mark.parametrize(
    ("given", "labs", "title"),
    [
        ([], 0, "No lab is ranked yet"),
        (
            means(Method="33.5", Peer_review="20", Cost="7"),
            18,
            "Method is disclosed most, cost least: the 18 ranked labs average 33.5 and 7.0 of 100",
        ),
        (
            means(Method="33.5", Peer_review="33.5", Cost="0", Data="0.01"),
            1200,
            (
                "Method and peer review are disclosed most, cost and data least: the 1,200 ranked "
                "labs average 33.5 and 0.0 of 100"
            ),
        ),
        (
            means(Method="80", Cost="7"),
            1,
            "Method is disclosed most, cost least: the one ranked lab has 80.0 and 7.0 of 100",
        ),
        (
            means(Method="5.01", Cost="5.04"),
            2,
            "All sections are disclosed alike: the 2 ranked labs average 5.0 of 100",
        ),
    ],
)
def test_completeness(given: list[SectionMean], labs: int, title: str) -> None:
    assert findings.completeness(given, labs) == title


@pytest.mark.parametrize(
    ("cards", "given", "title"),
    [
        (0, 0, "No model card is published yet"),
        (1, 0, "The only model card does not give the operations of its final run"),
        (
            1,
            1,
            "The only model card gives the operations of its final run; the largest is X’s, 1 FLOP",
        ),
        (31, 0, "None of the 31 model cards gives the operations of its final run"),
        (
            31,
            1,
            "1 of 31 model cards gives the operations of its final run; the largest is X’s, 1 FLOP",
        ),
        (
            3100,
            1500,
            (
                "1,500 of 3,100 model cards give the operations of their final run; the largest is "
                "X’s, 1 FLOP"
            ),
        ),
    ],
)
def test_compute(cards: int, given: int, title: str) -> None:
    assert findings.compute(cards, given, "X", "1 FLOP") == title


@pytest.mark.parametrize(
    ("given", "example", "title"),
    [
        (0, None, "None of the 31 model cards gives the cost of its final run"),
        (2, None, "2 of 31 model cards give the cost of their final run"),
        (
            5,
            R1,
            (
                "5 of 31 model cards give the cost of their final run; with its base model, "
                "DeepSeek-R1’s US$294,000 becomes US$5.86 million"
            ),
        ),
    ],
)
def test_cost(given: int, example: CostExample | None, title: str) -> None:
    assert findings.cost(31, given, example) == title


def test_profile() -> None:
    assert findings.profile("DeepSeek", means(Method="75", Cost="53.8", Data="38.25")) == (
        "DeepSeek discloses most on method (75.0 of 100) and least on data (38.3)"
    )
    assert findings.profile("X", means(Method="0", Cost="0")) == (
        "X discloses alike on every section: 0.0 of 100"
    )


@pytest.mark.parametrize(
    ("scores", "title"),
    [
        ([], "X has not been ranked so far"),
        ([None, None], "X has not been ranked so far"),
        (["52.7"], "X has 52.7 of 100 in its only ranking so far"),
        (["52.7", "52.7"], "X has 52.7 of 100, unchanged since 1 May 2026"),
        ([None, "50.1", "52.7"], "X’s score has risen by 2.6 to 52.7 of 100 since 1 May 2026"),
        (["52.7", "50.1"], "X’s score has fallen by 2.6 to 50.1 of 100 since 1 May 2026"),
        (["52.7", "50.1", "52.7"], "X is back at 52.7 of 100, its score of 1 May 2026"),
        (["52.7", None], "X is not ranked now; its last score was 52.7 of 100"),
    ],
)
def test_history(scores: list[str | None], title: str) -> None:
    known = [None if score is None else Decimal(score) for score in scores]
    assert findings.history("X", known, "1 May 2026") == title
