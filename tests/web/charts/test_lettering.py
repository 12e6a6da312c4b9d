"""Text in a chart fits where the page sets it in its widest typeface."""

from __future__ import annotations

import pytest

from registry.rules.typesetting import text_width
from registry.web.charts.lettering import shortened, width_of, wrapped

# Measured in Chromium at 100 px in the bold of Noto Sans CJK, in pixels.
AS_SET = {"DeepSeek-R1-Zero": 904, "Technology Innovation Institute": 1569, "100,000": 386}


@pytest.mark.parametrize(("text", "width"), AS_SET.items())
def test_room_is_enough_for_the_widest_typeface(text: str, width: int) -> None:
    assert text_width(text, 100) < width <= width_of(text, 100)


def test_lines_and_cuts_keep_the_same_room() -> None:
    lines = wrapped("Laboratory for the Study of Names", 14, 120)
    assert len(lines) > 1
    assert all(width_of(line, 14) <= 120 for line in lines)
    assert width_of(shortened("Laboratory for the Study of Names", 14, 120), 14) <= 120
