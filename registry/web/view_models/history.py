"""All rankings, and how labs moved between two of them."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.asking import PairForm, Refusal
from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class RankingLine:
    """One ranking in the list of all. ``causes`` are the first of why it was made."""

    ranking: Link
    date: str
    date_iso: str
    cards: int
    ranked: int
    causes: tuple[str, ...]
    has_more_causes: bool
    difference: Link | None  # None for the first
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class RankingsPage:
    rankings: tuple[RankingLine, ...]
    total: int
    before: int  # the list starts below this number; 0 for the newest
    older: Link | None = None
    newest: Link | None = None
    notices: tuple[str, ...] = ()
    refusal: Refusal | None = None

    @property
    def status(self) -> int:
        return self.refusal.status if self.refusal else 200


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that moved a lab itself, and the ranking that took it in."""

    ranking: Link
    text: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One lab that moved. What it did itself is told apart from what others did around it."""

    lab: Link
    movement: str  # "Up 2", "New", "Left"
    rank_before: str  # empty where it was not ranked
    rank_after: str
    score_before: str
    score_after: str
    own: str  # what became of its own score, a sentence
    reasons: tuple[Reason, ...]
    others: tuple[str, ...]  # sentences
    earlier_reasons: bool = False  # there were more before the first one told


@dataclass(frozen=True, slots=True)
class CausesOf:
    """Why one of the rankings on the way was made."""

    ranking: Link
    date: str
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankingDifference:
    old: Link
    old_date: str
    new: Link
    new_date: str
    finding: str
    notes: tuple[str, ...]
    moved: tuple[MoveRow, ...]
    unmoved: tuple[Link, ...]
    not_rankable: tuple[Link, ...]
    between: tuple[CausesOf, ...]
    earlier: int  # rankings on the way whose causes are not told


@dataclass(frozen=True, slots=True)
class RankingDifferencePage:
    """The page at any of its addresses; without ``difference`` it says why and offers the form."""

    form: PairForm | None
    notices: tuple[str, ...] = ()
    refusal: Refusal | None = None
    difference: RankingDifference | None = None

    @property
    def status(self) -> int:
        return self.refusal.status if self.refusal else 200
