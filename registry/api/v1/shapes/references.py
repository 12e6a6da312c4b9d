"""Closed lists, schemas, standards and accelerators: what cards refer to."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import Count, Day, SelfLink, Source


class Document(TypedDict):
    """A released file; its bytes never change."""

    version: Annotated[str, Field(examples=["1.0"])]
    title: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    bytes: Count
    links: SelfLink


class VocabularyName(TypedDict):
    """A closed list, named."""

    name: Annotated[str, Field(examples=["stage"])]
    title: str
    source: Annotated[
        str, Field(description="What the list belongs to.", examples=["card schema 1.0"])
    ]
    links: SelfLink


class Term(TypedDict):
    """One value of a closed list."""

    value: str
    title: Annotated[str, Field(description="The value as pages print it.")]
    description: NotRequired[str]


class Vocabulary(VocabularyName):
    """A closed list with its values, in their order."""

    description: NotRequired[str]
    values: list[Term]


class Peak(TypedDict):
    """Dense peak of one chip in one number format."""

    number_format: Annotated[str, Field(examples=["bf16"])]
    value: Annotated[float, Field(ge=0)]
    unit: Literal["FLOP/s"]


class Measure(TypedDict):
    """A figure with its unit."""

    value: Annotated[float, Field(ge=0)]
    unit: str


class Price(TypedDict):
    """A range of prices."""

    low: Annotated[float, Field(ge=0)]
    high: Annotated[float, Field(ge=0)]
    currency: Literal["USD"]
    scope: Annotated[str, Field(description="What the price is for.")]


class RentalPrice(Price):
    """Prices of an accelerator-hour, of how many quotes from which months."""

    median: Annotated[float, Field(ge=0)]
    quotes: Count
    first: str
    last: str


class ExportControl(TypedDict):
    """A rule under which the model needs a license for export to some countries."""

    since: Day
    rule: str
    source: Source


class Accelerator(TypedDict):
    """One variant of an accelerator, with what is known of it and from where."""

    slug: Annotated[str, Field(examples=["nvidia-h800-sxm5"])]
    name: Annotated[str, Field(examples=["NVIDIA H800 SXM5"])]
    vendor: str
    model: str
    form_factor: NotRequired[str]
    is_usual_variant: Annotated[
        bool, Field(description="Whether the bare model name stands for this variant.")
    ]
    released_on: Annotated[str, Field(description="At the precision its source gives.")]
    memory: NotRequired[Annotated[list[Measure], Field(description="Sizes it is sold with.")]]
    memory_bandwidth: NotRequired[Measure]
    power: NotRequired[Annotated[Measure, Field(description="Rated power of one chip.")]]
    peaks: list[Peak]
    rental: NotRequired[RentalPrice]
    purchase: NotRequired[Price]
    export_controls: list[ExportControl]
    doubt: Annotated[
        Literal["none", "unsure", "inferred"],
        Field(description="unsure: sources disagree; inferred: a figure follows from others."),
    ]
    note: NotRequired[str]
    source: Source
    links: SelfLink
