"""What each template shows: frozen values, already in the words and figures of the page.

Views fill these, templates only lay them out. Text is final (dates, units and rounding done);
counts are integers so that templates can choose singular and plural; addresses are URLs or paths.
An empty tuple or empty string means "nothing to show", and every template says so in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Grade = Literal["silent", "stated", "evidenced", "verified"]
ClaimStatus = Literal["disclosed", "none", "withheld", "unknown", "silent", "not_applicable"]

# A tick needs about 12 px; narrower segments of a bar go without.
TICK_FROM_PERCENT = 8
FEW_CAUSES = 5
# Longer than "512 × NVIDIA H800" and the like.
LONGEST_HEADLINE_FIGURE = 24


# --- Shared pieces -------------------------------------------------------------------------------


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


# --- The frame around every page -----------------------------------------------------------------


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
class Frame:
    """Header and footer. ``contact`` is the address that takes over cards and corrections."""

    standard_version: str
    method_version: str
    ranking: RankingStamp | None = None
    contact: str = ""


# --- Leaderboard and rankings --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Basis:
    """What a lab's score rests on: the due flagship, or the best card while nothing is due."""

    model: Link
    text: str = ""  # "flagship, due since 4 March 2026"; empty where ``basis_note`` says it for all


@dataclass(frozen=True, slots=True)
class Change:
    """How a lab moved since the last ranking, and why."""

    text: str  # "up 2", "new", "no change"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LeaderboardRow:
    """One ranked lab."""

    rank: str
    interval: str  # "3–6": the middle 90 % of the draws
    lab: Link
    bar: Bar
    score: str
    basis: Basis | None
    carded: int
    known: int
    sources_read: int
    is_tied: bool = False
    is_small_number: bool = False  # fewer than three releases counted
    has_no_disclosure: bool = False  # releases are due, none has a card
    change: Change | None = None  # None in the first ranking


@dataclass(frozen=True, slots=True)
class UnrankedLab:
    """A lab without a card and without a due release."""

    lab: Link
    known: int
    invitation: str  # "not invited yet", "invited on 3 March 2026; first card due on 1 June 2026"


@dataclass(frozen=True, slots=True)
class Provisional:
    """What a ranking rests on while no lab has prepared, and no referee reviewed, a card."""

    cards: int
    sources_read: int
    sources_per_card: str


@dataclass(frozen=True, slots=True)
class LeaderboardPage:
    stamp: RankingStamp | None  # None before the first ranking
    rows: tuple[LeaderboardRow, ...]
    unranked: tuple[UnrankedLab, ...]
    labs: int
    cards: int
    known_models: int
    items: int
    listed_until: str  # day up to which known releases are listed
    draws: str  # "1,000"
    due_after_days: int
    basis_note: str  # what scores rest on, where one sentence holds for all rows
    standard_version: str
    method_version: str
    cards_by_labs: int
    cards_reviewed: int
    provisional: Provisional | None = None

    @property
    def has_changes(self) -> bool:
        return any(row.change for row in self.rows)

    @property
    def has_small_numbers(self) -> bool:
        return any(row.is_small_number for row in self.rows)


@dataclass(frozen=True, slots=True)
class RankingPage:
    """A numbered ranking at its permanent address."""

    leaderboard: LeaderboardPage
    is_current: bool
    previous: Link | None = None
    next: Link | None = None
    causes: tuple[str, ...] = ()  # why this ranking was made

    @property
    def are_causes_few(self) -> bool:
        """Whether they are shown without unfolding; the first ranking has hundreds."""
        return len(self.causes) <= FEW_CAUSES


# --- Labs ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SectionShare:
    """One row of a section profile."""

    title: str
    url: str
    weight: str
    score: str  # empty where no question of the section applies
    bar: Bar


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lab stands in the current ranking."""

    rank: str
    interval: str
    labs: int
    score: str
    bar: Bar
    is_tied: bool = False
    is_small_number: bool = False
    has_no_disclosure: bool = False


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
class CardSummary:
    """A model card in a list. ``sources_read`` counts what its preparer read."""

    url: str
    sources_read: int
    score: str
    bar: Bar
    level: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A known model of a lab, with or without a card."""

    name: str
    released: str
    released_iso: str
    tier: str  # "flagship line", "other release", "derivative, never counts"
    tier_reason: str
    status: str  # "counted", "no card; not invited", "due on 1 June 2026", "overdue by 43 days"
    source: Link
    card: CardSummary | None = None
    variants: tuple[str, ...] = ()
    note: str = ""
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class LabPage:
    name: str
    country: str
    category: str
    website: Link | None
    aliases: tuple[str, ...]
    standing: Standing | None  # None while the lab is not yet rankable
    invitation: str  # a sentence
    carded: int
    known: int
    derivatives: int
    overdue: int
    listed_until: str
    due_after_days: int
    profile: tuple[SectionShare, ...]
    dominated: tuple[Link, ...]  # labs that no section weights put above this one's mean
    working: ScoreWorking | None
    releases: tuple[ReleaseRow, ...]
    stamp: RankingStamp | None = None


