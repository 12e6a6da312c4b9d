"""Models as points: the shape tells the scope of the figure, the fill its grade.

A range is a line with caps from its low to its high end. Where the lineage adds up to another
figure, a thin line leads to an open ring there, with an arrow if the sum is only a bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from registry.web.charts import grades
from registry.web.charts.labels import Label, placed
from registry.web.charts.lettering import SMALL, width_of
from registry.web.charts.parts import Box, Drawing, Line, Mark, Part, Path, Words
from registry.web.charts.scales import Tick

Base = Literal["none", "excluded", "included", "unstated"]

# Shapes around their middle, about as large as each other to the eye.
SHAPES: dict[Base, str] = {
    "none": "M0-6a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
    "excluded": "M0-7L7 5.5H-7z",
    "included": "M-5.5-5.5H5.5V5.5H-5.5z",
    "unstated": "M0-7.5L7.5 0 0 7.5-7.5 0z",
}
SCOPES: dict[Base, str] = {
    "none": "no base model",
    "excluded": "stage only, excludes the base model",
    "included": "including the base model",
    "unstated": "does not say whether there is a base model",
}
RING = "M0-9a9 9 0 1 1 0 18a9 9 0 1 1 0-18z"
RADIUS, RING_RADIUS = 8.0, 10.0
_CAP = 4.0
# What a drawing leaves free beside its plot.
_EDGE = 10.0
# Arrows of a bound, above or below the ring.
_ARROWS = {
    "at least": "M0-9V-20M-3.5-16.5L0-20 3.5-16.5",
    "at most": "M0 9V20M-3.5 16.5L0 20 3.5 16.5",
}


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure with everything inherited: its ends, the kind of bound, its words."""

    low: float
    high: float
    bound: str
    text: str


