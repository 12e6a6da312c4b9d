"""Drawings as pixels, and which characters this machine can draw.

The renderer brings Liberation Sans with it, so Latin text looks the same everywhere. For other
writing it takes the fonts of the machine, which may have none.
"""

from __future__ import annotations

from functools import lru_cache

from registry.exporters.xml_text import xml_text

FONT = "Liberation Sans"
# No font has a glyph for it: it shows how the renderer draws what it cannot draw.
_NO_CHARACTER = "\U0010fffd"
_LATIN = range(0x180)


@lru_cache(maxsize=64)
def png(svg: str) -> bytes:
    """The drawing at its own size; the last few are kept."""
    return pixels(svg, scale=1)


def pixels(svg: str, *, scale: float) -> bytes:
    """The drawing ``scale`` times as large, as PNG."""
    # Loaded on first use: it is large, and a process must not fork after having drawn.
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def can_draw(text: str) -> bool:
    """Whether this machine has a glyph for every character of ``text`` that a drawing can hold."""
    return all(
        ord(character) in _LATIN or _has_glyph(character) for character in set(xml_text(text))
    )


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    return character.isspace() or _glyph(character) != _glyph(_NO_CHARACTER)


def _glyph(character: str) -> bytes:
    import vl_convert

    drawn = vl_convert.svg_to_png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
        f'<text y="16" font-family="{FONT}" font-size="16">{character}</text></svg>'
    )
    return bytes(drawn)
