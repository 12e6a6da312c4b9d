"""How one leaf of a card is written, by what the card schema says about its field.

A leaf is a scalar, a figure (quantity, money) or a period: whatever makes one text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from registry.rules import words
from registry.rules.card_fields import Field, card_fields
from registry.rules.figures import Figure, money, plain, quantity, sourced_text
from registry.rules.numerals import date_text

DOI_RESOLVER = "https://doi.org/"
_WRITTEN_WHOLE = frozenset({"money", "period", "quantity"})
_UNIT_BESIDE = "see unit"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and, if not empty, its link; ``given`` is false where the card says nothing."""

    text: str
    link: str = ""
    given: bool = True


def claim_field(path: str) -> Field:
    """The schema's field of the claim at ``path``; raises ``KeyError`` for an unknown path."""
    section, _, claim = path.partition(".")
    return card_fields().properties[section].properties[claim]


def definition(field: Field) -> str:
    """The shared definition that a field uses, such as "quantity"; empty for none."""
    return str(field.keywords.get("$ref", "")).rpartition("/")[2]


def is_leaf(field: Field) -> bool:
    return definition(field) in _WRITTEN_WHOLE or not (field.properties or field.entries)


def unit_member(field: Field, owner: Field) -> str | None:
    """The member beside ``field`` that names its unit, as ``count_unit`` does for ``count``."""
    named = f"{field.key}_unit"
    if named in owner.properties:
        return named
    return "unit" if field.unit == _UNIT_BESIDE else None


def names_unit(field: Field) -> bool:
    """Whether the title of a field says its unit, as "Wall clock hours" does."""
    unit = words.unit_words(field.unit or "").replace("-", " ").removesuffix("s")
    return unit.casefold() in field.title.casefold()


def leaf(field: Field, value: Any, *, with_unit: bool = True) -> Cell:
    if isinstance(value, bool):
        return Cell(words.YES if value else words.NO)
    if isinstance(value, str):
        return _text_leaf(field, value)
    if definition(field) == "period":
        return Cell(words.PERIOD.format(date_text(value["start"]), date_text(value["end"])))
    return Cell(sourced_text(figure_of(field, value), with_unit=with_unit))


def figure_of(field: Field, value: Any, unit: str | None = None) -> Figure:
    """The figure in a quantity, money or bare number; ``unit`` replaces that of the field."""
    if definition(field) == "money":
        return money(value)
    unit = (field.unit or "") if unit is None else unit
    return quantity(value, unit) if isinstance(value, Mapping) else plain(value, unit)


def doi_link(doi: str) -> str:
    return DOI_RESOLVER + quote(doi, safe="/:;().,_-")


def _text_leaf(field: Field, value: str) -> Cell:
    match definition(field):
        case "date":
            return Cell(date_text(value))
        case "url":
            return Cell(value, value)
        case "doi":
            return Cell(value, doi_link(value))
    return Cell(words.value_words(value) if "enum" in field.keywords else value)
