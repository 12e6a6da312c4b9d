"""The versions of a card, and what changed between two of them."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.asking import PairForm, Refusal
from registry.web.view_models.shared import Bar, Grade, Link


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """What the page of one version says about its place in the record.

    ``difference`` leads to what changed between this version and the current one.
    """

    number: int
    published: str
    digest: str
    bytes_url: str
    is_current: bool
    current: Link | None  # None where the card has no current version any more
    difference: Link | None = None
    is_retracted: bool = False


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list of all; level and score are those of its newest grading."""

    number: int
    url: str
    published: str
    published_iso: str
    prepared_by: str
    sources_read: int
    status: str
    note: str  # why it was removed
    digest: str
    bytes_url: str  # empty where the content was removed
    level: str = ""
    score: str = ""
    bar: Bar | None = None
    difference: Link | None = None
    mark: str = ""  # "under concern", "retracted", "removed"

    @property
    def is_marked(self) -> bool:
        """Whether a reader is to be warned of what can still be read."""
        return bool(self.mark) and bool(self.bytes_url)

    @property
    def short_digest(self) -> str:
        return self.digest[:12]


@dataclass(frozen=True, slots=True)
class VersionsPage:
    name: str
    lab: Link
    card: Link
    versions: tuple[VersionLine, ...]
    total: int
    before: int  # the list starts below this number; 0 for the newest
    older: Link | None = None
    newest: Link | None = None
    notices: tuple[str, ...] = ()
    refusal: Refusal | None = None

    @property
    def status(self) -> int:
        return self.refusal.status if self.refusal else 200


@dataclass(frozen=True, slots=True)
class VersionSide:
    """One of the two versions compared."""

    number: int
    page: Link
    published: str
    prepared_by: str
    sources_read: int
    level: str
    score: str
    bar: Bar
    mark: str = ""  # "under concern", "retracted"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field, old and new in words; an empty text means that the side does not have it."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class AnswerSide:
    """What one version answers, and what that earned."""

    answer: str
    grade: Grade
    status_text: str
    credit: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One claim that was edited or graded anew."""

    item_id: str
    item_url: str
    title: str
    weight: str
    state: str  # "added", "removed", "changed", "graded anew"
    old: AnswerSide
    new: AnswerSide
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class SectionMove:
    """A section of the card: its score before and after, and how many of its claims are alike."""

    title: str
    url: str
    old: str
    new: str
    edited: int
    unchanged: int
    silent: int

    @property
    def has_moved(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Changes around the claims: the model, the facts, who prepared the card."""

    title: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class CardDifferenceView:
    """Two versions side by side; claims that were edited first, the weightiest on top."""

    old: VersionSide
    new: VersionSide
    finding: str
    notes: tuple[str, ...]
    edited: tuple[ClaimChange, ...]
    regraded: tuple[ClaimChange, ...]
    groups: tuple[FieldGroup, ...]
    sections: tuple[SectionMove, ...]
    unchanged: int
    silent: int

    @property
    def sides(self) -> tuple[VersionSide, VersionSide]:
        return self.old, self.new


@dataclass(frozen=True, slots=True)
class CardDifferencePage:
    """The page at any of its addresses; without ``difference`` it says why and offers the form."""

    name: str
    lab: Link
    card: Link
    versions: Link
    form: PairForm | None  # None where there are not two versions to choose
    notices: tuple[str, ...] = ()
    refusal: Refusal | None = None
    difference: CardDifferenceView | None = None

    @property
    def status(self) -> int:
        return self.refusal.status if self.refusal else 200
