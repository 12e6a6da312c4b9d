"""The one way in for files: finds out what a file is, and has it read as that."""

from __future__ import annotations

from registry.importers.cards import read_card_file
from registry.rules.imports import Import
from registry.rules.problems import Problem

# A README with all results of an evaluation harness can pass 1 MiB; nothing people write passes 2.
MAXIMUM_BYTES = 2 * 2**20

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_YAML_NAMES = (".yaml", ".yml")


def read_import(data: bytes, *, file_name: str = "") -> Import:
    """Read a card of ours, JSON or YAML.

    Never raises, and gives the same answer for the same bytes. ``file_name`` decides where the text
    could be several things. A leading byte order mark is passed over.
    """
    if len(data) > MAXIMUM_BYTES:
        return Import("text", problems=(_too_large(data),))
    data = data.removeprefix(_BYTE_ORDER_MARK)
    name = file_name.lower()
    if name.endswith(".json") or (not name.endswith(_YAML_NAMES) and data.lstrip()[:1] == b"{"):
        return read_card_file(data, "json")
    return read_card_file(data, "yaml")


def _too_large(data: bytes) -> Problem:
    return Problem(
        "",
        "reading.size",
        f"The file has {len(data):,} bytes; at most {MAXIMUM_BYTES:,} (2 MiB) are accepted.",
        "Cut what is no statement about the model: images, logs, long tables of results.",
    )
