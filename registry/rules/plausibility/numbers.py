"""Figures as a check sees them: a number or range, how it was rounded, and which side is open.

"About 101K" stands for 100,500 to 101,500; "up to 16,000" may be anything below. Arithmetic on such
figures is exact, and a verdict is the mildest that the figure allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from registry.rules.numerals import exact, significant_digits
from registry.rules.plausibility.results import Severity


@dataclass(frozen=True, slots=True)
class Number:
    """A figure, or a range from ``low`` to ``high``; nothing in a card is negative.

    ``slack`` is half a unit of the last figure that the source vouches for, 0 for a range.
    ``open_below`` marks an upper bound ("up to"), ``open_above`` a lower one ("at least").
    """

    low: Fraction
    high: Fraction
    slack: Fraction = Fraction(0)
    open_below: bool = False
    open_above: bool = False

    @property
    def is_bound(self) -> bool:
        return self.open_below or self.open_above

    def __mul__(self, other: Number) -> Number:
        return Number(
            self.low * other.low,
            self.high * other.high,
            open_below=self.open_below or other.open_below,
            open_above=self.open_above or other.open_above,
        )

    def __truediv__(self, other: Number) -> Number:
        """Raises ``ZeroDivisionError`` where ``other`` may be zero."""
        return Number(
            self.low / other.high,
            self.high / other.low,
            open_below=self.open_below or other.open_above,
            open_above=self.open_above or other.open_below,
        )

    def may_be(self, other: Number) -> bool:
        """Whether the two can be one number, rounding and open sides considered."""
        return self._reaches(other) and other._reaches(self)

    def _reaches(self, other: Number) -> bool:
        """Whether some value this may have is not below all that the other may have."""
        top, bottom = self.high + self.slack, other.low - other.slack
        return self.open_above or other.open_below or top >= bottom


def number(value: int | str | Fraction) -> Number:
    exactly = Fraction(value)
    return Number(exactly, exactly)


def added(numbers: Iterable[Number]) -> Number:
    low, high, below, above = Fraction(0), Fraction(0), False, False
    for addend in numbers:
        low, high = low + addend.low, high + addend.high
        below, above = below or addend.open_below, above or addend.open_above
    return Number(low, high, open_below=below, open_above=above)


def read(raw: Mapping[str, Any] | float | None) -> Number | None:
    """The figure in a quantity, money or plain number of a card.

    None for an order of magnitude, which is never compared, and for a figure that is not given.
    """
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        return _rounded(raw, None, vouched=False)
    precision = raw.get("precision", "")
    if precision == "order_of_magnitude":
        return None
    key = "value" if "value" in raw else "amount"
    if key not in raw:
        low, high = Fraction(exact(raw["low"])), Fraction(exact(raw["high"]))
        return Number(min(low, high), max(low, high))
    figures = raw.get("significant_figures")
    one = _rounded(raw[key], figures, vouched=precision == "exact" and figures is None)
    return replace(one, open_below=precision == "up_to", open_above=precision == "at_least")


def _rounded(value: float, figures: int | None, *, vouched: bool) -> Number:
    decimal = exact(value)
    one = Number(Fraction(decimal), Fraction(decimal))
    if not value or vouched:
        return one
    digits, exponent = significant_digits(abs(decimal), None)
    unit = Fraction(10) ** (exponent + 1 - (figures or len(digits)))
    return replace(one, slack=unit / 2)


@dataclass(frozen=True, slots=True)
class Bands:
    """Inclusive limits of a ratio, the mildest first; beyond all of them it is ``otherwise``."""

    steps: tuple[tuple[Severity, Fraction, Fraction], ...]
    otherwise: Severity

    def verdict(self, ratio: Number) -> Severity:
        """The mildest severity that the ratio allows; a bound that is kept is a note."""
        for severity, low, high in self.steps:
            below = ratio.low <= high or ratio.open_below
            above = ratio.high >= low or ratio.open_above
            if below and above:
                kept = ratio.is_bound and severity.rank <= Severity.NOTE.rank
                return Severity.NOTE if kept else severity
        return self.otherwise


def bands(*steps: tuple[Severity, str, str], otherwise: Severity) -> Bands:
    return Bands(
        tuple((severity, Fraction(low), Fraction(high)) for severity, low, high in steps), otherwise
    )


def within(*steps: tuple[Severity, str], otherwise: Severity) -> Bands:
    """Bands of a relative difference: ``(PASS, "0.05")`` is a ratio of 0.95 to 1.05."""
    return Bands(
        tuple((severity, 1 - Fraction(gap), 1 + Fraction(gap)) for severity, gap in steps),
        otherwise,
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Verdict on a computed against a stated figure; both at the ends that are nearest.

    ``ratio`` is computed ÷ stated, None where zero is stated.
    """

    severity: Severity
    computed: Fraction
    stated: Fraction
    ratio: Fraction | None
    kept_bound: bool


def compare(computed: Number, stated: Number, limits: Bands) -> Comparison:
    """Pass inside the rounding whatever the limits, note a bound that is kept, else the limits."""
    near_computed, near_stated = nearest(computed, stated)
    ratio = near_computed / near_stated if near_stated else None
    is_bound = computed.is_bound or stated.is_bound
    if computed.may_be(stated):
        severity = Severity.NOTE if is_bound else Severity.PASS
        return Comparison(severity, near_computed, near_stated, ratio, kept_bound=is_bound)
    severity = limits.otherwise
    if ratio is not None:
        severity = limits.verdict(Number(ratio, ratio))
    if is_bound and severity is Severity.PASS:
        severity = Severity.NOTE
    return Comparison(severity, near_computed, near_stated, ratio, kept_bound=False)


def nearest(one: Number, other: Number) -> tuple[Fraction, Fraction]:
    """The ends of two figures that are nearest to each other."""
    if one.low > other.high:
        return one.low, other.high
    if one.high < other.low:
        return one.high, other.low
    shared = max(one.low, other.low)
    return shared, shared
