"""What a figure of compute or cost covers: no such figure leaves the registry without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from registry.rules import words
from registry.rules.catalogue.figures import NAMES
from registry.rules.documents import Document, value_at
from registry.rules.flat_claims.paths import ClaimPath
from registry.rules.lineage.spending import Measure
from registry.rules.showing.leaves import claim_field, definition

_SECTIONS = frozenset({"compute", "cost"})
# How a figure was reached is about the run that it belongs to.
_ABOUT_ANOTHER = {
    "compute.estimation_method": "compute.final_run",
    "cost.price_basis": "cost.final_run",
}

Figures = Mapping[str, Mapping[str, Any]]


def scope_of(document: Document, path: ClaimPath, figures: Figures) -> dict[str, Any] | None:
    """The scope of what ``path`` leads to, as JSON data; None outside compute and cost.

    ``text`` says it in words. ``stages`` are those covered and ``excluded`` those left out on
    purpose. Of a final run, ``base`` tells whether base models are "included", "excluded",
    "none" or "unstated", ``base_models`` which are left out, and ``cumulative`` what the figures
    come to with them, each with its bound ("sum", "at least", "at most"). ``figures`` are those of
    ``catalogue.figures.stated_figures``.
    """
    claim = path.item.claim
    if claim.partition(".")[0] not in _SECTIONS:
        return None
    about = _ABOUT_ANOTHER.get(claim, claim)
    stages, excluded = _stages(document, about, "stages"), _stages(document, about, "excluded")
    own = _own_figures(path, figures)
    scope = {
        "text": "; ".join(dict.fromkeys(str(figure["scope"]) for figure in own))
        or _stages_text(about, stages, excluded),
        "stages": stages,
        "excluded": excluded,
        "base": own[0]["base"] if own else None,
        "base_models": own[0]["base_models"] if own else [],
        "cumulative": [_cumulative(figure) for figure in own if "cumulative" in figure],
    }
    return {name: part for name, part in scope.items() if part}


def _own_figures(path: ClaimPath, figures: Figures) -> list[dict[str, Any]]:
    """The figures of the final run that the path is about: one of them, or all of its claim."""
    measures = [measure for measure in Measure if measure.claim == path.item.claim]
    asked = [measure for measure in measures if path.fields[:1] == (measure.value,)]
    return [
        {**figures[NAMES[measure]], "measure": NAMES[measure]}
        for measure in asked or measures
        if NAMES[measure] in figures
    ]


def _cumulative(figure: Mapping[str, Any]) -> dict[str, Any]:
    unit = {name: figure[name] for name in ("unit", "currency") if name in figure}
    return {"measure": figure["measure"], **unit, **figure["cumulative"]}


def _stages(document: Document, claim: str, name: str) -> list[str]:
    """The stages that a claim names for itself; those of ``compute.per_stage`` are rows."""
    return list(value_at(document, claim).get(name, ())) if _takes(claim, name) else []


def _takes(claim: str, name: str) -> bool:
    field = claim_field(claim).properties["value"].properties.get(name)
    return field is not None and definition(field) == "stages"


def _stages_text(claim: str, stages: Sequence[str], excluded: Sequence[str]) -> str:
    if not _takes(claim, "stages"):
        return claim_field(claim).title
    if not stages:
        return words.STAGES_NOT_STATED
    text = words.FOR_STAGES.format(words.listed_values(stages))
    if not excluded:
        return text
    return f"{text}, {words.EXCLUDING.format(words.listed_values(excluded))}"
