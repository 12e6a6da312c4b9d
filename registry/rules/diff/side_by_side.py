"""Several cards item by item: where they differ first, where none says anything last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.rules.standard import Item, Standard


class Likeness(StrEnum):
    DIFFERENT = "different"
    ALIKE = "alike"
    SILENT = "silent"  # no card answers, or the question applies to none that would


@dataclass(frozen=True, slots=True)
class Stand:
    """How one card stands to one item. ``answer`` is the line that its grading stored."""

    grade: int
    status: str
    applicable: bool
    answer: str

    @property
    def says_nothing(self) -> bool:
        return not self.applicable or self.status in ("silent", "not_applicable")


@dataclass(frozen=True, slots=True)
class ItemComparison:
    """``stands`` are in the order of the cards; None where there is no card."""

    item: Item
    likeness: Likeness
    stands: tuple[Stand | None, ...]


def side_by_side(
    cards: Sequence[Mapping[str, Stand]], standard: Standard
) -> tuple[ItemComparison, ...]:
    """Compare cards, each given by its stands by item id: an empty one stands for no card.

    Items that differ come first, then those alike, then those that none answers; within each the
    item with the larger share of a model's score first, equal ones in the order of the standard.
    """
    order = {likeness: place for place, likeness in enumerate(Likeness)}
    compared = [_comparison(item, [card.get(item.id) for card in cards]) for item in standard.items]
    return tuple(
        sorted(compared, key=lambda c: (order[c.likeness], -standard.item_shares[c.item.id]))
    )


def _comparison(item: Item, stands: Sequence[Stand | None]) -> ItemComparison:
    if all(stand is None or stand.says_nothing for stand in stands):
        likeness = Likeness.SILENT
    elif len(set(stands)) == 1:
        likeness = Likeness.ALIKE
    else:
        likeness = Likeness.DIFFERENT
    return ItemComparison(item, likeness, tuple(stands))
