"""The filters of the catalogue as parameters of the API: pages and programs read one table."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.api.parameters import Asked, Parameter
from registry.rules.catalogue.claim_states import LETTERS
from registry.rules.catalogue.parameters import (
    LARGEST_AMOUNT,
    LONGEST_SLUG,
    LONGEST_TEXT,
    PARAMETERS,
)
from registry.rules.catalogue.parameters import Parameter as Filter
from registry.rules.catalogue.query import Query, parse
from registry.rules.standard import load_standard

_AMOUNTS = {f"{name}_{end}" for name in ("flop", "hours", "cost") for end in ("min", "max")}
_SLUG = {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": LONGEST_SLUG}
_DATE = {"pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?$"}
_CLAIM = {"enum": [*load_standard().item_by_id, *load_standard().item_by_claim]}
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "q": {"minLength": 1, "maxLength": LONGEST_TEXT},
    "lab": _SLUG,
    "chip": _SLUG,
    "released_after": _DATE,
    "released_before": _DATE,
    "has": _CLAIM,
    "lacks": _CLAIM,
    "status": {"pattern": f"^[A-Za-z0-9_.-]+:({'|'.join(LETTERS)})$"},
}


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
    one = _one(known)
    if not known.alternatives:
        return Parameter(known.name, words, one, _as_it_is, known.example, repeats=True)
    several = {"type": "array", "items": one}
    return Parameter(known.name, words, several, _as_it_is, [known.example], repeats=True)


def _one(known: Filter) -> dict[str, Any]:
    """The schema of one value: what the table's reader takes, as far as a schema can say."""
    if known.choices:
        default = {"default": known.choices[0]} if known.name == "sort" else {}
        return {"type": "string", "enum": list(known.choices), **default}
    if known.name in _AMOUNTS:
        return {"type": "number", "minimum": 0, "maximum": LARGEST_AMOUNT}
    return {"type": "string", **_FORMS.get(known.name, {"minLength": 1})}


def _as_it_is(text: str) -> str:
    return text
