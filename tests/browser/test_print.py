"""Pages on paper: nothing wider than it, folds open, nothing that only a screen can use."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

# What A4 leaves between the margins of print.css, in CSS pixels.
PAPER = {"width": 680, "height": 960}
SCREEN_ONLY = (
    "nav[aria-label=Main]",
    ".skip-link",
    ".copy-button",
    ".copy-fold",
    ".sharing .badge",
)


@pytest.mark.parametrize("path", ["/", "/models/deepseek/deepseek-r1/", "/components/"])
def test_a_page_on_paper(browser: Browser, server: str, path: str) -> None:
    context = browser.new_context(viewport=PAPER, color_scheme="dark")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server + path)
    page.emulate_media(media="print")
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0
    for selector in SCREEN_ONLY:
        assert not any(element.is_visible() for element in page.locator(selector).all()), selector
    closed = page.locator("details:not(.copy-fold):not([open]) > :last-child").all()
    assert all(element.bounding_box() for element in closed)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    context.close()
