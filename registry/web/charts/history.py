"""A lab's score from ranking to ranking: steps, since a score holds until the next ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.web.charts.labels import Label, placed
from registry.web.charts.layout import Layout
from registry.web.charts.lettering import SMALL, TINY, width_of
from registry.web.charts.parts import Box, Drawing, Line, Mark, Part, Path, Rect, Side, Words
from registry.web.charts.scales import Linear
from registry.web.charts.time_scale import Time

_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 16.0, 26.0, 34.0
_HIGHEST = 100
_STEP = 25
_RADIUS = 4.5
DOT = "M0-4.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z"


@dataclass(frozen=True, slots=True)
class Moment:
    """The lab in one ranking. ``score`` is ``None`` where it was not rankable.

    ``event`` says what else was new in this ranking: another standard or method.
    """

    on: date
    score: float | None
    score_text: str
    title: str
    url: str
    event: str = ""


def draw(moments: Sequence[Moment], until: date, layout: Layout) -> Drawing:
    """``moments`` are in order of time, one for each day at most; the last holds ``until`` now."""
    height = 250.0 if layout.is_narrow else 300.0
    foot = height - _BOTTOM
    first = moments[0].on
    x = Time(first, max(until, first + timedelta(days=1)), _LEFT + 8, layout.width - _RIGHT - 48)
    y = Linear(0, _HIGHEST, foot, _TOP)
    ground = [*_ground(x, y, foot, layout)]
    ground += _events(moments, x, foot, layout)
    ground += _steps(moments, until, x, y)
    marks = tuple(_mark(moment, x, y) for moment in moments)
    room = Box(_LEFT, _TOP - 8, layout.width, foot)
    return Drawing(layout.width, height, tuple(ground), marks, _scores(moments, until, x, y, room))


def _ground(x: Time, y: Linear, foot: float, layout: Layout) -> Iterator[Part]:
    for tick in y.ticks(_STEP):
        yield Line("chart-grid", _LEFT, tick.at, layout.width - _RIGHT, tick.at)
        yield Words("chart-small", _LEFT - 8, tick.at + 4, tick.text, side="end")
    yield Line("chart-axis", _LEFT, foot, layout.width - _RIGHT, foot)
    for tick in x.ticks(90):
        yield Line("chart-axis", tick.at, foot, tick.at, foot + 5)
        yield Words("chart-small", tick.at, foot + 20, tick.text, side="middle")


def _events(moments: Sequence[Moment], x: Time, foot: float, layout: Layout) -> Iterator[Part]:
    """A line down where the standard or the method is new, with its words where they have room."""
    told = 0.0
    for moment in moments:
        if not moment.event:
            continue
        at = x.place(moment.on)
        yield Line("chart-event", at, _TOP - 6, at, foot)
        width = width_of(moment.event, TINY)
        is_at_edge = at + 4 + width > layout.width
        left = at - 4 - width if is_at_edge else at + 4
        if left >= told:
            told = left + width + 8
            side: Side = "end" if is_at_edge else "start"
            yield Words(
                "chart-tiny", at - 4 if is_at_edge else at + 4, _TOP - 10, moment.event, side=side
            )


def _steps(moments: Sequence[Moment], until: date, x: Time, y: Linear) -> Iterator[Part]:
    """One line through all scores; where the lab was not rankable an outline in its place."""
    run: list[str] = []
    for moment, end in zip(moments, [*(m.on for m in moments[1:]), until], strict=True):
        left, right = x.place(moment.on), x.place(end)
        if moment.score is None:
            if run:
                yield Path("chart-line", "".join(run))
            run = []
            yield Rect("chart-gap", left, y.place(0) - 14, max(right - left, 1), 14)
            continue
        at = y.place(moment.score)
        run.append(f"{'V' if run else f'M{left:.1f} '}{at:.1f}H{right:.1f}")
    if run:
        yield Path("chart-line", "".join(run))


def _mark(moment: Moment, x: Time, y: Linear) -> Mark:
    at = x.place(moment.on)
    if moment.score is None:
        return Mark(
            moment.title, (Rect("chart-silent", at - 4, y.place(0) - 11, 8, 8),), moment.url
        )
    return Mark(moment.title, (Path("chart-dot", DOT, at, y.place(moment.score)),), moment.url)


def _scores(
    moments: Sequence[Moment], until: date, x: Time, y: Linear, room: Box
) -> tuple[Words, ...]:
    """The last score, the first, and those between that find room."""
    dots = [
        Label(m.score_text, x.place(m.on), y.place(m.score), _RADIUS, "chart-label", SMALL)
        for m in moments
        if m.score is not None
    ]
    obstacles = [Box(d.x - 5, d.y - 5, d.x + 5, d.y + 5) for d in dots]
    ends = [*(dot.x for dot in dots[1:]), x.place(until)]
    obstacles += [Box(d.x, d.y - 2, end, d.y + 2) for d, end in zip(dots, ends, strict=False)]
    return placed([*dots[-1:], *dots[:1], *dots[1:-1]], room, obstacles)
