"""The gallery of components."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class ShownExample:
    """``html`` is what the template of the component made of the example."""

    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class ShownComponent:
    name: str
    anchor: str
    path: str
    purpose: str
    element: str
    examples: tuple[ShownExample, ...]


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """``not_shown`` are components without anything to look at, each with the reason."""

    components: tuple[ShownComponent, ...]
    not_shown: tuple[tuple[str, str], ...]
