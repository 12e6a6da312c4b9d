"""Disclosed training compute over time, and under it, year by year, what is not disclosed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.web.charts import scatter
from registry.web.charts.layout import Layout
from registry.web.charts.lettering import SMALL, wrapped
from registry.web.charts.parts import Drawing, Mark, Part, Rect, Words
from registry.web.charts.scales import Logarithmic, power_text
from registry.web.charts.scatter import Base, Ends, Plot, Point, Sum, Total
from registry.web.charts.time_scale import Time

AXIS = "Operations of the final run, FLOP"
# A count of three digits needs about this much.
_LEAST_BIN = 28.0
_BOX = 18.0


@dataclass(frozen=True, slots=True)
class Model:
    """A model whose card gives the operations of its final run."""

    name: str
    title: str
    url: str
    released_on: date
    low: float
    high: float
    base: Base
    grade: int
    total: Sum | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """What is not disclosed: ``counts`` of models by year of release, and words for all."""

    words: str
    title: str  # what one box means: "cards of 2024 without operations"
    counts: Mapping[int, int]


def draw(models: Sequence[Model], silences: Sequence[Silence], layout: Layout) -> Drawing:
    """There is at least one model or one silence."""
    years = [model.released_on.year for model in models]
    years += [year for silence in silences for year, count in silence.counts.items() if count]
    key, key_height = scatter.key((model.base for model in models), layout.width, 8)
    top = key_height + 38
    height = 300.0 if layout.is_narrow else 380.0
    plot = Plot(46.0, top, layout.width - 10, top + height)
    x = Time.of_years(min(years), max(years), plot.left, plot.right)
    ends = [end for model in models for end in _every_end(model)]
    y = Logarithmic.covering(ends, plot.bottom, plot.top)
    ground: list[Part] = [
        *key,
        *scatter.axes(plot, x.years(38), y.ticks(power_text, 34), "", AXIS),
    ]
    foot = plot.bottom + 34
    margin: list[Mark] = []
    for silence in silences:
        if any(silence.counts.values()):
            lines = wrapped(silence.words, SMALL, layout.width)
            for number, line in enumerate(lines):
                ground.append(Words("chart-small", 0, foot + 12 + 15 * number, line))
            foot += 15 * len(lines) + 5
            margin += _boxes(silence, x, foot)
            foot += _BOX + 12
    points = [_point(model, x, y) for model in _largest_first(models)]
    return scatter.draw(points, plot, (layout.width, foot), ground, margin)


def _boxes(silence: Silence, x: Time, y: float) -> Iterator[Mark]:
    """An outlined box for every year, or for as many years as its count has room in."""
    first, last = x.first.year, x.last.year
    a_year = (x.end - x.start) / (last - first + 1)
    years = max(1, -int(-_LEAST_BIN // a_year))
    for start in range(first, last + 1, years):
        end = min(start + years - 1, last)
        count = sum(silence.counts.get(year, 0) for year in range(start, end + 1))
        if not count:
            continue
        left = x.place(date(start, 1, 1)) + 1
        right = x.place(date(end, 12, 31)) - 1
        period = str(start) if start == end else f"{start}–{end}"
        yield Mark(
            f"{period}: {count:,} {silence.title}",
            (
                Rect("chart-silent", left, y, right - left, _BOX),
                Words("chart-small", (left + right) / 2, y + 13, f"{count:,}", side="middle"),
            ),
        )


def _largest_first(models: Sequence[Model]) -> list[Model]:
    return sorted(models, key=lambda model: (-model.high, model.name))


def _every_end(model: Model) -> Iterator[float]:
    yield from (model.low, model.high)
    if total := shown_total(model):
        yield from (total.low, total.high)


def shown_total(model: Model) -> Sum | None:
    """The sum, where it stands apart from the model's own figure."""
    total = model.total
    return total if total and (total.low, total.high) != (model.low, model.high) else None


def _point(model: Model, x: Time, y: Logarithmic) -> Point:
    at = x.place(model.released_on)
    total = shown_total(model)
    return Point(
        name=model.name,
        title=model.title,
        url=model.url,
        x=Ends(at, at),
        y=Ends(y.place(model.low), y.place(model.high)),
        base=model.base,
        grade=model.grade,
        total=Total(
            Ends(at, at), Ends(y.place(total.low), y.place(total.high)), total.bound, total.text
        )
        if total
        else None,
    )
