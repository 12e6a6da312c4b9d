"""The fields in which two documents differ, found along the card schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from registry.rules.card_fields import Field, title_path
from registry.rules.diff.alignment import align, same
from registry.rules.diff.texts import field_text, figure_in, is_whole
from registry.rules.pointer import join_pointer

ANSWER = "Answer"
# Entries of lists, which have no title of their own in the schema.
_ENTRY_TITLES = {"estimates": "Estimate", "fact_evidence": "Source"}

Tokens = tuple[str | int, ...]


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, old and new: as the documents have it and in words.

    ``title`` starts below what was compared: "Segments 1 › Count" in a claim. The pointers differ
    where rows were put in or taken out before the field. A side that has no such field has no
    pointer, None for its value and no text; one that is no figure has no unit.

    Taking out what was removed, from the last pointer to the first, replacing what changed, and
    putting in what was added, from the first pointer to the last, makes the new document out of the
    old one.
    """

    kind: Kind
    title: str
    old_pointer: str | None
    new_pointer: str | None
    old: Any
    new: Any
    old_text: str
    new_text: str
    old_unit: str
    new_unit: str


@dataclass(frozen=True, slots=True)
class Node:
    """A value at its place in one of the documents, and the value that holds it."""

    tokens: Tokens
    value: Any
    owner: Any

    def entry(self, position: int | None) -> Node | None:
        if position is None:
            return None
        return Node((*self.tokens, position), self.value[position], self.value)

    def member(self, key: str) -> Node | None:
        if key not in self.value:
            return None
        return Node((*self.tokens, key), self.value[key], self.value)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the schema two nodes stand; ``field`` is None where it knows no such field."""

    root: Field
    depth: int  # tokens above the root
    field: Field | None
    owner: Field


def field_changes(root: Field, old: Node | None, new: Node | None) -> Iterator[FieldChange]:
    """Yield what differs between two nodes whose field is ``root``, in the order of the schema."""
    node = new or old
    if node is not None:
        yield from _changes(_Place(root, len(node.tokens), root, root), old, new)


def _changes(place: _Place, old: Node | None, new: Node | None) -> Iterator[FieldChange]:
    if old is None or new is None:
        yield _change(place, old, new)
        return
    field = None if place.field is None or is_whole(place.field) else place.field
    if field and isinstance(old.value, dict) and isinstance(new.value, dict):
        for key in _keys(field, old.value, new.value):
            part = replace(place, field=field.part(key), owner=field)
            yield from _changes(part, old.member(key), new.member(key))
    elif field and isinstance(old.value, list) and isinstance(new.value, list):
        part = replace(place, field=field.entries, owner=field)
        for left, right in align(old.value, new.value):
            yield from _changes(part, old.entry(left), new.entry(right))
    elif not same(old.value, new.value):
        yield _change(place, old, new)


def _keys(field: Field, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """All keys of both, in the order of the schema; those it does not know last."""
    present = old.keys() | new.keys()
    known = [key for key in field.properties if key in present]
    return [*known, *sorted(present - set(known))]


def _change(place: _Place, old: Node | None, new: Node | None) -> FieldChange:
    tokens = new.tokens if new else old.tokens if old else ()
    return FieldChange(
        kind=Kind.CHANGED if old and new else Kind.ADDED if new else Kind.REMOVED,
        title=title_path(tokens[place.depth :], place.root) or _own_title(place),
        old_pointer=join_pointer(old.tokens) if old else None,
        new_pointer=join_pointer(new.tokens) if new else None,
        old=old.value if old else None,
        new=new.value if new else None,
        old_text=_text(place, old),
        new_text=_text(place, new),
        old_unit=_unit(place, old),
        new_unit=_unit(place, new),
    )


def _own_title(place: _Place) -> str:
    """The title of a place that adds nothing to that of the root: the root, a claim's value."""
    if place.owner.is_claim and place.field is not place.root:
        return ANSWER
    return _ENTRY_TITLES.get(place.root.key, place.root.title)


def _text(place: _Place, node: Node | None) -> str:
    if node is None:
        return ""
    return field_text(place.field, node.value, place.owner, node.owner)


def _unit(place: _Place, node: Node | None) -> str:
    """The unit or currency of a figure; empty for anything else."""
    figure = figure_in(place.field, node.value, place.owner, node.owner) if node else None
    return figure.currency or figure.unit if figure else ""
