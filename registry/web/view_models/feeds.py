"""Feeds: what is new, for readers that ask again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that happened. ``id`` stays for good; ``url`` is absolute; ``html`` is escaped."""

    id: str
    title: str
    url: str
    at: datetime
    author: str
    html: str


@dataclass(frozen=True, slots=True)
class Feed:
    """``url`` is the page that the feed is about, ``path`` its own; entries are newest first."""

    id: str
    title: str
    subtitle: str
    url: str
    path: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class GradeMove:
    """A claim that is graded otherwise than in the version before."""

    item_id: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionNews:
    """What a version brought, with the figures of the one before where there is one."""

    number: int
    answered: int
    applicable: int
    score: str
    level: str
    prepared_by: str
    sources_read: int
    before: VersionNews | None = None
    moves: tuple[GradeMove, ...] = ()
    changes_url: str = ""


@dataclass(frozen=True, slots=True)
class RankMove:
    lab: str
    change: str


@dataclass(frozen=True, slots=True)
class RankingNews:
    """What made a ranking, and whom it moved; ``more_moves`` are not listed."""

    ranked: int
    cards: int
    causes: tuple[str, ...]
    moves: tuple[RankMove, ...]
    more_moves: int = 0
    is_provisional: bool = False
