"""What the gallery shows of a component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """One state of a component: what is to be seen in it, and the context of the template."""

    title: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    """``name`` is that of its template without the ending, shown inside an ``element``."""

    name: str
    purpose: str
    examples: tuple[Example, ...]
    element: str = "div"

    @property
    def template(self) -> str:
        return f"components/{self.name}.html"
