"""Models or labs side by side."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.asking import Refusal
from registry.web.view_models.shared import Bar, Grade, Link


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen, offered while the reader types."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """One that was chosen; ``without`` leads to the page without it."""

    value: str
    text: str
    without: str


@dataclass(frozen=True, slots=True)
class ChooseForm:
    """Asks for one more; what was chosen already travels along."""

    action: str
    noun: str  # "model", "lab"
    chosen: tuple[Chosen, ...]
    options: tuple[Option, ...]
    maximum: int
    example: str

    @property
    def is_full(self) -> bool:
        return len(self.chosen) >= self.maximum


@dataclass(frozen=True, slots=True)
class Column:
    """One model or lab; ``by`` is the lab of a model."""

    name: str
    url: str
    by: Link | None
    score: str  # empty for a lab that is not ranked
    bar: Bar | None
    mark: str = ""  # "under concern"


@dataclass(frozen=True, slots=True)
class FigureCell:
    name: str
    figure: Link


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of figures, one for each column."""

    title: str
    cells: tuple[FigureCell, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SectionCell:
    """The score of a section in one column, empty where it has none, and its bar."""

    name: str
    score: str
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class SectionRow:
    title: str
    url: str
    weight: str
    cells: tuple[SectionCell, ...]


@dataclass(frozen=True, slots=True)
class ClaimCell:
    """How one column answers an item; without a card it has no grade and no address."""

    name: str
    answer: str
    grade: Grade
    status_text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    item_id: str
    item_url: str
    title: str
    question: str
    points: str  # of 100, where every item applies
    cells: tuple[ClaimCell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences first, the weightiest on top."""

    columns: tuple[Column, ...]
    claims_of: str  # whose claims are compared, a sentence
    figures: tuple[FigureRow, ...]
    sections: tuple[SectionRow, ...]
    different: tuple[ClaimRow, ...]
    alike: tuple[ClaimRow, ...]
    silent: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The page at any of its addresses; with fewer than two chosen there is only the form."""

    title: str
    description: str
    lede: str
    form: ChooseForm
    notices: tuple[str, ...] = ()
    refusal: Refusal | None = None
    comparison: Comparison | None = None

    @property
    def status(self) -> int:
        return self.refusal.status if self.refusal else 200
