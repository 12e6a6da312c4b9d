"""Pieces that pages of several families show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Grade = Literal["silent", "stated", "evidenced", "verified"]

# A tick needs about 12 px; narrower segments of a bar go without.
TICK_FROM_PERCENT = 8


@dataclass(frozen=True, slots=True)
class Link:
    """Text with an address; without one (empty ``url``) it is shown as plain text."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of what applies, in percent (0 to 100); what is left over is not disclosed."""

    verified: float = 0.0
    evidenced: float = 0.0
    stated: float = 0.0

    # SVG attributes are text here, because a template would write a float in the reader's locale.
    @property
    def verified_width(self) -> str:
        return f"{self.verified:.2f}%"

    @property
    def evidenced_width(self) -> str:
        return f"{self.evidenced:.2f}%"

    @property
    def evidenced_start(self) -> str:
        return f"{self.verified:.2f}%"

    @property
    def stated_width(self) -> str:
        return f"{self.stated:.2f}%"

    @property
    def stated_start(self) -> str:
        return f"{self.verified + self.evidenced:.2f}%"

    @property
    def has_tick(self) -> bool:
        return self.verified >= TICK_FROM_PERCENT

    @property
    def words(self) -> str:
        """The bar for those who do not see it."""
        shares = (
            ("verified", self.verified),
            ("evidenced", self.evidenced),
            ("stated", self.stated),
        )
        told = [f"{share:.0f}% {name}" for name, share in shares if share > 0]
        rest = 100 - self.verified - self.evidenced - self.stated
        return ", ".join([*told, f"{rest:.0f}% not disclosed"])


@dataclass(frozen=True, slots=True)
class SectionShare:
    """One row of a section profile."""

    title: str
    url: str
    weight: str
    score: str  # empty where no question of the section applies
    bar: Bar


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; numbers align right in tabular figures."""

    text: str
    url: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A small table of figures. The first cell of each row heads it."""

    caption: str
    headers: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source of a claim, an estimate or a fact."""

    title: str
    url: str = ""
    locator: str = ""
    kind: str = ""  # in words: "peer-reviewed publication", "the developer's own source"
    read_on: str = ""
    excerpt: str = ""
    archived_url: str = ""
    visit: str = ""  # the last visit of the evidence checker: "visited 3 December 2026"
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One labelled part of an answer; ``url`` makes the text a link."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class CardSummary:
    """A model card in a list. ``sources_read`` counts what its preparer read."""

    public_id: str
    url: str
    sources_read: int
    score: str
    bar: Bar
    level: str


@dataclass(frozen=True, slots=True)
class RankingStamp:
    """Which ranking is shown: permanent number, date, and the digest of what went in."""

    number: int
    url: str
    date: str
    digest: str  # in full; templates show the first twelve digits

    @property
    def short_digest(self) -> str:
        return self.digest[:12]


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """One line of working: words, the sum with its own numbers, what comes out."""

    title: str
    text: str
    formula: str
    result: str


@dataclass(frozen=True, slots=True)
class ScoreWorking:
    """A score computed step by step."""

    summary: str
    tables: tuple[Table, ...]
    steps: tuple[ScoreStep, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A decision and what the editor wrote with it; ``is_void``: it was taken back."""

    kind: str
    at: datetime
    text: str
    is_void: bool
