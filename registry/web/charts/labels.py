"""Names beside marks, so that no two overlap and none covers a mark.

A name that finds no room is left out here; its mark and the table still tell it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from registry.web.charts.lettering import FALL, RISE, width_of
from registry.web.charts.parts import Box, Side, Words

# Labels beyond these would be a carpet of words, whatever room there is.
MOST_LABELS = 60
# Which side of the mark is tried first: right, left, above, below, then the corners.
_PLACES: tuple[tuple[int, int], ...] = (
    (1, 0),
    (-1, 0),
    (0, -1),
    (0, 1),
    (1, -1),
    (-1, -1),
    (1, 1),
    (-1, 1),
)
_SIDES: dict[int, Side] = {1: "start", 0: "middle", -1: "end"}
_GAP = 3.0
_GRID = 80.0


@dataclass(frozen=True, slots=True)
class Label:
    """A text that belongs to the mark at (``x``, ``y``), which reaches ``radius`` around it."""

    text: str
    x: float
    y: float
    radius: float
    look: str = "chart-small"
    size: float = 12


def box_of(words: Words, size: float) -> Box:
    """What a line of text that is not turned takes up."""
    return _box(words, size, width_of(words.text, size))


def _box(words: Words, size: float, width: float) -> Box:
    left = words.x - {"start": 0.0, "middle": width / 2, "end": width}[words.side]
    return Box(left, words.y - RISE * size, left + width, words.y + FALL * size)


def placed(labels: Sequence[Label], room: Box, obstacles: Iterable[Box]) -> tuple[Words, ...]:
    """The labels that fit into ``room``; the first of them choose first."""
    taken = _Taken(obstacles)
    found: list[Words] = []
    for label in labels:
        if len(found) == MOST_LABELS:
            break
        width = width_of(label.text, label.size)
        for words in _candidates(label):
            box = _box(words, label.size, width)
            if room.holds(box) and taken.is_free(box):
                taken.add(Box(box.left - _GAP, box.top, box.right + _GAP, box.bottom))
                found.append(words)
                break
    return tuple(found)


def _candidates(label: Label) -> Iterator[Words]:
    to_middle = (RISE - FALL) / 2 * label.size
    for across, down in _PLACES:
        diagonal = 0.7 if across and down else 1.0
        x = label.x + across * (label.radius * diagonal + _GAP)
        y = label.y + to_middle
        if down:
            half = (RISE + FALL) / 2 * label.size
            y += down * (label.radius * diagonal + half + _GAP / 2)
        yield Words(label.look, x, y, label.text, side=_SIDES[across])


class _Taken:
    """Boxes by the squares of a grid, so that a thousand marks do not slow down each label."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._by_square: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        for square in self._squares(box):
            self._by_square[square].append(box)

    def is_free(self, box: Box) -> bool:
        return not any(
            box.meets(other)
            for square in self._squares(box)
            for other in self._by_square.get(square, ())
        )

    @staticmethod
    def _squares(box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box.left // _GRID), int(box.right // _GRID) + 1):
            for row in range(int(box.top // _GRID), int(box.bottom // _GRID) + 1):
                yield column, row
