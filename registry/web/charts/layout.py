"""The two widths every chart is drawn for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """A column of the page: all of it on a wide screen, or that of a phone."""

    width: float
    is_narrow: bool


WIDE = Layout(960, is_narrow=False)
NARROW = Layout(380, is_narrow=True)
