"""Disclosed cost against disclosed compute; in the margins who gives only one of the two.

Compute is in accelerator-hours, the unit it is paid in, so that a price by the hour is a diagonal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.web.charts import scatter
from registry.web.charts.labels import box_of
from registry.web.charts.layout import Layout
from registry.web.charts.lettering import SMALL, TINY, wrapped
from registry.web.charts.parts import Box, Drawing, Line, Mark, Part, Rect, Words
from registry.web.charts.scales import Logarithmic, words_text
from registry.web.charts.scatter import Base, Ends, Plot, Point, Sum, Total

X_AXIS, Y_AXIS = "Accelerator-hours of the final run", "Cost of the final run, US$"
# In the order in which they get their words: where there is little room, some stay without.
_PRICES = (10, 2, 1, 5)
# The strip in the margin, and what keeps it apart from the plot.
_STRIP, _APART = 26.0, 18.0


@dataclass(frozen=True, slots=True)
class Amount:
    """Ends of a figure, and of the sum with everything inherited where that is known."""

    low: float
    high: float
    total: Sum | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A model whose card gives its cost, its accelerator-hours or both."""

    name: str
    title: str
    url: str
    cost: Amount | None
    hours: Amount | None
    base: Base
    grade: int


def draw(models: Sequence[Model], words: Sequence[str], layout: Layout) -> Drawing:
    """``models`` give at least one of both; ``words`` tell of those that give neither."""
    both = [model for model in models if model.cost and model.hours]
    only_cost = [model for model in models if not model.hours]
    only_hours = [model for model in models if not model.cost]
    key, key_height = scatter.key((model.base for model in models), layout.width, 8)
    top = key_height + 38
    right = layout.width - 10 - (_STRIP + _APART if only_cost else 0)
    plot = Plot(78.0, top, right, top + (300.0 if layout.is_narrow else 400.0))
    x = _axis([model.hours for model in models], plot.left, plot.right)
    y = _axis([model.cost for model in models], plot.bottom, plot.top)
    x_ticks, y_ticks = x.ticks(words_text, 84), y.ticks(words_text, 34)
    ground: list[Part] = [
        *key,
        *scatter.axes(plot, x_ticks, y_ticks, X_AXIS, Y_AXIS),
        *_prices(x, y, plot),
    ]
    foot = plot.bottom + 46
    margin: list[Mark] = []
    told = list(words)
    if only_hours:
        told.insert(0, f"{_cards_give(only_hours)} hours but no cost.")
        strip = Box(plot.left, foot, plot.right, foot + _STRIP)
        frame, marks, names = _strip(only_hours, x, strip, is_across=True)
        ground += [frame, *names]
        margin += marks
        foot += _STRIP + 8
    if only_cost:
        told.insert(0, f"{_cards_give(only_cost)} a cost but no hours (on the right).")
        strip = Box(plot.right + _APART, plot.top, plot.right + _APART + _STRIP, plot.bottom)
        frame, marks, _ = _strip(only_cost, y, strip, is_across=False)
        ground.append(frame)
        margin += marks
    lines = [line for text in told for line in wrapped(text, SMALL, layout.width)]
    for number, line in enumerate(lines):
        ground.append(Words("chart-small", 0, foot + 12 + 17 * number, line))
    size = (layout.width, foot + 17 * len(lines) + 4)
    points = [_point(model, x, y) for model in _cheapest_first(both)]
    return scatter.draw(points, plot, size, ground, margin)


def _axis(amounts: Sequence[Amount | None], start: float, end: float) -> Logarithmic:
    ends: list[float] = []
    for amount in amounts:
        if amount:
            ends += [amount.low, amount.high]
            if amount.total:
                ends += [amount.total.low, amount.total.high]
    return Logarithmic.covering(ends, start, end)


def _cards_give(models: Sequence[Model]) -> str:
    return f"{len(models):,} card{' gives' if len(models) == 1 else 's give'}"


def _prices(x: Logarithmic, y: Logarithmic, plot: Plot) -> Iterator[Part]:
    """A diagonal for each round price of an hour that crosses the plot, its price at the end."""
    taken: list[Box] = []
    for price in _PRICES:
        step = math.log10(price)
        start = max(x.first, y.first - step)
        end = min(x.last, y.last - step)
        if end - start < 1:
            continue
        ends = [(x.place_power(e), y.place_power(e + step)) for e in (start, end)]
        (x1, y1), (x2, y2) = ends
        yield Line("chart-guide", x1, y1, x2, y2)
        leaves_above = y2 <= plot.top + 1
        words = Words(
            "chart-tiny",
            x2 if leaves_above else plot.right - 2,
            y2 - 5 if leaves_above else y2 + 14,
            f"US${price} an hour" if price == _PRICES[0] else f"US${price}",
            side="end",
        )
        box = box_of(words, TINY)
        if not any(box.meets(other) for other in taken):
            taken.append(box)
            yield words


def _strip(
    models: Sequence[Model], axis: Logarithmic, strip: Box, *, is_across: bool
) -> tuple[Part, list[Mark], tuple[Words, ...]]:
    """Who gives one of both, at its place on that axis: the frame, the marks, names that fit."""
    middle = Ends(*[(strip.top + strip.bottom if is_across else strip.left + strip.right) / 2] * 2)
    points = []
    for model in models:
        amount = model.hours if is_across else model.cost
        if amount is None:
            continue
        along = Ends(axis.place(amount.low), axis.place(amount.high))
        x, y = (along, middle) if is_across else (middle, along)
        points.append(Point(model.name, model.title, model.url, x, y, model.base, model.grade))
    frame = Rect(
        "chart-silent", strip.left, strip.top, strip.right - strip.left, strip.bottom - strip.top
    )
    return frame, [scatter.mark(point) for point in points], scatter.names(points, strip)


def _cheapest_first(models: Sequence[Model]) -> list[Model]:
    """Whose figure leaves out a base model first, then the cheapest: the names that matter most."""
    return sorted(
        models, key=lambda m: (m.base != "excluded", m.cost.low if m.cost else 0.0, m.name)
    )


def _point(model: Model, x: Logarithmic, y: Logarithmic) -> Point:
    cost, hours = model.cost, model.hours
    assert cost is not None  # noqa: S101 - the caller has chosen those with both
    assert hours is not None  # noqa: S101 - the caller has chosen those with both
    return Point(
        name=model.name,
        title=model.title,
        url=model.url,
        x=Ends(x.place(hours.low), x.place(hours.high)),
        y=Ends(y.place(cost.low), y.place(cost.high)),
        base=model.base,
        grade=model.grade,
        total=Total(
            Ends(x.place(hours.total.low), x.place(hours.total.high)),
            Ends(y.place(cost.total.low), y.place(cost.total.high)),
            cost.total.bound,
            cost.total.text,
        )
        if cost.total and hours.total
        else None,
    )
