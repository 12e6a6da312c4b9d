"""One lab by section: nine bars, their fill by grade."""

from __future__ import annotations

from collections.abc import Sequence

from registry.web.charts import grades
from registry.web.charts.layout import Layout
from registry.web.charts.lettering import SMALL, TEXT, shortened, width_of
from registry.web.charts.parts import Drawing, Line, Mark, Part, Words
from registry.web.view_models.shared import SectionShare

_SCORE_WIDTH = 56.0
_BAR_HEIGHT = 18.0


def draw(sections: Sequence[SectionShare], layout: Layout) -> Drawing:
    names = 0.0 if layout.is_narrow else max(width_of(s.title, TEXT) for s in sections) + 24
    weights = 0.0 if layout.is_narrow else 56.0
    left = names + weights
    height = 46.0 if layout.is_narrow else 32.0
    silent = grades.WORDS[0] if layout.is_narrow else "not disclosed, or no card"
    ground: list[Part] = [*grades.key(0, 8, silent=silent)]
    marks: list[Mark] = []
    y = 30.0
    if weights:
        ground.append(Words("chart-small", left - 20, y + 8, "Weight", side="end"))
        ground.append(Words("chart-small", layout.width, y + 8, "Score", side="end"))
        y += 18
    for section in sections:
        words = f"{section.title}: {section.score} of 100; {section.bar.words}"
        name = shortened(section.title, TEXT, names or layout.width - _SCORE_WIDTH)
        bar_y = y + 20 if layout.is_narrow else y + 6
        width = layout.width - left - (0 if layout.is_narrow else _SCORE_WIDTH)
        parts: list[Part] = [
            Words("chart-text", 0, y + (13 if layout.is_narrow else 20), name),
            *grades.stacked(section.bar, left, bar_y, width, _BAR_HEIGHT),
            Words(
                "chart-strong",
                layout.width,
                y + (13 if layout.is_narrow else 20),
                section.score,
                side="end",
            ),
        ]
        if weights:
            parts.append(Words("chart-small", left - 20, y + 20, section.weight, side="end"))
        marks.append(Mark(words, tuple(parts)))
        y += height
        ground.append(Line("chart-grid", 0, y - 1, layout.width, y - 1))
    return Drawing(layout.width, y + SMALL / 2, tuple(ground), tuple(marks))
