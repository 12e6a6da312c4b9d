"""The buttons that copy a citation: they copy, or else they mark the text."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

CARD = "/models/deepseek/deepseek-r1/"


def test_a_citation_is_copied(browser: Browser, server: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(server + CARD)
    button = page.locator('button[data-copy="cite-text"]')
    button.click()
    expect(button).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.inner_text("#cite-text")
    assert page.inner_text("p[role=status]") == "Copied"
    context.close()


def test_without_a_clipboard_the_text_is_marked(browser: Browser, server: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(server + CARD)
    page.click('button[data-copy="cite-text"]')
    assert page.evaluate("getSelection().toString()") == page.inner_text("#cite-text")
    context.close()


def test_without_scripts_there_is_no_button(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + CARD)
    buttons = page.locator("button[data-copy]").all()
    assert len(buttons) == 6
    assert not any(button.is_visible() for button in buttons)
    context.close()
