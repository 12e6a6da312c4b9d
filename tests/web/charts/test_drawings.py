"""Each drawing holds what it was given, inside its edges, wide and narrow."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest

from registry.web.charts import compute, cost, grades, heat_map, history, profile
from registry.web.charts.compute import Silence
from registry.web.charts.cost import Amount
from registry.web.charts.heat_map import HeatMap, SilentRow
from registry.web.charts.history import Moment
from registry.web.charts.labels import box_of
from registry.web.charts.layout import NARROW, WIDE, Layout
from registry.web.charts.parts import Drawing, Line, Mark, Path, Rect, Words
from registry.web.charts.scatter import SHAPES, Base, Sum
from registry.web.view_models.shared import Bar, SectionShare

LONG = "Laboratory for the Study of Very Long Names of Laboratories"
JAPANESE = "日本言語資源研究所"
SECTIONS = ("Identity", "Compute", "Hardware", "Cost", "Peer review", "Data", "Method", "Safety")
SIZES = {"chart-tiny": 11, "chart-small": 12, "chart-label": 12, "chart-label-small": 12}
LAYOUTS = pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])


def words_of(drawing: Drawing) -> list[str]:
    return [part.text for part in drawing.parts() if isinstance(part, Words)]


def shapes(mark: Mark, look: str) -> int:
    return sum(part.look == look for part in mark.parts)


def assert_inside(drawing: Drawing) -> None:
    """No shape and no line of text reaches over an edge."""
    for part in drawing.parts():
        if isinstance(part, Words):
            if not part.turn:
                box = box_of(part, SIZES.get(part.look, 14))
                assert box.left >= -0.5, part
                assert box.right <= drawing.width + 0.5, part
                assert 0 <= part.y <= drawing.height, part
        elif isinstance(part, Rect):
            assert part.width >= 0
            assert 0 <= part.x <= part.x + part.width <= drawing.width + 0.5, part
            assert 0 <= part.y <= part.y + part.height <= drawing.height + 0.5, part
        elif isinstance(part, Line):
            assert all(-0.5 <= x <= drawing.width + 0.5 for x in (part.x1, part.x2)), part
            assert all(-0.5 <= y <= drawing.height + 0.5 for y in (part.y1, part.y2)), part
        elif isinstance(part, Path) and part.x:
            assert 0 <= part.x <= drawing.width, part
            assert 0 <= part.y <= drawing.height, part


def assert_apart(drawing: Drawing) -> None:
    """What is written over the marks does not overlap."""
    boxes = [box_of(part, 12) for part in drawing.over if isinstance(part, Words)]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


# --- Grades --------------------------------------------------------------------------------------


def test_each_grade_has_its_own_look_in_the_order_of_evidence() -> None:
    parts = list(grades.stacked(Bar(50, 25, 12.5), 0, 0, 100, 10))
    assert [(p.look, p.width) for p in parts if isinstance(p, Rect)] == [
        ("chart-silent", 100),
        ("chart-verified", 50),
        ("chart-evidenced", 25),
        ("chart-stated", 12.5),
    ]
    assert [p.look for p in parts if isinstance(p, Path)] == ["chart-tick"]


def test_nothing_disclosed_is_an_outline_and_a_sliver_has_no_tick() -> None:
    assert [p.look for p in grades.stacked(Bar(), 0, 0, 100, 10)] == ["chart-silent"]
    assert not [p for p in grades.stacked(Bar(5), 0, 0, 100, 10) if isinstance(p, Path)]


# --- Heat map ------------------------------------------------------------------------------------


def lab(name: str, rank: str = "1") -> heat_map.Row:
    cells = tuple(heat_map.Cell(s, "100.0", Bar(60, 30, 10)) for s in SECTIONS)
    return heat_map.Row(rank, name, f"/labs/{name}/", "100.0", cells)


def heat(rows: int, silent: int, **more: int) -> HeatMap:
    names = [LONG, JAPANESE * 3, "X"]
    return HeatMap(
        SECTIONS,
        tuple(lab(names[n % 3], f"{n + 1}=") for n in range(rows)),
        lab("Mean", "") if rows else None,
        tuple(SilentRow(names[n % 3], "/labs/x/", "no model card") for n in range(silent)),
        **more,
    )


@LAYOUTS
@pytest.mark.parametrize(("rows", "silent"), [(1, 0), (0, 1), (0, 0), (7, 3), (50, 30)])
def test_every_lab_has_its_row_and_every_section_its_cell(
    layout: Layout, rows: int, silent: int
) -> None:
    drawing = heat_map.draw(heat(rows, silent), layout)
    means = 1 if rows else 0
    assert len(drawing.marks) == (rows + means) * (1 + len(SECTIONS)) + silent
    assert sum(bool(mark.url) for mark in drawing.marks) == rows + means + silent
    assert_inside(drawing)


@LAYOUTS
def test_silent_lab_is_an_outline_with_words(layout: Layout) -> None:
    (mark,) = heat_map.draw(heat(0, 1), layout).marks
    assert shapes(mark, "chart-silent") == 1
    assert "no model card" in [p.text for p in mark.parts if isinstance(p, Words)]
    assert mark.title == f"{LONG}: no model card"


@LAYOUTS
def test_labs_that_are_not_drawn_are_counted(layout: Layout) -> None:
    words = words_of(heat_map.draw(heat(2, 2, more_rows=1, more_silent=1950), layout))
    assert "and 1 lab ranked below" in words
    assert "and 1,950 more labs without a card" in words


def test_heads_come_back_where_the_screen_scrolls_them_away() -> None:
    assert words_of(heat_map.draw(heat(11, 0), NARROW)).count("Cost") == 3
    assert words_of(heat_map.draw(heat(11, 0), WIDE)).count("Cost") == 1


def test_long_name_takes_a_second_line_before_it_is_cut() -> None:
    (mark, *_) = heat_map.draw(heat(1, 0), WIDE).marks
    first, second, *_ = [part.text for part in mark.parts if isinstance(part, Words)]
    assert LONG.startswith(f"{first} {second.removesuffix('…')}")
    assert second.endswith("…")


# --- Profile -------------------------------------------------------------------------------------


@LAYOUTS
def test_profile_has_a_bar_for_each_section(layout: Layout) -> None:
    sections = [
        SectionShare(title, "", "12.5", "57.7", Bar(20, 30, 50)) for title in (*SECTIONS, LONG)
    ]
    drawing = profile.draw(sections, layout)
    assert [mark.title for mark in drawing.marks] == [
        f"{s.title}: 57.7 of 100; {s.bar.words}" for s in sections
    ]
    assert words_of(drawing).count("57.7") == len(sections)
    assert_inside(drawing)


# --- History -------------------------------------------------------------------------------------

START = date(2026, 11, 28)


def moment(days: int, score: float | None, event: str = "") -> Moment:
    text = "not ranked" if score is None else f"{score:.1f}"
    return Moment(START + timedelta(days=days), score, text, f"Day {days}: {text}", "/r/", event)


@LAYOUTS
@pytest.mark.parametrize(
    "moments",
    [
        [moment(0, 50)],
        [moment(0, 0), moment(1, 100)],
        [moment(0, 50), moment(30, None), moment(60, 20), moment(90, 20)],
        [moment(0, None), moment(400, 20.5, "standard 1.1, method 2")],
        [moment(day, day % 100) for day in range(300)],
    ],
    ids=["one", "two", "gap", "event", "many"],
)
def test_history_has_a_mark_for_each_moment(layout: Layout, moments: list[Moment]) -> None:
    drawing = history.draw(moments, moments[-1].on, layout)
    assert [mark.title for mark in drawing.marks] == [m.title for m in moments]
    assert_inside(drawing)
    assert_apart(drawing)


def test_score_holds_until_the_next_ranking() -> None:
    moments = [moment(0, 50), moment(50, 75), moment(100, 75)]
    drawing = history.draw(moments, moments[-1].on, WIDE)
    (line,) = [p for p in drawing.ground if p.look == "chart-line" and isinstance(p, Path)]
    at = [p for mark in drawing.marks for p in mark.parts if isinstance(p, Path)]
    first, second, last = at
    assert line.d == (
        f"M{first.x:.1f} {first.y:.1f}H{second.x:.1f}V{second.y:.1f}H{last.x:.1f}"
        f"V{last.y:.1f}H{last.x:.1f}"
    )


def test_the_last_score_does_not_stand_on_its_line() -> None:
    drawing = history.draw([moment(0, 50), moment(50, 75)], START + timedelta(days=100), WIDE)
    (dot,) = [part for part in drawing.marks[-1].parts if isinstance(part, Path)]
    (last,) = [part for part in drawing.over if isinstance(part, Words) and part.text == "75.0"]
    box = box_of(last, 12)
    assert box.right <= dot.x or box.bottom <= dot.y - 2 or box.top >= dot.y + 2


def test_time_without_a_rank_is_an_outline_and_breaks_the_line() -> None:
    moments = [moment(0, 50), moment(50, None), moment(100, 60)]
    looks = [part.look for part in history.draw(moments, moments[-1].on, WIDE).ground]
    assert looks.count("chart-line") == 2
    assert looks.count("chart-gap") == 1


def test_new_method_is_marked_and_named() -> None:
    moments = [moment(0, 50), moment(50, 60, "method 2")]
    drawing = history.draw(moments, moments[-1].on, WIDE)
    assert [p.look for p in drawing.ground].count("chart-event") == 1
    assert "method 2" in words_of(drawing)


# --- Compute -------------------------------------------------------------------------------------


def computed(name: str, year: int, low: float, high: float = 0, **more: object) -> compute.Model:
    values = {"base": "none", "grade": 2, **more}
    return compute.Model(name, f"About {name}", "/m/", date(year, 6, 1), low, high or low, **values)  # type: ignore[arg-type]


SILENT = (
    Silence("2 cards without it", "cards without it", {2023: 2}),
    Silence("900 models without a card", "models without a card", {2022: 300, 2024: 600}),
)


@LAYOUTS
@pytest.mark.parametrize(
    "models",
    [
        [],
        [computed("One", 2024, 3e24)],
        [computed("Zero", 2024, 0.0), computed("Range", 2023, 1e20, 1e26)],
        [computed(LONG, 2024, 3e24), computed(JAPANESE * 2, 2024, 3e24)],
        [computed(f"M{n}", 2000 + n % 24, 10.0 ** (n % 9 + 18)) for n in range(500)],
    ],
    ids=["none", "one", "zero and range", "names", "many"],
)
def test_compute_has_a_mark_for_each_model_and_year(
    layout: Layout, models: list[compute.Model]
) -> None:
    drawing = compute.draw(models, SILENT, layout)
    boxes = [mark for mark in drawing.marks if "without" in mark.title]
    points = [mark for mark in drawing.marks if mark not in boxes]
    assert sorted(mark.title for mark in points) == sorted(model.title for model in models)
    assert "2 cards without it" in words_of(drawing)
    counted = sum(int(m.title.split(": ")[1].split()[0].replace(",", "")) for m in boxes)
    assert counted == 902
    assert_inside(drawing)
    assert_apart(drawing)


def test_years_are_put_together_where_their_counts_have_no_room() -> None:
    silence = Silence("all", "models without a card", dict.fromkeys(range(1960, 2027), 10))
    marks = compute.draw([], [silence], NARROW).marks
    assert marks[0].title == "1960–1965: 60 models without a card"


def test_a_range_is_a_line_from_low_to_high() -> None:
    model = computed("Range", 2023, 1e23, 1e25)
    drawing = compute.draw([model], [], WIDE)
    (mark,) = drawing.marks
    line, *_ = [p for p in mark.parts if isinstance(p, Line)]
    levels = {p.text: p.y - 4 for p in drawing.ground if isinstance(p, Words)}
    assert (line.y1, line.y2) == (levels["10²³"], levels["10²⁵"])


def test_shape_tells_the_scope_and_fill_the_grade() -> None:
    bases: tuple[Base, ...] = ("none", "excluded", "included", "unstated")
    models = [computed(base, 2024, 10.0**n, base=base, grade=n) for n, base in enumerate(bases)]
    drawing = compute.draw(models, [], WIDE)
    found = {
        mark.title: (part.look, part.d)
        for mark in drawing.marks
        for part in mark.parts
        if isinstance(part, Path) and part.look != "chart-tick"
    }
    assert found == {
        f"About {base}": (grades.LOOKS[n], SHAPES[base]) for n, base in enumerate(bases)
    }
    key = words_of(drawing)
    assert "stage only, excludes the base model" in key
    assert "including the base model" in key
    ticks = [m.title for m in drawing.marks for p in m.parts if p.look == "chart-tick"]
    assert ticks == ["About unstated"]


@pytest.mark.parametrize(("bound", "arrows"), [("sum", 0), ("at least", 1), ("at most", 1)])
def test_a_sum_is_a_ring_with_an_arrow_if_it_is_a_bound(bound: str, arrows: int) -> None:
    total = Sum(5e24, 5e24, bound, f"X with its base model: {bound}")
    (mark,) = compute.draw([computed("X", 2024, 1e23, total=total)], [], WIDE).marks
    assert shapes(mark, "chart-ring") == shapes(mark, "chart-lead") == 1
    assert shapes(mark, "chart-arrow") == arrows


# --- Cost ----------------------------------------------------------------------------------------


def priced(
    name: str, dollars: float | None, hours: float | None, base: Base = "none", total: float = 0
) -> cost.Model:
    def amount(value: float | None) -> Amount | None:
        if value is None:
            return None
        up = Sum(value * total, value * total, "sum", f"{name} in all") if total else None
        return Amount(value, value, up)

    return cost.Model(name, f"About {name}", "/m/", amount(dollars), amount(hours), base, 2)


@LAYOUTS
@pytest.mark.parametrize(
    "models",
    [
        [priced("One", 294_000, 147_000, "excluded", 20)],
        [priced("Cost", 5e6, None)],
        [priced("Hours", None, 1e6)],
        [priced("Zero", 0.0, 0.0), priced("Cost", 5e6, None), priced("Hours", None, 1e6)],
        [priced(f"M{n}", 10.0 ** (n % 7 + 2), 10.0 ** (n % 5 + 3)) for n in range(500)],
    ],
    ids=["one", "cost alone", "hours alone", "all", "many"],
)
def test_cost_has_a_mark_for_each_model(layout: Layout, models: list[cost.Model]) -> None:
    drawing = cost.draw(models, ["20 cards give neither."], layout)
    assert sorted(m.title for m in drawing.marks) == sorted(m.title for m in models)
    assert "20 cards give neither." in words_of(drawing)
    assert_inside(drawing)
    assert_apart(drawing)


def test_who_gives_one_of_both_stands_in_the_margin_with_the_number() -> None:
    models = [priced("Both", 1e6, 1e6), priced("Cost", 5e6, None), priced("Hours", None, 1e6)]
    drawing = cost.draw(models, [], WIDE)
    words = words_of(drawing)
    assert "1 card gives hours but no cost." in words
    assert "1 card gives a cost but no hours (on the right)." in words
    frames = [p for p in drawing.ground if p.look == "chart-silent" and isinstance(p, Rect)]
    assert len(frames) == 2


def test_an_equal_price_is_a_straight_line() -> None:
    models = [priced("A", 200_000, 100_000), priced("B", 20_000_000, 10_000_000)]
    drawing = cost.draw(models, [], WIDE)
    a, b = [p for m in drawing.marks for p in m.parts if isinstance(p, Path)]
    guides = [p for p in drawing.ground if p.look == "chart-guide" and isinstance(p, Line)]
    slopes = {round((g.y2 - g.y1) / (g.x2 - g.x1), 6) for g in guides}
    assert len(guides) == 4
    assert slopes == {round((b.y - a.y) / (b.x - a.x), 6)}
    # US$2 an hour: the line that runs through both.
    assert any(abs(g.y1 + slope * (a.x - g.x1) - a.y) < 0.1 for g in guides for slope in slopes)


def test_words_of_prices_do_not_overlap_on_a_phone() -> None:
    drawing = cost.draw([priced("A", 1e5, 1e4), priced("B", 9e7, 9e7)], [], NARROW)
    boxes = [
        box_of(p, 11) for p in drawing.ground if isinstance(p, Words) and p.look == "chart-tiny"
    ]
    assert boxes
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
