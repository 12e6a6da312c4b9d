"""What the page of two versions of one section shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.drafts import ErrorLine


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of the versions of a place, as a choice."""

    value: str
    label: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One place that differs between what was typed and what is stored. ``name`` is the input's."""

    name: str
    place: str
    note: str
    sides: Sequence[ConflictSide]
    error: str = ""

    @property
    def anchor(self) -> str:
        return self.name.replace("_", "at-").replace(".", "-")


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Two versions of one section. ``base`` and ``token`` name what both began from and what is
    stored; ``mine`` are the inputs that say what was typed.
    """

    title: str
    lines: Sequence[ConflictLine]
    who: str
    when: datetime | None
    base: str
    token: str
    mine: Sequence[tuple[str, str]]
    url: str

    @property
    def errors(self) -> Sequence[ErrorLine]:
        return [ErrorLine(line.place, line.anchor) for line in self.lines if line.error]
