"""Inputs as data: what a page shows of one field of the card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from registry.rules.entry.kinds import MOST_RADIOS, Kind
from registry.rules.entry.names import SILENT, WAS, joined, name_of
from registry.rules.problems import Problem

# What each status says, as one line beside its button.
STATUSES = {
    SILENT: "say nothing – the question stays open on the public page",
    "disclosed": "disclosed – here is the answer",
    "none": "none – there is none, and we say so",
    "withheld": "withheld – we know and do not say, for a reason",
    "unknown": "unknown – we do not know ourselves",
    "not_applicable": "not applicable – only where the facts or an editor make it so",
}


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True)
class Input:
    """One input, or a group of inputs with one name before theirs.

    ``value`` is the text shown, ``understood`` the figure it was taken for. ``parts`` are the
    inputs of a group, ``rows`` those of each row; ``blank`` is an empty row to add. ``example`` is
    a small valid value as text.
    """

    kind: Kind
    name: str
    label: str
    hint: str = ""
    unit: str = ""
    required: bool = False
    value: str = ""
    was: str = ""
    understood: str = ""
    example: str = ""
    error: str = ""
    longest: int | None = None
    most: int | None = None
    options: tuple[Option, ...] = ()
    parts: tuple[Input, ...] = ()
    rows: tuple[Input, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the input in the page."""
        return "at-" + self.name.replace(".", "-").replace("~", "_")

    @property
    def was_name(self) -> str:
        """The name of the hidden input that says what the page showed."""
        return joined(self.name, WAS)

    @property
    def has_radios(self) -> bool:
        return len(self.options) <= MOST_RADIOS + 1 or self.is_status

    @property
    def is_status(self) -> bool:
        return bool(self.options) and self.options[0].value == SILENT

    @cached_property
    def is_filled(self) -> bool:
        """Whether anything is typed or chosen in it or below it."""
        if any(option.chosen and option.value for option in self.options):
            return True
        return bool(self.value) or any(one.is_filled for one in (*self.parts, *self.rows))

    @cached_property
    def has_error(self) -> bool:
        return bool(self.error) or any(one.has_error for one in (*self.parts, *self.rows))

    def part(self, key: str) -> Input:
        """The input of one member; raises ``KeyError`` where there is none."""
        wanted = joined(self.name, key)
        for one in self.parts:
            if one.name == wanted:
                return one
        raise KeyError(wanted)


@dataclass(frozen=True, slots=True)
class Filled:
    """What the inputs of a section show: its content, texts that could not be read, problems.

    The list named ``blank`` gets one more row, empty.
    """

    content: Mapping[str, Any]
    unparsed: Mapping[str, str]
    problems: Sequence[Problem] = ()
    blank: str = ""

    def error_at(self, name: str) -> str:
        """The first problem at exactly this input."""
        return next(
            (each.message for each in self.problems if name_of(each.pointer) == name),
            "",
        )
