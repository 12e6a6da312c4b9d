"""How much room text takes in a chart: as much as in the widest of the page's typefaces."""

from __future__ import annotations

from registry.rules import typesetting

TEXT, SMALL, TINY = 14, 12, 11
# From the baseline up to the top of a capital and down to the foot of a "p", in em.
RISE, FALL = 0.76, 0.22
# Names are set in the bold of Noto Sans, which runs wider than the typeface of the table.
_WIDER = 1.14


def width_of(text: str, size: float) -> float:
    """The width of ``text`` at ``size`` pixels."""
    return typesetting.text_width(text, size * _WIDER)


def shortened(text: str, size: float, room: float) -> str:
    """``text``, cut with an ellipsis where it is wider than ``room``."""
    return typesetting.shortened(text, size * _WIDER, room)


def wrapped(text: str, size: float, room: float) -> list[str]:
    """``text`` in lines no wider than ``room``."""
    return typesetting.wrapped(text, size * _WIDER, room)
