"""What readers ask of a page by its address, and what is said where that cannot be answered."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an address cannot be answered, and the nearest one that can."""

    status: int
    text: str
    nearest: Link | None = None


@dataclass(frozen=True, slots=True)
class PairForm:
    """Asks for two numbers from 1 to ``last``: of versions, of rankings."""

    action: str
    old: int
    new: int
    last: int
    noun: str
