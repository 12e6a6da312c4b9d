"""Rounding half-up, exactly: the only rounding a published score ever meets."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

# Enough that labs which differ are told apart, and coarse enough to swallow the last digits of the
# recency weights, so that 64.65 reached through them is still 64.65 when it is displayed.
PUBLISHED_DECIMALS = 9


def half_up(value: Fraction, decimals: int) -> Decimal:
    """Return ``value`` at ``decimals`` decimals; a tie goes up, for negative values towards zero.

    The result always carries ``decimals`` digits, so print it with the format ``f``: ``str`` writes
    a small one in powers of ten.
    """
    scaled = (2 * value.numerator * 10**decimals + value.denominator) // (2 * value.denominator)
    return Decimal(f"{scaled}e-{decimals}")


def published(value: Fraction) -> Decimal:
    """Return ``value`` as rankings store and export it."""
    return half_up(value, PUBLISHED_DECIMALS)
