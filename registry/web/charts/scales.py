"""From values to pixels, and the ticks of an axis."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from registry.rules.numerals import number_text

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# Below and above these a power of ten is written as one: 10²⁴, not 1 septillion.
_WORDS_TO_EXPONENT = 12
# What a disclosed 0 keeps between itself and the lowest power of ten, in pixels.
_ROOM_FOR_ZERO = 28.0
_STEPS = (1, 2, 3, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark of an axis; its text stands at ``words_at`` if that is not where the mark is."""

    at: float
    text: str
    words_at: float | None = None


@dataclass(frozen=True, slots=True)
class Linear:
    """Values from ``low`` to ``high`` between the pixels ``start`` and ``end``, in equal steps."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)

    def ticks(self, step: float) -> tuple[Tick, ...]:
        """One for every ``step`` from ``low`` on."""
        count = math.floor((self.high - self.low) / step)
        values = [self.low + step * number for number in range(count + 1)]
        return tuple(Tick(self.place(value), f"{value:g}") for value in values)


@dataclass(frozen=True, slots=True)
class Logarithmic:
    """Powers of ten from ``first`` to ``last`` in equal steps; a 0 stands apart before them."""

    first: int
    last: int
    start: float
    end: float
    has_zero: bool = False

    @classmethod
    def covering(cls, values: Iterable[float], start: float, end: float) -> Logarithmic:
        """The whole powers of ten around ``values``, which are none of them negative."""
        every = list(values)
        exponents = [math.log10(value) for value in every if value > 0] or [0.0]
        first, last = math.floor(min(exponents)), math.ceil(max(exponents))
        return cls(first, max(last, first + 1), start, end, has_zero=0 in every)

    def place(self, value: float) -> float:
        return self.place_power(math.log10(value)) if value > 0 else self.start

    def place_power(self, exponent: float) -> float:
        """Where 10 to the power of ``exponent`` stands."""
        share = (exponent - self.first) / (self.last - self.first)
        return self._foot + (self.end - self._foot) * share

    def ticks(self, text: Callable[[int], str], least_room: float) -> tuple[Tick, ...]:
        """Powers of ten with ``least_room`` pixels or more between two."""
        room = abs(self.end - self._foot) / (self.last - self.first)
        step = next((step for step in _STEPS if step * room >= least_room), _STEPS[-1])
        powers = tuple(
            Tick(self.place_power(exponent), text(exponent))
            for exponent in range(self.first, self.last + 1, step)
        )
        return (Tick(self.start, "0"), *powers) if self.has_zero else powers

    @property
    def _foot(self) -> float:
        if not self.has_zero:
            return self.start
        return self.start + math.copysign(_ROOM_FOR_ZERO, self.end - self.start)


def power_text(exponent: int) -> str:
    """A power of ten on an axis of operations: "10²⁴"."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def words_text(exponent: int) -> str:
    """A power of ten on an axis of money or hours: "10,000", "1 million"; "10¹⁵" beyond."""
    if 0 <= exponent <= _WORDS_TO_EXPONENT:
        return number_text(Decimal(10) ** exponent)
    return power_text(exponent)
