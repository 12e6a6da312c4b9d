"""How every lab moved between two rankings, and why: its own doing told apart from the others'.

Nothing is ranked here: both tables and the reasons were stored when the rankings were made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np


@dataclass(frozen=True, slots=True)
class Place:
    """A lab's line in one ranking; without a rank it was not rankable then."""

    slug: str
    name: str
    rank: int | None
    score: Decimal  # as displayed


@dataclass(frozen=True, slots=True)
class Step:
    """A lab's line in one ranking on the way, where its own inputs had changed.

    ``sentence`` is what the ranking says of it: "Up 2: the card of X was published.".
    """

    ranking: int
    slug: str
    sentence: str
    score_before: Decimal | None  # None where the lab entered with this ranking
    score: Decimal

    @property
    def reason(self) -> str:
        """What came after the movement; empty where the ranking gives no reason."""
        return self.sentence.partition(": ")[2].removesuffix(".")


class Kind(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME_RANK = "same_rank"  # the score moved
    UNMOVED = "unmoved"
    RANKED = "ranked"  # had no rank before, listed or not
    NO_LONGER_RANKED = "no_longer_ranked"
    LISTED = "listed"  # entered without a rank
    LEFT = "left"  # is in the earlier ranking only: merged into another
    NOT_RANKABLE = "not_rankable"  # in neither


@dataclass(frozen=True, slots=True)
class Move:
    """One lab in both rankings.

    ``passed_by`` are the labs that stand above it only in the later ranking, ``passed`` those that
    did only in the earlier; each by its line there, in the order of that table. ``steps`` are the
    changes of its own inputs in between, in order.
    """

    before: Place | None
    after: Place | None
    kind: Kind
    passed_by: tuple[Place, ...]
    passed: tuple[Place, ...]
    steps: tuple[Step, ...]

    @property
    def place(self) -> Place:
        place = self.after or self.before
        if place is None:
            raise LookupError("A move has at least one place.")
        return place

    @property
    def places(self) -> int:
        """Places gained, negative where lost; 0 without a rank on both sides."""
        if not (self.before and self.after and self.before.rank and self.after.rank):
            return 0
        return self.before.rank - self.after.rank

    @property
    def score_change(self) -> Decimal:
        """Points gained by a lab that is ranked in both."""
        if not (self.before and self.after and self.before.rank and self.after.rank):
            return Decimal(0)
        return self.after.score - self.before.score

    @property
    def is_only_others(self) -> bool:
        """Whether the rank moved though the lab's own score did not."""
        return bool(self.places) and not self.score_change


def moves(
    before: Iterable[Place], after: Iterable[Place], steps: Iterable[Step]
) -> tuple[Move, ...]:
    """Tell how each lab of either ranking moved, in the order of the later table.

    ``before`` and ``after`` are in the order of their tables; labs that left come last, in the
    order of the earlier one. ``steps`` are those of the rankings after the earlier up to the later,
    oldest first.
    """
    old, new = {place.slug: place for place in before}, {place.slug: place for place in after}
    of_lab: dict[str, list[Step]] = {}
    for step in steps:
        of_lab.setdefault(step.slug, []).append(step)
    risen, fallen = _Ranked(new, old), _Ranked(old, new)
    left = [slug for slug in old if slug not in new]
    return tuple(
        _move(old.get(slug), new.get(slug), risen, fallen, of_lab.get(slug, ()))
        for slug in (*new, *left)
    )


class _Ranked:
    """The ranked labs of one table, asked which of them rank above a lab in this table alone."""

    def __init__(self, table: Mapping[str, Place], other: Mapping[str, Place]) -> None:
        ranks_there = {slug: place.rank for slug, place in other.items() if place.rank}
        below_all = len(other) + 1
        self._places = [place for place in table.values() if place.rank]
        self._ranks = [place.rank or 0 for place in self._places]
        self._ranks_there = np.array(
            [ranks_there.get(place.slug, below_all) for place in self._places], dtype=np.int64
        )

    def above(self, place: Place, there: Place) -> tuple[Place, ...]:
        """Those above ``place``, its line here, that are not above ``there``, its line there."""
        higher = bisect_left(self._ranks, place.rank or 0)
        found = np.flatnonzero(self._ranks_there[:higher] >= (there.rank or 0))
        return tuple(self._places[at] for at in found.tolist())


def _move(
    before: Place | None,
    after: Place | None,
    risen: _Ranked,
    fallen: _Ranked,
    steps: Sequence[Step],
) -> Move:
    kind = _kind(before, after)
    passed_by: tuple[Place, ...] = ()
    passed: tuple[Place, ...] = ()
    if before and after and kind in (Kind.UP, Kind.DOWN, Kind.SAME_RANK):
        passed_by = risen.above(after, before)
        passed = fallen.above(before, after)
    return Move(before, after, kind, passed_by, passed, tuple(steps))


def _kind(before: Place | None, after: Place | None) -> Kind:
    if after is None:
        return Kind.LEFT
    if before is None:
        return Kind.RANKED if after.rank else Kind.LISTED
    if after.rank is None:
        return Kind.NO_LONGER_RANKED if before.rank else Kind.NOT_RANKABLE
    if before.rank is None:
        return Kind.RANKED
    if after.rank != before.rank:
        return Kind.UP if after.rank < before.rank else Kind.DOWN
    return Kind.SAME_RANK if after.score != before.score else Kind.UNMOVED
