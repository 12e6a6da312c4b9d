"""The filters of the catalogue as parameters of the API: pages and programs read one table."""

from collections.abc import Iterable
from typing import Any

from registry.api.parameters import Asked, Parameter
from registry.rules.catalogue.parameters import PARAMETERS
from registry.rules.catalogue.parameters import Parameter as Filter
from registry.rules.catalogue.query import Query, parse


def catalogue_parameters(*names: str) -> tuple[Parameter, ...]:
    """The filters of these names, to be read by ``catalogue_query``."""
    return tuple(_described(PARAMETERS[name]) for name in names)


def catalogue_query(asked: Asked, names: Iterable[str]) -> Query:
    """The question to the catalogue that these parameters ask; raises ``QueryInvalid``."""
    return parse({name: list(asked.values[name]) for name in names if name in asked.values})


def _described(known: Filter) -> Parameter:
    words = f"Models {known.says}: {known.expected}."
    if known.alternatives:
        words += " Several values separated by commas mean any of them."
    one: dict[str, Any] = {"type": "string", "minLength": 1}
    if known.choices:
        one["enum"] = list(known.choices)
    schema = {"type": "array", "items": one} if known.alternatives else one
    return Parameter(known.name, words, schema, _as_it_is, known.example, repeats=True)


def _as_it_is(text: str) -> str:
    return text
