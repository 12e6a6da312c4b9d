"""Compute, hours and cost of the final runs, as numbers and never without their scope."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from registry.exporters.dump.claims import HEAD, Graded, grade_name, graded_claims
from registry.exporters.dump.columns import Column, Kind, Row, Table, joined
from registry.exporters.live_cards import LiveCard, documents, live_cards
from registry.models import CatalogueEntry
from registry.rules.catalogue.figures import NAMES
from registry.rules.documents import Document, value_at
from registry.rules.lineage.rollup import Bound
from registry.rules.lineage.spending import Measure, Part, own_part
from registry.rules.standard import Standard, load_standard

COLUMNS = (
    *HEAD,
    Column("measure", Kind.TEXT, "flop, accelerator_hours or cost."),
    Column("path", Kind.TEXT, "The claim of the card that states it."),
    Column("grade", Kind.TEXT, "How the claim is supported: silent to verified."),
    Column("low", Kind.NUMBER, "The figure; of a range, its lower end."),
    Column("high", Kind.NUMBER, "The figure; of a range, its upper end."),
    Column("unit", Kind.TEXT, "FLOP, accelerator-hours, or a currency (ISO 4217)."),
    Column(
        "precision",
        Kind.TEXT,
        "exact, rounded, approximate, order_of_magnitude, at_least or up_to; empty if unsaid.",
    ),
    Column("significant_figures", Kind.INTEGER, "As the card gives them; empty if unsaid."),
    Column("as_stated", Kind.TEXT, "What the source prints; empty if the card does not quote it."),
    Column("price_year", Kind.INTEGER, "The year of the prices; empty if unsaid."),
    Column("basis", Kind.TEXT, "Of a cost: what the price rests on; empty if unsaid."),
    Column("text", Kind.TEXT, "The figure in words."),
    Column("stages", Kind.TEXT, "The stages of training it covers, separated by bars (|)."),
    Column("excluded", Kind.TEXT, "What the card says it leaves out, separated by bars."),
    Column(
        "base",
        Kind.TEXT,
        "What it does with a base model: excluded, included, none (there is no base model) or "
        "unstated.",
    ),
    Column("base_models", Kind.TEXT, "The base models it leaves out, separated by bars (|)."),
    Column("scope", Kind.TEXT, "What it covers, in words."),
    Column(
        "cumulative_low",
        Kind.NUMBER,
        "The figure with everything inherited along base models, lower end; empty if unknown.",
    ),
    Column("cumulative_high", Kind.NUMBER, "The same, upper end."),
    Column(
        "cumulative_bound",
        Kind.TEXT,
        "How the cumulative figure relates to the whole: same (nothing was inherited, or it is "
        "included already), sum, at least, at most or unknown.",
    ),
)
_NOTHING_TO_ADD = frozenset({"included", "none"})


def rows() -> Iterator[Row]:
    """Cards by id; of each, the figures that it discloses."""
    for batch in live_cards():
        stored = CatalogueEntry.objects.filter(public_id__in=[card.id for card in batch])
        texts = dict(stored.values_list("public_id", "figures_text"))
        figures = {card: json.loads(texts[card.id]) for card in batch}
        with_figures = [card for card in batch if figures[card]]
        cards = documents(with_figures)
        grades = graded_claims(with_figures)
        for card in with_figures:
            yield from _of_card(
                card, figures[card], cards[card.version_pk], grades[card.grading_pk]
            )


def _of_card(
    card: LiveCard,
    figures: dict[str, dict[str, Any]],
    document: Document,
    grades: dict[str, Graded],
) -> Iterator[Row]:
    standard = load_standard(card.standard)
    for measure in Measure:
        figure, part = figures.get(NAMES[measure]), own_part(document, measure)
        if figure is not None and part is not None:
            grade = grade_name(grades[_item(measure, standard)], standard)
            excluded = value_at(document, measure.claim).get("excluded", ())
            yield _row(card, measure, figure, part, grade, excluded)


def _item(measure: Measure, standard: Standard) -> str:
    """The question that the figure answers."""
    return next(item.id for item in standard.items if item.claim == measure.claim)


def _row(
    card: LiveCard,
    measure: Measure,
    figure: dict[str, Any],
    part: Part,
    grade: str,
    excluded: Sequence[str],
) -> tuple[Any, ...]:
    return (
        *card.head,
        NAMES[measure],
        measure.claim,
        grade,
        figure["low"],
        figure["high"],
        figure.get("currency") or figure["unit"],
        part.figure.precision,
        part.figure.significant_figures,
        part.figure.as_stated,
        part.figure.price_year,
        part.basis,
        figure["text"],
        joined(figure["stages"]),
        joined(excluded),
        figure["base"],
        joined(figure["base_models"]),
        figure["scope"],
        *_cumulative(figure),
    )


def _cumulative(figure: dict[str, Any]) -> tuple[float | None, float | None, str]:
    """Ends and bound of the figure with all ancestors."""
    if "cumulative" in figure:
        total = figure["cumulative"]
        return total["low"], total["high"], total["bound"]
    if figure["base"] in _NOTHING_TO_ADD:
        return figure["low"], figure["high"], Bound.SAME.value
    return None, None, Bound.UNKNOWN.value


TABLE = Table(
    "figures",
    "Compute (FLOP), accelerator-hours and cost of the final runs that live cards disclose, each "
    "with its scope.",
    COLUMNS,
    rows,
)
