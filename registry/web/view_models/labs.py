"""The page of one lab."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.charts import Figure
from registry.web.view_models.invitations import AnswerText
from registry.web.view_models.shared import (
    Bar,
    CardSummary,
    Link,
    RankingStamp,
    ScoreWorking,
    SectionShare,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lab stands in the current ranking."""

    rank: str
    interval: str
    labs: int
    score: str
    bar: Bar
    is_tied: bool = False
    is_small_number: bool = False
    has_no_disclosure: bool = False


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A known model of a lab, with or without a card."""

    name: str
    released: str
    released_iso: str
    tier: str  # "flagship line", "other release", "derivative, never counts"
    tier_reason: str
    status: str  # "counted", "no card; not invited", "due on 1 June 2026", "overdue by 43 days"
    source: Link
    card: CardSummary | None = None
    variants: tuple[str, ...] = ()
    note: str = ""
    is_overdue: bool = False
    mark: str = ""  # "under concern", "retracted"
    url: str = ""  # its page, which it has where it has a card or a mark


@dataclass(frozen=True, slots=True)
class LabPage:
    name: str
    country: str
    category: str
    website: Link | None
    aliases: tuple[str, ...]
    standing: Standing | None  # None while the lab is not yet rankable
    invitation: str  # a sentence
    is_invited: bool
    answers: tuple[AnswerText, ...]
    carded: int
    known: int
    derivatives: int
    overdue: int
    listed_until: str
    due_after_days: int
    profile: tuple[SectionShare, ...]
    dominated: tuple[Link, ...]  # labs that no section weights put above this one's mean
    working: ScoreWorking | None
    releases: tuple[ReleaseRow, ...]
    compare_url: str
    stamp: RankingStamp | None = None
    profile_chart: Figure | None = None  # None while the lab is not ranked
    history: Figure | None = None
