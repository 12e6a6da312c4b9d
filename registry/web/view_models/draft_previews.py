"""What the preview of a card in the making shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.web.view_models.cards import ModelPage
from registry.web.view_models.shared import Link
from registry.web.view_models.versions import CardDifferenceView


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The card as readers would see it. ``left_out`` is what cannot be published as it stands.

    ``changes`` leads to what differs from the published version, if there is one.
    """

    back: Link
    state: str
    card: ModelPage
    notes: Sequence[str]
    left_out: Sequence[Link]
    changes: Link | None


@dataclass(frozen=True, slots=True)
class PreviewChanges:
    """What would change for readers; without ``difference`` nothing is published yet."""

    back: Link
    preview: Link
    name: str
    left_out: Sequence[Link]
    difference: CardDifferenceView | None
