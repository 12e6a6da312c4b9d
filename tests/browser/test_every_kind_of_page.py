"""Every kind of page in a real browser: wide and narrow, light and dark, by machine's rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

WIDE, PHONE = (1280, 900), (390, 844)
SERIOUS = {"serious", "critical"}
# Pages that links lead to only with what they are asked.
ASKED = {
    "compared models": "/compare/models/?id=deepseek/deepseek-r1&id=openai/gpt-4&id=xai/grok-1",
    "compared labs": "/compare/labs/?id=deepseek&id=openai&id=nvidia&id=swiss-ai",
    "one chosen model": "/compare/models/?id=deepseek/deepseek-r1",
}
LOOKS = {"wide-light": (WIDE, "light"), "phone-dark": (PHONE, "dark")}


@pytest.fixture(params=list(LOOKS))
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    (width, height), scheme = LOOKS[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_every_kind_of_page_is_sound(page: Page, server: str, kinds: dict[str, str]) -> None:
    """No serious finding of axe, nothing said in the console, nothing wider than the screen.

    One test for all, so that one window opens all pages; what it finds is listed by page.
    """
    found: dict[str, list[str]] = {}
    said: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((server, "data:"))
            else elsewhere.append(f"asked {request.url}")
        ),
    )
    for name, path in {**kinds, **ASKED}.items():
        page.goto(server + path, wait_until="load")
        faults = [
            f"{violation['id']}: {node['html'][:120]}"
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in SERIOUS
            for node in violation["nodes"][:2]
        ]
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            faults.append(f"{overflow} px wider than the screen")
        faults += [*said, *elsewhere]
        if faults:
            found[f"{name} ({path})"] = faults
        said.clear()
        elsewhere.clear()
    assert len(kinds) > 5
    assert found == {}


def test_the_first_tab_skips_to_the_content(page: Page, server: str) -> None:
    page.goto(server + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
