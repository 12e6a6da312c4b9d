"""Figures: units, precision words, rounding to the figures given, sums that invent nothing."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.figures import (
    Figure,
    figure_text,
    money,
    plain,
    quantity,
    sourced_text,
    total,
)

_SCALES = {"": 0, "million": 6, "billion": 9, "trillion": 12}
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER = re.compile(
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?)"
    r"(?: × 10(?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)| (?P<scale>million|billion|trillion))?"
)


def read_back(text: str) -> Fraction:
    """The number that a written figure stands for; fails on anything not in the house style."""
    match = _NUMBER.fullmatch(text)
    assert match, text
    power = int((match["power"] or "0").translate(_PLAIN_DIGITS))
    exponent = power + _SCALES[match["scale"] or ""]
    return Fraction(match["digits"].replace(",", "")) * Fraction(10) ** exponent


@pytest.mark.parametrize(
    ("raw", "unit", "text"),
    [
        ({"value": 147000, "precision": "rounded", "significant_figures": 3}, "accelerator-hours",
         "147,000 accelerator-hours"),
        ({"value": 2664000, "significant_figures": 4}, "accelerator-hours",
         "2.664 million accelerator-hours"),
        ({"value": 2660000}, "accelerator-hours", "2.66 million accelerator-hours"),
        ({"value": 1082990, "significant_figures": 6}, "accelerator-hours",
         "1,082,990 accelerator-hours"),
        ({"value": 7000000, "significant_figures": 2}, "accelerator-hours",
         "7.0 million accelerator-hours"),
        ({"value": 80, "precision": "approximate"}, "hours", "about 80 hours"),
        ({"value": 504, "precision": "rounded", "significant_figures": 2}, "hours", "500 hours"),
        ({"value": 16000, "precision": "up_to"}, "accelerators", "up to 16,000 accelerators"),
        ({"value": 25e6, "precision": "at_least"}, "samples", "at least 25 million samples"),
        ({"value": 1e25, "precision": "order_of_magnitude"}, "FLOP",
         "of the order of 1 × 10²⁵ FLOP"),
        ({"value": 3.3e24, "significant_figures": 2}, "FLOP", "3.3 × 10²⁴ FLOP"),
        ({"value": 312e12}, "FLOP/s", "3.12 × 10¹⁴ FLOP/s"),
        ({"value": 500}, "FLOP", "500 FLOP"),
        ({"value": 14.8e12, "significant_figures": 3}, "tokens", "14.8 trillion tokens"),
        ({"value": 2e15}, "tokens", "2 × 10¹⁵ tokens"),
        ({"value": 512, "precision": "exact", "significant_figures": 1}, "accelerators",
         "512 accelerators"),
        ({"value": 1}, "accelerator-hours", "1 accelerator-hour"),
        ({"value": 0}, "tCO2e", "0 t CO₂e"),
        ({"value": 0.057}, "kg CO2e/kWh", "0.057 kg CO₂e/kWh"),
        ({"value": 433.2, "significant_figures": 4}, "MWh", "433.2 MWh"),
        ({"value": 0.38}, "ratio", "0.38"),
        ({"value": 2e-7}, "percent", "2 × 10⁻⁷%"),
        ({"low": 7, "high": 15}, "days", "between 7 and 15 days"),
        ({"low": 7e6, "high": 15e6, "precision": "approximate"}, "hours",
         "about 7 million to 15 million hours"),
        ({"low": 5, "high": 5.0}, "days", "5 days"),
    ],
)  # fmt: skip
def test_a_quantity_carries_its_unit_and_precision(
    raw: dict[str, Any], unit: str, text: str
) -> None:
    assert figure_text(quantity(raw, unit)) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ({"amount": 294000, "currency": "USD"}, "US$294,000"),
        ({"amount": 5566000, "currency": "USD", "significant_figures": 4}, "US$5.566 million"),
        ({"amount": 2.0, "currency": "USD"}, "US$2"),
        ({"amount": 2.5, "currency": "USD"}, "US$2.50"),
        ({"amount": 2.25, "currency": "EUR"}, "EUR 2.25"),
        ({"amount": 1.5e9, "currency": "CNY"}, "CNY 1.5 billion"),
        ({"amount": 78e6, "currency": "USD", "price_year": 2023}, "US$78 million in 2023 prices"),
        ({"low": 7e6, "high": 15e6, "currency": "USD"}, "between US$7 million and US$15 million"),
        ({"amount": 0, "currency": "JPY"}, "JPY 0"),
    ],
)
def test_money_names_its_currency(raw: dict[str, Any], text: str) -> None:
    assert figure_text(money(raw)) == text


def test_what_the_source_prints_stands_beside_the_figure_unless_it_repeats_it() -> None:
    converted = quantity({"value": 504, "significant_figures": 2, "as_stated": "21 days"}, "hours")
    assert sourced_text(converted) == "500 hours (stated as “21 days”)"
    same = quantity({"value": 832102, "as_stated": "832,102"}, "accelerator-hours")
    assert sourced_text(same) == "832,102 accelerator-hours"


def test_a_table_heading_may_name_the_unit_but_not_the_currency() -> None:
    assert figure_text(quantity({"value": 198}, "hours"), with_unit=False) == "198"
    assert figure_text(quantity({"value": 1e24}, "FLOP"), with_unit=False) == "1 × 10²⁴"
    assert figure_text(money({"amount": 2, "currency": "USD"}), with_unit=False) == "US$2"


numbers = st.one_of(st.integers(0, 2**53 - 1), st.floats(0, allow_nan=False, allow_infinity=False))
significant = st.none() | st.integers(1, 15)


@given(number=numbers)
def test_without_given_figures_no_digit_is_lost_or_invented(number: float) -> None:
    assert read_back(figure_text(plain(number, ""))) == Fraction(Decimal(repr(number)))


@given(number=numbers, figures=st.integers(1, 15), unit=st.sampled_from(["", "FLOP"]))
def test_given_figures_round_half_up(number: float, figures: int, unit: str) -> None:
    raw = {"value": number, "significant_figures": figures}
    expected = Context(prec=figures, rounding=ROUND_HALF_UP).plus(Decimal(repr(number)))
    text = figure_text(quantity(raw, unit), with_unit=False)
    assert read_back(text) == Fraction(expected)
    digits = re.sub(r" .*|[.,]", "", text).lstrip("0")
    assert not number or "." not in text or len(digits) == figures


@given(number=numbers, figures=significant)
def test_bounds_stay_true_when_rounded(number: float, figures: int | None) -> None:
    stated = Fraction(Decimal(repr(number)))
    raw = {"value": number, "significant_figures": figures}
    lower = figure_text(quantity({**raw, "precision": "at_least"}, ""))
    upper = figure_text(quantity({**raw, "precision": "up_to"}, ""))
    assert read_back(lower.removeprefix("at least ")) <= stated
    assert read_back(upper.removeprefix("up to ")) >= stated


def usd(amount: float, **more: Any) -> Figure:
    return money({"amount": amount, "currency": "USD", **more})


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([usd(294000, significant_figures=3), usd(5566000, significant_figures=4)],
         "US$5.86 million"),
        # 2 million to one figure cannot carry 2.294 million, but the smaller part must be seen.
        ([usd(294000, significant_figures=3), usd(2e6, significant_figures=1)], "US$2.3 million"),
        ([usd(30840000), usd(1234, precision="exact")], "US$30.84 million"),
        ([usd(1000000, precision="exact"), usd(1234, precision="exact")], "US$1,001,234"),
        ([usd(2.5), usd(0.25)], "US$2.8"),
        ([usd(5), usd(0)], "US$5"),
        ([usd(0), usd(0)], "US$0"),
        ([usd(5, precision="approximate"), usd(5, precision="exact")], "about US$10"),
        ([usd(5, precision="at_least"), usd(5)], "at least US$10"),
        ([usd(5, precision="at_least"), usd(5, precision="up_to")], "about US$10"),
        ([usd(1e6), money({"low": 7e6, "high": 15e6, "currency": "USD"})],
         "between US$8 million and US$16 million"),
    ],
)  # fmt: skip
def test_a_sum_is_written_no_finer_than_its_parts(parts: list[Figure], text: str) -> None:
    assert figure_text(total(parts)) == text


@given(parts=st.lists(st.builds(plain, numbers, st.just("hours")), min_size=2, max_size=6))
def test_a_sum_is_exact_and_does_not_depend_on_order(parts: list[Figure]) -> None:
    assert Fraction(total(parts).high) == sum((Fraction(part.high) for part in parts), Fraction(0))
    assert total(parts) == total(parts[::-1])


def test_a_single_part_keeps_all_it_says() -> None:
    part = usd(5, as_stated="$5")
    assert total([part]) is part


def test_rounding_of_bounds_is_directed() -> None:
    # Guards the property above against texts that happen to be exact.
    raw = {"value": 2.96, "significant_figures": 2}
    assert figure_text(quantity({**raw, "precision": "at_least"}, "")) == "at least 2.9"
    assert figure_text(quantity({**raw, "precision": "up_to"}, "")) == "up to 3.0"
    assert figure_text(quantity(raw, "")) == "3.0"
