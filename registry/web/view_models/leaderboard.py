"""The league table, current and earlier."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Bar, Link, RankingStamp, SectionShare

FEW_CAUSES = 5


@dataclass(frozen=True, slots=True)
class Basis:
    """What a lab's score rests on: the due flagship, or the best card while nothing is due."""

    model: Link
    text: str = ""  # "flagship, due since 4 March 2026"; empty where ``basis_note`` says it for all
    mark: str = ""  # "under concern"


@dataclass(frozen=True, slots=True)
class Change:
    """How a lab moved since the last ranking, and why."""

    text: str  # "up 2", "new", "no change"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LeaderboardRow:
    """One ranked lab."""

    rank: str
    interval: str  # "3–6": the middle 90 % of the draws
    lab: Link
    bar: Bar
    score: str
    basis: Basis | None
    carded: int
    known: int
    sources_read: int
    is_tied: bool = False
    is_small_number: bool = False  # fewer than three releases counted
    has_no_disclosure: bool = False  # releases are due, none has a card
    change: Change | None = None  # None in the first ranking


@dataclass(frozen=True, slots=True)
class UnrankedLab:
    """A lab without a card and without a due release."""

    lab: Link
    known: int
    invitation: str  # "not invited yet", "invited on 3 March 2026; first card due on 1 June 2026"


@dataclass(frozen=True, slots=True)
class Provisional:
    """What a ranking rests on while no lab has prepared, and no referee reviewed, a card."""

    cards: int
    sources_read: int
    sources_per_card: str


@dataclass(frozen=True, slots=True)
class LeaderboardPage:
    stamp: RankingStamp | None  # None before the first ranking
    rows: tuple[LeaderboardRow, ...]
    unranked: tuple[UnrankedLab, ...]
    labs: int
    cards: int
    known_models: int
    items: int
    listed_until: str  # day up to which known releases are listed
    draws: str  # "1,000"
    due_after_days: int
    basis_note: str  # what scores rest on, where one sentence holds for all rows
    standard_version: str
    method_version: str
    cards_by_labs: int
    cards_reviewed: int
    provisional: Provisional | None = None
    finding: str = ""  # what the sections say over all ranked labs
    sections: tuple[SectionShare, ...] = ()  # their means; empty without a ranked lab
    difference: Link | None = None  # what changed since the ranking before

    @property
    def has_changes(self) -> bool:
        return any(row.change for row in self.rows)

    @property
    def has_small_numbers(self) -> bool:
        return any(row.is_small_number for row in self.rows)


@dataclass(frozen=True, slots=True)
class RankingPage:
    """A numbered ranking at its permanent address."""

    leaderboard: LeaderboardPage
    is_current: bool
    previous: Link | None = None
    next: Link | None = None
    causes: tuple[str, ...] = ()  # why this ranking was made

    @property
    def are_causes_few(self) -> bool:
        """Whether they are shown without unfolding; the first ranking has hundreds."""
        return len(self.causes) <= FEW_CAUSES
