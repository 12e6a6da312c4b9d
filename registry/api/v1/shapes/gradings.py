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


class GradingLinks(TypedDict):
    """Where the grading is, and what was graded."""

    self: Address
    card: Address
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
    links: GradingLinks
