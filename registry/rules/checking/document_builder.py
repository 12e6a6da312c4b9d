"""Builds a document from the parts a JSON or YAML scanner reports, and holds it to the limits.

Both formats go through this one builder, so they have the same limits, the same numbers and the
same refusals. It keeps its own stack: no input, however deep, can exhaust Python's.
"""

from __future__ import annotations

import math
import re
from typing import Any

from registry.rules.canonical import canonical_bytes
from registry.rules.checking.source_map import ScannedPlace, line_and_column
from registry.rules.pointer import join_pointer
from registry.rules.problems import MAXIMUM_PROBLEMS, Problem, json_text, shown

MAXIMUM_DEPTH = 32
MAXIMUM_KEY_LENGTH = 200
# A claim-by-claim complete card has about 3,000; the largest the schema allows is not useful.
MAXIMUM_VALUES = 20_000
SAFE_INTEGER = 2**53 - 1

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NONZERO = re.compile(r"^[^eE]*[1-9]")

Scalar = str | int | float | bool | None


class UnreadableError(Exception):
    """Reading cannot go on; carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class DocumentBuilder:
    """Takes the parts of a document in the order of the text; offsets count characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document: Any = None
        self.problems: list[Problem] = []
        self._root = ScannedPlace(0)
        self._containers: list[dict[str, Any] | list[Any]] = []
        self._places: list[ScannedPlace] = []
        self._tokens: list[str | int] = []
        self._key: str | None = None
        self._key_offset = 0
        self._values = 0

    @property
    def depth(self) -> int:
        return len(self._containers)

    @property
    def in_object(self) -> bool:
        return bool(self._containers) and isinstance(self._containers[-1], dict)

    @property
    def wants_key(self) -> bool:
        """Whether the next part must be a key: inside an object whose last key has its value."""
        return self._key is None and self.in_object

    @property
    def root(self) -> ScannedPlace:
        """The place of the document, with the places of all its parts."""
        return self._root

    def pointer(self) -> str:
        """Return the address of the value that is read, or comes next."""
        if self._key is not None:
            return join_pointer((*self._tokens, self._key))
        if self._containers and not self.in_object:
            return join_pointer((*self._tokens, len(self._containers[-1])))
        return join_pointer(self._tokens)

    def fail(
        self, code: str, message: str, offset: int, hint: str | None = None
    ) -> UnreadableError:
        """Return the error to raise where nothing after ``offset`` can be understood."""
        return UnreadableError(self._problem(code, message, offset, hint))

    def report(self, code: str, message: str, offset: int, hint: str | None = None) -> None:
        """Note a problem that does not keep the rest of the document from being read."""
        self._note(self._problem(code, message, offset, hint))

    def begin(self, container: dict[str, Any] | list[Any], offset: int) -> None:
        """Open an empty object or array; what follows goes into it until ``end``."""
        if self.depth == MAXIMUM_DEPTH:
            raise self.fail(
                "reading.depth",
                f"Objects and arrays are nested more than {MAXIMUM_DEPTH} deep.",
                offset,
                "A card needs fewer than ten levels.",
            )
        place, token = self._add(container, offset)
        if self._containers:
            self._tokens.append(token)
        self._containers.append(container)
        self._places.append(place)

    def end(self) -> None:
        self._containers.pop()
        self._places.pop()
        if self._tokens:
            self._tokens.pop()

    def key(self, key: str, offset: int) -> None:
        # Addresses of everything below would carry the key, so reading ends at a bad one.
        if len(key) > MAXIMUM_KEY_LENGTH:
            raise self.fail(
                "reading.key_length",
                f"The key {shown(key)} has {len(key):,} characters.",
                offset,
                f"Keys have at most {MAXIMUM_KEY_LENGTH}.",
            )
        if problem := self._bad_character(key, offset):
            raise UnreadableError(problem)
        if key in self._containers[-1]:
            line, _ = line_and_column(self.text, self._places[-1].parts[key].offset)
            self.report(
                "reading.duplicate_key",
                f"The key {shown(key)} stands twice in this object, first in line {line}.",
                offset,
                "Keep one of the two.",
            )
        self._key, self._key_offset = key, offset

    def scalar(self, value: Scalar, offset: int) -> None:
        if isinstance(value, str) and (problem := self._bad_character(value, offset)):
            self._note(problem)
        self._add(value, offset)

    def number(self, text: str, offset: int) -> None:
        """Add the number that ``text``, which matches ``NUMBER``, stands for."""
        is_integer = text.removeprefix("-").isdigit()
        self._add(self._integer(text, offset) if is_integer else self._float(text, offset), offset)

    def _add(self, value: object, offset: int) -> tuple[ScannedPlace, str | int]:
        self._values += 1
        if self._values > MAXIMUM_VALUES:
            raise self.fail(
                "reading.values", f"The document holds more than {MAXIMUM_VALUES:,} values.", offset
            )
        if not self._containers:
            self.document = value
            self._root.offset = offset
            return self._root, ""
        container = self._containers[-1]
        token: str | int
        if isinstance(container, list):
            token, place = len(container), ScannedPlace(offset)
            container.append(value)
        else:
            token, place = self._key or "", ScannedPlace(self._key_offset)
            container[token] = value
            self._key = None
        self._places[-1].parts[str(token)] = place
        return place, token

    def _integer(self, text: str, offset: int) -> int | float:
        # A double has at most 309 digits before the point; longer texts are not worth converting.
        if len(text) > 320:
            return self._float(text, offset)
        integer = int(text)
        if abs(integer) <= SAFE_INTEGER:
            return integer
        number = self._float(text, offset)
        # RFC 8785 writes doubles below 1e21 without exponent: what we write, we must read again.
        if math.isfinite(number) and canonical_bytes(number) != text.encode():
            self.report(
                "reading.integer_range",
                f"The integer {_shortened(text)} is beyond 2^53 − 1 and would lose digits.",
                offset,
                f"Write {json_text(number).removesuffix('.0')}.",
            )
        return number

    def _float(self, text: str, offset: int) -> float:
        number = float(text)
        if math.isinf(number) or (number == 0 and _NONZERO.match(text)):
            extreme = "small" if number == 0 else "large"
            self.report(
                "reading.number_range",
                f"The number {_shortened(text)} is too {extreme}.",
                offset,
                "Numbers go up to about 1.8e308 and down to about 5e-324.",
            )
        return number

    def _bad_character(self, text: str, offset: int) -> Problem | None:
        if "\0" in text:
            return self._problem(
                "reading.null_character",
                "The text contains the NUL character (U+0000).",
                offset,
                "Remove it.",
            )
        if _LONE_SURROGATE.search(text):
            return self._problem(
                "reading.lone_surrogate",
                "The text contains half of a surrogate pair, which is no character.",
                offset,
                "Write the character itself, or both halves as \\ud83d\\ude00.",
            )
        return None

    def _note(self, problem: Problem) -> None:
        if len(self.problems) < MAXIMUM_PROBLEMS:
            self.problems.append(problem)

    def _problem(self, code: str, message: str, offset: int, hint: str | None) -> Problem:
        return Problem(self.pointer(), code, message, hint, *line_and_column(self.text, offset))


def _shortened(text: str) -> str:
    """Return the digits of a number for a sentence; very long ones only in part."""
    return text if len(text) <= 40 else f"{text[:30]}… ({len(text):,} characters)"
