"""What kind of input a field of the card takes."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from registry.rules.card_fields import Field, card_fields

# Up to so many choices are all shown at once.
MOST_RADIOS = 5
# A text that may be longer gets a box of several lines.
LONGEST_LINE = 200
# What the registry itself decides, so that nobody types it.
DECIDED = frozenset({"schema_version", "card_id", "prepared_by.role"})


class Kind(StrEnum):
    CLAIM = "claim"
    FIGURE = "figure"
    MONEY = "money"
    NUMBER = "number"
    WHOLE = "whole"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"
    ROWS = "rows"
    GROUP = "group"
    TEXT = "text"
    LONG_TEXT = "long_text"


def kind_of(field: Field) -> Kind:
    """The kind of input; every field of the schema has one."""
    if field.is_claim:
        return Kind.CLAIM
    if field.kind in _FIGURES:
        return _FIGURES[field.kind]
    match field.keywords.get("type"):
        case "array":
            return _kind_of_list(field.entries)
        case "object":
            return Kind.GROUP
        case "boolean":
            return Kind.YES_NO
        case "integer":
            return Kind.WHOLE
        case "number":
            return Kind.NUMBER
    if "enum" in field.keywords:
        return Kind.CHOICE
    is_long = field.keywords.get("maxLength", 0) > LONGEST_LINE and "format" not in field.keywords
    return Kind.LONG_TEXT if is_long else Kind.TEXT


def required_of(field: Field) -> frozenset[str]:
    """The members that an object of this field must have."""
    return frozenset(field.keywords.get("required", ()))


def leaves(field: Field, name: str = "") -> Iterator[tuple[str, Field]]:
    """Every input below a field: its name, ``[]`` standing for a row, and its field."""
    if name in DECIDED:
        return
    kind = kind_of(field)
    if kind is Kind.ROWS and field.entries is not None:
        yield from leaves(field.entries, f"{name}[]")
    elif kind in (Kind.CLAIM, Kind.GROUP):
        for key, part in field.properties.items():
            yield from leaves(part, f"{name}.{key}" if name else key)
    else:
        yield name, field


@cache
def all_leaves() -> dict[str, Field]:
    """Every input of the whole card by name."""
    return dict(leaves(card_fields()))


def _kind_of_list(entry: Field | None) -> Kind:
    if entry is None or entry.keywords.get("type") == "object":
        return Kind.ROWS
    return Kind.CHOICES if "enum" in entry.keywords else Kind.LINES


_FIGURES = {"quantity": Kind.FIGURE, "money": Kind.MONEY}
