"""Text and marks stand out enough from what lies under them, in both themes (WCAG 2.2, 1.4)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "registry/static/registry/css/tokens.css"
LIGHT_TEXT, DARK_TEXT = TOKENS.read_text().split("@media (prefers-color-scheme: dark)")

TEXT = 4.5
MARK = 3.0
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink-2", "paper", TEXT),
    ("ink-2", "paper-sunk", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "paper-sunk", TEXT),
    ("fault", "paper", TEXT),
    ("fault", "paper-sunk", TEXT),
    ("grade-verified", "paper", MARK),
    ("grade-evidenced", "paper", MARK),
    ("grade-evidenced", "paper-sunk", MARK),
    ("grade-stated", "paper", MARK),
    ("grade-outline", "paper", MARK),
    ("grade-outline", "paper-sunk", MARK),
    ("grade-tick", "grade-verified", MARK),
    ("grade-verified", "grade-evidenced", MARK),
]


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


THEMES = {"light": colours(LIGHT_TEXT), "dark": colours(LIGHT_TEXT) | colours(DARK_TEXT)}


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, of ``#rrggbb`` (WCAG 2.2, definition)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_dark_theme_has_its_own_colours() -> None:
    assert THEMES["dark"]["paper"] != THEMES["light"]["paper"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground", "least"), PAIRS)
def test_contrast(theme: str, mark: str, ground: str, least: float) -> None:
    assert contrast(THEMES[theme][mark], THEMES[theme][ground]) >= least
