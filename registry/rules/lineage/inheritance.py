"""What a card says about the base models it was built on, as far as its figures are concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.rules.documents import Document, value_at
from registry.rules.lineage.edges import (
    WeightEdge,
    has_base_model_fact,
    model_key,
    says_no_base_model,
    weight_edges,
)
from registry.rules.lineage.spending import Measure, own_part

# Operations that cannot themselves pre-train: where such a model's own figure covers pre-training,
# that pre-training is the base model's.
_LATER_RELATIONS = frozenset(
    {"adapter", "distillation", "fine_tuning", "quantization", "reinforcement_learning"}
)
_INCLUSION = {
    "included": "included",
    "excluded": "excluded",
    "reported_separately": "excluded",
    "not_included": "excluded",
}


@dataclass(frozen=True, slots=True)
class Base:
    """A base model that a card names, and the row of ``cost.inherited`` about it (or nothing)."""

    edge: WeightEdge
    stated: Mapping[str, Any]

    @property
    def key(self) -> str:
        return self.edge.card_id or model_key(self.edge.model)


def bases(document: Document, implied: Sequence[WeightEdge] = ()) -> tuple[Base, ...]:
    """The base models a card names by lineage, the ``implied`` ones, then those by cost alone."""
    edges = (*weight_edges(document), *implied)
    rows = {
        model_key(row["model"]): row
        for row in value_at(document, "cost.inherited").get("parents", ())
    }
    if len(edges) == len(rows) == 1:  # one parent, however it is spelled
        rows = {model_key(edges[0].model): next(iter(rows.values()))}
    named = [Base(edge, rows.pop(model_key(edge.model), {})) for edge in edges]
    return (*named, *(Base(WeightEdge(row["model"]), row) for row in rows.values()))


def base_in_figure(document: Document, measure: Measure) -> str:
    """Whether the card says that its figure contains the base: "included", "excluded" or ""."""
    if measure is Measure.COST:
        components = value_at(document, "cost.scope").get("components", {})
        said = components.get("base_model", "")
    else:
        said = value_at(document, "compute.scope").get("inherited_compute", "")
    return _INCLUSION.get(said, "")


def has_unnamed_base(document: Document, measure: Measure) -> bool:
    """Whether a card that names no base model says all the same that there is one."""
    if says_no_base_model(document):
        return False
    return has_base_model_fact(document) is True or base_in_figure(document, measure) == "excluded"


def covers(document: Document, measure: Measure, base: Base) -> bool:
    """Whether the card's own figure reaches back into the making of a base model."""
    own = own_part(document, measure)
    return bool(
        own
        and "pretraining" in own.stages
        and base.edge.relation in _LATER_RELATIONS
        and base_in_figure(document, measure) != "excluded"
    )