# --- Model cards ---------------------------------------------------------------------------------


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
class AnswerLine:
    """One labelled part of an answer; ``url`` makes the text a link."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure by someone other than the developer. Shown, never scored."""

    item: Link
    author: str  # with its role: "Epoch AI (a third party)"
    value: str
    scope: str = ""
    method: str = ""
    confidence: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimBlock:
    """One question of the standard and what the card answers.

    ``answer`` is the first, large line; ``lines`` and ``tables`` hold the rest. ``reason`` says in
    one sentence why credit was lost, or why the question does not apply.
    """

    item_id: str
    item_url: str
    anchor: str
    title: str
    question: str
    grade: Grade
    status: ClaimStatus
    status_text: str
    weight: str
    credit: str = ""
    reason: str = ""
    answer: str = ""
    unit: str = ""
    scope: str = ""
    lines: tuple[AnswerLine, ...] = ()
    tables: tuple[Table, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    verification: str = ""  # how the grade "verified" came about
    note: str = ""
    as_of: str = ""
    estimates: tuple[Estimate, ...] = ()


@dataclass(frozen=True, slots=True)
class CardSection:
    """One section of a card with all its claims, in the order of the standard."""

    anchor: str
    title: str
    weight: str
    score: str  # empty where no question of the section applies
    bar: Bar
    claims: tuple[ClaimBlock, ...]

    @property
    def url(self) -> str:
        return f"#{self.anchor}"

    @property
    def answered(self) -> tuple[ClaimBlock, ...]:
        """Claims with something to read, a refusal with its reason among them."""
        return tuple(
            claim for claim in self.claims if claim.status not in {"silent", "not_applicable"}
        )

    @property
    def silent(self) -> tuple[ClaimBlock, ...]:
        return tuple(claim for claim in self.claims if claim.status == "silent")

    @property
    def not_applicable(self) -> tuple[ClaimBlock, ...]:
        return tuple(claim for claim in self.claims if claim.status == "not_applicable")


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
class Ancestor:
    """A model this one was derived from, or whose output it was trained on."""

    model: Link
    relation: str  # "fine-tuned from its weights", "wrote training samples"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CumulativePart:
    """One ancestor's part of a cumulative total; ``share`` in percent, None where it is silent."""

    label: Link
    value: str
    share: float | None = None
    detail: str = ""

    @property
    def share_width(self) -> str:
        return f"{self.share or 0:.2f}%"


@dataclass(frozen=True, slots=True)
class CumulativeTotal:
    """Incremental and cumulative cost or compute along the weight edges."""

    title: str  # a sentence that says the finding
    own: str
    total: str  # "at least …" where an ancestor is silent
    parts: tuple[CumulativePart, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    derived_from: tuple[Ancestor, ...] = ()
    data_from: tuple[Ancestor, ...] = ()
    totals: tuple[CumulativeTotal, ...] = ()
    trained_from_scratch: bool = False
    descendants: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact that decides which questions apply, and who set it. An empty answer is unanswered."""

    question: str
    answer: str
    set_by: str
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    date: str
    prepared_by: str
    status: str  # "current", "superseded", "retracted"
    digest: str
    url: str = ""

    @property
    def short_digest(self) -> str:
        return self.digest[:12]


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
    estimates: tuple[Estimate, ...]
    lineage: Lineage
    facts: tuple[FactRow, ...]
    versions: tuple[VersionRow, ...]
    json_url: str
    not_found: str  # what silence is called on this card
    verification: str = ""  # what "verified" means on this card, in full
    unranked_reason: str = ""  # too few questions apply
    language: str = ""  # BCP 47 tag of the card's own text where it is not English


@dataclass(frozen=True, slots=True)
class ModelIndexRow:
    name: str
    lab: Link
    released: str
    released_iso: str
    card: CardSummary


@dataclass(frozen=True, slots=True)
class UncardedModel:
    name: str
    released: str


@dataclass(frozen=True, slots=True)
class UncardedLab:
    """The known models of one lab that have no card."""

    lab: Link
    models: tuple[UncardedModel, ...]


@dataclass(frozen=True, slots=True)
class ModelIndexPage:
    cards: tuple[ModelIndexRow, ...]
    uncarded: tuple[UncardedLab, ...]
    uncarded_models: int
    listed_until: str


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """What stays of a card that the law required to remove: id, dates, class of reason, notices."""

    lines: tuple[AnswerLine, ...]


# --- Standard ------------------------------------------------------------------------------------


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


# --- Prose ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProsePage:
    """Text written in Markdown. ``body_html`` is already sanitised; templates print it as it is."""

    title: str
    lede: str
    body_html: str
    contents: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """The method followed through for one lab, from live data."""

    lab: Link
    title: str
    working: ScoreWorking


@dataclass(frozen=True, slots=True)
class MethodPage:
    prose: ProsePage
    example: WorkedExample | None
