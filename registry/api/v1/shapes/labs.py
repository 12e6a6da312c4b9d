"""Labs and their places in a ranking."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import (
    Address,
    Bar,
    Count,
    Day,
    LabName,
    Moment,
    Number,
    Points,
    Reading,
    SectionScore,
    Slug,
)


class Score(TypedDict):
    """The score of a lab that is rankable."""

    value: Points
    displayed: Annotated[
        str, Field(description="As pages show it and ranks compare it.", examples=["52.7"])
    ]
    coverage: Annotated[
        float, Field(description="Share of the counted releases with a card.", ge=0, le=1)
    ]
    bar: Bar
    is_small: Annotated[
        bool, Field(description="Rests on fewer than three models: one card can move it far.")
    ]
    basis: NotRequired[Annotated[str, Field(description="Id of the model whose card counts most.")]]


class Standing(TypedDict):
    """A lab's line in a ranking. One that is not yet rankable has neither rank nor score."""

    ranking: Annotated[int, Field(description="Number of the ranking.", ge=1)]
    position: Annotated[int, Field(description="Line in the table; ties have an order.", ge=1)]
    rank: NotRequired[Annotated[int, Field(description="Equal scores share a rank.", ge=1)]]
    rank_low: NotRequired[
        Annotated[
            int, Field(description="Best rank in nine of ten variations of the method.", ge=1)
        ]
    ]
    rank_high: NotRequired[
        Annotated[
            int, Field(description="Worst rank in nine of ten variations of the method.", ge=1)
        ]
    ]
    previous_rank: NotRequired[Number]
    change: NotRequired[
        Annotated[str, Field(description="The move since the ranking before, and its reason.")]
    ]
    score: NotRequired[Score]
    first_due_on: NotRequired[Day]


class ModelCounts(TypedDict):
    """How many models of the lab are known, and what is known of them, as the ranking counted."""

    known: Count
    with_card: Count
    prepared_by_lab: Count
    reviewed: Count
    sources_read: Annotated[int, Field(description="Read for cards compiled by others.", ge=0)]


class LevelCounts(TypedDict):
    """How many cards of the lab have each level."""

    listed: Count
    stated: Count
    evidenced: Count
    reviewed: Count


class LabLinks(TypedDict):
    """Where the lab and its models are; page is for people."""

    self: Address
    models: Address
    page: Address


class Lab(TypedDict):
    """A lab that stands for itself, with its line in the current ranking."""

    slug: Slug
    name: Annotated[str, Field(examples=["DeepSeek"])]
    country: NotRequired[Annotated[str, Field(description="ISO 3166-1 alpha-2.", examples=["CN"])]]
    category: NotRequired[Literal["industry", "nonprofit", "academia", "government"]]
    website: NotRequired[Address]
    invited_on: NotRequired[
        Annotated[str, Field(description="Invited to disclose on.", examples=["2026-11-01"])]
    ]
    models: NotRequired[ModelCounts]
    levels: LevelCounts
    standing: NotRequired[Standing]
    links: LabLinks


class Alias(TypedDict):
    """A name the lab is or was known by."""

    name: str
    valid_from: NotRequired[Day]
    valid_until: NotRequired[Day]


class InvitationAnswer(TypedDict):
    """A public answer of a lab to its invitation; a later one replaces it."""

    answer: Literal["will_disclose", "declines", "withdrawn"]
    answered_at: Moment
    disclose_by: NotRequired[Day]
    text: NotRequired[Annotated[str, Field(description="In the lab's words.")]]
    name: Annotated[str, Field(description="Who speaks for the lab.", examples=["Lin Wei"])]


class LabDetail(Lab):
    """A lab with its names and its profile by section."""

    aliases: list[Alias]
    invitation_answers: Annotated[
        list[InvitationAnswer], Field(description="Answers to the invitation, the earliest first.")
    ]
    absorbed: Annotated[list[LabName], Field(description="Labs that were merged into this one.")]
    readings: NotRequired[list[Reading]]
    sections: NotRequired[list[SectionScore]]
