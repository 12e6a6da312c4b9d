"""The grammar of a card: what a shape is and how its fields are typed and described.

The models of this package are the one source of the card's shape. They accept exactly what the
JSON Schema generated from them accepts, and where they refuse they point at the same places, so
nothing here may be laxer or stricter than a JSON Schema keyword can say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")

_PRINTED_WORDS = {
    "api": "API",
    "doi": "DOI",
    "flop": "FLOP",
    "gb": "GB",
    "id": "ID",
    "kwh": "kWh",
    "m3": "m³",
    "mwh": "MWh",
    "rl": "RL",
    "sha256": "SHA-256",
    "tco2e": "tCO2e",
    "url": "URL",
}


def title_of(name: str, _field: object = None) -> str:
    """The printed title of a field: ``accelerator_hours`` → ``Accelerator hours``."""
    title = " ".join(_PRINTED_WORDS.get(word, word) for word in name.split("_"))
    return title[0].upper() + title[1:]


# Docstrings of shapes are published: they become the descriptions of the JSON Schema. This one
# serves the entries of lists, whose list says what they are.
class Shape(BaseModel):
    """One entry."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        frozen=True,
        field_title_generator=title_of,
    )


class _NeverNull:
    """Takes the null branch out of ``T | None``: a card says nothing by leaving the key out."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        nullable = handler(source)
        if nullable["type"] != "nullable":
            raise TypeError(f"{source!r} has no null branch to take out.")
        inner: CoreSchema = nullable["schema"]
        return inner


Maybe = Annotated[T | None, _NeverNull()]

Many = Annotated[list[T], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from ``low`` to ``high``. 7.0 is one, as it is in JSON Schema."""

    low: int
    high: int

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            _whole_if_integral, core_schema.int_schema(ge=self.low, le=self.high, strict=True)
        )


def _whole_if_integral(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def required(
    description: str, *, example: Any = None, unit: str | None = None, **limits: Any
) -> Any:
    """A field that must be given. ``limits`` are pydantic's: ``max_length``, ``ge``, ``le``."""
    return Field(
        description=description,
        examples=None if example is None else [example],
        json_schema_extra=None if unit is None else {"x-unit": unit},
        **limits,
    )


def optional(
    description: str, *, example: Any = None, unit: str | None = None, **limits: Any
) -> Any:
    """A field that may be left out; its type is ``Maybe[…]``."""
    return required(description, example=example, unit=unit, default=None, **limits)


def entry(example: str, description: str = "One entry.", **limits: Any) -> Any:
    """The words for one entry of an array of scalars."""
    return required(description, example=example, **limits)
