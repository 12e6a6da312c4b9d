"""Known models, their cards and the versions of these."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import (
    Address,
    Bar,
    ContentHash,
    Count,
    LabName,
    Level,
    ModelId,
    Moment,
    Number,
    Points,
    Preparer,
    Source,
    StandardVersion,
)
from registry.api.v1.shapes.notices import Notice, UpheldConcern, VersionStatus

YesNo = Annotated[
    Literal["yes", "no", "unsaid"],
    Field(description="What the card says; unsaid is never counted as a no."),
]
Released = Annotated[
    str,
    Field(description="At the precision its source gives.", examples=["2025-01-20", "2025-01"]),
]
Unit = Annotated[str, Field(examples=["accelerator-hours"])]
Currency = Annotated[str, Field(description="ISO 4217.", examples=["USD"])]


class Chip(TypedDict):
    """An accelerator that the card names."""

    slug: Annotated[str, Field(examples=["nvidia-h800"])]
    name: Annotated[str, Field(examples=["NVIDIA H800"])]


class CardInForce(TypedDict):
    """The live version of a model's card."""

    version: Number
    published_at: Moment
    content_hash: ContentHash
    prepared_by: Preparer
    sources_read: Count


class ClaimCounts(TypedDict):
    """How many of the claims that apply have this grade or a better one; declared is stated."""

    applicable: Count
    declared: Count
    evidenced: Count
    verified: Count


class Cumulative(TypedDict):
    """The figure with everything inherited through weights."""

    low: float
    high: float
    unit: NotRequired[Unit]
    currency: NotRequired[Currency]
    bound: Annotated[
        Literal["sum", "at least", "at most", "unknown"],
        Field(description="How the figure relates to what the whole chain of models took."),
    ]
    text: str


class Figure(TypedDict):
    """A figure of the final run, never without what it covers."""

    low: Annotated[float, Field(description="Equal to high where one number was disclosed.")]
    high: float
    unit: NotRequired[Unit]
    currency: NotRequired[Currency]
    text: Annotated[str, Field(description="The figure in words.", examples=["US$294,000"])]
    scope: Annotated[str, Field(description="What the figure covers and leaves out, in words.")]
    stages: Annotated[list[str], Field(description="Training stages covered.")]
    base: Annotated[
        Literal["excluded", "included", "none", "unstated"],
        Field(description="Whether the base model is in the figure."),
    ]
    base_models: list[str]
    cumulative: NotRequired[Cumulative]


class Figures(TypedDict):
    """Figures of the final run that the card discloses."""

    flop: NotRequired[Figure]
    accelerator_hours: NotRequired[Figure]
    cost: NotRequired[Figure]


class KnownModel(TypedDict):
    """A model of a lab; from card on, members are there only if it has a card.

    status is that of the live version, or of the newest where none is live; it is left out where no
    version was ever published.
    """

    id: ModelId
    name: Annotated[str, Field(examples=["DeepSeek-R1"])]
    lab: LabName
    released: Released
    has_card: bool
    status: NotRequired[VersionStatus]
    card: NotRequired[CardInForce]
    level: NotRequired[Level]
    score: NotRequired[Points]
    claims: NotRequired[ClaimCounts]
    bar: NotRequired[Bar]
    open_weights: NotRequired[YesNo]
    reinforcement_learning: NotRequired[YesNo]
    peer_reviewed: NotRequired[YesNo]
    chips: NotRequired[list[Chip]]
    figures: NotRequired[Figures]


class ModelLinks(TypedDict):
    """Where the release is and, if there is one, its card."""

    self: Address
    card: NotRequired[Address]


class Model(KnownModel):
    """A known model, as lists have it."""

    links: ModelLinks


class Tier(TypedDict):
    """How much the release counts, and why."""

    tier: Annotated[
        Literal["1", "1/2", "0"],
        Field(description="1 flagship line, 1/2 other named release, 0 derivative or variant."),
    ]
    reason: str


class ReleaseLinks(TypedDict):
    """Where the release is and what belongs to it; page is for people."""

    self: Address
    lab: Address
    card: NotRequired[Address]
    grading: NotRequired[Address]
    versions: NotRequired[Address]
    page: NotRequired[Address]


class Release(KnownModel):
    """What the registry knows of a model, with or without a card."""

    tier: Tier
    variants: Annotated[list[str], Field(description="Other names it goes by.")]
    source: Source
    note: NotRequired[str]
    notices: NotRequired[
        Annotated[
            list[Notice],
            Field(description="Of the version that status is said of, the newest first."),
        ]
    ]
    upheld_concerns: NotRequired[
        Annotated[
            list[UpheldConcern],
            Field(description="Of readers about the same version, the newest first."),
        ]
    ]
    links: ReleaseLinks


class PreparedBy(TypedDict):
    """Who prepared a version, and from how many sources."""

    role: Preparer
    name: str
    on: Annotated[str, Field(description="At the precision the card gives.")]
    sources_read: Count


class Removal(TypedDict):
    """Why the content of a version is gone."""

    at: Moment
    reason: str


class VersionLinks(TypedDict):
    """Where the bytes of the version are, what changed in it since the version before, and how it
    was reviewed, if it was; none of them where the content of one was removed.
    """

    card: NotRequired[Address]
    review: NotRequired[Address]
    diff: NotRequired[Address]


class PublishedVersion(TypedDict):
    """One published version of a card, and what it was last graded."""

    number: Number
    published_at: Moment
    content_hash: ContentHash
    schema_version: Annotated[str, Field(examples=["1.0"])]
    prepared_by: PreparedBy
    standard: StandardVersion
    level: Level
    score: Points


class Version(PublishedVersion):
    """One published version of a card, and what it was last graded."""

    status: VersionStatus
    removal: NotRequired[Removal]
    notices: Annotated[list[Notice], Field(description="The newest first.")]
    upheld_concerns: Annotated[
        list[UpheldConcern], Field(description="Of readers, the newest first.")
    ]
    links: VersionLinks
