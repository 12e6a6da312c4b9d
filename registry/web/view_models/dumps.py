"""The dumps that can be downloaded."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Link
from registry.web.view_models.sharing import Citation, CopyBlock


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file to download: its form and size in words, its SHA-256."""

    link: Link
    form: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DumpColumn:
    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class DumpTable:
    """What is offered in one or more forms, and the columns that are the same in each."""

    anchor: str
    title: str
    meaning: str
    rows: str
    files: tuple[DumpFile, ...]
    columns: tuple[DumpColumn, ...]


@dataclass(frozen=True, slots=True)
class DumpSummary:
    """One dump in a list."""

    link: Link
    date: str
    seq: str
    ranking: Link
    size: str


@dataclass(frozen=True, slots=True)
class DumpDetail:
    """One dump whole. ``manifest`` is its own file, which lists the others."""

    summary: DumpSummary
    versions: str
    attribution: str
    tables: tuple[DumpTable, ...]
    manifest: Link
    reading: tuple[CopyBlock, ...]
    checking: CopyBlock
    citation: Citation


@dataclass(frozen=True, slots=True)
class DumpsPage:
    """The newest dump, and those before it."""

    latest: DumpDetail | None
    earlier: tuple[DumpSummary, ...]


@dataclass(frozen=True, slots=True)
class DumpPage:
    """One dump at its own address; ``newest`` leads to the newest where that is another."""

    detail: DumpDetail
    newest: Link | None
