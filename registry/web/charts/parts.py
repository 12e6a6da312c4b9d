"""The shapes a drawing is made of. Lengths are CSS pixels of a screen that does not scale it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

Side = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rect:
    tag: ClassVar = "rect"

    look: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    tag: ClassVar = "line"

    look: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Path:
    """Any other shape; ``d`` is SVG path data around the point (``x``, ``y``)."""

    tag: ClassVar = "path"

    look: str
    d: str
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text with its baseline at ``y``; ``turn`` is clockwise, in degrees."""

    tag: ClassVar = "text"

    look: str
    x: float
    y: float
    text: str
    side: Side = "start"
    turn: int = 0


Part = Rect | Line | Path | Words


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands for one thing: its shapes, its words for who points at it, where it leads."""

    title: str
    parts: tuple[Part, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart without its title: ground first, then the marks, then what is written over them."""

    width: float
    height: float
    ground: tuple[Part, ...]
    marks: tuple[Mark, ...]
    over: tuple[Part, ...] = ()

    @property
    def has_links(self) -> bool:
        return any(mark.url for mark in self.marks)

    def parts(self) -> Iterator[Part]:
        """Every shape, in the order in which it is drawn."""
        yield from self.ground
        for mark in self.marks:
            yield from mark.parts
        yield from self.over


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have more than an edge in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )
