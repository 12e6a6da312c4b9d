"""From lab scores to ranks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar


class Rankable(Protocol):
    """What ranking needs of a lab: a fresh ``LabScore`` or a stored ranking entry has it."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def displayed(self) -> Decimal: ...
    @property
    def coverage(self) -> Decimal: ...
    @property
    def carded(self) -> int: ...
    @property
    def is_rankable(self) -> bool: ...


LabT = TypeVar("LabT", bound=Rankable)


@dataclass(frozen=True, slots=True)
class RankedLab(Generic[LabT]):
    """A lab at its place in the table; ``rank`` is ``None`` for one not yet rankable."""

    rank: int | None
    lab: LabT


def rank_labs(labs: Iterable[LabT]) -> tuple[RankedLab[LabT], ...]:
    """Return the labs in the order of the leaderboard, those not yet rankable last, by name.

    Equal displayed scores share a rank (1, 2, 2, 4). Inside a tie the order is coverage, then
    number of cards counted, both descending, then name; the slug settles equal names.
    """
    every = list(labs)
    ranked = [lab for lab in every if lab.is_rankable]
    others = [lab for lab in every if not lab.is_rankable]
    ranked.sort(key=lambda lab: (-lab.displayed, -lab.coverage, -lab.carded, *_by_name(lab)))
    others.sort(key=_by_name)
    ranks = competition_ranks([lab.displayed for lab in ranked])
    return (
        *(RankedLab(rank, lab) for rank, lab in zip(ranks, ranked, strict=True)),
        *(RankedLab(None, lab) for lab in others),
    )


def _by_name(lab: Rankable) -> tuple[str, str]:
    return lab.name.casefold(), lab.slug


def competition_ranks(displayed: Sequence[Decimal]) -> list[int]:
    """Return for each value, in order, one more than the number of values strictly above it."""
    descending = sorted(-value for value in displayed)
    return [bisect_left(descending, -value) + 1 for value in displayed]
