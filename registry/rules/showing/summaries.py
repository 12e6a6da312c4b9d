"""A claim's value in one line, for lists that compare many models. The rest is on the card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from registry.rules import words
from registry.rules.card_fields import Field
from registry.rules.documents import Document, claim_at, compiled_by_others
from registry.rules.figures import figure_text
from registry.rules.showing.leaves import (
    claim_field,
    definition,
    figure_of,
    is_leaf,
    leaf,
    names_unit,
    unit_member,
)

_PIECES = 4
_ROWS = 3
_LONGEST_TEXT = 90
# Sections in which a figure says nothing without the stages it covers.
_SCOPED_SECTIONS = frozenset({"compute", "cost"})
_SCOPE = {"stages": words.FOR_STAGES, "excluded": words.EXCLUDING}
# Titles that say no more than that a figure follows.
_BARE_TITLES = frozenset({"amount", "count"})
# Choices that mean nothing without their question.
_VAGUE_CHOICES = frozenset({"all", "mixed", "none", "other", "partial", "unknown"})


def summary(path: str, value: Mapping[str, Any]) -> str:
    """The disclosed ``value`` of the claim at ``path`` in one line, its scope never cut off.

    For example "142,000 accelerator-hours, wall clock about 278 hours, for reinforcement learning".
    """
    field = claim_field(path).properties["value"]
    text = record_text(field, value)
    takes_stages = "stages" in field.properties and _is_scope(field.properties["stages"])
    if takes_stages and "stages" not in value and path.partition(".")[0] in _SCOPED_SECTIONS:
        return f"{text}, {words.STAGES_NOT_STATED}"
    return text


def status_text(document: Document, path: str) -> str:
    """The status of a claim that discloses no value: "Withheld (competition)", "Not answered".

    Where others compiled the card, silence reads "Not found in the sources read".
    """
    claim = claim_at(document, path)
    if claim is None:
        return words.NOT_FOUND if compiled_by_others(document) else words.STATUSES["silent"]
    reason = words.value_words(claim.get("withheld_reason", ""))
    return words.STATUSES[claim["status"]].format(reason)


def first_rows(texts: Sequence[str]) -> str:
    """The first few of many texts in one line, and how many more there are."""
    more = len(texts) - _ROWS
    return "; ".join([*texts[:_ROWS], *([words.MORE.format(more)] if more > 0 else [])])


def record_text(field: Field, value: Mapping[str, Any]) -> str:
    """An object of a card in one line, as ``summary`` writes a claim's value."""
    present = [part for name, part in field.properties.items() if name in value]
    units = {unit_member(part, field) for part in present}
    parts = [part for part in present if part.key not in units and not _is_scope(part)]
    if any(definition(part) != "url" for part in parts):
        parts = [part for part in parts if definition(part) != "url"]
    pieces = [_piece(field, part, value) for part in parts[:_PIECES]]
    if len(parts) > _PIECES:
        pieces.append("…")
    scope = [
        template.format(words.listed_values(value[name]))
        for name, template in _SCOPE.items()
        if name in value and _is_scope(field.properties[name])
    ]
    separator = ", " if all(is_leaf(part) for part in parts) else "; "
    return ", ".join([separator.join(pieces), *scope]) if pieces else ", ".join(scope)


def _is_scope(field: Field) -> bool:
    return field.key in _SCOPE and definition(field) == "stages"


def _piece(owner: Field, field: Field, value: Mapping[str, Any]) -> str:
    member, label = value[field.key], words.uncapitalized(field.title)
    if is_leaf(field):
        return _leaf_piece(owner, field, value, label)
    if field.entries is None:
        return f"{label}: {record_text(field, member)}"
    if not is_leaf(field.entries):
        text = first_rows([record_text(field.entries, row) for row in member])
    elif "enum" in field.entries.keywords:
        text = words.listed_values(member)
    else:
        text = first_rows([_shortened(leaf(field.entries, entry).text) for entry in member])
    lists = [part for part in owner.properties.values() if part.entries and not _is_scope(part)]
    return f"{label}: {text}" if len(lists) > 1 else text


def _leaf_piece(owner: Field, field: Field, value: Mapping[str, Any], label: str) -> str:
    """A leaf, with its label unless the text says by itself what it is."""
    member = value[field.key]
    if member is True:
        return label
    if member is False or definition(field) == "date" or _is_choice_of_many(owner, field, member):
        return f"{label}: {leaf(field, member).text}"
    if isinstance(member, str) or definition(field) == "period":
        return _shortened(leaf(field, member).text)
    unit = unit_member(field, owner)
    figure = figure_of(field, member, value.get(unit) if unit else None)
    if label in _BARE_TITLES or label.replace(" ", "-").casefold() == figure.unit.casefold():
        return figure_text(figure)
    if label.endswith(f" {figure.unit}"):  # "wall clock hours" and "278 hours": say it once
        return f"{label.removesuffix(figure.unit)}{figure_text(figure)}"
    return f"{label} {figure_text(figure, with_unit=not names_unit(field))}"


def _is_choice_of_many(owner: Field, field: Field, member: Any) -> bool:
    choices = field.keywords.get("enum")
    if choices is None:
        return False
    sharing = [part for part in owner.properties.values() if part.keywords.get("enum") == choices]
    return member in _VAGUE_CHOICES or len(sharing) > 1


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_TEXT:
        return text
    return f"{text[:_LONGEST_TEXT].rpartition(' ')[0] or text[:_LONGEST_TEXT]}…"
