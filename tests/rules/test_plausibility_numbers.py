"""Rounding, ranges, bounds and limits: what all checks share."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.plausibility import texts
from registry.rules.plausibility.hours import CHIP_HOURS
from registry.rules.plausibility.numbers import Number, bands, compare, number, read
from registry.rules.plausibility.results import (
    Result,
    Severity,
    capped,
    not_run,
    result_to_data,
    result_to_row,
)

NUMBERS = st.integers(1, 10**12)


@pytest.mark.parametrize(
    ("raw", "low", "high"),
    [
        ({"value": 101_000}, 100_500, 101_500),  # three figures as written
        ({"value": 101_000, "significant_figures": 6}, "100999.5", "101000.5"),
        ({"value": 101_000, "significant_figures": 2}, 96_000, 106_000),
        ({"value": 41_000, "significant_figures": 2}, 40_500, 41_500),
        ({"value": 2.0}, "1.5", "2.5"),
        ({"value": 2.25}, "2.245", "2.255"),
        ({"value": 3.8e25}, "3.75e25", "3.85e25"),
        ({"value": 512, "precision": "exact"}, 512, 512),
        (
            {"value": 804_745, "precision": "exact", "significant_figures": 6},
            "804744.5",
            "804745.5",
        ),
        ({"value": 0}, 0, 0),
        ({"low": 7, "high": 15}, 7, 15),
        (0.38, "0.375", "0.385"),
    ],
)
def test_a_figure_stands_for_half_a_unit_of_its_last_figure(
    raw: object, low: object, high: object
) -> None:
    one = read(raw)  # type: ignore[arg-type]
    assert one
    assert (one.low - one.slack, one.high + one.slack) == (Fraction(str(low)), Fraction(str(high)))


def test_an_order_of_magnitude_is_never_compared() -> None:
    assert read({"value": 10**7, "precision": "order_of_magnitude"}) is None
    assert read(None) is None


@pytest.mark.parametrize(
    ("computed", "stated", "verdict"),
    [
        (101_376, {"value": 101_000}, "pass"),  # inside the rounding
        (105, {"value": 100, "significant_figures": 3}, "pass"),  # 5 % is included
        ("105.01", {"value": 100, "significant_figures": 3}, "note"),
        (115, {"value": 100, "significant_figures": 3}, "note"),
        ("115.01", {"value": 100, "significant_figures": 3}, "warn"),
        (125, {"value": 100, "significant_figures": 3}, "warn"),
        ("125.01", {"value": 100, "significant_figures": 3}, "error"),
        (95, {"value": 100, "significant_figures": 3}, "pass"),
        (85, {"value": 100, "significant_figures": 3}, "note"),
        (75, {"value": 100, "significant_figures": 3}, "warn"),
        ("74.99", {"value": 100, "significant_figures": 3}, "error"),
        (149, {"value": 100, "significant_figures": 1}, "pass"),  # "100" to one figure: 50 to 150
        (150, {"value": 100, "significant_figures": 1}, "pass"),
        (151, {"value": 100, "significant_figures": 1}, "error"),
        (10, {"low": 7, "high": 15}, "pass"),
        (15, {"low": 7, "high": 15}, "pass"),
        (16, {"low": 7, "high": 15}, "note"),  # 16 ÷ 15
        (90, {"value": 100, "precision": "up_to"}, "note"),  # a bound that is kept
        (200, {"value": 100, "precision": "up_to"}, "error"),
        (200, {"value": 100, "precision": "at_least"}, "note"),
        (49, {"value": 100, "precision": "at_least"}, "error"),
        (0, {"value": 0}, "pass"),
        (5, {"value": 0}, "error"),
    ],
)
def test_comparisons_with_inclusive_limits(computed: object, stated: object, verdict: str) -> None:
    figure = read(stated)  # type: ignore[arg-type]
    assert figure
    found = compare(number(Fraction(str(computed))), figure, CHIP_HOURS)
    assert found.severity == verdict


def test_bounds_carry_through_arithmetic() -> None:
    up_to = Number(Fraction(10), Fraction(10), open_below=True)
    at_least = Number(Fraction(2), Fraction(2), open_above=True)
    assert (up_to * number(2)).open_below
    assert not (up_to * number(2)).open_above
    quotient = number(10) / at_least
    assert (quotient.low, quotient.open_below, quotient.open_above) == (5, True, False)
    both = up_to * at_least
    assert (both.open_below, both.open_above) == (True, True)
    with pytest.raises(ZeroDivisionError):
        number(1) / number(0)


def test_a_ratio_takes_the_mildest_verdict_it_can() -> None:
    limits = bands((Severity.PASS, "1", "2"), (Severity.NOTE, "0.5", "4"), otherwise=Severity.ERROR)
    assert limits.verdict(Number(Fraction(3), Fraction(9))) is Severity.NOTE
    assert limits.verdict(number(5)) is Severity.ERROR
    assert limits.verdict(Number(Fraction(5), Fraction(5), open_below=True)) is Severity.NOTE
    assert limits.verdict(Number(Fraction(5), Fraction(5), open_above=True)) is Severity.ERROR


@given(NUMBERS, NUMBERS)
def test_what_is_stated_exactly_agrees_with_itself_alone(one: int, other: int) -> None:
    stated = number(one)
    assert compare(stated, stated, CHIP_HOURS).severity is Severity.PASS
    found = compare(number(other), stated, CHIP_HOURS)
    assert (found.severity is Severity.PASS) == (abs(Fraction(other, one) - 1) <= Fraction(1, 20))


@given(NUMBERS, NUMBERS, st.sampled_from(["up_to", "at_least"]))
def test_a_kept_bound_is_a_note_and_never_more(computed: int, stated: int, precision: str) -> None:
    figure = read({"value": stated, "precision": precision, "significant_figures": 15})
    assert figure
    kept = computed <= stated if precision == "up_to" else computed >= stated
    found = compare(number(computed), figure, CHIP_HOURS)
    if kept:
        assert found.severity is Severity.NOTE
    assert found.severity is not Severity.PASS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5738496", "5,738,496"),
        ("757.21282", "757.21"),
        ("1872229.5", "1,872,229.5"),
        ("0.41366", "0.414"),
        ("2.54e24", "2.54e24"),
        ("1e-9", "1e-9"),
        ("0", "0"),
        ("1000000000000000", "1e15"),
    ],
)
def test_numbers_are_written_in_full(value: str, text: str) -> None:
    assert texts.digits(Fraction(value)) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        ("17.91847", "17.9 times less"),
        ("0.01", "100 times more"),
        ("1.2703", "21 % less"),
        ("0.98", "2 % more"),
        ("1.00001", "slightly less"),
    ],
)
def test_differences_are_told_from_what_is_computed(ratio: str, text: str) -> None:
    assert texts.difference(Fraction(ratio)) == text


def test_nothing_is_said_of_a_difference_without_a_ratio() -> None:
    assert texts.difference(None) == ""
    assert texts.difference(Fraction(0)) == ""


def test_results_are_stored_as_text_and_read_as_numbers() -> None:
    result = Result(
        "PC05",
        Severity.ERROR,
        ("compute.final_run",),
        computed=Fraction("5.9585e25"),
        stated=Fraction(3),
        ratio=Fraction(1, 3),
        message="m",
    )
    row = result_to_row(result)
    assert (row["computed"], row["stated"], row["ratio"]) == ("5.9585e25", "3", "0.333333333333333")
    data = result_to_data(row)
    assert data == result_to_data(result)
    assert (data["computed"], data["stated"]) == (5.9585e25, 3)
    assert isinstance(data["stated"], int)
    dates = Result("PC10", Severity.ERROR, (), computed="2019-11", stated="2019-09-17")
    assert result_to_data(dates)["computed"] == "2019-11"
    assert result_to_data(dates)["stated"] == "2019-09-17"


@given(st.fractions(min_value=0, max_value=10**30))
def test_a_stored_number_is_the_number_to_fifteen_figures(value: Fraction) -> None:
    data = result_to_data(Result("PC01", Severity.PASS, (), computed=value))
    assert data["computed"] == pytest.approx(float(value), rel=1e-14, abs=1e-300)


def test_a_ceiling_lowers_and_never_raises() -> None:
    error = Result("PC06", Severity.ERROR, ())
    assert capped(error, Severity.WARN).severity is Severity.WARN
    note = Result("PC06", Severity.NOTE, ())
    assert capped(note, Severity.WARN) is note
    silent = not_run("PC06", (), "Nothing is given.")
    assert capped(silent, Severity.WARN) is silent
