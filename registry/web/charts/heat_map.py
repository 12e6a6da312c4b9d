"""Labs by sections: a bar in every cell, its fill by grade, its score below it.

A lab without a card is an outlined row that says so: nothing is known, which is not a zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.web.charts import grades
from registry.web.charts.layout import Layout
from registry.web.charts.lettering import SMALL, TEXT, TINY, shortened, wrapped
from registry.web.charts.parts import Drawing, Line, Mark, Part, Rect, Words
from registry.web.view_models.shared import Bar

_SCORE_HEAD = "Score"
_CELL_GAP = 6.0
# Narrow screens scroll the heads away, so they come back after as many labs.
_ROWS_TO_A_HEAD = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A section of a lab: what its questions earn, of 100, and by which grades."""

    section: str
    score: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Row:
    """A ranked lab, or the mean of all; ``rank`` is empty for the mean."""

    rank: str
    name: str
    url: str
    score: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SilentRow:
    """A lab without a card; ``words`` say how it stands."""

    name: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """``more_rows`` and ``more_silent`` count the labs that are not drawn."""

    sections: tuple[str, ...]
    rows: tuple[Row, ...]
    mean: Row | None
    silent: tuple[SilentRow, ...]
    more_rows: int = 0
    more_silent: int = 0


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns are: names from ``left`` of the sheet, the section ``n`` at ``x(n)``."""

    layout: Layout
    first: float
    pitch: float
    names_width: float
    bar_height: float

    def x(self, column: int) -> float:
        return self.first + column * self.pitch

    @property
    def bar_width(self) -> float:
        return self.pitch - _CELL_GAP


def draw(data: HeatMap, layout: Layout) -> Drawing:
    grid = _grid(len(data.sections), layout)
    ground: list[Part] = [*grades.key(0, 8)]
    marks: list[Mark] = []
    y = 30.0
    for number, row in enumerate(data.rows):
        if number % _ROWS_TO_A_HEAD == 0 if layout.is_narrow else number == 0:
            ground += _heads(data.sections, grid, y)
            y += _head_height(layout)
        marks += _row_marks(row, grid, y)
        y += _row_height(layout)
        ground.append(Line("chart-grid", 0, y - 6, layout.width, y - 6))
    if data.more_rows:
        ground.append(Words("chart-small", 0, y + 12, f"and {_labs(data.more_rows)} ranked below"))
        y += 24
    if data.mean:
        ground.append(Line("chart-axis", 0, y - 6, layout.width, y - 6))
        marks += _row_marks(data.mean, grid, y + 2)
        y += _row_height(layout) + 2
    if data.silent:
        y += 22
        ground.append(Words("chart-strong", 0, y, "No model card yet"))
        y += 10
        for silent in data.silent:
            marks.append(_silent_mark(silent, grid, y))
            y += 24
        if data.more_silent:
            words = f"and {_labs(data.more_silent, more=True)} without a card"
            ground.append(Words("chart-small", 0, y + 12, words))
            y += 22
    return Drawing(layout.width, y, tuple(ground), tuple(marks))


def _grid(sections: int, layout: Layout) -> _Grid:
    if layout.is_narrow:
        pitch = (layout.width + _CELL_GAP) / sections
        return _Grid(layout, 0, pitch, layout.width - 60, 12)
    names, score = 208.0, 52.0
    return _Grid(layout, names, (layout.width - names - score) / sections, names - 12, 15)


def _head_height(layout: Layout) -> float:
    return 68 if layout.is_narrow else 40


def _row_height(layout: Layout) -> float:
    return 62 if layout.is_narrow else 41


def _heads(sections: tuple[str, ...], grid: _Grid, y: float) -> Iterator[Part]:
    """The names of the sections; turned where the columns are narrow."""
    for column, section in enumerate(sections):
        x = grid.x(column)
        if grid.layout.is_narrow:
            yield Words("chart-tiny", x + 12, y + 56, section, turn=-45)
            continue
        lines = wrapped(section, SMALL, grid.pitch - 4)
        for number, line in enumerate(reversed(lines)):
            yield Words("chart-small", x, y + 24 - 14 * number, line)
    if not grid.layout.is_narrow:
        yield Words("chart-small", grid.layout.width, y + 24, _SCORE_HEAD, side="end")


def _row_marks(row: Row, grid: _Grid, y: float) -> Iterator[Mark]:
    """The lab with its score, then a mark for each section."""
    layout = grid.layout
    indent = 30 if row.rank else 0
    names = _name_lines(row.name, grid, indent)
    title = f"{row.name}: {row.score} of 100" + (f", rank {row.rank}" if row.rank else "")
    parts: list[Part] = [
        Words("chart-name", indent, y + 13 + 16 * number, name) for number, name in enumerate(names)
    ]
    if row.rank:
        parts.append(Words("chart-small", 0, y + 13, row.rank))
    parts.append(Words("chart-strong", layout.width, y + 13, row.score, side="end"))
    yield Mark(title, tuple(parts), row.url)
    top = y + 22 if layout.is_narrow else y + 1
    for column, cell in enumerate(row.cells):
        x = grid.x(column)
        score = Words("chart-tiny", x, top + grid.bar_height + TINY + 1, cell.score)
        yield Mark(
            f"{row.name}, {cell.section}: {cell.score} of 100; {cell.bar.words}",
            (*grades.stacked(cell.bar, x, top, grid.bar_width, grid.bar_height), score),
        )


def _name_lines(name: str, grid: _Grid, indent: float) -> tuple[str, ...]:
    """The name in one line, or in two where a row has room for them."""
    room = grid.names_width - indent
    if grid.layout.is_narrow:
        return (shortened(name, TEXT, room),)
    first, *rest = wrapped(name, TEXT, room)
    return (first, shortened(" ".join(rest), TEXT, room)) if rest else (first,)


def _silent_mark(row: SilentRow, grid: _Grid, y: float) -> Mark:
    layout = grid.layout
    if layout.is_narrow:
        name = shortened(row.name, SMALL, layout.width - 10 - 150)
        parts: tuple[Part, ...] = (
            Rect("chart-silent", 0, y, layout.width, 20),
            Words("chart-name-small", 8, y + 14, name),
            Words("chart-tiny", layout.width - 8, y + 14, row.words, side="end"),
        )
    else:
        parts = (
            Words("chart-name", 0, y + 14, shortened(row.name, TEXT, grid.names_width)),
            Rect("chart-silent", grid.first, y + 1, layout.width - grid.first, 17),
            Words("chart-tiny", grid.first + 8, y + 14, row.words),
        )
    return Mark(f"{row.name}: {row.words}", parts, row.url)


def _labs(count: int, *, more: bool = False) -> str:
    return f"{count:,} {'more ' if more else ''}lab{'s'[: count != 1]}"
