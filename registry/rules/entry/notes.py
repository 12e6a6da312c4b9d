"""What could not be read: kept by the name of its input, taken out of the content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from registry.rules.card_fields import Field, card_fields
from registry.rules.draft_check import malformed
from registry.rules.entry.kinds import Kind, kind_of
from registry.rules.entry.names import PARTS_OF_MONEY, joined, name_of
from registry.rules.pointer import join_pointer, tokens_in
from registry.rules.problems import Problem

FIGURES = frozenset({Kind.FIGURE, Kind.MONEY})
# Inputs with others below them.
HOLDING = FIGURES | {Kind.CLAIM, Kind.GROUP, Kind.ROWS}


@dataclass
class Notes:
    """What is found on the way, by the names that inputs have in the content that is made.

    ``typed`` are all texts, ``unparsed`` those that could not be read.
    """

    typed: dict[str, str] = field(default_factory=dict)
    unparsed: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)

    def refuse(self, name: str, text: str, message: str, code: str = "schema.type") -> None:
        self.unparsed[name] = text
        self.problems.append(Problem(join_pointer(name.split(".")), code, message))

    def forget(self, name: str) -> None:
        """Drop what was noted at a place that turns out not to be in the content."""
        for key in [key for key in self.unparsed if key == name or key.startswith(f"{name}.")]:
            del self.unparsed[key]
        self.problems = [
            problem
            for problem in self.problems
            if not f"{name_of(problem.pointer)}.".startswith(f"{name}.")
        ]

    def take_out_malformed(self, section: str, content: dict[str, Any]) -> None:
        """Move what no card can hold from the content to the texts that could not be read."""
        while problems := malformed(section, content):
            dropped = False
            for problem in problems:
                tokens = _leaf(tokens_in(content, problem.pointer))
                name = ".".join(map(str, tokens))
                dropped |= _drop(content, tokens)
                if text := self.typed.get(name):
                    self.unparsed[name] = text
                self.problems.append(
                    Problem(join_pointer(tokens), problem.code, problem.message, problem.hint)
                )
            if not dropped:
                raise AssertionError(f"Nothing can be taken out at {problems[0].pointer}")
            _prune(content)
        self._close_up(content, "")
        _prune(content)

    def _close_up(self, value: Any, name: str) -> None:
        """Drop rows in which nothing is left, not even a text that could not be read.

        The next reading would drop them too; until here they kept the places of the others.
        """
        if isinstance(value, dict):
            for key, part in value.items():
                self._close_up(part, joined(name, key))
        elif isinstance(value, list):
            kept: list[Any] = []
            for index, row in enumerate(value):
                place = joined(name, index)
                self._close_up(row, place)
                if row == {} and not any(key.startswith(f"{place}.") for key in self.unparsed):
                    # What was wrong in it is told at the list.
                    self._rename(place, lambda _: name)
                    continue
                if len(kept) < index:
                    new = joined(name, len(kept))
                    self._rename(place, lambda old: new + old.removeprefix(place))  # noqa: B023
                kept.append(row)
            value[:] = kept

    def _rename(self, place: str, new: Callable[[str], str]) -> None:
        """Give what was noted at ``place`` and below its new name."""

        def named(name: str) -> str:
            return new(name) if f"{name}.".startswith(f"{place}.") else name

        self.unparsed = {named(name): text for name, text in self.unparsed.items()}
        self.problems = [
            replace(one, pointer=join_pointer(named(name_of(one.pointer)).split(".")))
            if one.pointer
            else one
            for one in self.problems
        ]


def _prune(members: dict[str, Any]) -> None:
    """Take out groups and lists in which nothing is left; an empty row stays, for the others."""
    for key, value in list(members.items()):
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, dict):
                _prune(each)
        if value in ({}, []):
            del members[key]


def _leaf(tokens: Sequence[str | int]) -> list[str | int]:
    """The place of the input that holds a place: a figure's for its amount, a list's for a line."""
    root, place = card_fields(), []
    current: Field | None = root
    for token in tokens:
        is_number_of_a_figure = current is not None and kind_of(current) in FIGURES
        if is_number_of_a_figure and token not in PARTS_OF_MONEY:
            break
        current = current.part(token) if current else None
        place.append(token)
        if current is None or kind_of(current) not in HOLDING:
            break
    return place


def _drop(content: Any, tokens: Sequence[str | int]) -> bool:
    """Remove the value at a place; a row leaves an empty one, so that the others keep theirs."""
    for token in tokens[:-1]:
        try:
            content = content[token]
        except (KeyError, IndexError, TypeError):
            return False
    last = tokens[-1]
    if isinstance(content, list) and isinstance(last, int) and last < len(content):
        if content[last] == {}:
            del content[last]
        else:
            content[last] = {}
        return True
    return isinstance(content, dict) and content.pop(str(last), None) is not None
