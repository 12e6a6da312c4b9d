"""How a card answers every item, one letter each: short enough to search in all cards at once.

Behind the letters stand the grades, one digit each, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from registry.rules.standard import Standard

# "Not applicable" is computed, so it comes before what the card itself says.
LETTERS: Mapping[str, str] = {
    "disclosed": "d",
    "none": "n",
    "withheld": "w",
    "unknown": "u",
    "silent": "s",
    "not_applicable": "x",
}


def letter(status: str, *, applicable: bool) -> str:
    """The letter of one claim; a claim of "not applicable" where the item applies is silence."""
    if not applicable:
        return LETTERS["not_applicable"]
    return LETTERS["silent" if status == "not_applicable" else status]


def status_of(status: str, *, applicable: bool) -> str:
    """The status that stands for one claim in lists: that of its letter."""
    found = letter(status, applicable=applicable)
    return next(name for name, each in LETTERS.items() if each == found)


def claim_states(states: Mapping[str, str], items: Iterable[str]) -> str:
    """The letters of all items in their order; ``states`` are letters by item id.

    An item that was not graded counts as silent.
    """
    return "".join(states.get(item, LETTERS["silent"]) for item in items)


def claim_grades(grades: Mapping[str, int], items: Iterable[str]) -> str:
    """The grades of all items in their order; one that was not graded counts as silent."""
    return "".join(str(grades.get(item, 0)) for item in items)


def position(item: str, standard: Standard) -> int:
    """Where the letter of ``item`` stands, counted from 0; raises ``ValueError`` for no item."""
    return [each.id for each in standard.items].index(item)


def grade_position(item: str, standard: Standard) -> int:
    """Where the digit of the grade of ``item`` stands, counted from 0; raises as ``position``."""
    return len(standard.items) + position(item, standard)
