"""How the claims of a card were graded."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import (
    Address,
    Bar,
    ContentHash,
    Grade,
    ItemId,
    Level,
    ModelId,
    Moment,
    Number,
    Points,
    Reading,
    SectionId,
    StandardVersion,
)
from registry.api.v1.shapes.models import ClaimCounts

Fraction = Annotated[
    str, Field(description="An exact fraction.", pattern=r"^[0-9]+(/[0-9]+)?$", examples=["527/10"])
]


class CardScore(TypedDict):
    """The score of a card, rounded to nine decimals and exact."""

    value: Points
    exact: Fraction
    bar: Bar


class SectionGrading(TypedDict):
    """One section; without a score where none of its items applies."""

    section: SectionId
    score: NotRequired[Points]
    bar: NotRequired[Bar]


class ClaimGrading(TypedDict):
    """What one claim earned, and the reason for what it did not."""

    item: ItemId
    claim: Annotated[str, Field(description="Path in the card.", examples=["cost.final_run"])]
    status: Literal["disclosed", "none", "withheld", "unknown", "not_applicable", "silent"]
    withheld_reason: NotRequired[str]
    applicable: bool
    applicability: NotRequired[Annotated[str, Field(description="Why it applies or not.")]]
    grade: Grade
    substance: Annotated[
        float, Field(description="How much of the question the answer covers.", ge=0, le=1)
    ]
    credit: Annotated[float, Field(description="What the claim earns.", ge=0, le=1)]
    reason: NotRequired[str]
    answer: NotRequired[Annotated[str, Field(description="The answer on one line, with scope.")]]


class Confirmation(TypedDict):
    """A finding that a peer-reviewed source covers exactly this claim."""

    item: ItemId
    confirmed: bool
    basis: NotRequired[str]


class Ruling(TypedDict):
    """An editor's ruling that an item applies or does not."""

    item: ItemId
    applicable: bool
    reason: NotRequired[str]


class EditorsFact(TypedDict):
    """A fact that an editor set; it wins over the card's own."""

    fact: Annotated[str, Field(examples=["training.has_rl"])]
    value: Any


class CheckResult(TypedDict):
    """What one check of the arithmetic found; an error was published only if it was accepted."""

    check: Annotated[str, Field(examples=["PC01"])]
    severity: Annotated[
        Literal["pass", "note", "warn", "error", "not_run"],
        Field(description="not_run: an input is missing or the stages differ."),
    ]
    claims: Annotated[list[str], Field(description="The claims it is about, the first above all.")]
    computed: NotRequired[
        Annotated[
            float | str, Field(description="A number in the unit that formula names, or a date.")
        ]
    ]
    stated: NotRequired[
        Annotated[
            float | str, Field(description="A number in the unit that formula names, or a date.")
        ]
    ]
    ratio: NotRequired[Annotated[float, Field(description="Computed over stated.")]]
    message: NotRequired[str]
    formula: NotRequired[Annotated[str, Field(description="The sum with the numbers put in.")]]
    advice: NotRequired[str]
    reason: NotRequired[Annotated[str, Field(description="Why the check did not run.")]]
    accepted: NotRequired[Annotated[str, Field(description="Why an editor let the error stand.")]]


class GradingLinks(TypedDict):
    """Where the grading is, and what was graded."""

    self: Address
    card: Address
    sources: Annotated[Address, Field(description="What the evidence checker found.")]
    standard: Address


class Grading(TypedDict):
    """The grading in force of a card's live version."""

    model: ModelId
    version: Number
    content_hash: ContentHash
    standard: StandardVersion
    graded_at: Moment
    level: Level
    missing_for_next_level: list[str]
    score: CardScore
    readings: list[Reading]
    counts: ClaimCounts
    sections: list[SectionGrading]
    claims: list[ClaimGrading]
    confirmations: list[Confirmation]
    rulings: list[Ruling]
    facts_set_by_editors: list[EditorsFact]
    plausibility: Annotated[
        list[CheckResult],
        Field(
            description="Whether the figures of the card fit each other, and (PC20, PC23, PC24) "
            "what visits to its sources found."
        ),
    ]
    checks: Annotated[str, Field(description="Edition of the checks and of their table.")]
    links: GradingLinks
