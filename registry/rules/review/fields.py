"""Reading what people send, strictly: every field named, nothing dropped, nothing guessed.

What is wrong is collected, so that somebody can repair all of it in one sitting. What is merely
missing is read as missing: a report is saved many times before it is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from registry.rules.checking.hidden_text import hidden_character
from registry.rules.errors import Refused
from registry.rules.pointer import join_pointer
from registry.rules.problems import shown

Choice = TypeVar("Choice", bound=StrEnum)

NOTHING = "nothing"
# C0 controls other than tab and the line ends, and the delete character.
_CONTROLS = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field: where (RFC 6901), a stable code, what was found and expected.

    ``found`` is ready to be shown: a value is quoted, and nothing in it is invisible.
    """

    pointer: str
    code: str
    found: str
    expected: str

    @property
    def message(self) -> str:
        return f"{self.pointer or 'The whole'}: found {self.found}, expected {self.expected}."


class FieldsInvalid(Refused):
    """What was sent cannot be read; ``problems`` are all that is wrong with it."""

    code = "fields_invalid"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


class Fields:
    """One object that was sent. Each name is taken once; ``finish`` refuses what nobody took."""

    def __init__(
        self, raw: object, problems: list[FieldProblem], place: Sequence[str | int] = ()
    ) -> None:
        self._problems = problems
        self._place = tuple(place)
        self._taken: set[str] = set()
        self._raw: Mapping[str, Any] = {}
        if isinstance(raw, dict):
            self._raw = raw
        else:
            self.refuse((), "form", shown(raw), "an object")

    def refuse(self, place: Sequence[str | int], code: str, found: str, expected: str) -> None:
        pointer = join_pointer((*self._place, *place))
        self._problems.append(FieldProblem(pointer, code, found, expected))

    def text(self, name: str, longest: int) -> str:
        """A text of at most so many characters; "" where there is none."""
        return self._text(self._take(name, ""), (name,), longest)

    def optional_text(self, name: str, longest: int) -> str | None:
        """A text, or None where there is none or an empty one."""
        found = self._take(name, None)
        return None if found is None else self._text(found, (name,), longest) or None

    def texts(self, name: str, most: int, longest: int) -> tuple[str, ...]:
        entries = self._list(name, most)
        return tuple(self._text(entry, (name, at), longest) for at, entry in enumerate(entries))

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        found = self._take(name, None)
        if found is None:
            return None
        if isinstance(found, str) and found in list(choices):
            return choices(found)
        self.refuse((name,), "choice", shown(found), f"one of {', '.join(choices)}")
        return None

    def integer(self, name: str, lowest: int, highest: int) -> int | None:
        found = self._take(name, None)
        if found is None:
            return None
        if type(found) is int and lowest <= found <= highest:
            return found
        expected = f"a whole number from {lowest} to {highest}"
        self.refuse((name,), "range", shown(found), expected)
        return None

    def flag(self, name: str) -> bool | None:
        found = self._take(name, None)
        if found is None or isinstance(found, bool):
            return found
        self.refuse((name,), "form", shown(found), "true or false")
        return None

    def member(self, name: str) -> Fields:
        """An object; empty where there is none."""
        return Fields(self._take(name, {}), self._problems, (*self._place, name))

    def objects(self, name: str, most: int) -> Iterator[Fields]:
        """The objects of a list, in its order."""
        for at, entry in enumerate(self._list(name, most)):
            yield Fields(entry, self._problems, (*self._place, name, at))

    def members(self, name: str, most: int, longest_key: int) -> Iterator[tuple[str, Fields]]:
        """The objects of an object, by their keys."""
        found = self._take(name, {})
        if not isinstance(found, dict):
            self.refuse((name,), "form", shown(found), "an object")
            return
        if len(found) > most:
            self.refuse((name,), "length", f"{len(found)} members", f"at most {most}")
            return
        for key, entry in found.items():
            if isinstance(key, str) and self._text(key, (name,), longest_key):
                yield key, Fields(entry, self._problems, (*self._place, name, key))
            elif not key:
                self.refuse((name,), "form", "a member without a name", "names of members")

    def finish(self) -> None:
        """Refuse every member that was not asked for."""
        for name in self._raw:
            if name not in self._taken:
                known = ", ".join(sorted(self._taken))
                self.refuse((), "unknown_member", f"the member {shown(name)}", f"only {known}")

    def _take(self, name: str, absent: Any) -> Any:
        self._taken.add(name)
        return self._raw.get(name, absent)

    def _list(self, name: str, most: int) -> list[Any]:
        found = self._take(name, [])
        if not isinstance(found, list):
            self.refuse((name,), "form", shown(found), "a list")
            return []
        if len(found) > most:
            self.refuse((name,), "length", f"{len(found)} entries", f"at most {most}")
            return []
        return found

    def _text(self, found: object, place: Sequence[str | int], longest: int) -> str:
        if not isinstance(found, str):
            self.refuse(place, "form", shown(found), "a text")
        elif len(found) > longest:
            self.refuse(place, "length", f"{len(found):,} characters", f"at most {longest:,}")
        elif character := _never_in_text(found):
            expected = "text without characters that cannot be seen"
            self.refuse(place, "character", f"U+{ord(character):04X}", expected)
        else:
            return found
        return ""


def raise_if_any(problems: Sequence[FieldProblem]) -> None:
    """Raise ``FieldsInvalid`` with all the problems that were collected."""
    if problems:
        raise FieldsInvalid(problems)


def _never_in_text(text: str) -> str | None:
    """The first character that could hide something, or that no database keeps."""
    for character in text:
        if character in _CONTROLS or "\ud800" <= character <= "\udfff":
            return character
    return hidden_character(text, is_name=False)
