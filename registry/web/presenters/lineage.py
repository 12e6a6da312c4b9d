"""Where a model comes from, what that cost in all, and what was built on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from registry.rules.documents import Document, Lookup, value_at
from registry.rules.figures import Figure, figure_text
from registry.rules.lineage.edges import WeightEdge, data_edges, weight_edges
from registry.rules.lineage.rollup import RollUp, roll_up
from registry.rules.lineage.spending import Measure, Part
from registry.rules.showing.rollup_text import cumulative_text, scope_text
from registry.rules.words import capitalized, listed_values, value_words
from registry.web.view_models.lineage import Ancestor, CumulativePart, CumulativeTotal, Lineage
from registry.web.view_models.shared import Link

TITLES = {
    Measure.COST: "Cost",
    Measure.ACCELERATOR_HOURS: "Accelerator-hours",
    Measure.FLOP: "Operations",
}


@dataclass(frozen=True)
class Relatives:
    """The cards around one card.

    ``lookup`` gives the live documents of its ancestors, ``implied`` are base models that only
    other cards name, ``descendants`` the cards that build on it.
    """

    lookup: Lookup
    implied: Sequence[WeightEdge]
    descendants: Sequence[Link]

    def rollups(self, document: Document) -> Mapping[Measure, RollUp]:
        """Each measure added up along the lineage, once for all places of the page."""
        return {
            measure: roll_up(document, self.lookup, measure, self.implied) for measure in TITLES
        }


def lineage_view(
    document: Document, relatives: Relatives, rollups: Mapping[Measure, RollUp]
) -> Lineage:
    value = value_at(document, "identity.lineage")
    return Lineage(
        derived_from=tuple(
            Ancestor(
                _model(edge.model, edge.card_id, relatives.lookup),
                value_words(edge.relation) if edge.relation else "relation not stated",
                edge.branch_point,
            )
            for edge in weight_edges(document)
        ),
        data_from=tuple(
            Ancestor(
                _model(edge.model, edge.card_id, relatives.lookup),
                value_words(edge.purpose) if edge.purpose else "purpose not stated",
            )
            for edge in data_edges(document)
        ),
        totals=tuple(
            _total(rollup)
            for rollup in rollups.values()
            if rollup.parts and cumulative_text(rollup)
        ),
        trained_from_scratch=value.get("trained_from_scratch") is True,
        descendants=tuple(relatives.descendants),
    )


def _model(name: str, card_id: str | None, lookup: Lookup) -> Link:
    if card_id is None or lookup(card_id) is None:
        return Link(name)
    return Link(name, reverse("model:detail", args=card_id.split("/")))


def _total(total: RollUp) -> CumulativeTotal:
    return CumulativeTotal(
        title=f"{TITLES[total.measure]}: {cumulative_text(total)}",
        own=f"{figure_text(total.own.figure)} {scope_text(total)}"
        if total.own
        else "not disclosed",
        total=figure_text(total.cumulative) if total.cumulative else "unknown",
        parts=tuple(_part(part, total.cumulative) for part in total.parts),
        note=" ".join(total.notes),
    )


def _part(part: Part, cumulative: Figure | None) -> CumulativePart:
    return CumulativePart(
        label=Link(part.model),
        value=figure_text(part.figure),
        share=_share(part.figure, cumulative),
        detail=capitalized(part.label or listed_values(part.stages)),
    )


def _share(figure: Figure, whole: Figure | None) -> float | None:
    """The part in percent; a range is drawn at its lower end, as the least that is known."""
    if whole is None or not whole.low:
        return None
    return min(float(100 * figure.low / whole.low), 100.0)
