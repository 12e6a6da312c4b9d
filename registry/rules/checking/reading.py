"""The first layer of checking: bytes to a document that can be kept, or the reasons why not.

There is one way in for JSON and YAML. It never raises, whatever the bytes; it stops reading as soon
as a limit is passed; and every document it accepts has canonical bytes, which it reads back as the
same document.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from registry.rules.checking.document_builder import SAFE_INTEGER, DocumentBuilder, UnreadableError
from registry.rules.checking.json_places import json_places
from registry.rules.checking.json_text import scan_json
from registry.rules.checking.quick_json import quick_json
from registry.rules.checking.source_map import SourceMap, line_and_column
from registry.rules.checking.yaml_text import scan_yaml
from registry.rules.problems import Problem, shown

Format = Literal["json", "yaml"]

MAXIMUM_BYTES = 2**20
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Either a document with the places of its values, or at least one problem."""

    document: dict[str, Any] | None
    source_map: SourceMap | None
    problems: tuple[Problem, ...]


def read_card(data: bytes, file_format: Format | None = None) -> ReadResult:
    """Read JSON or YAML; where ``file_format`` is None, text that begins with { or [ is JSON."""
    if file_format is None:
        file_format = "json" if data.lstrip()[:1] in (b"{", b"[") else "yaml"
    return read_json(data) if file_format == "json" else read_yaml(data)


def format_of(name: str) -> Format:
    """The format that a file name's ending promises; JSON unless it says YAML."""
    return "yaml" if name.lower().endswith((".yaml", ".yml")) else "json"


def read_json(data: bytes) -> ReadResult:
    """Read one JSON object (RFC 8259, UTF-8)."""
    text = _decode(data)
    if isinstance(text, Problem):
        return ReadResult(None, None, (text,))
    document = quick_json(text)
    if document is None:
        return _scan(text, scan_json)
    return ReadResult(document, SourceMap(text, lambda: json_places(text)), ())


def read_yaml(data: bytes) -> ReadResult:
    """Read one YAML mapping that says what JSON can say; see ``checking.yaml_text``."""
    text = _decode(data)
    if isinstance(text, Problem):
        return ReadResult(None, None, (text,))
    return _scan(text, scan_yaml)


def read_stored(data: bytes) -> dict[str, Any]:
    """Return the document whose canonical bytes ``data`` are; nothing is checked again."""
    document: dict[str, Any] = json.loads(data, parse_int=_stored_integer)
    return document


def _stored_integer(text: str) -> int | float:
    # RFC 8785 writes doubles up to 1e21 like integers; see ``DocumentBuilder.number``.
    number = int(text)
    return number if abs(number) <= SAFE_INTEGER else float(text)


def _scan(text: str, scan: Callable[[str, DocumentBuilder], None]) -> ReadResult:
    builder = DocumentBuilder(text)
    try:
        scan(text, builder)
    except UnreadableError as error:
        return ReadResult(None, None, (*builder.problems, error.problem))
    document = builder.document
    if builder.problems:
        return ReadResult(None, None, tuple(builder.problems))
    if not isinstance(document, dict):
        return ReadResult(None, None, (_not_an_object(document),))
    return ReadResult(document, SourceMap(text, lambda: builder.root), ())


def _decode(data: bytes) -> str | Problem:
    if len(data) > MAXIMUM_BYTES:
        return Problem(
            "",
            "reading.size",
            f"The text has {len(data):,} bytes; at most {MAXIMUM_BYTES:,} (1 MiB) are accepted.",
            "A complete card has about 60,000. Put data in a file and link to it.",
        )
    text = decoded(data)
    if isinstance(text, Problem):
        return text
    if text.startswith(_BYTE_ORDER_MARK):
        return Problem(
            "",
            "reading.byte_order_mark",
            "The text starts with a byte order mark (U+FEFF).",
            "Save the file as UTF-8 without BOM.",
            1,
            1,
        )
    if not text.strip():
        return Problem("", "reading.empty", "The text is empty.", "Send a model card.")
    return text


def decoded(data: bytes) -> str | Problem:
    """The text of UTF-8 without NUL, or what is wrong with it."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        return Problem(
            "",
            "reading.encoding",
            f"The text is not UTF-8: byte 0x{data[error.start]:02X} cannot stand here.",
            "Save the file as UTF-8.",
            *line_and_column(before, len(before)),
        )
    if "\0" in text:
        return Problem(
            "",
            "reading.null_character",
            "The text contains the NUL character (U+0000).",
            "Remove it; if every other character is NUL, save the file as UTF-8, not UTF-16.",
            *line_and_column(text, text.index("\0")),
        )
    return text


def _not_an_object(document: object) -> Problem:
    return Problem(
        "",
        "reading.not_an_object",
        f"A model card is an object, but the document is {shown(document)}.",
        'A card begins with {"schema_version": "1.0", "card_id": …',
        1,
        1,
    )
