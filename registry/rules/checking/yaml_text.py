"""Scans the part of YAML that says what JSON can say, and nothing that surprises.

PyYAML supplies the events only; how a plain scalar is read is decided here, by JSON's rules. So
``012``, ``1_000``, ``12:30`` and ``2025-01-20`` stay text (YAML 1.1 makes them 10, 1000, 750 and a
date), ``3.8e25`` is a number, and there is nothing to construct: no alias can multiply, no tag can
name a type. ``no`` is refused: the language of Norway to one reader, false to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import yaml
from yaml import events

from registry.rules.checking.document_builder import NUMBER, DocumentBuilder, UnreadableError
from registry.rules.problems import shown

Builder = TypeVar("Builder", bound=DocumentBuilder)

# null is never valid in a card: whoever writes ~ or nothing is told to leave the field out.
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
# Truth values by YAML 1.1, text by YAML 1.2 or by JSON: what the author meant cannot be known.
_AMBIGUOUS = {
    form: truth
    for truth, words in ((True, "y yes on true"), (False, "n no off false"))
    for word in words.split()
    for form in (word, word.capitalize(), word.upper())
    if form not in _WORDS
}

# Messages of the YAML scanner that say too little, and what usually lies behind them.
_SLIPS = {
    "mapping values are not allowed in this context": (
        "Put text that contains a colon in quotes, and check the indentation."
    ),
    "found character that cannot start any token": (
        "Indent with spaces, not tabs; put text that begins with @, ` or % in quotes."
    ),
    "found unexpected end of stream": "A quote is not closed.",
    "did not find expected ',' or ']'": "A square bracket is not closed.",
    "did not find expected ',' or '}'": "A curly bracket is not closed.",
    "did not find expected key": "Check the indentation, and put text with quotes in it in quotes.",
    "found unknown escape character": "Write a backslash as \\\\, or use single quotes.",
    "found invalid Unicode character escape code": "Write the character itself.",
}


def scan_yaml(text: str, builder: DocumentBuilder) -> None:
    """Report every part of ``text`` to ``builder``; raise ``UnreadableError`` for all else."""
    scan_events(text, builder, _scan_node)


def scan_events(
    text: str, builder: Builder, scan_node: Callable[[events.NodeEvent, Builder], None]
) -> None:
    """Scan ``text`` with another reading of its keys and values than a card's."""
    documents = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, events.NodeEvent):
                scan_node(event, builder)
            elif isinstance(event, events.CollectionEndEvent):
                builder.end()
            elif isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise builder.fail(
                        "reading.yaml_documents",
                        "A second YAML document begins here.",
                        offset_of(event.start_mark),
                        "Put one card in a file.",
                    )
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, builder) from error
    except yaml.reader.ReaderError as error:
        raise builder.fail(
            "reading.syntax",
            f"YAML does not allow the character U+{error.character:04X}.",
            len(text.encode()[: error.position].decode(errors="ignore")),
            "Remove it, or write it as an escape in double quotes.",
        ) from error


def _scan_node(event: events.NodeEvent, builder: DocumentBuilder) -> None:
    offset = offset_of(event.start_mark)
    if event.anchor is not None:
        raise builder.fail(
            "reading.yaml_alias",
            f"YAML anchors and aliases are not accepted: {shown(event.anchor)}.",
            offset,
            "Write the value out where it is used; put text that begins with & or * in quotes.",
        )
    tag = getattr(event, "tag", None)
    if tag is not None:
        raise builder.fail(
            "reading.yaml_tag",
            f"YAML tags are not accepted: {shown(tag)}.",
            offset,
            "Remove it; put text that begins with ! in quotes.",
        )
    if builder.wants_key:
        _scan_key(event, builder)
    elif isinstance(event, events.MappingStartEvent):
        builder.begin({}, offset)
    elif isinstance(event, events.SequenceStartEvent):
        builder.begin([], offset)
    elif isinstance(event, events.ScalarEvent):
        _scan_scalar(event, builder)


def _scan_key(event: events.NodeEvent, builder: DocumentBuilder) -> None:
    offset = offset_of(event.start_mark)
    if not isinstance(event, events.ScalarEvent):
        raise builder.fail("reading.yaml_key", "A key must be plain text.", offset)
    if event.value == "<<" and event.implicit[0]:
        raise builder.fail(
            "reading.yaml_alias",
            "YAML merge keys (<<) are not accepted.",
            offset,
            "Write the fields out where they are used.",
        )
    builder.key(event.value, offset)


def _scan_scalar(event: events.ScalarEvent, builder: DocumentBuilder) -> None:
    offset = offset_of(event.start_mark)
    is_plain = event.implicit[0]
    if is_plain and event.value in _WORDS:
        builder.scalar(_WORDS[event.value], offset)
    elif is_plain and NUMBER.fullmatch(event.value):
        builder.number(event.value, offset)
    elif is_plain and event.value in _AMBIGUOUS:
        truth = "true" if _AMBIGUOUS[event.value] else "false"
        builder.report(
            "reading.yaml_word",
            f"{event.value} without quotes is {truth} to some programs and text to others.",
            offset,
            f'Write {truth}, or "{event.value}" in quotes if it is text.',
        )
        builder.scalar(event.value, offset)
    else:
        builder.scalar(event.value, offset)


def offset_of(mark: Any) -> int:  # two classes without a common base, one from C
    offset: int = mark.index if mark else 0
    return offset


def _syntax_error(error: yaml.MarkedYAMLError, builder: DocumentBuilder) -> UnreadableError:
    what = ", ".join(part for part in (error.context, error.problem) if part)
    hint = _SLIPS.get(error.problem or "")
    marks = [error.problem_mark, error.context_mark]
    if hint and hint.endswith("is not closed."):  # where it was opened, not where the text ends
        marks.reverse()
    return builder.fail(
        "reading.syntax",
        f"Not well-formed YAML: {what}.",
        offset_of(marks[0] or marks[1]),
        hint,
    )
