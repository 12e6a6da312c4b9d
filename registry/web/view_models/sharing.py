"""What readers take with them: citations, badges, feeds, and what machines see of a page."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class CopyBlock:
    """A text to be copied as it is; ``download`` leads to the same as a file."""

    anchor: str
    label: str
    text: str
    download: Link | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite the page: a sentence, and the same in formats for programs."""

    text: str
    formats: tuple[CopyBlock, ...]
    anchor: str = "cite-text"


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge to put elsewhere; ``text`` says what it shows."""

    url: str
    text: str
    width: int
    snippets: tuple[CopyBlock, ...]
    shields_url: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """The section of a page about citing, embedding and following it."""

    citation: Citation | None = None
    badge: Badge | None = None
    feeds: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedLink:
    """A link that machines follow; ``rel`` is a registered relation (RFC 8288)."""

    rel: str
    url: str
    media_type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What machines read of a page: where it is for good, how a link to it looks, what it holds.

    ``url`` and ``preview_url`` are absolute. ``data`` is JSON-LD, escaped for a script element.
    """

    url: str
    title: str
    description: str
    preview_url: str
    preview_text: str
    links: tuple[TypedLink, ...] = ()
    data: str = ""
