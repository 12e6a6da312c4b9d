"""What a review file is made of. No part can hold a user's id or a confidential note."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from registry.rules.review.conflicts import Declaration
from registry.rules.review.disputes import Adjudication, Verdicts
from registry.rules.review.redaction import Redaction
from registry.rules.review.reports import ReportContent
from registry.rules.review.verdicts import CommentClass, Disposition, Verdict


@dataclass(frozen=True, slots=True)
class SnapshotPart:
    """A state of the card that was submitted; ``number`` counts from 1.

    ``ai_used``: whether a text generator was used for the replies that came with it; None where the
    lab was not asked.
    """

    number: int
    content_hash: str
    standard: str
    submitted_on: date
    ai_used: bool | None = None
    ai_statement: str = ""


@dataclass(frozen=True, slots=True)
class RoundPart:
    """A round of reports on the snapshot with that number."""

    number: int
    snapshot: int
    opened_on: date
    closed_on: date


@dataclass(frozen=True, slots=True)
class EditorPart:
    """An editor who took part, by name. ``waiver`` is the published reason, as of a referee."""

    name: str
    declaration: Declaration | None
    waiver: str | None = None


@dataclass(frozen=True, slots=True)
class RefereePart:
    """Somebody known as "Referee ``number``", and by name only after signing.

    ``declaration`` None where it was not filed, for a referee who was found to have a conflict
    before. ``waiver`` is the editor's published reason.
    """

    number: int
    declaration: Declaration | None
    signed_name: str | None = None
    waiver: str | None = None
    recused: bool = False


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A report as it was submitted, with what has to be taken out of it.

    ``stale`` are the items whose claim or evidence changed since, so that the verdict on them does
    not count.
    """

    referee: int
    round: int
    submitted_on: date
    content: ReportContent
    redactions: tuple[Redaction, ...] = ()
    stale: Collection[str] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class RebuttalPart:
    """The lab's reply to a comment such as R2.5, and the places of the card that it changed.

    ``snapshot`` is the number of the revision it came with; each revision may bring a reply.
    """

    comment: str
    snapshot: int
    text: str
    disposition: Disposition
    changes: tuple[str, ...] = ()


class CommentRuling(StrEnum):
    """What an editor says of a comment: another class, or that nothing is left to do."""

    RECLASSED = "reclassed"
    SETTLED = "settled"
    OVERRULED = "overruled"


@dataclass(frozen=True, slots=True)
class CommentRulingPart:
    """The editor's word on a comment that is in force, with the class the comment has now."""

    comment: str
    ruling: CommentRuling
    comment_class: CommentClass
    reason: str
    editor: str


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """A decision with its letter; ``void`` where it was rescinded or overturned later."""

    outcome: str
    decided_on: date
    snapshot: int
    letter: str
    editor: str
    void: bool = False


@dataclass(frozen=True, slots=True)
class EventPart:
    """A move of the submission, and from which side it was made; nobody is named."""

    on: date
    event: str
    by: str


@dataclass(frozen=True, slots=True)
class IssuePart:
    """What an editor found before the review, and the lab's answers, the latest last."""

    number: int
    item: str
    major: bool
    text: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemPart:
    """A question as it was put to the referees."""

    item: str
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class CarriedPart:
    """A verdict that was given on an earlier version of the card and still holds."""

    item: str
    verdict: Verdict
    version: int


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """Everything of a review that is published.

    ``counted`` are the verdicts that count for each item (``binding.verdicts_for_grading``), with
    those that carried over; ``adjudications`` the rulings on the claims that are published.
    ``editor`` handled the submission last; ``further_editors`` did before, or agreed to something.
    """

    card_id: str
    version: int
    content_hash: str
    standard: str
    editor: EditorPart
    items: tuple[ItemPart, ...]
    snapshots: tuple[SnapshotPart, ...]
    further_editors: tuple[EditorPart, ...] = ()
    rounds: tuple[RoundPart, ...] = ()
    referees: tuple[RefereePart, ...] = ()
    reports: tuple[ReportPart, ...] = ()
    rebuttals: tuple[RebuttalPart, ...] = ()
    comment_rulings: tuple[CommentRulingPart, ...] = ()
    adjudications: tuple[Adjudication, ...] = ()
    decisions: tuple[DecisionPart, ...] = ()
    issues: tuple[IssuePart, ...] = ()
    events: tuple[EventPart, ...] = ()
    carried: tuple[CarriedPart, ...] = ()
    counted: Verdicts = field(default_factory=dict)
