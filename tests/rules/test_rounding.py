from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.rounding import half_up, published


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("64.55", 1, "64.6"),
        ("64.649", 1, "64.6"),
        ("64.65", 1, "64.7"),
        ("2.25", 1, "2.3"),
        ("173/3", 1, "57.7"),
        ("655/12", 1, "54.6"),
        ("0", 1, "0.0"),
        ("100", 1, "100.0"),
        ("1/2", 0, "1"),
        ("-1/2", 0, "0"),
        ("-17.2362", 3, "-17.236"),
        ("64.6499999995", 9, "64.650000000"),
        ("64.64999999949", 9, "64.649999999"),
    ],
)
def test_a_tie_goes_up(value: str, decimals: int, expected: str) -> None:
    assert f"{half_up(Fraction(value), decimals):f}" == expected


def test_long_numbers_keep_every_digit() -> None:
    assert half_up(Fraction(10**40 + 1), 9) == Decimal(10**40 + 1)


@given(st.fractions(), st.integers(0, 12))
def test_the_rounded_value_is_within_half_a_unit(value: Fraction, decimals: int) -> None:
    error = Fraction(half_up(value, decimals)) - value
    half = Fraction(1, 2 * 10**decimals)
    assert -half < error <= half


def test_published_values_carry_nine_decimals() -> None:
    assert str(published(Fraction(200, 3))) == "66.666666667"
