"""What editors see of a published version: where it stands, proposals, what a move would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.editorial import Event, Fact, WaitingMotion
from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version that something is the matter with. ``due`` is empty where no time runs."""

    link: Link
    status: str
    due: str


@dataclass(frozen=True, slots=True)
class VersionsDesk:
    """All that waits, and the versions under concern."""

    motions: Sequence[tuple[str, WaitingMotion]]
    concerns: Sequence[VersionRow]


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as readers have it."""

    title: str
    day: str
    text: str
    items: str
    reason: str


@dataclass(frozen=True, slots=True)
class VersionOverview:
    """``declare_url`` is empty where there is nothing to declare, or it is declared already."""

    title: str
    status: str
    facts: Sequence[Fact]
    acts: Sequence[Link]
    motions: Sequence[WaitingMotion]
    notices: Sequence[NoticeLine]
    events: Sequence[Event]
    declare_url: str


@dataclass(frozen=True, slots=True)
class VersionActPage:
    """What is to be done with a version, and what follows. ``rule`` is what the table asks."""

    title: str
    back: Link
    button: str
    rule: str
    public: str
    needs: str
    effect: Sequence[Fact]
    token: str


@dataclass(frozen=True, slots=True)
class VersionMotionPage:
    """``outcome`` is empty while it waits; ``agreed`` names those who agreed so far.

    ``too_early`` says why nobody can agree yet, and from when on.
    """

    title: str
    back: Link
    by: str
    at: datetime
    needs: str
    agreed: Sequence[str]
    facts: Sequence[Fact]
    text: str
    effect: Sequence[Fact]
    outcome: str
    may_agree: bool
    too_early: str
    must_tell: bool  # nobody told the lab yet, and somebody has to
    asks_bytes: bool
    has_review: bool
