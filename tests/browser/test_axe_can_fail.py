"""The rules that find nothing on our pages do find what is wrong."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser


def test_a_picture_without_words_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html lang="en"><title>A</title><main><h1>A</h1><img src="a.png"></main>')
    assert "image-alt" in {violation["id"] for violation in Axe().run(page).response["violations"]}
    page.close()
