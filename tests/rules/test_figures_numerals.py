"""Dates, percentages and scores as they are written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.numerals import date_text, decimal_text, exact, percent_text


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2025-09-17", "17 September 2025"),
        ("2025-01-02", "2 January 2025"),
        ("2025-09", "September 2025"),
        ("2025", "2025"),
        ("2025-13", "2025-13"),
        ("25,000 A100", "25,000 A100"),
        ("", ""),
    ],
)
def test_a_date_is_written_in_its_own_precision(date: str, text: str) -> None:
    assert date_text(date) == text


@given(st.text())
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert date_text(f"x{text}") == f"x{text}"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(173, 3), 1, "57.7"),
        (Fraction(655, 12), 1, "54.6"),
        (Decimal("64.55"), 1, "64.6"),
        (Decimal("64.649"), 1, "64.6"),
        (Decimal("64.65"), 1, "64.7"),
        (Decimal("2.25"), 1, "2.3"),
        (100, 1, "100.0"),
        (0, 1, "0.0"),
        (Fraction(-17236, 1000), 1, "−17.2"),
        (Fraction(-1, 30), 1, "0.0"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(2, 3), 9, "0.666666667"),
    ],
)
def test_scores_are_half_up_at_the_decimals_asked_for(
    value: Fraction | Decimal | int, places: int, text: str
) -> None:
    assert decimal_text(value, places) == text


@given(value=st.fractions(-1000, 1000), places=st.integers(0, 9))
def test_a_written_score_is_within_half_a_unit(value: Fraction, places: int) -> None:
    text = decimal_text(value, places)
    error = Fraction(text.replace("−", "-")) - value
    half = Fraction(1, 2 * 10**places)
    assert -half < error <= half
    assert len(text.partition(".")[2]) == places


@pytest.mark.parametrize(
    ("number", "text"), [(12.5, "12.5%"), (40, "40%"), (0, "0%"), (0.00002, "0.00002%")]
)
def test_percentages(number: float, text: str) -> None:
    assert percent_text(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53))
def test_the_decimal_of_a_json_number_is_its_shortest_text(number: float) -> None:
    assert float(exact(number)) == number
    assert exact(0.1) == Decimal("0.1")
