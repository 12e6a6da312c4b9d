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
    """``template`` is a file in ``templates/components``, shown inside an ``element``."""

    template: str
    purpose: str
    examples: tuple[Example, ...]
    element: str = "div"
