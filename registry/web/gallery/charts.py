"""Charts, with what strains them: ties, ranges, zeros, long names, nothing at all."""

from dataclasses import replace
from datetime import date

from registry.web.charts import compute, cost, heat_map, history
from registry.web.charts.compute import Silence
from registry.web.charts.cost import Amount
from registry.web.charts.heat_map import HeatMap, Row, SilentRow
from registry.web.charts.history import Moment
from registry.web.charts.layout import NARROW, WIDE
from registry.web.charts.scatter import Sum
from registry.web.gallery.example import Component, Example
from registry.web.gallery.marks import LONGEST_NAME
from registry.web.view_models.charts import Figure
from registry.web.view_models.shared import Bar, Cell, Link, Table

JAPANESE_NAME = "日本言語資源研究所"
SECTIONS = ("Identity", "Compute", "Cost", "Peer review")
FILES = (Link("SVG", "/charts/cost.svg"), Link("CSV", "/charts/cost.csv"))
EMPTY = Figure(
    id="gallery-empty",
    title="No model card gives a cost yet",
    subtitle="Cost of final runs.",
    description="Nothing is drawn yet.",
    source="Source: an example.",
    url="/charts/cost/",
    table=Table("", (), ()),
    columns=(),
    rows=(),
    empty_title="Cost against compute will be here.",
    empty="No model card gives a cost or accelerator-hours of its final run yet.",
)


def _lab(rank: str, name: str, *bars: Bar) -> Row:
    cells = zip(SECTIONS, bars, strict=True)
    return Row(rank, name, "/", "36.4", tuple(heat_map.Cell(s, "36.4", bar) for s, bar in cells))


HEAT = HeatMap(
    SECTIONS,
    (
        _lab("1=", LONGEST_NAME, Bar(60, 20, 10), Bar(5, 40, 30), Bar(0, 0, 40), Bar()),
        _lab("1=", JAPANESE_NAME, Bar(100), Bar(0, 100), Bar(0, 0, 100), Bar(2, 2, 2)),
    ),
    _lab("", "Mean of the ranked labs", Bar(40, 20, 5), Bar(), Bar(), Bar(0, 10)),
    (SilentRow("A lab without a card", "/", "no model card; not invited yet"),),
    more_silent=12,
)
COMPUTED = (
    compute.Model("A range", "A range", "/", date(2024, 3, 1), 2e23, 6e24, "none", 1),
    compute.Model("A zero", "A zero", "/", date(2025, 3, 1), 0, 0, "included", 2),
    compute.Model(
        "A stage",
        "A stage",
        "/",
        date(2025, 9, 1),
        4e22,
        4e22,
        "excluded",
        3,
        Sum(5e24, 5e24, "at least", "A stage with its base model: at least 5 × 10²⁴ FLOP"),
    ),
)
SILENCES = (
    Silence("3 model cards without it", "cards without it", {2024: 3}),
    Silence("1,240 known models without a card", "models without a card", {2024: 900, 2025: 340}),
)
PRICED = (
    cost.Model("Both", "Both", "/", Amount(2e6, 4e6), Amount(1e6, 1e6), "none", 2),
    cost.Model("Cost alone", "Cost alone", "/", Amount(3e7, 3e7), None, "unstated", 1),
    cost.Model("Hours alone", "Hours alone", "/", None, Amount(2e5, 2e5), "excluded", 3),
)
MOMENTS = (
    Moment(date(2026, 1, 10), 20.5, "20.5", "Ranking 1: 20.5", "/"),
    Moment(date(2026, 3, 1), None, "not ranked", "Ranking 2: not ranked", "/"),
    Moment(date(2026, 5, 1), 42, "42.0", "Ranking 3: 42.0; method 1.1", "/", "method 1.1"),
    Moment(date(2026, 8, 20), 38.1, "38.1", "Ranking 4: 38.1", "/"),
)

COMPONENTS = (
    Component(
        "chart",
        "The finding, the picture for wide and narrow screens, its source, its numbers.",
        (
            Example(
                "Ties, long and Japanese names, silence",
                {
                    "level": 3,
                    "figure": replace(
                        EMPTY,
                        id="gallery-heat",
                        title="Identity is disclosed most, peer review least",
                        wide=heat_map.draw(HEAT, WIDE),
                        narrow=heat_map.draw(HEAT, NARROW),
                        files=FILES,
                    ),
                },
            ),
            Example(
                "A range, a disclosed zero, a sum that is a bound, years of silence",
                {
                    "level": 3,
                    "figure": replace(
                        EMPTY,
                        id="gallery-compute",
                        title="3 of 6 model cards give the operations of their final run",
                        wide=compute.draw(COMPUTED, SILENCES, WIDE),
                        narrow=compute.draw(COMPUTED, SILENCES, NARROW),
                        table=Table("", (Cell("Model"),), ((Cell("A range", "/"),),)),
                    ),
                },
            ),
            Example(
                "Figures that stand in the margin",
                {
                    "level": 3,
                    "figure": replace(
                        EMPTY,
                        id="gallery-cost",
                        title="2 of 3 model cards give the cost of their final run",
                        wide=cost.draw(PRICED, ("20 cards give neither.",), WIDE),
                        narrow=cost.draw(PRICED, ("20 cards give neither.",), NARROW),
                    ),
                },
            ),
            Example(
                "Time without a rank, a new method",
                {
                    "level": 3,
                    "figure": replace(
                        EMPTY,
                        id="gallery-history",
                        title="The score has risen by 17.6 since 10 January 2026",
                        wide=history.draw(MOMENTS, date(2026, 9, 30), WIDE),
                        narrow=history.draw(MOMENTS, date(2026, 9, 30), NARROW),
                    ),
                },
            ),
            Example("Nothing to draw", {"level": 3, "figure": EMPTY}),
        ),
    ),
    Component(
        "chart_source",
        "What stands under a chart: source, licence, what can be taken away.",
        (Example("With files", {"figure": replace(EMPTY, files=FILES)}),),
    ),
)
