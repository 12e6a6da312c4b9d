"""What a person has in hand: cards, listings to answer, models of labs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One card in the making or under review.

    ``due`` is until when it is somebody's move, ``deadline`` until when the lab of a listing may
    reply; each is empty without one.
    """

    link: Link
    lab: str
    kind: str
    state: str
    whose_move: str
    changed_at: datetime
    due: str = ""
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A listing of a lab's model by a third party, for the people of the lab."""

    link: Link
    lab: str
    submitted_at: datetime
    deadline: str
    replies: int


@dataclass(frozen=True, slots=True)
class LabModel:
    """One known model of a lab: its card, when one is due, and what to do next."""

    name: Link
    card: str
    due: str
    is_overdue: bool
    next: Link


@dataclass(frozen=True, slots=True)
class LabModels:
    """A lab of the person with its known models, those without a card first."""

    lab: Link
    role: str
    note: str
    models: Sequence[LabModel]
    with_card: int

    @property
    def has_dues(self) -> bool:
        return any(model.due for model in self.models)


@dataclass(frozen=True, slots=True)
class Dashboard:
    drafts: Sequence[DraftRow]
    listings: Sequence[ListingRow]
    labs: Sequence[LabModels]
