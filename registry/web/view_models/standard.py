"""The disclosure standard and its items."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Grade, Link


@dataclass(frozen=True, slots=True)
class GradeMeaning:
    grade: Grade
    trust: str  # share of the credit, "0.8"
    meaning: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    id: str
    url: str
    title: str
    question: str
    weight: str
    points: str  # of 100, where every item applies
    answered: int
    is_core: bool = False


@dataclass(frozen=True, slots=True)
class StandardSection:
    id: str
    anchor: str
    title: str
    weight: str
    share: float  # of the model score, percent
    items: tuple[ItemRow, ...]

    @property
    def share_width(self) -> str:
        return f"{self.share:.2f}%"


@dataclass(frozen=True, slots=True)
class StandardPage:
    title: str
    subtitle: str
    version: str
    description: str
    items: int
    cards: int
    ladder: tuple[GradeMeaning, ...]
    sections: tuple[StandardSection, ...]
    frameworks: tuple[str, ...]
    standard_url: str  # the machine-readable file
    card_schema_url: str


@dataclass(frozen=True, slots=True)
class FrameworkReference:
    """Where another framework asks for the same."""

    framework: str
    reference: str


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """How one card answers an item."""

    model: Link
    lab: Link
    grade: Grade
    status_text: str
    summary: str
    credit: str


@dataclass(frozen=True, slots=True)
class GradeCount:
    grade: Grade
    count: int


@dataclass(frozen=True, slots=True)
class ItemPage:
    id: str
    title: str
    question: str
    section: Link
    claim: str
    weight: str
    points: str
    full: str
    partial: str
    applies: str
    rules: tuple[str, ...]  # gate, explicit negative, evidence, who decides: one sentence each
    maps: tuple[FrameworkReference, ...]
    finding: str  # "12 of 31 cards answer this question"
    counts: tuple[GradeCount, ...]
    answers: tuple[ItemAnswer, ...]
    not_applicable: tuple[Link, ...] = ()
    is_core: bool = False
    previous: Link | None = None
    next: Link | None = None
