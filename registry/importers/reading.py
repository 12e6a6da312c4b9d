"""The one way in for files: finds out what a file is, and has it read as that."""

from __future__ import annotations

import re

from registry.importers.cards import MEMBERS, read_card_file
from registry.importers.readme import read_readme
from registry.rules.checking.reading import decoded
from registry.rules.imports import Import
from registry.rules.problems import Problem

# A README with all results of an evaluation harness can pass 1 MiB; nothing people write passes 2.
MAXIMUM_BYTES = 2 * 2**20

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_YAML_NAMES = (".yaml", ".yml")
_TEXT_NAMES = (".md", ".markdown", ".txt")
# Blank lines, comments and a document start, then a member of a card: one that only cards have, or
# one with members of its own.
_IN_FRONT = r"(?:[ \t]*(?:#[^\n]*|---[ \t]*)?\r?\n)*"
_FIRST_KEY = re.compile(
    rf"{_IN_FRONT}[\"']?(?:(?:schema_version|card_id|prepared_by)[\"']?[ \t]*:"
    rf"|(?:{'|'.join(MEMBERS)})[\"']?[ \t]*:[ \t]*(?:\{{|\r?\n))".encode()
)


def read_import(data: bytes, *, file_name: str = "") -> Import:
    """Read a card of ours (JSON or YAML), a README with front matter, or plain text.

    Never raises, and gives the same answer for the same bytes. ``file_name`` decides where the text
    could be several things. A leading byte order mark is passed over.
    """
    if len(data) > MAXIMUM_BYTES:
        return Import("text", problems=(_too_large(data),))
    data = data.removeprefix(_BYTE_ORDER_MARK)
    name = file_name.lower()
    if name.endswith(".json") or (
        not name.endswith((*_YAML_NAMES, *_TEXT_NAMES)) and data.lstrip()[:1] == b"{"
    ):
        return read_card_file(data, "json")
    if name.endswith(_YAML_NAMES) or (not name.endswith(_TEXT_NAMES) and _looks_like_a_card(data)):
        return read_card_file(data, "yaml")
    text = decoded(data)
    return Import("text", problems=(text,)) if isinstance(text, Problem) else read_readme(text)


def _looks_like_a_card(data: bytes) -> bool:
    """Whether a YAML text begins as a card, or as a part of one."""
    return _FIRST_KEY.match(data) is not None


def _too_large(data: bytes) -> Problem:
    return Problem(
        "",
        "reading.size",
        f"The file has {len(data):,} bytes; at most {MAXIMUM_BYTES:,} (2 MiB) are accepted.",
        "Cut what is no statement about the model: images, logs, long tables of results.",
    )
