"""What the pages of cards in the making show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.rules.entry.shapes import Input
from registry.web.view_models.cards import ModelPage
from registry.web.view_models.shared import Bar, Link
from registry.web.view_models.versions import CardDifferenceView


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
    """A move that is open to the person; ``url`` is where it is made."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class TaskList:
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
    imports: Sequence[Link]
    bring_url: str
    is_draft: bool


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
    saved_at: str
    next_section: Link | None
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of the versions of a place, as a choice."""

    value: str
    label: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One place that differs between what was typed and what is stored. ``name`` is the input's."""

    name: str
    place: str
    note: str
    sides: Sequence[ConflictSide]
    error: str = ""

    @property
    def anchor(self) -> str:
        return self.name.replace("_", "at-").replace(".", "-")


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Two versions of one section. ``base`` and ``token`` name what both began from and what is
    stored; ``mine`` are the inputs that say what was typed.
    """

    title: str
    lines: Sequence[ConflictLine]
    who: str
    when: datetime | None
    base: str
    token: str
    mine: Sequence[tuple[str, str]]
    url: str

    @property
    def errors(self) -> Sequence[ErrorLine]:
        return [ErrorLine(line.place, line.anchor) for line in self.lines if line.error]


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


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The card as readers would see it. ``left_out`` is what cannot be published as it stands.

    ``changes`` leads to what differs from the published version, if there is one.
    """

    submission: Link
    state: str
    card: ModelPage
    notes: Sequence[str]
    left_out: Sequence[Link]
    changes: Link | None


@dataclass(frozen=True, slots=True)
class PreviewChanges:
    """What would change for readers; without ``difference`` nothing is published yet."""

    submission: Link
    preview: Link
    name: str
    left_out: Sequence[Link]
    difference: CardDifferenceView | None


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One reply of a lab, with its number and the moment it was given."""

    number: int
    name: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """A listing and its lab's right of reply. ``until`` is the last day in UTC, in words.

    ``how_told`` says how the lab learns of it; ``back`` leads to where the person came from.
    """

    title: str
    lab: Link
    back: Link
    listed_by: str
    submitted_at: datetime
    until: str
    is_open: bool
    how_told: str
    preview: Link
    changes: Link
    replies: Sequence[ReplyLine]
    can_reply: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    number: int
    section: Link
    who: str
    how: str
    at: object
    changes: Sequence[str]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One card in the making or under review. ``deadline`` is a sentence, empty without one."""

    link: Link
    lab: str
    kind: str
    state: str
    whose_move: str
    changed_at: datetime
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A listing of a lab's model by a third party, for the people of the lab."""

    link: Link
    lab: str
    submitted_at: datetime
    deadline: str
    replies: int


@dataclass(frozen=True, slots=True)
class LabModel:
    """One known model of a lab: its card, when one is due, and what to do next."""

    name: Link
    card: str
    due: str
    is_overdue: bool
    next: Link


@dataclass(frozen=True, slots=True)
class LabModels:
    """A lab of the person with its known models, those without a card first."""

    lab: Link
    role: str
    note: str
    models: Sequence[LabModel]
    with_card: int

    @property
    def has_dues(self) -> bool:
        return any(model.due for model in self.models)


@dataclass(frozen=True, slots=True)
class Dashboard:
    drafts: Sequence[DraftRow]
    listings: Sequence[ListingRow]
    labs: Sequence[LabModels]
