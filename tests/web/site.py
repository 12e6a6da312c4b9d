"""Reading pages as a browser would: what they hold, and whether they hold together."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.test import Client

HOST = "http://testserver"
VOID = {"br", "hr", "img", "input", "link", "meta"}
BLOCKS = {"article", "dd", "div", "dt", "figcaption", "li", "p", "section", "td", "th", "tr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Attributes by which a page makes the browser fetch something on its own.
FETCHING = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("use", "href"),
    ("image", "href"),
    ("iframe", "src"),
    ("object", "data"),
    ("source", "src"),
}
FETCHING_RELATIONS = {"icon", "manifest", "modulepreload", "prefetch", "preload", "stylesheet"}
DATA_BLOCK = "application/ld+json"


@dataclass
class Page(HTMLParser):
    """One page, read once. ``text`` is what a reader sees, blocks apart by a space.

    ``data`` is what stands in blocks of JSON-LD, which no browser runs or shows.
    """

    url: str
    html: str
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    tags: list[tuple[str, Mapping[str, str | None]]] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._pieces: list[str] = []
        self.feed(self.html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]
        self.text = " ".join("".join(self._pieces).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._seen(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._seen(tag, attrs)

    def _seen(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if len(values) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.tags.append((tag, values))
        if tag in HEADINGS:
            self.headings.append(int(tag[1]))
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a" and "href" in values:
            self.links.append(str(values["href"]))
        self.assets += [
            str(value)
            for name, value in values.items()
            if (tag, name) in FETCHING
            and (tag != "link" or values.get("rel") in FETCHING_RELATIONS)
        ]
        if tag in BLOCKS:
            self._pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing that is open")
        if tag in BLOCKS:
            self._pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["script"]:
            self.data.append(json.loads(data))
        else:
            self._pieces.append(data)

    def internal_links(self) -> Iterator[tuple[str, str]]:
        """Path and fragment of every link that stays on the site."""
        for link in self.links:
            address, fragment = urldefrag(urljoin(HOST + self.url, link))
            if address.startswith(HOST):
                yield urlsplit(address).path or "/", unquote(fragment)


def is_of_the_templates(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether a script or a picture is one that templates write: data, or a file of the site."""
    source = attributes.get("src") or ""
    if tag == "script":
        return attributes.get("type") == DATA_BLOCK or source.startswith("/static/")
    return tag == "img" and source.startswith(("/badges/", "/static/"))


@dataclass
class Site:
    """Everything reachable by links from the first page: responses, and the pages among them."""

    responses: dict[str, Any]
    pages: dict[str, Page]

    @classmethod
    def crawl(cls, client: Client, *starts: str, within: str = "/") -> Site:
        """Follow every internal link from ``starts``, the first page unless told otherwise.

        Pages outside ``within`` are opened, but their links are not followed. Pages about
        somebody's own things, which ask to sign in first, are left out.
        """
        responses: dict[str, Any] = {}
        pages: dict[str, Page] = {}
        queue, seen = deque(starts or ("/",)), set()
        while queue:
            path = queue.popleft()
            if path in seen:
                continue
            seen.add(path)
            response = client.get(path)
            if response.headers.get("Location", "").startswith("/account/sign-in/"):
                continue
            responses[path] = response
            if response.streaming:
                # Read to the end, which closes the file that is streamed.
                for _ in response.streaming_content:
                    pass
            if response.headers.get("Content-Type", "").startswith("text/html"):
                page = pages[path] = Page(path, response.content.decode())
                if path.startswith(within):
                    queue.extend(target for target, _ in page.internal_links())
        return cls(responses, pages)


def read(client: Client, url: str) -> Page:
    """One page at ``url``, whatever its status."""
    return Page(url, client.get(url).content.decode())
