"""Widths of text without a browser, against what is really drawn."""

from __future__ import annotations

import io
import string
from collections.abc import Iterable

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from registry.rules.typesetting import shortened, text_width, wrapped

SIZE = 40
LINES = (
    string.ascii_letters,
    string.digits + "·×–—‘’“”…−",
    "".join(sorted(set(string.punctuation) - set("<&"))),
    "Ångström Müller Łódź naïve çedilla",
    "DeepSeek-R1 (January 2025 release), 52.7 of 100",
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=80)


def drawn_widths(texts: Iterable[str], *, bold: bool) -> list[float]:
    """How far apart two strokes are drawn with each text between them, less the strokes' own."""
    return [_distance(f"|{text}|", bold=bold) - _distance("||", bold=bold) for text in texts]


def _distance(text: str, *, bold: bool) -> int:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="80">'
        '<rect width="2400" height="80" fill="#fff"/>'
        f'<text x="20" y="50" font-family="Liberation Sans" font-size="{SIZE}" '
        f'xml:space="preserve" font-weight="{"bold" if bold else "normal"}">{text}</text></svg>'
    )
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(svg))).convert("L")
    box = image.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert box
    return int(box[2] - box[0])


@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_that_are_drawn(bold: bool) -> None:
    for text, drawn in zip(LINES, drawn_widths(LINES, bold=bold), strict=True):
        # Kerning draws some pairs closer together; nothing may be drawn wider.
        assert 0.97 * text_width(text, SIZE, bold=bold) - 2 <= drawn, text
        assert drawn <= text_width(text, SIZE, bold=bold) + 2, text


def test_wide_characters_take_their_size() -> None:
    assert text_width("日本", 20) == 40
    assert text_width("e\N{COMBINING ACUTE ACCENT}", 20) == text_width("é", 20)


@given(TEXTS, st.floats(50, 400))
def test_lines_keep_their_width_and_the_text(text: str, width: float) -> None:
    lines = wrapped(text, 20, width)
    assert all(text_width(line, 20) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())


@given(TEXTS, st.floats(20, 400))
def test_shortened_text_fits(text: str, width: float) -> None:
    short = shortened(text, 20, width)
    assert text_width(short, 20) <= width
    assert short == text or text.startswith(short[:-1])


def test_words_stay_whole_where_they_can() -> None:
    assert wrapped("one two three", 10, text_width("one two", 10)) == ["one two", "three"]
    assert shortened("one two three", 10, text_width("one two…", 10)) == "one two…"
