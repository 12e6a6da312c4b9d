"""How much room text takes, estimated: the reader's fonts are not known where the chart is drawn.

The estimates are those of a wide sans serif, so that text which fits here fits on the page.
"""

from __future__ import annotations

import unicodedata

# Widths in em. Digits are alike, as tabular figures are.
_NARROW = dict.fromkeys("il.,:;'|!j’‘", 0.29) | dict.fromkeys(" ·frt()[]/-I", 0.37)
_WIDE = dict.fromkeys("mwMW—%@…", 0.93) | dict.fromkeys("×+=<>≥≤−–", 0.6)
_DIGIT, _CAPITAL, _OTHER, _FULL = 0.58, 0.7, 0.57, 1.0
_ELLIPSIS = "…"

TEXT, SMALL, TINY = 14, 12, 11
# From the baseline up to the top of a capital and down to the foot of a "p", in em.
RISE, FALL = 0.76, 0.22


def width_of(text: str, size: float) -> float:
    """The width of ``text`` at ``size`` pixels."""
    return size * sum(_em(character) for character in text)


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _FULL
    known = _NARROW.get(character) or _WIDE.get(character)
    if known:
        return known
    if character.isdigit():
        return _DIGIT
    return _CAPITAL if character.isupper() else _OTHER


def shortened(text: str, size: float, room: float) -> str:
    """``text``, cut with an ellipsis where it is wider than ``room``."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept.rstrip() + _ELLIPSIS, size) > room:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """``text`` in lines no wider than ``room``, broken at spaces where it has them."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, size, room):
        longer = f"{line}{word}"
        if line and width_of(longer.rstrip(), size) > room:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line = longer
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def _pieces(text: str, size: float, room: float) -> list[str]:
    """Words with the space after them; what is wider than a line, or Japanese, in characters."""
    pieces: list[str] = []
    for word in text.split():
        whole = width_of(word, size) <= room and not any(_em(c) == _FULL for c in word)
        pieces += [word] if whole else list(word)
        pieces[-1] += " "
    return pieces
