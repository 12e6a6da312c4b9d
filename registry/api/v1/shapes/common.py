"""What the answers of several resources are made of."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

Slug = Annotated[str, Field(description="Stable: it never changes.", examples=["deepseek"])]
ModelId = Annotated[
    str, Field(description="Stable id, <lab>/<model>.", examples=["deepseek/deepseek-r1"])
]
Day = Annotated[
    str,
    Field(description="A day, UTC.", examples=["2026-11-28"], json_schema_extra={"format": "date"}),
]
Moment = Annotated[
    str,
    Field(
        description="RFC 3339, UTC.",
        examples=["2026-11-28T09:30:00Z"],
        json_schema_extra={"format": "date-time"},
    ),
]
Address = Annotated[
    str, Field(description="Absolute address.", json_schema_extra={"format": "uri"})
]
Points = Annotated[float, Field(description="Points from 0 to 100.", ge=0, le=100, examples=[52.7])]
Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]
ContentHash = Annotated[
    str,
    Field(
        description="sha256: and the SHA-256 of the canonical bytes (RFC 8785) that are served.",
        examples=["sha256:90c98693c80d75cf977f3069805bf18f19dddcf55b44930e75a7a69de105a40b"],
    ),
]
Level = Annotated[
    Literal["listed", "stated", "evidenced", "reviewed"],
    Field(description="Standing of the card: computed, never typed."),
]
Grade = Annotated[
    Literal["silent", "stated", "evidenced", "verified"],
    Field(description="How well a claim is supported."),
]
Preparer = Annotated[
    Literal["developer", "third_party", "registry"], Field(description="Who prepared the card.")
]
StandardVersion = Annotated[
    str, Field(description="Edition of the disclosure standard.", examples=["1.0"])
]
SectionId = Annotated[str, Field(description="Section of the standard.", examples=["COST"])]
ItemId = Annotated[str, Field(description="Item of the standard.", examples=["COST-1"])]


class SelfLink(TypedDict):
    """Where the thing is."""

    self: Address


class LabName(TypedDict):
    """A lab, named."""

    slug: Slug
    name: Annotated[str, Field(examples=["DeepSeek"])]


class Bar(TypedDict):
    """Percent of what applies, by grade; what is left over is not disclosed."""

    verified: Annotated[float, Field(ge=0, le=100)]
    evidenced: Annotated[float, Field(ge=0, le=100)]
    stated: Annotated[float, Field(ge=0, le=100)]


class SectionScore(TypedDict):
    """Score and bar of one section of the standard."""

    section: SectionId
    score: Points
    bar: Bar


class Reading(TypedDict):
    """The score with another trust in grades: strict counts only what is verified."""

    reading: Literal["strict", "nominal", "lenient"]
    score: Points


class Source(TypedDict):
    """Where a fact is found."""

    title: str
    url: Address
    record: NotRequired[Annotated[str, Field(description="The entry in the source.")]]
