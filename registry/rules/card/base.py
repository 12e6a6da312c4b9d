"""The kinds of value that all sections share: text, dates, addresses, stages, amounts.

An alias made with ``TypeAliasType`` and a shape with a title of its own become definitions of the
JSON Schema; everything else is written out where it is used. Addresses, dates and codes stay text,
exactly as submitted, because they are hashed and printed as they are.
"""

from __future__ import annotations

from typing import Annotated, Literal

from jsonschema import Draft202012Validator
from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from registry.rules.card.rule import UNIQUE, NumberOrRange, RuledShape
from registry.rules.card.shape import Many, Maybe, Shape, Whole, optional, required

# Tab, line feed and carriage return are the only control characters a text may hold.
PLAIN_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

Text = Annotated[str, Field(min_length=1, pattern=PLAIN_TEXT)]
CardId = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$",
    ),
]
DottedPath = Annotated[str, Field(min_length=1, pattern=r"^[a-z_]+\.[a-z_]+$")]

Date = TypeAliasType(
    "Date",
    Annotated[
        str,
        Field(
            title="Date",
            description=(
                "ISO 8601 date; its length gives the precision: 2025, 2025-01 or 2025-01-20."
            ),
            pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
            max_length=10,
            examples=["2025-01"],
        ),
    ],
)


def _check_uri(text: str) -> str:
    # The stock validator's own check, so that card and schema cannot disagree on an address.
    if not Draft202012Validator.FORMAT_CHECKER.conforms(text, "uri"):
        raise PydanticCustomError("uri", "Not a URI by RFC 3986")
    return text


Url = TypeAliasType(
    "Url",
    Annotated[
        str,
        Field(
            title="URL",
            description="Absolute http(s) address.",
            pattern=r'^https?://[^\s<>"]+$',
            max_length=2000,
            examples=["https://arxiv.org/abs/2412.19437"],
            json_schema_extra={"format": "uri"},
        ),
        AfterValidator(_check_uri),
    ],
)

# Spelled out beyond \s, whose members differ between the regular expressions of Python, Rust and
# ECMAScript: C0 controls, NEL and the byte order mark.
_NO_SPACE = "[^\\s\\x00-\\x1f\\x7f\\x85\ufeff]"

Doi = TypeAliasType(
    "Doi",
    Annotated[
        str,
        Field(
            title="DOI",
            description="Digital Object Identifier without resolver prefix.",
            pattern=rf"^10\.[0-9]{{4,9}}/{_NO_SPACE}+$",
            max_length=200,
            examples=["10.1038/s41586-025-09422-z"],
        ),
    ],
)

Country = TypeAliasType(
    "Country",
    Annotated[
        str,
        Field(
            title="Country",
            description="ISO 3166-1 alpha-2 code.",
            pattern=r"^[A-Z]{2}$",
            max_length=2,
            examples=["FR"],
        ),
    ],
)

Stage = TypeAliasType(
    "Stage",
    Annotated[
        Literal[
            "data_processing",
            "ablations_and_scaling",
            "failed_runs",
            "pretraining",
            "mid_training",
            "context_extension",
            "supervised_fine_tuning",
            "preference_optimization",
            "reinforcement_learning",
            "reward_model_training",
            "synthetic_data_generation",
            "distillation",
            "evaluation",
            "safety_work",
            "inference_serving",
        ],
        Field(
            title="Stage",
            description="Training stage, closed list.",
            examples=["pretraining"],
        ),
    ],
)

Stages = TypeAliasType(
    "Stages",
    Annotated[
        Many[Stage],
        Field(
            title="Stages",
            description="Training stages, closed list.",
            max_length=15,
            examples=[["pretraining", "context_extension"]],
        ),
        *UNIQUE,
    ],
)

# The stages of a figure are part of the figure: it cannot be entered without them.
CoveredStages = Annotated[
    Stages,
    Field(
        description="Training stages this figure covers. Closed list shared by the whole card.",
        examples=[["reinforcement_learning"]],
    ),
]
ExcludedStages = Annotated[
    Stages,
    Field(
        description="Stages deliberately left out of this figure.",
        examples=[["ablations_and_scaling", "failed_runs"]],
    ),
]
DescribedStage = Annotated[
    Stage,
    Field(description="The training stage this entry describes.", examples=["pretraining"]),
]

Access = Literal["open", "open_gated", "restricted", "none"]
Modality = Annotated[
    Literal["text", "code", "image", "audio", "video", "action", "protein", "other"],
    Field(description="One modality.", examples=["text"]),
]
Precision = Literal["exact", "rounded", "approximate", "up_to", "at_least", "order_of_magnitude"]
Ratio = Annotated[float, Field(ge=0, le=1, json_schema_extra={"x-unit": "ratio"})]
Percent = Annotated[float, Field(ge=0, le=100, json_schema_extra={"x-unit": "percent"})]
NonNegative = Annotated[float, Field(ge=0)]
SignificantFigures = Annotated[int, Whole(1, 15)]
AsStated = Annotated[Text, Field(max_length=120, description="The figure as the source prints it.")]


class Period(Shape):
    """Start and end."""

    model_config = ConfigDict(title="Period")

    start: Date = required("Start.", example="2013")
    end: Date = required("End.", example="2022")


class Quantity(RuledShape):
    """A number in the fixed unit of the field (x-unit), or a range. Plain JSON numbers; 3.8e25 is
    fine, text such as 64*8 is not.
    """

    model_config = ConfigDict(title="Quantity")
    rules = (NumberOrRange("value"),)

    value: Maybe[NonNegative] = optional("The number.", example=3.8e25)
    low: Maybe[NonNegative] = optional("Lower end of a range.", example=7_000_000)
    high: Maybe[NonNegative] = optional("Upper end of a range.", example=15_000_000)
    precision: Maybe[Precision] = optional("How exact the number is.", example="rounded")
    significant_figures: Maybe[SignificantFigures] = optional(
        "Significant figures given in the source; drives rounding-aware checks.", example=3
    )
    as_stated: Maybe[Text] = optional(
        "The figure as the source prints it.", max_length=120, example="2.788M"
    )


class Money(RuledShape):
    """An amount, or a range, in one currency."""

    model_config = ConfigDict(title="Money")
    rules = (NumberOrRange("amount"),)

    amount: Maybe[NonNegative] = optional("The amount, in whole currency units.", example=294_000)
    low: Maybe[NonNegative] = optional("Lower end of a range.", example=7_000_000)
    high: Maybe[NonNegative] = optional("Upper end of a range.", example=15_000_000)
    currency: Annotated[str, Field(min_length=1, max_length=3, pattern=r"^[A-Z]{3}$")] = required(
        "ISO 4217 code.", example="USD"
    )
    price_year: Maybe[Annotated[int, Whole(1990, 2100)]] = optional(
        "Year whose prices are meant.", unit="year", example=2025
    )
    precision: Maybe[Precision] = optional("How exact the amount is.", example="rounded")
    significant_figures: Maybe[SignificantFigures] = optional(
        "Significant figures given in the source.", example=3
    )
    as_stated: Maybe[Text] = optional(
        "The figure as the source prints it.", max_length=120, example="about $294K"
    )
