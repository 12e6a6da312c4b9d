"""Where a model comes from and what that cost in all."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A model this one was derived from, or whose output it was trained on."""

    model: Link
    relation: str  # "fine-tuned from its weights", "wrote training samples"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CumulativePart:
    """One ancestor's part of a cumulative total; ``share`` in percent, None where it is silent."""

    label: Link
    value: str
    share: float | None = None
    detail: str = ""

    @property
    def share_width(self) -> str:
        return f"{self.share or 0:.2f}%"


@dataclass(frozen=True, slots=True)
class CumulativeTotal:
    """Incremental and cumulative cost or compute along the weight edges."""

    title: str  # a sentence that says the finding
    own: str
    total: str  # "at least …" where an ancestor is silent
    parts: tuple[CumulativePart, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    derived_from: tuple[Ancestor, ...] = ()
    data_from: tuple[Ancestor, ...] = ()
    totals: tuple[CumulativeTotal, ...] = ()
    trained_from_scratch: bool = False
    descendants: tuple[Link, ...] = ()
