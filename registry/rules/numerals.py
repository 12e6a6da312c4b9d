"""How digits are written: grouping, scale words, powers of ten, exact half-up rounding, dates."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from registry.rules import words
from registry.rules.rounding import half_up

_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# "2.788 million" reads well, "1.08299 million" does not: then the digits are written out.
_DECIMALS_BEFORE_SCALE = 3
_SCALED_FROM_EXPONENT = 6
_SCIENTIFIC_FROM_EXPONENT = 15
_SCIENTIFIC_BELOW_EXPONENT = -6


def exact(number: float) -> Decimal:
    """The decimal that the shortest text of a JSON number spells: ``exact(0.1)`` is 0.1."""
    return Decimal(repr(number))


def number_text(
    number: Decimal,
    significant_figures: int | None = None,
    *,
    powers: bool = False,
    rounding: str = ROUND_HALF_UP,
    padded: bool = True,
) -> str:
    """A finite number as prose writes it: "147,000", "2.788 million", "0.057", "3.3 × 10²⁴".

    ``powers`` writes powers of ten from a million on. ``padded`` shows the zeros that
    ``significant_figures`` vouch for: 7000000 to two figures is "7.0 million".
    """
    if not number:
        return "0"
    sign = "−" if number < 0 else ""
    digits, exponent = significant_digits(
        abs(number), significant_figures, rounding=rounding, padded=padded
    )
    if _wants_power(exponent, powers=powers):
        return f"{sign}{_pointed(digits, 0)} × 10{str(exponent).translate(_SUPERSCRIPTS)}"
    if exponent >= _SCALED_FROM_EXPONENT:
        scale, word = next(row for row in words.SCALES if exponent >= row[0])
        if len(digits) - 1 - (exponent - scale) <= _DECIMALS_BEFORE_SCALE:
            return f"{sign}{_pointed(digits, exponent - scale)} {word}"
    return sign + _pointed(digits, exponent)


def decimal_text(value: Fraction | Decimal | int, places: int = 1) -> str:
    """A score or difference at ``places`` decimals, half-up: 173/3 is "57.7", 2.25 is "2.3"."""
    return f"{half_up(Fraction(value), places):f}".replace("-", "−")


def percent_text(number: float) -> str:
    """A share of 0 to 100 as a card gives it: "12.5%"."""
    return f"{number_text(exact(number))}%"


def date_text(date: str) -> str:
    """A date of a card in words and in its own precision: "17 September 2025", "2025".

    What is no such date is returned unchanged.
    """
    match = _DATE.fullmatch(date)
    if not match:
        return date
    year, month, day = match.groups()
    named = (day and str(int(day)), month and words.MONTHS[int(month) - 1], year)
    return " ".join(part for part in named if part)


def significant_digits(
    number: Decimal,
    significant_figures: int | None,
    *,
    rounding: str = ROUND_HALF_UP,
    padded: bool = True,
) -> tuple[str, int]:
    """Digits of a positive number and the power of ten of the first: 147000 is ("147", 5)."""
    if significant_figures:
        number = Context(prec=significant_figures, rounding=rounding).plus(number)
    digits = "".join(map(str, number.as_tuple().digits)).rstrip("0")
    if significant_figures and padded:
        digits = digits.ljust(significant_figures, "0")
    return digits, number.adjusted()


def _wants_power(exponent: int, *, powers: bool) -> bool:
    highest = _SCALED_FROM_EXPONENT if powers else _SCIENTIFIC_FROM_EXPONENT
    return exponent >= highest or exponent < _SCIENTIFIC_BELOW_EXPONENT


def _pointed(digits: str, exponent: int) -> str:
    """``digits`` with their decimal point and commas, the first standing for 10^exponent."""
    if exponent < 0:
        return f"0.{'0' * (-exponent - 1)}{digits}"
    whole, decimals = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
    whole = f"{int(whole):,}"
    return f"{whole}.{decimals}" if decimals else whole
