"""Readers' concerns: for whoever reported one, for editors, and what is public of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class ConcernStatus:
    """``answer`` is what the editor says; empty before, and for a duplicate."""

    public_id: str
    about: Link
    received: datetime
    state: str
    next: str
    answer: str
    is_upheld: bool


@dataclass(frozen=True, slots=True)
class ConcernRow:
    link: Link
    lab: str
    item: str
    state: str
    received: datetime
    age: str
    due: str
    is_overdue: bool
    whose: str


@dataclass(frozen=True, slots=True)
class ConcernList:
    rows: Sequence[ConcernRow]
    title: str
    other: Link


@dataclass(frozen=True, slots=True)
class ConcernToAnswer:
    """One concern before an editor. ``acts`` are the buttons: value and words."""

    public_id: str
    title: str
    about: Link
    item: Link | None
    statement: str
    links: tuple[str, ...]
    name: str
    contact: str
    received: datetime
    state: str
    whose: str
    due: str
    outcome: str
    answered: datetime | None
    duplicate_of: Link | None
    earlier: tuple[Link, ...]  # others about the same card
    acts: tuple[tuple[str, str], ...]
    takes_text: bool
