"""The compute and cost of a model as numbers that can be compared, never without their scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from registry.rules.documents import Document, Lookup
from registry.rules.figures import Figure, figure_text
from registry.rules.lineage.edges import WeightEdge, says_no_base_model
from registry.rules.lineage.rollup import Bound, RollUp, roll_up
from registry.rules.lineage.spending import Measure
from registry.rules.showing.rollup_text import full_scope_text

# The names under which the catalogue keeps each measure.
NAMES = {Measure.FLOP: "flop", Measure.ACCELERATOR_HOURS: "accelerator_hours", Measure.COST: "cost"}


@dataclass(frozen=True, slots=True)
class Span:
    """The ends of a figure, equal where it is one number."""

    low: float
    high: float


def spans(figures: dict[str, dict[str, Any]]) -> dict[str, Span]:
    """The comparable figures by measure; money only in US dollars."""
    return {
        name: Span(row["low"], row["high"])
        for name, row in figures.items()
        if row.get("currency", "USD") == "USD"
    }


def stated_figures(
    document: Document, lookup: Lookup, implied: Sequence[WeightEdge] = ()
) -> dict[str, dict[str, Any]]:
    """The figures of the final run by measure, each with its scope; JSON data.

    Measures that the card does not disclose are left out. ``lookup`` and ``implied`` are those of
    ``lineage.rollup.roll_up``.
    """
    rollups = {measure: roll_up(document, lookup, measure, implied) for measure in Measure}
    return {
        NAMES[measure]: _figure_data(rollup, document)
        for measure, rollup in rollups.items()
        if rollup.own
    }


def _figure_data(rollup: RollUp, document: Document) -> dict[str, Any]:
    assert rollup.own is not None  # noqa: S101 - the caller asked
    own = rollup.own
    data = {
        **_ends(own.figure),
        "text": figure_text(own.figure),
        "scope": full_scope_text(rollup),
        "stages": list(own.stages),
        "base": _base(rollup, document),
        "base_models": list(rollup.base_models),
    }
    data |= _unit(own.figure)
    if rollup.cumulative is not None and rollup.bound is not Bound.SAME:
        data["cumulative"] = {
            **_ends(rollup.cumulative),
            "bound": rollup.bound.value,
            "text": figure_text(rollup.cumulative),
            **_unit(rollup.cumulative),
        }
    return data


def _unit(figure: Figure) -> dict[str, str]:
    return {"currency": figure.currency} if figure.currency else {"unit": figure.unit}


def _ends(figure: Figure) -> dict[str, float]:
    return {"low": float(figure.low), "high": float(figure.high)}


def _base(rollup: RollUp, document: Document) -> str:
    """What the figure does with a base model: "excluded", "included", "none" or "unstated"."""
    if rollup.base_included:
        return "included"
    if rollup.base_models or rollup.unnamed_base:
        return "excluded"
    return "none" if says_no_base_model(document) else "unstated"
