"""What one card states about the money and compute of its final run, as parts of a sum."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.rules.documents import Document, value_at
from registry.rules.figures import Figure, money, quantity


class Measure(StrEnum):
    """What is added up; the value is the field that holds it in a final run and its stages."""

    COST = "amount"
    ACCELERATOR_HOURS = "accelerator_hours"
    FLOP = "flop"

    @property
    def claim(self) -> str:
        return "cost.final_run" if self is Measure.COST else "compute.final_run"

    def figure(self, value: Mapping[str, Any]) -> Figure | None:
        """The figure of this measure in a claim value or in one of its rows."""
        raw = value.get(self)
        if raw is None:
            return None
        if self is Measure.COST:
            return money(raw)
        return quantity(raw, "FLOP" if self is Measure.FLOP else "accelerator-hours")


@dataclass(frozen=True, slots=True)
class Part:
    """One addend: the model and stages it went into, and the claim of the card that states it.

    ``basis`` (of money), ``accelerator`` (of hours), ``label`` and ``included_via`` (of a line of
    ``compute.per_stage``) are empty where the card does not give them.
    """

    model: str
    stages: tuple[str, ...]
    figure: Figure
    card_id: str
    claim: str
    basis: str = ""
    accelerator: str = ""
    label: str = ""
    included_via: str = ""


def own_part(document: Document, measure: Measure) -> Part | None:
    """The developer's figure of the final run; None where it is not disclosed."""
    value = value_at(document, measure.claim)
    figure = measure.figure(value)
    if figure is None:
        return None
    return Part(
        model=document["model"]["name"],
        stages=tuple(value["stages"]),
        figure=figure,
        card_id=document["card_id"],
        claim=measure.claim,
        basis=value.get("basis", ""),
        accelerator=value.get("accelerator", ""),
    )


def stage_parts(document: Document, measure: Measure, within: Collection[str]) -> tuple[Part, ...]:
    """The lines of ``compute.per_stage`` that have a figure and lie wholly inside some stages."""
    parts = []
    for row in value_at(document, "compute.per_stage").get("stages", ()):
        stages = (row["stage"], *row.get("also_covers", ()))
        figure = measure.figure(row)
        if figure and set(stages) <= set(within):
            parts.append(
                Part(
                    model=document["model"]["name"],
                    stages=stages,
                    figure=figure,
                    card_id=document["card_id"],
                    claim="compute.per_stage",
                    label=row.get("label", ""),
                    included_via=row.get("included_via", ""),
                )
            )
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class TotalSplit:
    """The lines of a developer's own total: what made training data, what changed the weights.

    Lines that the card assigns to neither are in neither.
    """

    data: tuple[Part, ...]
    weights: tuple[Part, ...]


def split_total(document: Document, measure: Measure) -> TotalSplit:
    """Split the own total of compute by ``included_via``; lines outside its stages do not count."""
    own = own_part(document, measure)
    lines = stage_parts(document, measure, own.stages) if own else ()
    return TotalSplit(
        data=tuple(line for line in lines if line.included_via == "data"),
        weights=tuple(line for line in lines if line.included_via == "weights"),
    )
