"""The page of one model card, and what stays of a removed one."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.arithmetic import Arithmetic
from registry.web.view_models.claims import CardSection, Estimate
from registry.web.view_models.lineage import Lineage
from registry.web.view_models.notices import Notices
from registry.web.view_models.shared import AnswerLine, Bar, Evidence, Grade, Link
from registry.web.view_models.versions import VersionLine, VersionRecord

# Longer than "512 × NVIDIA H800" and the like.
LONGEST_HEADLINE_FIGURE = 24


@dataclass(frozen=True, slots=True)
class HeadlineFact:
    """One of the five facts of the headline panel.

    Where nothing is disclosed, ``value`` says how: "Not found in the 10 sources read". ``unit`` is
    set small beside a value that does not name it itself.
    """

    label: str
    value: str
    is_told: bool
    unit: str
    scope: str
    grade: Grade
    status: str  # "Verified", "Silent", "Withheld"
    url: str

    @property
    def is_long(self) -> bool:
        """Whether the value is a phrase rather than a figure, and is set smaller."""
        return len(self.value) > LONGEST_HEADLINE_FIGURE


@dataclass(frozen=True, slots=True)
class PlainShare:
    """Declared, evidenced or verified: a share of applicable items, without weights."""

    name: str
    meaning: str
    percent: str
    count: int
    applicable: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The score under one reading of the ladder."""

    name: str
    score: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Preparation:
    """Who typed the card in, and from what."""

    by: str  # "the registry", "DeepSeek", "a third party"
    name: str
    date: str
    sources: tuple[str, ...]
    note: str = ""
    is_registry: bool = False
    used_text_generator: bool = False


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact that decides which questions apply, and who set it. An empty answer is unanswered."""

    question: str
    answer: str
    set_by: str
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ModelPage:
    name: str
    version: str
    lab: Link
    level: str
    level_meaning: str
    details: tuple[str, ...]  # "reasoning model", "text to text", "released 20 January 2025"
    score: str
    bar: Bar
    summary: str
    headline: tuple[HeadlineFact, ...]
    shares: tuple[PlainShare, ...]
    readings: tuple[Reading, ...]
    sections: tuple[CardSection, ...]
    preparation: Preparation
    arithmetic: Arithmetic
    visits: Arithmetic | None  # what the evidence checker found; None where it never was here
    estimates: tuple[Estimate, ...]
    lineage: Lineage
    facts: tuple[FactRow, ...]
    versions: tuple[VersionLine, ...]  # the newest
    versions_url: str
    compare_url: str
    json_url: str
    not_found: str  # what silence is called on this card
    notices: Notices
    concern_url: str = ""  # where a reader says that something here is wrong
    review: Link | None = None  # how this version was reviewed
    verification: str = ""  # what "verified" means on this card, in full
    unranked_reason: str = ""  # too few questions apply
    overdue: str = ""  # nobody verified the card again within a year
    record: VersionRecord | None = None  # on the permanent page of one version
    language: str = ""  # BCP 47 tag of the card's own text where it is not English
    is_published: bool = True  # False for the preview of a card in the making

    @property
    def is_retracted(self) -> bool:
        return self.notices.mark == "retracted"


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """What stays of a card without a current version: id, dates, class of reason, notices."""

    title: str
    lede: str
    lines: tuple[AnswerLine, ...]
    versions: Link
    notices: Notices
