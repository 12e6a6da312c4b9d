"""Going through all live cards in the order of their ids, a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db.models.functions import Coalesce

from registry.models import CardContent, ModelCard
from registry.models.one_state import by_bytes
from registry.rules.checking.reading import read_stored

T = TypeVar("T")

# A card has 1 MiB at most, so a batch never needs more than 32.
AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class LiveCard:
    """Whose card it is and which version is live. ``lab`` is the lab that answers for it today."""

    id: str
    model: str
    lab: str
    lab_name: str
    version: int
    version_pk: int
    grading_pk: int
    standard: str

    @property
    def head(self) -> tuple[str, str, str, str, int]:
        """The columns in which a row of the dump says whose it is."""
        return self.id, self.model, self.lab, self.lab_name, self.version


def live_cards() -> Iterator[list[LiveCard]]:
    """All live cards in batches; no content is read."""
    rows = (
        ModelCard.objects.live()
        .order_by(by_bytes("release__public_id"))
        .values_list(
            "release__public_id",
            "release__name",
            Coalesce("release__lab__merged_into__slug", "release__lab__slug"),
            Coalesce("release__lab__merged_into__name", "release__lab__name"),
            "live_version__number",
            "live_version_id",
            "current_grading_id",
            "current_grading__standard_version",
        )
    )
    return batches(LiveCard(*row) for row in rows.iterator())


def contents(versions: Iterable[int]) -> dict[int, str]:
    """The canonical texts of these versions by their keys."""
    stored = CardContent.objects.filter(version__in=list(versions))
    return dict(stored.values_list("version_id", "canonical"))


def documents(cards: Iterable[LiveCard]) -> dict[int, dict[str, Any]]:
    """The documents of these cards by the key of their version."""
    texts = contents(card.version_pk for card in cards)
    return {key: read_stored(canonical.encode()) for key, canonical in texts.items()}


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """``rows`` in lists of ``AT_ONCE`` at most."""
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        yield batch
