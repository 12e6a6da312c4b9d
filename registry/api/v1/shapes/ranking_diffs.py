"""How labs moved between two rankings."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import (
    Address,
    Count,
    Day,
    LabName,
    Number,
    Points,
    StandardVersion,
)
from registry.api.v1.shapes.rankings import EntryLinks

RankingNumber = Annotated[int, Field(description="Number of a ranking.", ge=1)]


class ComparedRankingLinks(TypedDict):
    """Where the ranking is; page is for people."""

    self: Address
    page: Address


class ComparedRanking(TypedDict):
    """One of the two rankings."""

    number: RankingNumber
    as_of: Day
    standard: StandardVersion
    method: Annotated[str, Field(description="Version of the ranking method.", examples=["1.0"])]
    digest: Annotated[str, Field(description="SHA-256 of all that the ranking says.")]
    links: ComparedRankingLinks


class MoveCounts(TypedDict):
    """How many labs moved in which way; together they are all labs of either ranking."""

    up: Count
    down: Count
    same_rank: Annotated[int, Field(description="The score moved alone.", ge=0)]
    unmoved: Count
    ranked: Annotated[int, Field(description="Had no rank in `from`, listed or not.", ge=0)]
    no_longer_ranked: Count
    listed: Annotated[int, Field(description="Entered without a rank.", ge=0)]
    left: Annotated[int, Field(description="Merged into another lab.", ge=0)]
    not_rankable: Annotated[int, Field(description="Has no rank in either.", ge=0)]


class MoveSide(TypedDict):
    """The lab's place in one of the two rankings; empty where it was listed without a rank."""

    rank: NotRequired[Annotated[int, Field(description="Equal scores share a rank.", ge=1)]]
    score: NotRequired[Annotated[Points, Field(description="To one decimal, as ranks compare it.")]]


_MoveSides = TypedDict("_MoveSides", {"from": NotRequired[MoveSide], "to": NotRequired[MoveSide]})


class LabsAbove(TypedDict):
    """Labs that stand above the lab in one of the two rankings only."""

    count: Number
    labs: Annotated[
        list[LabName], Field(description="The first twenty, in the order of that ranking.")
    ]


class StepLinks(TypedDict):
    """The ranking that took the change in."""

    ranking: Address


class Step(TypedDict):
    """A ranking on the way in which what the lab itself is scored by had changed."""

    ranking: RankingNumber
    change: Annotated[
        str,
        Field(
            description="What that ranking says of it, with the reason.",
            examples=["Up 2: the card of DeepSeek-R1 was published."],
        ),
    ]
    score_before: NotRequired[
        Annotated[Points, Field(description="Left out where the lab entered with it.")]
    ]
    score: Points
    links: StepLinks


class Move(_MoveSides):
    """A lab that moved, entered or left. A side on which it was not listed is left out."""

    lab: LabName
    kind: Literal["up", "down", "same_rank", "ranked", "no_longer_ranked", "listed", "left"]
    places: NotRequired[
        Annotated[int, Field(description="Places gained, negative where lost; ranked on both.")]
    ]
    score_change: NotRequired[
        Annotated[float, Field(description="Points gained, negative where lost; ranked on both.")]
    ]
    reason: Annotated[
        str,
        Field(
            description="Why, in sentences: its own doing first, then who passed it and whom it "
            "passed."
        ),
    ]
    steps: Annotated[list[Step], Field(description="Its own doing, the oldest first.")]
    now_above: NotRequired[LabsAbove]
    no_longer_above: NotRequired[LabsAbove]
    links: EntryLinks


class RankingDiffLinks(TypedDict):
    """The address of this difference by its numbers; page is for people, and there is none for a
    ranking against itself.
    """

    self: Address
    page: NotRequired[Address]


_Rankings = TypedDict("_Rankings", {"from": ComparedRanking, "to": ComparedRanking})


class RankingDiff(_Rankings):
    """How labs moved from one ranking to a later one, each with the reason."""

    counts: MoveCounts
    moves: Annotated[
        list[Move],
        Field(description="In the order of `to`; labs that left come last. Others did not move."),
    ]
    steps_after: Annotated[
        int,
        Field(
            description="All steps of rankings after this one are here. It is the number of `from` "
            "unless there are more than a thousand; ask for the difference up to it for the rest.",
            ge=1,
        ),
    ]
    links: RankingDiffLinks
