"""Markdown without its marks: the same text, place by place, with what is no prose blanked out.

Whatever is taken out leaves as many spaces, so that lines and columns stay those of the file. Every
expression here looks at a bounded number of characters from each place, so time grows with length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_CODE_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})")
_SUPERSCRIPT = re.compile(r"<sup>", re.IGNORECASE)
_HEADING_TAG = re.compile(r"<h1\b[^<>\n]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']{1,2000}|data:[a-z/+;0-9-]{1,40},[^\s<>()\"']*")
_FORMULA = re.compile(r"\$(?=[^$\n]{0,80}(?:\\times|\^))([^$\n]{1,80})\$")
_LATEX_TIMES = re.compile(r"\\(?:times|cdot)|&times;")
_EMPHASIS = re.compile(r"(?<![0-9])\*\*|\*\*(?![0-9])|__|`|\\[,;:! ]|&nbsp;|[{}]|\\(?:text|mathrm)")
_TITLE = re.compile(r"^[ \t]{0,40}#[ \t]+(\S.{0,300})$", re.MULTILINE)
_EMPTY_LINK = re.compile(r"\[([^\[\]]{0,400})\]\(\s?\)")
_SHORT_CODE = re.compile(r":[a-z0-9_+-]{1,40}:")
_AROUND_A_NAME = re.compile(
    r"^(?:the\s)?model\s?card\s?(?:for|of|:|-|–)?\s*(?:the\s)?|\s*[-–:]?\s*model\s?card$",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    {"", "introduction", "overview", "model details", "readme", "table of contents"}
)

_TABLE_LINE = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_OWN_LINE = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]|[-*+][ \t]|[0-9]{1,3}[.)][ \t]|>"
    r"|[A-Z][A-Za-z ()/-]{1,50}:[ \t])"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:approx|ca|cf|e\.g|i\.e|et al|fig|no|vs|inc|ltd|sec|tab))\.$", re.I
)
LONGEST_SENTENCE = 400
_LONGEST_PIECE = 2_000


@dataclass(frozen=True)
class Title:
    """The first heading that is a name: as it stands, the name it holds, and its line."""

    text: str
    name: str
    line: int


@dataclass(frozen=True)
class Plain:
    """``text`` is ``source`` with all that is no prose blanked out."""

    source: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line(self, offset: int) -> int:
        """The line, from 1, of the character at ``offset``."""
        return bisect_right(self._line_starts, offset)


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a heading or point without a full stop, at an offset of the plain text."""

    text: str
    offset: int

    def around(self, start: int, end: int) -> str:
        """The sentence in one line; of a very long one what stands around a place."""
        half = max(0, (LONGEST_SENTENCE - (end - start)) // 2)
        low, high = max(0, start - half), min(len(self.text), end + half)
        shown = tidy(self.text[low:high])
        return f"{'…' if low else ''}{shown}{'…' if high < len(self.text) else ''}"


def tidy(text: str) -> str:
    """Plain text in one line, without what blanking marks and addresses out leaves behind."""
    return _EMPTY_LINK.sub(r"\1", " ".join(text.split()).replace("^ ", "^"))


def plain(source: str) -> Plain:
    text = _without_comments(_without_code(source))
    text = _HEADING_TAG.sub(lambda match: "# ".ljust(len(match[0])), text)
    text = _SUPERSCRIPT.sub("^    ", text)
    text = _TAG.sub(_blank, text)
    text = _ADDRESS.sub(_blank, text)
    text = _FORMULA.sub(lambda match: f" {match[1]} ", text)
    text = _LATEX_TIMES.sub(lambda match: "×".ljust(len(match[0])), text)
    return Plain(source, _EMPHASIS.sub(_blank, text))


def title_of(body: Plain) -> Title | None:
    """The first heading that names something."""
    for match in _TITLE.finditer(body.text):
        text = " ".join(_SHORT_CODE.sub(" ", match[1]).strip(" #").split())
        unlinked = re.sub(r"[\[\]]|\(\s*\)", "", text)
        name = re.sub(r"^\W+|[\s:–-]+$", "", _AROUND_A_NAME.sub("", unlinked.strip()))
        if name.casefold() not in _NO_NAMES:
            return Title(text, name, body.line(match.start(1)))
    return None


def sentences(body: Plain) -> Iterator[Sentence]:
    """The sentences outside of tables, in order."""
    for start, end in _paragraphs(body.text):
        begin = start
        for stop in _SENTENCE_END.finditer(body.text, start, end):
            if _ABBREVIATION.search(body.text, max(begin, stop.end() - 12), stop.end()):
                continue
            yield from _pieces(body.text, begin, stop.end())
            begin = stop.end()
        yield from _pieces(body.text, begin, end)


def _pieces(text: str, start: int, end: int) -> Iterator[Sentence]:
    """A sentence, in pieces where it is longer than any that people write."""
    while end - start > _LONGEST_PIECE:
        gap = text.rfind(" ", start + 1, start + _LONGEST_PIECE)
        cut = gap if gap > 0 else start + _LONGEST_PIECE
        yield Sentence(text[start:cut], start)
        start = cut
    if start < end:
        yield Sentence(text[start:end], start)


def tables(body: Plain) -> Iterator[list[tuple[int, list[str]]]]:
    """The rows of each table: their line and their cells."""
    table: list[tuple[int, list[str]]] = []
    for number, line in enumerate(body.text.split("\n"), 1):
        if _TABLE_LINE.match(line):
            cells = line.strip().strip("|").split("|")
            table.append((number, [" ".join(cell.split()) for cell in cells]))
        elif table:
            yield table
            table = []
    if table:
        yield table


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what belongs together: lines up to a blank one, a point, a heading."""
    start = offset = 0
    for line in text.split("\n"):
        is_break = not line.strip() or _TABLE_LINE.match(line)
        if is_break or _OWN_LINE.match(line):
            if start < offset:
                yield start, offset
            start = offset
        offset += len(line) + 1
        if is_break:
            start = offset
    if start < len(text):
        yield start, len(text)


def _without_code(text: str) -> str:
    lines = text.split("\n")
    fence = ""
    for position, line in enumerate(lines):
        match = _CODE_FENCE.match(line)
        if match and not fence:
            fence = match[1]
        elif match and match[1].startswith(fence):
            fence = ""
        elif not fence:
            continue
        lines[position] = " " * len(line)
    return "\n".join(lines)


def _without_comments(text: str) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        end = len(text) if end < 0 else end + 3
        parts += [text[at:start], _spaces(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _blank(match: re.Match[str]) -> str:
    return _spaces(match[0])


def _spaces(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))
