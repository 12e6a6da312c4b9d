"""Rankings and the feed of changes."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import (
    Address,
    Day,
    LabName,
    Moment,
    Number,
    SectionScore,
    StandardVersion,
)
from registry.api.v1.shapes.labs import ModelCounts, Standing


class RankingLinks(TypedDict):
    """Where the ranking is, and how labs moved since the one before; page is for people."""

    self: Address
    page: Address
    diff: NotRequired[Address]


class Ranking(TypedDict):
    """One numbered edition of the league table; permanent."""

    number: Number
    as_of: Day
    made_at: Moment
    standard: StandardVersion
    method: Annotated[str, Field(description="Version of the ranking method.", examples=["1.0"])]
    digest: Annotated[str, Field(description="SHA-256 of all that the ranking says.")]
    releases_listed_until: NotRequired[Day]
    provisional: Annotated[bool, Field(description="No card in it is a lab's own or was reviewed.")]
    models: ModelCounts
    causes: Annotated[list[str], Field(description="What changed since the ranking before.")]
    links: RankingLinks


class EntryLinks(TypedDict):
    """Where the lab is."""

    lab: Address


class Entry(TypedDict):
    """One lab's line, as it was."""

    lab: LabName
    standing: Standing
    models: ModelCounts
    sections: list[SectionScore]
    links: EntryLinks


class Edition(Ranking):
    """A ranking with all its lines, in their order."""

    entries: list[Entry]


class ChangeLinks(TypedDict):
    """Where that is which changed."""

    subject: Address


class Change(TypedDict):
    """One thing that readers can see differently since then."""

    seq: Annotated[int, Field(description="Rises by one with every change, without gaps.", ge=1)]
    at: Moment
    kind: Literal[
        "lab.changed",
        "release.changed",
        "card.published",
        "card.removed",
        "card.concern",
        "card.concern_lifted",
        "card.concern_upheld",
        "card.retracted",
        "card.reinstated",
        "card.restored",
        "card.recusal",
        "card.regraded",
        "ranking.published",
    ]
    subject: Annotated[
        str,
        Field(
            description="A lab's slug, a model's id or the number of a ranking.",
            examples=["deepseek/deepseek-r1"],
        ),
    ]
    version: NotRequired[Annotated[int, Field(description="Version of the card.", ge=1)]]
    links: ChangeLinks
