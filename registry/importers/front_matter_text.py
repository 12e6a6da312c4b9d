"""Reads the front matter of a README: YAML as people write it on model hubs.

Unlike a card, it is read as far as it goes. ``no`` is the language code, ``12:30`` and dates are
text, 6e24 is a number. What could mean two things is not taken: a key that stands twice, an alias,
a value with a tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from yaml import events

from registry.rules.checking.document_builder import NUMBER, DocumentBuilder, UnreadableError
from registry.rules.checking.yaml_text import offset_of, scan_events
from registry.rules.pointer import split_pointer, tokens_in
from registry.rules.problems import Problem, shown

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_LOOKS_LIKE_A_KEY = re.compile(r"---[ \t]*\n[ \t\n]*[A-Za-z_][\w-]*[ \t]*:")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``values`` by key. ``refused``: the keys on the way to what was not taken, it, and why.

    ``body`` is the text with the front matter blanked out, so that its lines keep their numbers.
    """

    body: str
    values: dict[str, Any] | None = None
    refused: tuple[tuple[tuple[str, ...], Any, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Split ``text``, whose lines end in line feeds, and read what stands between its fences."""
    start = len(text) - len(text.lstrip())
    opening = _FENCE.match(text, start)
    if not opening or text.rfind("\n", 0, start) + 1 != start:
        return FrontMatter(text)
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        is_meant = _LOOKS_LIKE_A_KEY.match(text, start)
        return FrontMatter(text, problems=(_not_closed(text, start),) if is_meant else ())
    body = "\n" * text.count("\n", 0, closing.end()) + text[closing.end() :]
    # Blanked up to its first line, so that its lines are counted as in the file.
    yaml_text = "\n" * text.count("\n", 0, opening.end()) + text[opening.end() : closing.start()]
    return _read(yaml_text, body)


def _read(text: str, body: str) -> FrontMatter:
    builder = _Builder(text)
    problems: list[Problem] = []
    try:
        scan_events(text, builder, _scan_node)
    except UnreadableError as error:
        problems.append(error.problem)
    document = builder.document
    if document is None:
        return FrontMatter(body, {}, (), tuple(problems))
    if not isinstance(document, dict):
        found = f"The front matter is {shown(document)}; expected keys with values."
        hint = "Write each as a line of its own, such as license: mit."
        problems.append(Problem("", "reading.not_an_object", found, hint, 1, 1))
        return FrontMatter(body, None, (), tuple(problems))
    refused = tuple(
        (split_pointer(pointer), _taken_out(document, pointer), reason)
        for pointer, reason in builder.refused
    )
    return FrontMatter(body, document, refused, (*builder.problems, *problems))


class _Builder(DocumentBuilder):
    """Notes the places of what must not be taken: ``refused`` has their pointers, with why."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.refused: list[tuple[str, str]] = []

    def key(self, key: str, offset: int) -> None:
        is_repeated = key in self._containers[-1]
        super().key(key, offset)
        if is_repeated:
            self.refuse("The key stands twice; neither value is taken.")

    def refuse(self, reason: str) -> None:
        self.refused.append((self.pointer(), reason))


def _scan_node(event: events.NodeEvent, builder: _Builder) -> None:
    offset = offset_of(event.start_mark)
    if builder.wants_key:
        if not isinstance(event, events.ScalarEvent):
            raise builder.fail("reading.yaml_key", "A key must be plain text.", offset)
        builder.key(event.value, offset)
        return
    if isinstance(event, events.AliasEvent):
        _refuse(builder, "reading.yaml_alias", f"aliases are not followed: *{event.anchor}", offset)
        builder.scalar(None, offset)
        return
    if tag := getattr(event, "tag", None):
        _refuse(builder, "reading.yaml_tag", f"tags are not followed: {shown(tag)}", offset)
    if isinstance(event, events.MappingStartEvent):
        builder.begin({}, offset)
    elif isinstance(event, events.SequenceStartEvent):
        builder.begin([], offset)
    elif isinstance(event, events.ScalarEvent):
        _scan_scalar(event, builder, offset)


def _scan_scalar(event: events.ScalarEvent, builder: _Builder, offset: int) -> None:
    is_plain = event.implicit[0]
    if is_plain and event.value in _WORDS:
        builder.scalar(_WORDS[event.value], offset)
    elif is_plain and NUMBER.fullmatch(event.value):
        builder.number(event.value, offset)
    else:
        builder.scalar(event.value, offset)


def _refuse(builder: _Builder, code: str, what: str, offset: int) -> None:
    builder.report(code, f"YAML {what}.", offset, "Write the value out.")
    builder.refuse(f"YAML {what}.")


def _taken_out(document: dict[str, Any], pointer: str) -> Any:
    """Take a value out and return it; in a list it leaves an empty place, so that later pointers
    still hold.
    """
    *way, last = tokens_in(document, pointer)
    place: Any = document
    try:
        for token in way:
            place = place[token]
        if isinstance(place, dict):
            return place.pop(str(last), None)
        value, place[last] = place[last], None
    except (KeyError, IndexError, TypeError):
        return None  # what is around it was taken out already, or was never read
    return value


def _not_closed(text: str, start: int) -> Problem:
    return Problem(
        "",
        "reading.syntax",
        "Front matter begins here and has no closing ---; the file is read as text.",
        "End it with a line that holds three hyphens and nothing else.",
        text.count("\n", 0, start) + 1,
        1,
    )
