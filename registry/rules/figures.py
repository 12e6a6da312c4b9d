"""Figures of a card: numbers and money with unit and precision, and how they are written.

A figure keeps the number exactly as the card spells it and is rounded only when it is written, to
the significant figures that the card gives it. No digit is invented and no unit is left off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from typing import Any

from registry.rules import words
from registry.rules.numerals import exact, number_text, significant_digits

# JSON numbers reach from 5e-324 to 1.8e308, and no digit of a sum may be lost.
_EXACT = Context(prec=1000)
# Units written in powers of ten, where "23 trillion" would count nothing a reader knows.
_UNITS_IN_POWERS = frozenset({"FLOP", "FLOP/s"})
# A part of one significant figure would otherwise swallow the smaller parts of its sum.
_FIGURES_OF_A_SUM = 2
# A bound stays true only if it is rounded away from what it bounds.
_ROUNDING = {"at_least": ROUND_DOWN, "up_to": ROUND_UP}
_TENTHS = re.compile(r"[0-9,]+\.[0-9]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or a range from ``low`` to ``high``, with its unit and how exact it is.

    ``unit`` is a unit of the card schema; money has an ISO 4217 ``currency`` instead. ``precision``
    is a value of the schema or empty. ``computed`` marks a sum made by the registry.
    """

    low: Decimal
    high: Decimal
    unit: str = ""
    currency: str = ""
    precision: str = ""
    significant_figures: int | None = None
    as_stated: str = ""
    price_year: int | None = None
    computed: bool = False


def quantity(raw: Mapping[str, Any], unit: str) -> Figure:
    """The figure in a ``quantity`` of the card schema; the unit is that of its field."""
    return _figure(raw, "value", unit=unit)


def money(raw: Mapping[str, Any]) -> Figure:
    """The figure in a ``money`` of the card schema."""
    return _figure(raw, "amount", currency=raw["currency"], price_year=raw.get("price_year"))


def plain(number: float, unit: str) -> Figure:
    """The figure in a field that is a bare number."""
    return Figure(exact(number), exact(number), unit=unit)


def _figure(
    raw: Mapping[str, Any],
    key: str,
    *,
    unit: str = "",
    currency: str = "",
    price_year: int | None = None,
) -> Figure:
    precision = raw.get("precision", "")
    return Figure(
        exact(raw[key] if key in raw else raw["low"]),
        exact(raw[key] if key in raw else raw["high"]),
        unit=unit,
        currency=currency,
        precision=precision,
        significant_figures=None if precision == "exact" else raw.get("significant_figures"),
        as_stated=raw.get("as_stated", ""),
        price_year=price_year,
    )


def total(parts: Sequence[Figure]) -> Figure:
    """The sum of figures of one unit: exact in its numbers, written no finer than its parts.

    A single part is returned as it is. Upper and lower bounds together bound nothing, so their sum
    is "approximate".
    """
    if len(parts) == 1:
        return parts[0]
    low, high = Decimal(0), Decimal(0)
    for part in parts:
        low, high = _EXACT.add(low, part.low), _EXACT.add(high, part.high)
    coarsest = max((_last_place(part) for part in parts if part.high), default=0)
    return Figure(
        low,
        high,
        unit=parts[0].unit,
        currency=parts[0].currency,
        precision=_joint_precision({part.precision for part in parts}),
        significant_figures=max(high.adjusted() - coarsest + 1, _FIGURES_OF_A_SUM),
        price_year=parts[0].price_year,
        computed=True,
    )


def _last_place(figure: Figure) -> int:
    """Power of ten of the last digit that means something; 0 or less where all do."""
    digits, exponent = significant_digits(figure.high, figure.significant_figures)
    place = exponent - len(digits) + 1
    return min(place, 0) if figure.precision == "exact" else place


def _joint_precision(precisions: set[str]) -> str:
    if {"at_least", "up_to"} <= precisions:
        return "approximate"
    ranked = ("order_of_magnitude", "at_least", "up_to", "approximate", "rounded", "exact")
    return next((precision for precision in ranked if precision in precisions), "")


def figure_text(figure: Figure, *, with_unit: bool = True) -> str:
    """The figure in a sentence: "about 80 hours", "between US$7 million and US$15 million".

    ``with_unit=False`` is for a table whose heading names the unit; a currency is always written.
    """
    low, high = _end_text(figure, figure.low), _end_text(figure, figure.high)
    if low == high:
        text = words.ONE_NUMBER.get(figure.precision, "{}").format(high)
    else:
        template = words.TWO_NUMBERS.get(figure.precision, words.TWO_NUMBERS[""])
        text = template.format(low, high)
    if with_unit:
        text = _with_unit(text, words.unit_words(figure.unit, one=low == high == "1"))
    if figure.price_year:
        text = words.IN_PRICES_OF.format(text, figure.price_year)
    return text


def sourced_text(figure: Figure, *, with_unit: bool = True) -> str:
    """``figure_text`` followed by what the source prints, unless the figure repeats it."""
    text = figure_text(figure, with_unit=with_unit)
    if not figure.as_stated or figure.as_stated in text:
        return text
    return f"{text} ({words.STATED_AS.format(figure.as_stated)})"


def _end_text(figure: Figure, end: Decimal) -> str:
    text = number_text(
        end,
        figure.significant_figures,
        powers=figure.unit in _UNITS_IN_POWERS,
        rounding=_ROUNDING.get(figure.precision, ROUND_HALF_UP),
        padded=not figure.computed,
    )
    if figure.currency and not figure.computed and _TENTHS.fullmatch(text):
        text += "0"  # US$2.50, as prices are written
    return _money_sign(figure) + text


def _money_sign(figure: Figure) -> str:
    if not figure.currency:
        return ""
    return words.CURRENCY_SIGNS.get(figure.currency, f"{figure.currency} ")


def _with_unit(text: str, unit: str) -> str:
    if unit == "percent":
        return f"{text}%"
    return f"{text} {unit}" if unit else text
