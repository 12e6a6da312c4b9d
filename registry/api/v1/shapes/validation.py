"""What the registry tells of a card that is not stored."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.claims import Share
from registry.api.v1.shapes.common import (
    ContentHash,
    Grade,
    ItemId,
    Level,
    Points,
    SectionId,
    StandardVersion,
)

ClaimPath = Annotated[str, Field(description="Path in the card.", examples=["cost.final_run"])]
Place = Annotated[int, Field(ge=1)]


class CardProblem(TypedDict):
    """One thing to repair; warnings may stand."""

    pointer: Annotated[str, Field(description="The place in the card (RFC 6901).")]
    code: Annotated[str, Field(description="Never renamed.", examples=["schema.unknown_key"])]
    severity: Literal["error", "warning"]
    message: str
    hint: NotRequired[str]
    line: NotRequired[Place]
    column: NotRequired[Place]
    item: NotRequired[ItemId]


class PlausibilityResult(TypedDict):
    """One check of the figures against each other: what was computed, what is stated."""

    check: Annotated[str, Field(examples=["PC03"])]
    severity: Annotated[
        Literal["pass", "note", "warn", "error", "not_run"],
        Field(description="An error keeps a card from being published; not_run says why."),
    ]
    claims: list[ClaimPath]
    computed: NotRequired[float | str]
    stated: NotRequired[float | str]
    ratio: NotRequired[Annotated[float, Field(description="computed ÷ stated.")]]
    message: NotRequired[str]
    formula: NotRequired[Annotated[str, Field(description="With the numbers put in.")]]
    advice: NotRequired[str]
    reason: NotRequired[Annotated[str, Field(description="Why the check did not run.")]]


class PreviewReadings(TypedDict):
    """The score with another trust in grades."""

    strict: Points
    lenient: Points


class PreviewLevel(TypedDict):
    """A level, and what the next one still needs."""

    name: Level
    missing_for_next_level: list[str]


class PreviewClaim(TypedDict):
    """What one claim would earn, and the reason for what it would not."""

    item: ItemId
    path: ClaimPath
    title: str
    applicable: bool
    status: Literal["disclosed", "none", "withheld", "unknown", "not_applicable", "silent"]
    withheld_reason: NotRequired[str]
    answer: NotRequired[str]
    grade: Grade
    substance: Share
    credit: Share
    reason: NotRequired[str]


class PreviewSection(TypedDict):
    """One section; without a score where none of its questions applies."""

    section: SectionId
    title: str
    weight: float
    applicable: bool
    score: NotRequired[Points]


class NextBest(TypedDict):
    """A question whose full answer, with a located source, would add most."""

    item: ItemId
    path: ClaimPath
    title: str
    question: str
    full_answer: Annotated[str, Field(description="What a full answer holds.")]
    points: Annotated[float, Field(description="What it would add to the score.", ge=0, le=100)]
    unlocks: Annotated[list[ItemId], Field(description="Questions that would earn more with it.")]


class Preview(TypedDict):
    """What the card would earn by itself: no review is claimed, and no attestation by the lab."""

    standard_version: StandardVersion
    score: Points
    readings: PreviewReadings
    level: PreviewLevel
    level_if_attested: Annotated[
        PreviewLevel, Field(description="If a representative of the lab attested the card.")
    ]
    claims: list[PreviewClaim]
    sections: list[PreviewSection]
    next_best: list[NextBest]


class Validation(TypedDict):
    """plausibility is empty, and hash and preview are absent, while there are errors of form."""

    valid: Annotated[bool, Field(description="No problem is an error.")]
    schema_version: str
    canonical_hash: NotRequired[ContentHash]
    problems: list[CardProblem]
    plausibility: list[PlausibilityResult]
    preview: NotRequired[Preview]
