"""What editors see of a submission: the queue, one submission, what an act would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One submission. ``due`` and ``reports`` are empty where there is nothing to tell."""

    link: Link
    lab: str
    track: str
    state: str
    whose: str
    is_mine: bool
    age: str
    due: str
    is_overdue: bool
    reports: str
    flags: tuple[str, ...]
    waiting: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """A saved choice of rows, with its count."""

    link: Link
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Queue:
    rows: Sequence[QueueRow]
    views: Sequence[QueueView]
    title: str


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the audit trail in words."""

    what: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingMotion:
    """A proposal that waits for a second person. ``may_agree``: by whoever looks."""

    link: Link
    by: str
    at: datetime
    second: str


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail: to whom, what they are in the review or which move it tells of, what else of it."""

    who: str
    what: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mails:
    """Those of one act; ``when`` says in sentences when they leave."""

    lines: Sequence[MailLine]
    when: str


@dataclass(frozen=True, slots=True)
class Overview:
    """One submission as its editors see it. ``content`` is empty before interests are declared."""

    title: str
    lab: str
    state: str
    whose: str
    facts: Sequence[Fact]
    pages: Sequence[Link]
    acts: Sequence[Link]
    motions: Sequence[WaitingMotion]
    events: Sequence[Event]
    mails: Sequence[MailLine]
    notes: Sequence[Event]
    has_declared: bool
    declare_url: str
    url: str


@dataclass(frozen=True, slots=True)
class ActPage:
    """What is to be done, and everything that follows from it.

    ``effect``: score and rank once the card is published as it stands, where the act leads there.
    ``letter``: what is mailed to the lab without the editor writing it here.
    """

    title: str
    back: Link
    button: str
    leaves: str
    mails: Mails
    public: str
    second: str
    unmet: Sequence[str]
    effect: Sequence[Fact] = ()
    letter: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """A time at which an administrator opened a submission; ``readings`` are those of that hour."""

    link: Link
    lab: str
    who: str
    at: datetime
    until: datetime
    is_open: bool
    readings: int
    reason: str