@dataclass(frozen=True, slots=True)
class Ends:
    """A place on an axis in pixels: equal ends for one number, two for a range."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    @property
    def is_range(self) -> bool:
        return not math.isclose(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Total:
    """Where a sum stands; ``bound`` and ``text`` are its own."""

    x: Ends
    y: Ends
    bound: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """One model; ``grade`` is the index of its claim's grade, 1 to 3."""

    name: str
    title: str
    url: str
    x: Ends
    y: Ends
    base: Base
    grade: int
    total: Total | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """The rectangle between the axes."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def box(self) -> Box:
        return Box(self.left, self.top, self.right, self.bottom)


def draw(
    points: Sequence[Point],
    plot: Plot,
    size: tuple[float, float],
    ground: Iterable[Part],
    margin: Iterable[Mark] = (),
) -> Drawing:
    """The points over their ``ground`` of axes and key; names where there is room.

    ``points`` come most important first: these get their names. ``margin`` holds the marks of
    what is not disclosed. ``size`` is that of the whole drawing.
    """
    marks = tuple(mark(point) for point in points)
    words = names(points, plot.box)
    return Drawing(*size, tuple(ground), (*margin, *marks), words)


def names(points: Sequence[Point], room: Box) -> tuple[Words, ...]:
    """The names of points, and the words of their totals, as far as ``room`` has place."""
    labels = [
        label
        for point in points
        for label in (
            *_total_labels(point),
            Label(point.name, point.x.middle, point.y.middle, RADIUS, "chart-label", SMALL),
        )
    ]
    return placed(labels, room, _obstacles(points))


def key(bases: Iterable[Base], width: float, y: float) -> tuple[tuple[Part, ...], float]:
    """What the shapes and fills that occur mean, and the height it takes from ``y`` down."""
    parts: list[Part] = []
    x, top = 0.0, y
    found = set(bases)
    entries = [base for base in SHAPES if base in found]
    for base in entries:
        room = 20 + width_of(SCOPES[base], SMALL) + 18
        if x and x + room > width:
            x, y = 0.0, y + 20
        parts.append(Path("chart-shape", SHAPES[base], x + 8, y))
        parts.append(Words("chart-small", x + 20, y + 4, SCOPES[base]))
        x += room
    y += 20 if entries else 0
    x = 0.0
    for grade in (3, 2, 1):
        parts.append(Path(grades.LOOKS[grade], SHAPES["none"], x + 8, y))
        if grade == grades.VERIFIED:
            parts.append(Path("chart-tick", grades.TICK, x + 8, y))
        parts.append(Words("chart-small", x + 20, y + 4, grades.WORDS[grade]))
        x += 20 + width_of(grades.WORDS[grade], SMALL) + 18
    return tuple(parts), y + 20 - top


def axes(
    plot: Plot, x_ticks: Iterable[Tick], y_ticks: Iterable[Tick], x_name: str, y_name: str
) -> Iterator[Part]:
    """Grid, ticks and the names of both axes: that of y above it, that of x below, at the end."""
    for tick in y_ticks:
        yield Line("chart-grid", plot.left, tick.at, plot.right, tick.at)
        yield Words("chart-small", plot.left - 8, tick.at + 4, tick.text, side="end")
    yield Line("chart-axis", plot.left, plot.bottom, plot.right, plot.bottom)
    for tick in x_ticks:
        yield Line("chart-axis", tick.at, plot.bottom, tick.at, plot.bottom + 5)
        words_at = tick.at if tick.words_at is None else tick.words_at
        # The last one would reach over the edge of the drawing.
        is_last = words_at + width_of(tick.text, SMALL) / 2 > plot.right + _EDGE
        yield Words(
            "chart-small",
            plot.right + _EDGE if is_last else words_at,
            plot.bottom + 19,
            tick.text,
            side="end" if is_last else "middle",
        )
    yield Words("chart-small", 0, plot.top - 12, y_name)
    if x_name:
        yield Words("chart-small", plot.right, plot.bottom + 37, x_name, side="end")


def mark(point: Point) -> Mark:
    x, y = point.x.middle, point.y.middle
    parts: list[Part] = []
    if point.total:
        at_x, at_y = point.total.x.middle, point.total.y.middle
        parts.append(Line("chart-lead", x, y, at_x, at_y))
        parts.append(Path("chart-ring", RING, at_x, at_y))
        if arrow := _ARROWS.get(point.total.bound):
            parts.append(Path("chart-arrow", arrow, at_x, at_y))
    if point.x.is_range:
        parts += _range(point.x, y, is_across=True)
    if point.y.is_range:
        parts += _range(point.y, x, is_across=False)
    parts.append(Path(grades.LOOKS[point.grade], SHAPES[point.base], x, y))
    if point.grade == grades.VERIFIED:
        parts.append(Path("chart-tick", grades.TICK, x, y))
    return Mark(point.title, tuple(parts), point.url)


def _range(ends: Ends, other: float, *, is_across: bool) -> Iterator[Part]:
    low, high = ends.low, ends.high
    lines = (
        (low, other, high, other),
        (low, other - _CAP, low, other + _CAP),
        (high, other - _CAP, high, other + _CAP),
    )
    for x1, y1, x2, y2 in lines:
        yield Line("chart-range", *((x1, y1, x2, y2) if is_across else (y1, x1, y2, x2)))


def _total_labels(point: Point) -> Iterator[Label]:
    if point.total:
        x, y = point.total.x.middle, point.total.y.middle
        yield Label(point.total.text, x, y, RING_RADIUS, "chart-label-small", SMALL)


def _obstacles(points: Iterable[Point]) -> Iterator[Box]:
    for point in points:
        places = [(point.x, point.y)]
        if point.total:
            places.append((point.total.x, point.total.y))
        for x, y in places:
            yield Box(
                min(x.low, x.high) - 7,
                min(y.low, y.high) - 7,
                max(x.low, x.high) + 7,
                max(y.low, y.high) + 7,
            )
