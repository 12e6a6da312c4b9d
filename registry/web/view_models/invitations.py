"""Invitations of labs and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class AnswerText:
    """One public answer of a lab: what it says in a sentence, its own words, who spoke."""

    says: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """A lab in the editors' list, each line of it in words."""

    link: Link
    models: str
    state: str
    due: str
    people: str


@dataclass(frozen=True, slots=True)
class InvitationList:
    """One page of the list; the addresses are empty where nothing lies in their direction."""

    rows: Sequence[InvitationRow]
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """A known model without a card, and the day on which one is or would be due."""

    name: str
    due: str


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What an editor sees of one lab before and after inviting it.

    ``recipients`` are those told by mail; without one the letter goes to ``contact`` by hand.
    ``invited`` says when and by whom, "" before. ``merged`` names absorbed labs whose invitation
    does not count for this one.
    """

    lab: Link
    invited: str
    invited_on: date | None
    answers: Sequence[AnswerText]
    due: Sequence[DueRow]
    carded: int
    rank_now: str
    rank_then: str
    recipients: Sequence[str]
    contact: Link | None
    merged: Sequence[str]
    letter: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A listing of which a lab has to be told by hand."""

    link: Link
    lab: str
    until: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Where a lab answers; ``seen`` is the number of its newest answer, 0 for none."""

    lab: Link
    invited_on: date
    answers: Sequence[AnswerText]
    seen: int
    may_answer: bool
