"""Titles and values of a card in words, by dotted path, whether or not the value is complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.rules.card_fields import CURRENT_VERSION, Field, card_fields, title_path
from registry.rules.checking.schema import validate
from registry.rules.diff.texts import field_text
from registry.rules.pointer import join_pointer
from registry.rules.problems import shown

# Of a value that is not complete, this many members are named in one line.
_MOST_MEMBERS = 6


def title_at(path: str) -> str:
    """The titles on the way to a path: "Cost › Final run"."""
    return title_path(tokens_of(path), card_fields()) or path


def words_at(path: str, value: Any) -> str:
    """A value in one line, as readers of the card would see it; empty for None.

    A value that a card could not hold yet, such as a sum without its currency, is told member by
    member.
    """
    if value is None:
        return ""
    if _is_complete(path, value):
        field, owner = field_at(path)
        return field_text(field, value, owner, {})
    told = list(_members(value))
    more = [f"and {len(told) - _MOST_MEMBERS} more"] if len(told) > _MOST_MEMBERS else []
    return "; ".join([*told[:_MOST_MEMBERS], *more])


def tokens_of(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def field_at(path: str) -> tuple[Field | None, Field]:
    """The field at a path, None where the card has none, and the field that holds it."""
    owner: Field = card_fields()
    field: Field | None = owner
    for token in tokens_of(path):
        if field is None:
            break
        owner, field = field, field.part(token)
    return field, owner


def _is_complete(path: str, value: Any) -> bool:
    """Whether the schema has nothing against the value itself, whatever is missing around it."""
    tokens = tokens_of(path)
    around: Any = value
    for token in reversed(tokens):
        around = {token: around}
    place = join_pointer(tokens)
    return not any(
        f"{problem.pointer}/".startswith(f"{place}/")
        for problem in validate({"schema_version": CURRENT_VERSION, "card_id": "a/b", **around})
    )


def _members(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _members(part, key.replace("_", " "))
    elif isinstance(value, list):
        for part in value:
            yield from _members(part, name)
    else:
        text = value if isinstance(value, str) else shown(value)
        yield f"{name}: {text}" if name else text
