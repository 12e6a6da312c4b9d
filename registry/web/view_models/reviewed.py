"""What the lab's pages of a review show. No referee is in them but by pseudonym."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.drafts import Button
from registry.web.view_models.shared import Letter, Link


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened; ``note`` is what was written to the lab with it."""

    at: datetime
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """``due`` goes on after whose move it is; ``lead`` says what the lab can do now."""

    title: str
    kind: str
    lab: Link
    state: str
    whose_move: str
    due: str
    lead: str
    steps: Sequence[Step]
    letters: Sequence[Letter]
    links: Sequence[Link]
    buttons: Sequence[Button]
    is_editable: bool


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was sent; ``changed`` are the places that changed with it.

    ``generator`` is what the lab declared of text generators when it sent this one.
    """

    at: datetime
    text: str
    disposition: str
    changed: Sequence[Link]
    generator: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One comment or issue with its answer. ``standing`` is what the editor ruled.

    ``lacks`` is what the answer still needs, ``doubt`` what speaks against it. ``stored`` is what
    somebody else saved meanwhile, beside the text that was typed.
    """

    label: str
    title: str
    weight: str
    place: Link | None
    text: str
    standing: str
    given: Sequence[Given]
    reply: str
    lacks: str
    doubt: str
    choices: Sequence[Choice]
    token: str
    saved_at: datetime | None
    is_open: bool
    error: str = ""
    stored: str = ""

    @property
    def anchor(self) -> str:
        return self.label.replace(" ", "-")

    @property
    def unsent(self) -> str:
        """What was written and is not among the answers that were sent."""
        return "" if self.reply in [one.text for one in self.given] else self.reply


@dataclass(frozen=True, slots=True)
class Answers:
    title: str
    back: Link
    questions: Sequence[Question]
    open: int
    can_answer: bool
    why_not: str
    next: Link | None


@dataclass(frozen=True, slots=True)
class VerdictLine:
    item: Link
    verdict: str
    comment: str
    for_full: str
    links: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as the lab reads it."""

    referee: str
    round: int
    summary: str
    recommendation: str
    verdicts: Sequence[VerdictLine]
    others: int
    ai: str


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    place: Link
    state: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What is about to be sent.

    ``blocks`` are what still stands in the way; ``doubts`` answers to look at again, which can be
    sent as they are.
    """

    title: str
    back: Link
    label: str
    lead: str
    claims: Sequence[ChangedClaim]
    others: Sequence[str]
    blocks: Sequence[Link]
    doubts: Sequence[Link]
    is_attested: bool


@dataclass(frozen=True, slots=True)
class Proof:
    title: str
    back: Link
    preview: Link
    public: Sequence[str]
    confirmed_at: datetime | None
    can_confirm: bool
    due: str
