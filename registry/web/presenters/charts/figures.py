"""What the charts of compute and cost show of the catalogue: new figures, counts of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse

from registry.exporters.csv_text import Cell as CsvCell
from registry.models import CatalogueEntry
from registry.rules.catalogue import claim_states
from registry.rules.numerals import date_text
from registry.rules.standard import load_standard
from registry.rules.words import listed
from registry.web.charts.scatter import SCOPES, Base, Sum
from registry.web.presenters.shared import GRADES
from registry.web.view_models.shared import Cell, Link

# A picture with more points shows less, and a page must not grow with the catalogue.
MOST_POINTS = 500
# What readers are shown in the page; the CSV has all that is drawn.
MOST_TABLE_ROWS = 200

HAS_FLOP, HAS_HOURS = Q(flop_high__gte=0), Q(hours_high__gte=0)
# Money in another currency has no column of its own. A quote inside a text would be escaped.
HAS_COST = Q(figures_text__contains='"cost": ')

# The claims that figures of the final run come from.
COST, COMPUTE = "cost.final_run", "compute.final_run"

MODEL_COLUMNS = ("model", "model_name", "lab", "lab_name", "released")
FIGURE_COLUMNS = (
    "low",
    "high",
    "text",
    "scope",
    "stages",
    "base_model",
    "base_models",
    "cumulative_low",
    "cumulative_high",
    "cumulative_bound",
    "grade",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Over the whole catalogue, drawn or not."""

    models: int
    cards: int
    flop: int
    hours_alone: int  # cards with accelerator-hours but no operations
    cost: int
    cost_or_hours: int


def count_all() -> Counts:
    card = Q(has_card=True)
    return Counts(
        **CatalogueEntry.objects.aggregate(
            models=Count("pk"),
            cards=Count("pk", filter=card),
            flop=Count("pk", filter=HAS_FLOP),
            hours_alone=Count("pk", filter=HAS_HOURS & ~HAS_FLOP),
            cost=Count("pk", filter=HAS_COST),
            cost_or_hours=Count("pk", filter=HAS_COST | HAS_HOURS),
        )
    )


def silent_by_year() -> dict[bool, dict[int, int]]:
    """Models without operations by year of release, apart with and without a card."""
    rows = (
        CatalogueEntry.objects.exclude(HAS_FLOP)
        .annotate(year=ExtractYear("released_on"))
        .values("has_card", "year")
        .annotate(count=Count("pk"))
        .order_by("year")
    )
    years: dict[bool, dict[int, int]] = {True: {}, False: {}}
    for row in rows:
        years[row["has_card"]][row["year"]] = row["count"]
    return years


@dataclass(frozen=True, slots=True)
class Shown:
    """One model of a chart: its figures by measure, the grades of their claims by claim.

    ``released`` is as precise as its source.
    """

    public_id: str
    name: str
    url: str
    lab: Link
    lab_slug: str
    released_on: date
    released: str
    figures: Mapping[str, Any]
    grades: Mapping[str, int]


def newest(condition: Q) -> list[Shown]:
    """The models that are drawn, newest first."""
    entries = (
        CatalogueEntry.objects.filter(condition)
        .select_related("lab", "release")
        .only(
            "public_id",
            "name",
            "lab_name",
            "figures_text",
            "claim_states",
            "lab__slug",
            "release__released_on",
            "release__date_precision",
        )
        .order_by("-released_on", "public_id")
    )
    standard = load_standard()
    places = {
        claim: claim_states.grade_position(standard.item_by_claim[claim].id, standard)
        for claim in (COST, COMPUTE)
    }
    return [_shown(entry, places) for entry in entries[:MOST_POINTS]]


def largest_flop() -> tuple[str, str]:
    """The name of the model with the most operations of all, and its figure in words."""
    entries = CatalogueEntry.objects.filter(HAS_FLOP).order_by("-flop_high", "-public_id")
    entry = entries.only("name", "figures_text").first()
    return (entry.name, entry.figures["flop"]["text"]) if entry else ("", "")


def _shown(entry: CatalogueEntry, places: Mapping[str, int]) -> Shown:
    lab, _, model = entry.public_id.partition("/")
    return Shown(
        public_id=entry.public_id,
        name=entry.name,
        url=reverse("model:detail", args=[lab, model]),
        lab=Link(entry.lab_name, entry.lab.get_absolute_url()),
        lab_slug=entry.lab.slug,
        released_on=entry.release.released_on,
        released=entry.release.released,
        figures=entry.figures,
        grades={claim: int(entry.claim_states[place]) for claim, place in places.items()},
    )


def base_of(figure: Mapping[str, Any]) -> Base:
    base: Base = figure["base"]
    return base


def base_words(figure: Mapping[str, Any]) -> str:
    """The scope as far as base models go: "stage only (excludes base model X)"."""
    if figure["base"] == "excluded":
        models = figure["base_models"]
        named = (
            f"base model{'s'[: len(models) != 1]} {listed(models)}" if models else "a base model"
        )
        return f"stage only (excludes {named})"
    return SCOPES[base_of(figure)]


def sum_of(name: str, figure: Mapping[str, Any]) -> Sum | None:
    """The figure of ``name`` with everything inherited, where it is another one."""
    total = figure.get("cumulative")
    if not total or (total["low"], total["high"]) == (figure["low"], figure["high"]):
        return None
    words = f"{name} with {'its base model' if figure['base_models'] else 'all before it'}"
    return Sum(total["low"], total["high"], total["bound"], f"{words}: {total['text']}")


def sentence(model: Shown, *measures: str) -> str:
    """The model with these figures, each with its scope, as one line."""
    figures = [model.figures[measure] for measure in measures if measure in model.figures]
    told = "; ".join(f"{figure['text']} {figure['scope']}".strip() for figure in figures)
    return f"{model.name}, {model.lab.text}, {date_text(model.released)}: {told}"


def model_cells(model: Shown) -> tuple[Cell, ...]:
    return (
        Cell(model.name, model.url),
        Cell(model.lab.text, model.lab.url),
        Cell(date_text(model.released)),
    )


def grade_words(grade: int) -> str:
    return GRADES[grade]


def model_columns(model: Shown) -> tuple[CsvCell, ...]:
    return model.public_id, model.name, model.lab_slug, model.lab.text, model.released


def figure_columns(figure: Mapping[str, Any] | None, grade: int) -> tuple[CsvCell, ...]:
    """A figure with its whole scope beside it, in the order of ``FIGURE_COLUMNS``."""
    if figure is None:
        return (None,) * (len(FIGURE_COLUMNS) - 1) + (GRADES[0],)
    total = figure.get("cumulative", {})
    return (
        figure["low"],
        figure["high"],
        figure["text"],
        figure["scope"],
        ", ".join(figure["stages"]),
        figure["base"],
        ", ".join(figure["base_models"]),
        total.get("low"),
        total.get("high"),
        total.get("bound"),
        grade_words(grade),
    )


def prefixed(name: str) -> tuple[str, ...]:
    """The columns of one figure under its name: "cost_low", "cost_scope"."""
    return tuple(f"{name}_{column}" for column in FIGURE_COLUMNS)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s'[: number != 1]}"


def cut_note(drawn: int, all_: int) -> str:
    """That not all are drawn, where that is so."""
    return f" Drawn are the newest {drawn:,} of {all_:,}." if drawn < all_ else ""


def table_note(rows: int) -> str:
    if rows <= MOST_TABLE_ROWS:
        return ""
    return f"The newest {MOST_TABLE_ROWS}; the CSV has all {rows:,} that are drawn."
