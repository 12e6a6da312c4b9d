"""What the pages of cards in the making show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.rules.entry.shapes import Input
from registry.web.view_models.shared import Bar, Link


@dataclass(frozen=True, slots=True)
class Meter:
    """What the card would earn as it stands, and where the next hour is best spent."""

    score: str
    bar: Bar
    figures: Sequence[MeterFigure]
    answered: str
    level: str
    next_best: Sequence[NextBest] = ()
    section: SectionMeter | None = None


@dataclass(frozen=True, slots=True)
class MeterFigure:
    """One of the three figures of the meter; ``meaning`` goes on after the number."""

    name: str
    number: str
    meaning: str


@dataclass(frozen=True, slots=True)
class SectionMeter:
    """What one section earned of its 100, and what the card lost there, claim by claim."""

    score: str
    bar: Bar
    lost: str
    reasons: Sequence[LostPoints]


@dataclass(frozen=True, slots=True)
class LostPoints:
    claim: Link
    points: str
    reason: str


@dataclass(frozen=True, slots=True)
class NextBest:
    link: Link
    points: str
    question: str


@dataclass(frozen=True, slots=True)
class Task:
    """One section in the list of what there is to do."""

    link: Link
    progress: str
    minutes: str
    problems: int
    points: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A move that is open to the person; ``url`` is where it is made.

    ``is_an_end``: nothing comes of the submission after it, so it is never the one that stands out.
    """

    label: str
    url: str
    is_an_end: bool = False


@dataclass(frozen=True, slots=True)
class TaskList:
    """``reply_url`` is empty where nobody has a right of reply, ``review_url`` before a review."""

    title: str
    kind: str
    state: str
    lab: Link
    tasks: Sequence[Task]
    meter: Meter
    buttons: Sequence[Button]
    check_url: str
    history_url: str
    preview_url: str
    reply_url: str
    imports: Sequence[Link]
    bring_url: str
    review_url: str
    can_edit: bool


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A question of the standard with its inputs. ``why`` is why it applies, or why not."""

    item: Link
    title: str
    question: str
    full: str
    why: str
    applies: bool
    points: str
    grade: str
    reason: str
    claim: Input
    findings: Sequence[str] = ()

    @property
    def anchor(self) -> str:
        return self.claim.anchor

    @property
    def reason_name(self) -> str:
        """The name of the input that says why an answer is withheld."""
        return f"{self.claim.name}.withheld_reason"


@dataclass(frozen=True, slots=True)
class ErrorLine:
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section of the form. ``groups`` are inputs that answer no item of the standard."""

    title: str
    lead: str
    model: Link
    name: str
    token: str
    entries: Sequence[ClaimEntry]
    groups: Sequence[Input]
    errors: Sequence[ErrorLine]
    headline: Sequence[str]
    meter: Meter
    saved_at: datetime | None
    next_section: Link | None
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class OpenWarning:
    digest: str
    message: str
    place: Link
    reason: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What stands between the draft and its submission."""

    title: str
    back: Link
    errors: Sequence[Link]
    warnings: Sequence[OpenWarning]
    missing: Sequence[str]
    silent: Sequence[Link]
    is_ready: bool
    action: str
    label: str
    token: str
    can_act: bool
    # Never submitted: nothing stands before a submission.
    is_private: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    number: int
    section: Link
    who: str
    how: str
    at: datetime
    changes: Sequence[str]
