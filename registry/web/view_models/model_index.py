"""The list of all models, with and without a card."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import CardSummary, Link


@dataclass(frozen=True, slots=True)
class ModelIndexRow:
    name: str
    lab: Link
    released: str
    released_iso: str
    card: CardSummary


@dataclass(frozen=True, slots=True)
class UncardedModel:
    name: str
    released: str


@dataclass(frozen=True, slots=True)
class UncardedLab:
    """The known models of one lab that have no card."""

    lab: Link
    models: tuple[UncardedModel, ...]


@dataclass(frozen=True, slots=True)
class ModelIndexPage:
    cards: tuple[ModelIndexRow, ...]
    uncarded: tuple[UncardedLab, ...]
    uncarded_models: int
    listed_until: str
