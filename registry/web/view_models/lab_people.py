"""A person's labs and requests, and the people of a lab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class LabRow:
    """A lab that the person belongs to; ``people`` is the address of its people."""

    lab: Link
    people: str
    role: str
    since: datetime


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Something the person asked of the editors, with what became of it in words."""

    link: Link
    state: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class MyLabs:
    labs: Sequence[LabRow]
    requests: Sequence[RequestRow]


@dataclass(frozen=True, slots=True)
class Member:
    """A member as others of the lab see it. ``number`` names the membership in a form."""

    number: int
    name: str
    role: str
    since: datetime
    is_me: bool
    may_be_ended: bool


@dataclass(frozen=True, slots=True)
class LabPeople:
    """``i_am_last``: nobody else could speak for the lab if this person left.

    ``invitation`` is where the invitation of the lab is answered, None for a lab never invited.
    """

    lab: Link
    invitation: Link | None
    slug: str
    role: str
    members: Sequence[Member]
    domains: Sequence[str]
    i_am_last: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """Something that waits for an editor, with its age in words.

    ``who`` is empty where ``link`` has the person.
    """

    link: Link
    what: str
    who: str
    age: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """How an editor sees whether a proof holds: what to look for, where, and by which command."""

    says: str
    where: str = ""
    text: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class RequestToAnswer:
    """What an editor needs for an answer about a person of a lab."""

    person: str
    account: str
    since: datetime
    check: Check
    domains: Sequence[str]
    is_registered: bool
    members: Sequence[Member]
    earlier: Sequence[RequestRow]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ProposalToAnswer:
    """What an editor needs for an answer about a new lab; ``resembles`` as of now, not as asked."""

    person: str
    account: str
    resembles: Link | None
    resembled_name: str
    others: Sequence[Link]
    is_mine: bool
