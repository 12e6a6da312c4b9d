"""One claim of a card, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from registry.web.view_models.arithmetic import ArithmeticLine
from registry.web.view_models.shared import AnswerLine, Bar, Evidence, Grade, Link, Table

ClaimStatus = Literal["disclosed", "none", "withheld", "unknown", "silent", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure by someone other than the developer. Shown, never scored."""

    item: Link
    author: str  # with its role: "Epoch AI (a third party)"
    value: str
    scope: str = ""
    method: str = ""
    confidence: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimBlock:
    """One question of the standard and what the card answers.

    ``answer`` is the first, large line; ``lines`` and ``tables`` hold the rest. ``reason`` says in
    one sentence why credit was lost, or why the question does not apply.
    """

    item_id: str
    item_url: str
    anchor: str
    title: str
    question: str
    grade: Grade
    status: ClaimStatus
    status_text: str
    weight: str
    credit: str = ""
    reason: str = ""
    answer: str = ""
    unit: str = ""
    scope: str = ""
    lines: tuple[AnswerLine, ...] = ()
    tables: tuple[Table, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    verification: str = ""  # how the grade "verified" came about
    review: str = ""  # what referees said: "Judged by 2 referees: 2 supported."
    note: str = ""
    as_of: str = ""
    estimates: tuple[Estimate, ...] = ()
    arithmetic: tuple[ArithmeticLine, ...] = ()
    accelerators: tuple[Link, ...] = ()  # rows of the registry's table that it names


@dataclass(frozen=True, slots=True)
class CardSection:
    """One section of a card with all its claims, in the order of the standard."""

    anchor: str
    title: str
    weight: str
    score: str  # empty where no question of the section applies
    bar: Bar
    claims: tuple[ClaimBlock, ...]

    @property
    def url(self) -> str:
        return f"#{self.anchor}"

    @property
    def answered(self) -> tuple[ClaimBlock, ...]:
        """Claims with something to read, a refusal with its reason among them."""
        return tuple(
            claim for claim in self.claims if claim.status not in {"silent", "not_applicable"}
        )

    @property
    def silent(self) -> tuple[ClaimBlock, ...]:
        return tuple(claim for claim in self.claims if claim.status == "silent")

    @property
    def not_applicable(self) -> tuple[ClaimBlock, ...]:
        return tuple(claim for claim in self.claims if claim.status == "not_applicable")
