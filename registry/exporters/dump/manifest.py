"""The manifest of a dump: written last, so that a folder with one is complete."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from registry.exporters.dump.about import KIND, about
from registry.exporters.dump.files import File
from registry.exporters.dump.state import State

MANIFEST = "manifest.json"
# No separator of folders can stand in the name of a file, whatever a manifest says.
_FILE_NAME = re.compile(r"[a-z]+(\.[a-z]+){1,2}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
# What reading something that is no manifest of ours may raise.
_NOT_OURS = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written: the SHA-256 of its bytes, their number, its rows."""

    file: File
    sha256: str
    size: int
    rows: int


@dataclass(frozen=True, slots=True)
class ListedColumn:
    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as the manifest lists it."""

    name: str
    media_type: str
    meaning: str
    sha256: str
    size: int
    rows: int
    columns: tuple[ListedColumn, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that was read. ``files`` are all files but itself, by name."""

    form: int
    name: str
    seq: int
    created_at: datetime
    ranking: int
    as_of: date
    card_schema: str
    standard: str
    method: str
    generator: str
    license: str
    attribution: str
    files: Mapping[str, ListedFile]


def manifest_text(state: State, written: Sequence[Written]) -> str:
    """The manifest of what was written, as JSON."""
    content = {**about(state), "files": {each.file.name: _listed(each) for each in written}}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _listed(written: Written) -> dict[str, Any]:
    return {
        "sha256": written.sha256,
        "bytes": written.size,
        "rows": written.rows,
        "media_type": written.file.media_type,
        "description": written.file.meaning,
        "columns": [
            {"name": column.name, "type": column.kind, "description": column.meaning}
            for column in written.file.columns
        ],
    }


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a dump; nothing where ``folder`` is none."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
        if content["kind"] != KIND:
            return None
        return Manifest(
            form=int(content["form"]),
            name=str(content["name"]),
            seq=int(content["seq"]),
            created_at=datetime.fromisoformat(content["created_at"]),
            ranking=int(content["current_ranking"]),
            as_of=date.fromisoformat(content["as_of"]),
            card_schema=str(content["card_schema"]),
            standard=str(content["standard"]),
            method=str(content["method"]),
            generator=str(content["generator"]),
            license=str(content["license"]),
            attribution=str(content["attribution"]),
            files={name: _read_file(name, row) for name, row in content["files"].items()},
        )
    except _NOT_OURS:
        return None


def _read_file(name: str, row: Mapping[str, Any]) -> ListedFile:
    if not (_FILE_NAME.fullmatch(name) and _DIGEST.fullmatch(row["sha256"])):
        raise ValueError(f"{name!r} is no file of a dump.")
    return ListedFile(
        name=name,
        media_type=str(row["media_type"]),
        meaning=str(row["description"]),
        sha256=row["sha256"],
        size=int(row["bytes"]),
        rows=int(row["rows"]),
        columns=tuple(
            ListedColumn(str(column["name"]), str(column["type"]), str(column["description"]))
            for column in row["columns"]
        ),
    )
