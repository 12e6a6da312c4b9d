"""Why the API refuses a request: all reasons, and one of them."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One type of problem in the list of all."""

    link: Link
    status: int
    title: str


@dataclass(frozen=True, slots=True)
class DetailCode:
    """One code that the entries of ``errors`` have."""

    code: str
    meaning: str


@dataclass(frozen=True, slots=True)
class DetailGroup:
    """The codes of one layer of checks, with an anchor."""

    anchor: str
    title: str
    codes: tuple[DetailCode, ...]


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    rows: tuple[ProblemRow, ...]
    groups: tuple[DetailGroup, ...]


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """``codes`` are those that the entries of ``errors`` have with this type."""

    code: str
    status: int
    title: str
    cause: str
    fix: str
    codes: tuple[DetailCode, ...]
