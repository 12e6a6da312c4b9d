"""The picture that stands for a page where a link to it is shown: 1200 by 630 pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from unicodedata import east_asian_width

from registry.web.view_models.shared import Bar

Tone = Literal["ink", "quiet"]

LATIN = "Liberation Sans, Arial, Helvetica, sans-serif"
EAST_ASIAN = "Noto Sans CJK JP, Noto Sans JP, IPAexGothic, TakaoGothic"


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

    @property
    def fonts(self) -> str:
        """Fonts without serifs; left to itself, the renderer would take any that has the glyphs."""
        wide = any(east_asian_width(letter) in "WF" for run in self.runs for letter in run.text)
        return f"{EAST_ASIAN}, {LATIN}" if wide else LATIN


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
