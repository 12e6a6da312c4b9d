"""Random edits of real cards that keep their shape, and the replay of a difference on a card."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import strategies as st

from registry.rules.diff.fields import FieldChange, Kind
from registry.rules.pointer import split_pointer
from registry.rules.standard import load_standard
from tests.factories.starter import starter_cards

CARDS = tuple(starter_cards().values())
CLAIMS = tuple(item.claim for item in load_standard().items)
GROUPS = ("facts", "estimates", "fact_evidence", "prepared_by", "model", "language")


class Edited:
    """A card and what became of it; told by what it was made from, as the cards are long."""

    def __init__(self, number: int, seed: int, edits: int) -> None:
        self._made_from = f"card {number}, seed {seed}, {edits} edits"
        self.old, self.new = deepcopy(CARDS[number]), deepcopy(CARDS[number])
        random = Random(seed)  # noqa: S311 - the seed is hypothesis's choice
        for _ in range(edits):
            edit = random.choice((_take_claim, _drop_claim, _take_group, _edit_text, _edit_list))
            edit(self.new, random)

    def __repr__(self) -> str:
        return self._made_from


def edited_cards() -> st.SearchStrategy[Edited]:
    """A card before and after up to eight edits."""
    number = st.integers(0, len(CARDS) - 1)
    return st.builds(Edited, number, st.integers(0, 2**32), st.integers(0, 8))


def _take_claim(card: dict[str, Any], random: Random) -> None:
    section, name = random.choice(CLAIMS).split(".")
    claim = random.choice(CARDS).get(section, {}).get(name)
    if claim is not None:
        card.setdefault(section, {})[name] = deepcopy(claim)


def _drop_claim(card: dict[str, Any], random: Random) -> None:
    section, name = random.choice(CLAIMS).split(".")
    card.get(section, {}).pop(name, None)


def _take_group(card: dict[str, Any], random: Random) -> None:
    group, other = random.choice(GROUPS), random.choice(CARDS)
    if group in other:
        card[group] = deepcopy(other[group])


def _edit_text(card: dict[str, Any], random: Random) -> None:
    holder = random.choice(list(_holders(card, dict)))
    for key in ("title", "locator", "note", "name", "label", "description", "value"):
        if isinstance(holder.get(key), str):
            holder[key] += " (edited)"
        elif isinstance(holder.get(key), int | float) and not isinstance(holder[key], bool):
            holder[key] += 1


def _edit_list(card: dict[str, Any], random: Random) -> None:
    lists = [entries for entries in _holders(card, list) if entries]
    entries = random.choice(lists)
    match random.randrange(4):
        case 0:
            entries.reverse()
        case 1:
            entries.insert(random.randrange(len(entries) + 1), deepcopy(random.choice(entries)))
        case 2 if len(entries) > 1:
            entries.pop(random.randrange(len(entries)))
        case _:
            random.shuffle(entries)


def _holders(node: Any, kind: type) -> Iterable[Any]:
    if isinstance(node, kind):
        yield node
    if isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from _holders(child, kind)


def replayed(document: dict[str, Any], changes: Iterable[FieldChange]) -> dict[str, Any]:
    """The document after the changes, made from their pointers and raw values alone."""
    every, result = list(changes), {"estimates": [], "fact_evidence": [], **deepcopy(document)}
    for change in every:
        if change.kind is Kind.CHANGED:
            holder, key = _place(result, change.old_pointer)
            holder[key] = deepcopy(change.new)
    for change in sorted(every, key=lambda c: _order(c.old_pointer), reverse=True):
        if change.kind is Kind.REMOVED:
            holder, key = _place(result, change.old_pointer)
            assert holder.pop(key) == change.old
    for change in sorted(every, key=lambda c: _order(c.new_pointer)):
        if change.kind is Kind.ADDED:
            _put_in(result, change)
    return result


def _put_in(document: dict[str, Any], change: FieldChange) -> None:
    holder, key = _place(document, change.new_pointer)
    if isinstance(holder, list):
        holder.insert(key, deepcopy(change.new))
    else:
        holder[key] = deepcopy(change.new)


def _order(pointer: str | None) -> tuple[tuple[int, str], ...]:
    """Pointers in the order of the document: indices by size, keys by name."""
    tokens = split_pointer(pointer or "")
    return tuple((int(token), "") if token.isdecimal() else (-1, token) for token in tokens)


def _place(document: dict[str, Any], pointer: str | None) -> tuple[Any, Any]:
    """What holds the value at ``pointer``, and under which key; groups are made where missing."""
    *above, last = split_pointer(pointer or "")
    holder: Any = document
    for token in above:
        holder = holder[int(token)] if isinstance(holder, list) else holder.setdefault(token, {})
    return holder, int(last) if isinstance(holder, list) else last
