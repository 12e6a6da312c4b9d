"""What the pages show on which a person decides what of a card or a file enters a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.shared import AnswerLine, Evidence, Link, Table


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or checkbox. ``name`` and ``value`` are what it sends."""

    name: str
    value: str
    label: str
    chosen: bool
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A statement that is offered. ``now`` is what the draft has in its place.

    ``as_stated`` is empty where the words stay the same.

    ``choices`` are radio buttons, or a single checkbox; empty where nothing is left to decide.
    ``lines`` to ``note`` are everything a claim says, where ``becomes`` is only its first line.
    """

    anchor: str
    title: str
    place: str
    as_stated: str
    becomes: str
    now: str
    doubt: str
    state: str
    choices: Sequence[Choice]
    correct: Link | None = None
    lines: Sequence[AnswerLine] = ()
    tables: Sequence[Table] = ()
    evidence: Sequence[Evidence] = ()
    note: str = ""

    @property
    def is_checkbox(self) -> bool:
        return len(self.choices) == 1

    @property
    def more(self) -> str:
        """What there is to unfold, in words; empty for nothing."""
        if self.lines or self.tables or self.note:
            return "All that it says, and its sources" if self.evidence else "All that it says"
        return "Its sources" if self.evidence else ""


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """Statements of which at most one is right; ``none`` is the button that refuses them all."""

    title: str
    rows: Sequence[OfferRow]
    none: Choice


@dataclass(frozen=True, slots=True)
class OfferSection:
    """The statements of one section; ``token`` names its state when the page was made."""

    name: str
    title: str
    url: str
    token: str
    rows: Sequence[OfferRow]
    groups: Sequence[OfferGroup]
    open: int

    @property
    def token_name(self) -> str:
        return f"_section.{self.name}"


@dataclass(frozen=True, slots=True)
class DroppedLine:
    place: str
    as_stated: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One of the files, texts and cards that a draft was filled from."""

    link: Link
    origin: str
    who: str
    at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import beside its draft.

    ``progress`` says how far it is; ``more`` counts open statements that follow when these are
    decided; ``settled`` are those of a file on which nothing is left to decide; ``refused`` are the
    reasons why what was sent is not stored.
    """

    title: str
    submission: Link
    origin: str
    progress: str
    lead: str
    is_take_over: bool
    sections: Sequence[OfferSection]
    settled: Sequence[OfferRow]
    dropped: Sequence[DroppedLine]
    problems: Sequence[str]
    token: str
    more: int
    first_open: str
    can_act: bool
    refused: Sequence[str] = ()

    @property
    def has_open(self) -> bool:
        return any(section.open for section in self.sections)
