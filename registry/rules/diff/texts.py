"""One field of a card in words, with its unit, for a line that sets old beside new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.rules import words
from registry.rules.card_fields import Field
from registry.rules.figures import Figure, sourced_text
from registry.rules.problems import shown
from registry.rules.showing import sources
from registry.rules.showing.leaves import definition, figure_of, is_leaf, leaf, unit_member
from registry.rules.showing.summaries import first_rows, record_text

_FIGURES = frozenset({"money", "quantity"})


def is_whole(field: Field) -> bool:
    """Whether a field is read as one: a figure, a text, a list of choices such as stages."""
    return is_leaf(field) or (field.entries is not None and "enum" in field.entries.keywords)


def field_text(field: Field | None, value: Any, owner: Field, owner_value: Any) -> str:
    """``value`` in words; ``owner_value`` is what holds it and may name its unit beside it."""
    if field is None:
        return shown(value)
    if isinstance(value, list):
        return _list_text(field, value)
    figure = figure_in(field, value, owner, owner_value)
    if figure is not None:
        return sourced_text(figure)
    return leaf(field, value).text if is_leaf(field) else _record_text(field, value)


def figure_in(field: Field | None, value: Any, owner: Field, owner_value: Any) -> Figure | None:
    """The figure that ``value`` is, with its unit or currency; None where it is none."""
    if field is None or isinstance(value, bool):
        return None
    if definition(field) not in _FIGURES and not isinstance(value, int | float):
        return None
    # An estimate names the unit of its quantity beside it, whatever claim it is about.
    beside = unit_member(field, owner) or ("unit" if not field.unit else None)
    return figure_of(field, value, owner_value.get(beside))


def estimate_text(entry: Mapping[str, Any]) -> str:
    """An estimate in one line, its figure never without its scope."""
    group = sources.estimates({"estimates": [entry]})[0]
    estimate = group.estimates[0]
    title = f"{group.title}: {estimate.field}" if estimate.field else group.title
    figure = ", ".join(part for part in (estimate.figure, estimate.scope) if part)
    return f"{title}: {figure}, by {estimate.by}"


def _list_text(field: Field, values: list[Any]) -> str:
    entry = field.entries
    if entry is None:
        return shown(values)
    if "enum" in entry.keywords:
        return words.listed_values(values)
    return first_rows([field_text(entry, value, entry, {}) for value in values])


def _record_text(field: Field, value: Mapping[str, Any]) -> str:
    if field.is_claim:
        return _claim_text(field, value)
    if definition(field) == "evidence":
        return ", ".join(value[key] for key in ("title", "locator") if key in value)
    return record_text(field, value)


def _claim_text(field: Field, claim: Mapping[str, Any]) -> str:
    if "value" in claim:
        return record_text(field.properties["value"], claim["value"])
    reason = words.value_words(claim.get("withheld_reason", ""))
    return words.STATUSES[claim["status"]].format(reason)
