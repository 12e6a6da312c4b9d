"""The text of a page as far as is needed to find a quotation in it.

Every step is linear in the length of the page, whatever a hostile page holds: parsers of HTML have
been made to take minutes over a megabyte, or to overflow the stack.
"""

from __future__ import annotations

import html
import re
import unicodedata
from email.message import Message

_TEXT_TYPES = frozenset(
    {
        *("application/json", "application/xhtml+xml", "application/xml", "application/yaml"),
        *("application/x-yaml", "application/ld+json"),
    }
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# Only these: some codecs of Python take quadratic time, or do not decode text at all.
_CHARSETS = re.compile(
    r"utf-?8|us-ascii|utf-16(?:le|be)?|iso-8859-[0-9]{1,2}|windows-125[0-8]|shift[_-]jis|euc-(?:jp|kr)"
    r"|iso-2022-jp|gb2312|gbk|gb18030|big5|koi8-[ru]",
    re.IGNORECASE,
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_-]{1,20})""", re.I)
_HEAD_BYTES = 2_048
_SILENT_END = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style")}
_SILENT = re.compile(r"<(script|style)(?![a-z])", re.IGNORECASE)
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
# What typesetting changes: quotation marks, dashes, hyphenation, spaces.
_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)
_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")


def media_type(content_type: str) -> str:
    """The type and subtype in a Content-Type header, in small letters."""
    return content_type.partition(";")[0].strip().lower()


def is_html(content_type: str) -> bool:
    return media_type(content_type) in _HTML_TYPES


def page_text(body: bytes, content_type: str) -> str | None:
    """What a reader of the page sees; None for what holds no text that can be searched."""
    kind = media_type(content_type)
    if not (kind.startswith("text/") or kind in _TEXT_TYPES):
        return None
    text = body.decode(_charset(body, content_type), errors="replace")
    return _without_markup(text) if kind in _HTML_TYPES else text


def holds(text: str, excerpt: str) -> bool:
    """Whether ``text`` holds the excerpt, whatever happened to spaces, case and quotation marks.

    What the excerpt leaves out by an ellipsis may be anything.
    """
    searched, place = _comparable(text), 0
    parts = [part for part in map(_comparable, _LEFT_OUT.split(excerpt)) if part]
    for part in parts:
        found = searched.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return bool(parts)


def _comparable(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    return "".join(folded.split())


def _charset(body: bytes, content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type
    declared = message.get_content_charset("") or ""
    if not declared:
        found = _META_CHARSET.search(body[:_HEAD_BYTES])
        declared = found[1].decode("ascii") if found else ""
    return declared if _CHARSETS.fullmatch(declared) else "utf-8"


def _without_markup(text: str) -> str:
    """The text between the tags; what follows a tag that never ends is left out."""
    pieces, place = [], 0
    while found := _MARKUP.search(text, place):
        pieces.append(text[place : found.start()])
        place = _end_of_markup(text, found.start())
        if place < 0:
            break
    else:
        pieces.append(text[place:])
    return html.unescape(" ".join(pieces))


def _end_of_markup(text: str, start: int) -> int:
    """Where the tag, comment or script that starts here is over; −1 where it never is.

    Each search either moves on or is the last, so that all together read the page once.
    """
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return end + 3 if end >= 0 else -1
    if silent := _SILENT.match(text, start):
        closing = _SILENT_END[silent[1].lower()].search(text, start)
        if closing is None:
            return -1
        start = closing.start()
    end = text.find(">", start)
    return end + 1 if end >= 0 else -1
