"""Room for text: long, narrow, Japanese, and words that do not break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.web.charts.lettering import shortened, width_of, wrapped

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120)


def test_wide_letters_take_more_room() -> None:
    assert width_of("ii", 10) < width_of("nn", 10) < width_of("MM", 10)
    assert width_of("言葉", 10) == 20
    assert width_of("e\N{COMBINING ACUTE ACCENT}", 10) == width_of("e", 10)
    assert width_of("11", 10) == width_of("90", 10)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("DeepSeek", ("DeepSeek",)),
        ("Technology Innovation Institute", ("Technology", "Innovation", "Institute")),
        ("日本言語資源研究所", ("日本言語資源", "研究所")),
        ("x" * 20, ("x" * 12, "x" * 8)),
    ],
)
def test_lines_break_where_they_can(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, 12, 83) == lines


@given(WORDS, st.integers(30, 400))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room: int) -> None:
    lines = wrapped(text, 12, room)
    assert all(width_of(line, 12) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(WORDS, st.integers(30, 400))
def test_what_is_shortened_fits_and_says_so(text: str, room: int) -> None:
    short = shortened(text, 12, room)
    assert width_of(short, 12) <= room
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
