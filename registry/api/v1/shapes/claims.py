"""Claims as flat rows."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import Address, Grade, ItemId, ModelId, Number, Slug
from registry.api.v1.shapes.models import Currency, Released, Unit

Status = Annotated[
    Literal["disclosed", "none", "withheld", "unknown", "silent", "not_applicable"],
    Field(
        description="What the card says; silent where it makes no claim, not_applicable where the "
        "question does not apply to the model."
    ),
]
Stages = Annotated[list[str], Field(description="Training stages, from the vocabulary stage.")]
Share = Annotated[float, Field(ge=0, le=1)]


class CumulativeFigure(TypedDict):
    """A figure of the final run with everything inherited through weights."""

    measure: Literal["flop", "accelerator_hours", "cost"]
    unit: NotRequired[Unit]
    currency: NotRequired[Currency]
    low: float
    high: float
    bound: Annotated[
        Literal["sum", "at least", "at most", "unknown"],
        Field(description="How the figure relates to what the whole chain of models took."),
    ]
    text: Annotated[str, Field(examples=["US$5.86 million"])]


class ClaimScope(TypedDict):
    """What a figure of compute or cost covers; no such figure comes without it."""

    text: Annotated[
        str, Field(examples=["for reinforcement learning, excluding base model DeepSeek-V3-Base"])
    ]
    stages: NotRequired[Stages]
    excluded: NotRequired[Annotated[list[str], Field(description="Stages left out on purpose.")]]
    base: NotRequired[
        Annotated[
            Literal["excluded", "included", "none", "unstated"],
            Field(description="Whether the base model is in the figure."),
        ]
    ]
    base_models: NotRequired[Annotated[list[str], Field(description="Base models left out.")]]
    cumulative: NotRequired[list[CumulativeFigure]]


class Evidence(TypedDict):
    """One source of a claim, as the card has it; evidenced takes one with a locator."""

    title: str
    kind: str
    url: NotRequired[str]
    doi: NotRequired[str]
    file: NotRequired[str]
    version: NotRequired[str]
    venue: NotRequired[str]
    locator: NotRequired[Annotated[str, Field(description="The place in the source.")]]
    excerpt: NotRequired[str]
    accessed_on: NotRequired[str]
    archived_url: NotRequired[str]
    archived_sha256: NotRequired[str]


class ClaimLinks(TypedDict):
    """Where the claim is; page is for people."""

    self: Address
    card: Address
    page: Address


class Claim(TypedDict):
    """One claim of one model's live card. Where ``path`` leads to a figure, value is its number
    (absent for a range), low and high are its ends and unit its unit or currency.
    """

    model: ModelId
    model_name: Annotated[str, Field(examples=["DeepSeek-R1"])]
    lab: Slug
    lab_name: str
    released: Released
    version: Annotated[Number, Field(description="The live version of the card.")]
    item: ItemId
    path: Annotated[str, Field(examples=["cost.final_run.amount"])]
    title: str
    status: Status
    withheld_reason: NotRequired[str]
    grade: Grade
    substance: Annotated[Share, Field(description="How much of the question is answered.")]
    credit: Annotated[Share, Field(description="What the claim earns.")]
    reason: NotRequired[Annotated[str, Field(description="Why it does not earn more.")]]
    answer: Annotated[str, Field(description="The answer on one line, with its scope.")]
    value: NotRequired[Annotated[Any, Field(description="As the card has it.")]]
    low: NotRequired[Annotated[float, Field(description="Equal to high for one number.")]]
    high: NotRequired[float]
    unit: NotRequired[Annotated[str, Field(examples=["USD"])]]
    precision: NotRequired[
        Literal["exact", "rounded", "approximate", "up_to", "at_least", "order_of_magnitude"]
    ]
    significant_figures: NotRequired[Number]
    as_stated: NotRequired[Annotated[str, Field(description="As the source prints it.")]]
    price_year: NotRequired[Annotated[int, Field(description="Amounts are in its prices.")]]
    text: NotRequired[Annotated[str, Field(description="The figure in words.")]]
    scope: NotRequired[ClaimScope]
    as_of: NotRequired[Annotated[str, Field(description="The day the claim is about.")]]
    note: NotRequired[Annotated[str, Field(description="The card's own remark.")]]
    evidence: NotRequired[list[Evidence]]
    links: ClaimLinks
