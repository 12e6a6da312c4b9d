"""Where in the text each value of a document stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from registry.rules.pointer import split_pointer
from registry.rules.problems import Problem


class Place(Protocol):
    """Offset (in characters) of a member's key, an array entry or the document, and its parts."""

    @property
    def offset(self) -> int: ...

    @property
    def parts(self) -> Mapping[str, Place]: ...


@dataclass(slots=True)
class ScannedPlace:
    """A place noted while a text was scanned."""

    offset: int
    parts: dict[str, ScannedPlace] = field(default_factory=dict)


@dataclass(frozen=True)
class SourceMap:
    """Answers, for a pointer, at which line and column its value is written.

    ``scan`` finds the places; it is called when the first one is asked for.
    """

    text: str
    scan: Callable[[], Place]

    @cached_property
    def root(self) -> Place:
        """The place of the document, with the places of all its parts."""
        return self.scan()

    def locate(self, pointer: str) -> tuple[int, int]:
        """Return line and column, from 1; of the nearest ancestor where the value is missing."""
        place: Place = self.root
        for token in split_pointer(pointer):
            part = place.parts.get(token)
            if part is None:
                break
            place = part
        return line_and_column(self.text, place.offset)

    def located(self, problem: Problem) -> Problem:
        """Return ``problem`` with its line and column, unless it brought its own."""
        if problem.line is not None:
            return problem
        line, column = self.locate(problem.pointer)
        return replace(problem, line=line, column=column)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column, both from 1, of the character at ``offset``."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
