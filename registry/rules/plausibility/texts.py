"""How a check writes numbers: in full, because the reader compares digits."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache

from registry.rules import words
from registry.rules.card_fields import load_schema
from registry.rules.numerals import number_text
from registry.rules.plausibility.numbers import Number
from registry.rules.rounding import half_up

_LARGE = 10**15
_SMALL = Fraction(1, 10**4)
_EXACT = Context(prec=400)
# From this factor on, "times" reads better than percent.
_TIMES_FROM = 2


def digits(value: Fraction) -> str:
    """ "5,738,496", "757.21", "0.414", "2.54e24"."""
    if not value:
        return "0"
    if abs(value) >= _LARGE or abs(value) < _SMALL:
        return scientific(value)
    if value.denominator == 1:
        return f"{value.numerator:,}"
    if abs(value) >= 1:
        return _trimmed(f"{half_up(value, 2):,f}")
    return _trimmed(f"{_significant(value, 3):f}")


def scientific(value: Fraction) -> str:
    """ "2.54e24", to four figures."""
    number = _significant(value, 4).normalize()
    mantissa = f"{number.scaleb(-number.adjusted(), _EXACT):f}"
    return f"{mantissa}e{number.adjusted()}"


def ends(low: Decimal, high: Decimal) -> str:
    """ "294,000", or "7,000,000 to 15,000,000"."""
    return " to ".join(dict.fromkeys(digits(Fraction(end)) for end in (low, high)))


def figure(number: Number) -> str:
    """ "512", "up to 16,000", "7 to 15"."""
    if number.low != number.high:
        return f"{digits(number.low)} to {digits(number.high)}"
    text = digits(number.high)
    if number.open_below and number.open_above:
        return f"about {text}"
    return words.ONE_NUMBER.get(_precision(number), "{}").format(text)


def count(number: Number) -> str:
    """Parameters or tokens, with the scale in words: "671 billion"."""
    ends = dict.fromkeys(number_text(_decimal(end)) for end in (number.low, number.high))
    return words.ONE_NUMBER.get(_precision(number), "{}").format(" to ".join(ends))


def flop(number: Number) -> str:
    """Operations, always in powers of ten."""
    if number.low != number.high:
        return f"{scientific(number.low)} to {scientific(number.high)} FLOP"
    text = scientific(number.high) if number.high else "0"
    return words.ONE_NUMBER.get(_precision(number), "{}").format(text) + " FLOP"


def price(number: Number, currency: str) -> str:
    """ "2.00 USD"."""
    ends = dict.fromkeys(f"{half_up(end, 2):,f}" for end in (number.low, number.high))
    return f"{' to '.join(ends)} {currency}"


def money(number: Number, currency: str) -> str:
    return f"{figure(number)} {currency}"


def times(ratio: Fraction) -> str:
    """A factor to three figures: "17.9", "135", "1,000"."""
    if ratio >= 1000:
        return digits(Fraction(half_up(ratio, 0))) if ratio < _LARGE else scientific(ratio)
    return _trimmed(f"{_significant(ratio, 3):f}")


def percent(share: Fraction) -> str:
    """A ratio as percent, to two or three figures: "34.6 %"."""
    return f"{_trimmed(f'{_significant(share * 100, 3):f}')} %"


def difference(ratio: Fraction | None) -> str:
    """What is stated, seen from what is computed: "17.9 times less", "21 % less"; or nothing."""
    if not ratio:
        return ""
    word = "less" if ratio > 1 else "more"
    factor = max(ratio, 1 / ratio)
    if factor >= _TIMES_FROM:
        return f"{times(factor)} times {word}"
    gap = abs(1 / ratio - 1) * 100
    text = _trimmed(f"{half_up(gap, 0 if gap >= 10 else 1):f}")
    return f"{text} % {word}" if text != "0" else f"slightly {word}"


def stages(names: Iterable[str]) -> str:
    """Stages in words, in the order of the card's closed list."""
    return words.listed_values(sorted(names, key=_stage_order().index))


@cache
def _stage_order() -> tuple[str, ...]:
    return tuple(load_schema()["$defs"]["stage"]["enum"])


def _precision(number: Number) -> str:
    if number.open_below:
        return "up_to"
    return "at_least" if number.open_above else ""


def _decimal(value: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _significant(value: Fraction, figures: int) -> Decimal:
    context = Context(prec=figures, rounding=ROUND_HALF_UP)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
