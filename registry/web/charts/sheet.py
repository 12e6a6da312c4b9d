"""A chart to take away: the drawing with its title above and its source below, on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.web.charts.lettering import SMALL, TEXT, wrapped
from registry.web.charts.parts import Drawing, Part, Words

MARGIN = 28.0
_TITLE = 23


@dataclass(frozen=True, slots=True)
class Sheet:
    """``words`` are placed on the sheet, the drawing at (``x``, ``y``) of it."""

    width: float
    height: float
    words: tuple[Part, ...]
    drawing: Drawing
    x: float
    y: float


def sheet(title: str, subtitle: str, source: Sequence[str], drawing: Drawing) -> Sheet:
    """Lay the sheet out around the drawing."""
    room = drawing.width
    words: list[Part] = []
    y = MARGIN
    for look, text, size, pitch, after in (
        ("chart-title", title, _TITLE, 29, 5),
        ("chart-subtitle", subtitle, TEXT, 20, 18),
    ):
        for line in wrapped(text, size, room):
            y += pitch
            words.append(Words(look, MARGIN, y - 8, line))
        y += after
    foot = y + drawing.height + 22
    for text in source:
        for line in wrapped(text, SMALL, room):
            foot += 17
            words.append(Words("chart-small", MARGIN, foot - 6, line))
    return Sheet(room + 2 * MARGIN, foot + MARGIN - 8, tuple(words), drawing, MARGIN, y)


def written(text: str, width: float) -> Drawing:
    """Words in the place of a chart that has nothing to draw."""
    lines = wrapped(text, TEXT, width)
    words = tuple(Words("chart-text", 0, 20 * n + 14, line) for n, line in enumerate(lines))
    return Drawing(width, 20.0 * len(lines), words, ())
