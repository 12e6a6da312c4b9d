"""Every kind of page in a real browser: wide and narrow, light and dark, by machine's rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.soundness import LOOKS, Watch, new_window

# Pages that links lead to only with what they are asked.
ASKED = {
    "compared models": "/compare/models/?id=deepseek/deepseek-r1&id=openai/gpt-4&id=xai/grok-1",
    "compared labs": "/compare/labs/?id=deepseek&id=openai&id=nvidia&id=swiss-ai",
    "report of a concern": "/concerns/new/?model=deepseek/deepseek-r1&version=1",
    "one chosen model": "/compare/models/?id=deepseek/deepseek-r1",
}


@pytest.fixture(params=list(LOOKS))
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = new_window(browser, request.param)
    yield page
    page.context.close()


def test_every_kind_of_page_is_sound(page: Page, server: str, kinds: dict[str, str]) -> None:
    """One test for all, so that one window opens all pages; what it finds is listed by page."""
    watch = Watch(page, server)
    found: dict[str, list[str]] = {}
    for name, path in {**kinds, **ASKED}.items():
        page.goto(server + path, wait_until="load")
        faults = watch.faults()
        if faults:
            found[f"{name} ({path})"] = faults
    assert len(kinds) > 5
    assert found == {}


def test_the_first_tab_skips_to_the_content(page: Page, server: str) -> None:
    page.goto(server + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
