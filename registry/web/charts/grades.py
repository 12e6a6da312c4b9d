"""The four grades as shapes: outline, hatch, mid solid, dark solid with a tick."""

from __future__ import annotations

from collections.abc import Iterator

from registry.web.charts.lettering import SMALL, width_of
from registry.web.charts.parts import Part, Path, Rect, Words
from registry.web.view_models.shared import Bar

LOOKS = ("chart-silent", "chart-stated", "chart-evidenced", "chart-verified")
WORDS = ("not disclosed", "stated", "evidenced", "verified")
VERIFIED = 3
TICK = "M-3.3.3l2.3 2.3 4.3-4.9"
# A tick needs about this much room.
_ROOM_FOR_TICK = 12.0


def stacked(bar: Bar, x: float, y: float, width: float, height: float) -> Iterator[Part]:
    """Shares of what applies, best first; what is left of the outline is not disclosed."""
    yield Rect(LOOKS[0], x, y, width, height)
    left = x
    shares = (bar.verified, bar.evidenced, bar.stated)
    for look, share in zip(reversed(LOOKS[1:]), shares, strict=True):
        if share > 0:
            yield Rect(look, left, y, width * share / 100, height)
            if look == LOOKS[VERIFIED] and width * share / 100 >= _ROOM_FOR_TICK:
                yield Path("chart-tick", TICK, left + 6, y + height / 2)
            left += width * share / 100


def key(x: float, y: float, *, silent: str = WORDS[0]) -> Iterator[Part]:
    """What the four looks mean, in one line, best first; ``y`` is its middle."""
    for grade in reversed(range(len(LOOKS))):
        words = WORDS[grade] if grade else silent
        yield Rect(LOOKS[grade], x, y - 6, 12, 12)
        if grade == VERIFIED:
            yield Path("chart-tick", TICK, x + 6, y)
        yield Words("chart-small", x + 17, y + 4, words)
        x += 17 + width_of(words, SMALL) + 16
