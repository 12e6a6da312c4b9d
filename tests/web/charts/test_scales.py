"""Axes: values in their places, ticks that are round, apart and inside."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.web.charts.scales import Linear, Logarithmic, power_text, words_text
from registry.web.charts.time_scale import Time

POSITIVE = st.floats(min_value=5e-324, max_value=1.7e308)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def test_linear_scale_places_in_proportion() -> None:
    scale = Linear(0, 100, 300, 20)
    assert [scale.place(v) for v in (0, 50, 100)] == [300, 160, 20]
    assert [(t.at, t.text) for t in scale.ticks(50)] == [(300, "0"), (160, "50"), (20, "100")]


def test_powers_of_ten_are_equally_far_apart() -> None:
    scale = Logarithmic.covering([3e23, 3.8e25], 300, 0)
    assert (scale.first, scale.last) == (23, 26)
    assert [round(scale.place(10.0**e)) for e in (23, 24, 25, 26)] == [300, 200, 100, 0]
    assert [t.text for t in scale.ticks(power_text, 34)] == ["10²³", "10²⁴", "10²⁵", "10²⁶"]
    assert [t.text for t in scale.ticks(power_text, 150)] == ["10²³", "10²⁵"]


def test_one_number_still_makes_an_axis() -> None:
    scale = Logarithmic.covering([1e6], 0, 100)
    assert (scale.first, scale.last) == (6, 7)
    assert scale.place(1e6) == 0


def test_no_number_makes_an_axis_too() -> None:
    assert len(Logarithmic.covering([], 0, 100).ticks(words_text, 40)) == 2


def test_a_zero_stands_apart_with_its_own_tick() -> None:
    scale = Logarithmic.covering([0, 10, 1000], 300, 0)
    assert scale.place(0) == 300
    assert scale.place(10) == 272
    ticks = scale.ticks(words_text, 34)
    assert [(t.text, round(t.at)) for t in ticks] == [
        ("0", 300),
        ("10", 272),
        ("100", 136),
        ("1,000", 0),
    ]


@pytest.mark.parametrize(
    ("exponent", "text"),
    [(0, "1"), (5, "100,000"), (6, "1 million"), (12, "1 trillion"), (13, "10¹³"), (-2, "10⁻²")],
)
def test_amounts_are_written_in_words(exponent: int, text: str) -> None:
    assert words_text(exponent) == text


@given(st.lists(POSITIVE | st.just(0.0), min_size=1), st.sampled_from([(0, 900), (400, 0)]))
def test_everything_is_inside_its_axis_and_in_order(
    values: list[float], ends: tuple[float, float]
) -> None:
    scale = Logarithmic.covering(values, *ends)
    places = [scale.place(value) for value in sorted(values)]
    low, high = min(ends), max(ends)
    assert all(low - 1e-6 <= place <= high + 1e-6 for place in places)
    assert places == sorted(places, reverse=ends[0] > ends[1])
    ticks = scale.ticks(power_text, 40)
    assert all(low - 1e-6 <= tick.at <= high + 1e-6 for tick in ticks)
    assert all(abs(a.at - b.at) >= 27.9 for a, b in pairwise(ticks))


def test_years_are_named_in_their_middle() -> None:
    ticks = Time.of_years(2023, 2024, 0, 731).years(40)
    assert [(t.text, round(t.at), round(t.words_at or 0)) for t in ticks] == [
        ("2024", 366, 548),
        ("2023", 0, 182),
    ]


@pytest.mark.parametrize(
    ("last", "texts"),
    [
        (date(2026, 12, 3), ["28 Nov 2026", "30 Nov", "2 Dec"]),
        (date(2027, 2, 20), ["Dec 2026", "Jan 2027", "Feb"]),
        (date(2029, 6, 1), ["2027", "2028", "2029"]),
    ],
    ids=["days", "months", "years"],
)
def test_ticks_fit_the_time_they_span(last: date, texts: list[str]) -> None:
    scale = Time(date(2026, 11, 28), last, 0, 290)
    assert [tick.text for tick in scale.ticks(90)] == texts


@given(DAYS, DAYS)
def test_days_are_inside_and_their_ticks_apart(one: date, other: date) -> None:
    scale = Time(min(one, other), max(one, other), 50, 850)
    assert 50 <= scale.place(one) <= 850
    ticks = scale.ticks(90)
    assert all(49.9 <= tick.at <= 850.1 for tick in ticks)
    # Months and years are not all as long as each other.
    assert all(right.at - left.at >= 80 for left, right in pairwise(ticks))


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_years_never_crowd(one: int, other: int) -> None:
    ticks = Time.of_years(min(one, other), max(one, other), 50, 850).years(40)
    assert ticks
    assert all(left.at - right.at >= 39 for left, right in pairwise(ticks))
