"""What the plausibility checks found on a card, beside the claims and in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from registry.web.view_models.shared import Link

Severity = Literal["pass", "note", "warn", "error", "not_run"]


@dataclass(frozen=True, slots=True)
class ArithmeticLine:
    """One result. ``text`` holds the sum with its numbers, ``advice`` what its author may do.

    ``accepted`` is the public reason for which an editor let it stand. ``scope`` says what the
    figures cover where they stand apart from their claim. ``claims`` are the claims it is about,
    ``place`` is the anchor of the list with all results of its kind.
    """

    check: str
    name: str
    severity: Severity
    text: str
    advice: str = ""
    accepted: str = ""
    scope: str = ""
    claims: tuple[Link, ...] = ()
    place: str = "arithmetic"

    @property
    def is_doubt(self) -> bool:
        return self.severity in ("warn", "error")


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """All results on a card: a sentence with the counts, then the results by what they say."""

    summary: str
    doubts: tuple[ArithmeticLine, ...] = ()
    notes: tuple[ArithmeticLine, ...] = ()
    agreements: tuple[ArithmeticLine, ...] = ()
    not_run: tuple[ArithmeticLine, ...] = ()
