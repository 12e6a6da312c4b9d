"""The picture that stands for a page where a link to it is shown: 1200 by 630 pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from registry.web.view_models.shared import Bar

Tone = Literal["ink", "quiet"]


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a line; a raised or lowered one is set small."""

    text: str
    shift: Literal["", "super", "sub"] = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text on its base line; at the right edge ``x`` is where it ends."""

    x: int
    y: int
    size: int
    runs: tuple[Run, ...]
    tone: Tone = "ink"
    is_bold: bool = False
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBar:
    x: int
    y: int
    width: int
    height: int
    bar: Bar


@dataclass(frozen=True, slots=True)
class Preview:
    """``title`` is what the picture is of, for programs that read it."""

    title: str
    lines: tuple[TextLine, ...]
    bars: tuple[PlacedBar, ...]
