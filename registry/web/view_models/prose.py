"""Text written in Markdown, and examples from live data."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Link, ScoreWorking


@dataclass(frozen=True, slots=True)
class ProsePage:
    """Text written in Markdown. ``body_html`` is already sanitised; templates print it as it is."""

    title: str
    lede: str
    body_html: str
    contents: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """The method followed through for one lab, from live data."""

    lab: Link
    title: str
    working: ScoreWorking


@dataclass(frozen=True, slots=True)
class MethodPage:
    prose: ProsePage
    example: WorkedExample | None
