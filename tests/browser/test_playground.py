"""The playground in a real browser: it sends what was filled in and shows what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

PLAYGROUND = "/api/playground/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    yield page
    context.close()


def answer(page: Page) -> str:
    body = page.locator("#response-body")
    expect(body).not_to_be_empty()
    return body.text_content() or ""


def test_filling_in_and_calling(page: Page, server: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{server}{PLAYGROUND}?operation=listClaims")
    page.fill("#field-path", "cost.final_run.amount")
    page.fill("#field-status", "disclosed")
    page.fill("#field-limit", "2")
    page.fill("#field-fields", "model,low,unit")
    page.click("text=Make the call")
    rows = json.loads(answer(page))["data"]
    assert [set(row) for row in rows] == [{"model", "low", "unit", "scope"}] * 2
    assert "200" in (page.text_content("#response-status") or "")
    # What was left empty is not in the address, so it can be shared.
    asked = parse_qs(urlsplit(page.url).query, keep_blank_values=True)
    assert set(asked) == {"operation", "path", "status", "limit", "fields"}
    assert said == []


def test_numbers_are_shown_as_they_were_sent(page: Page, server: str) -> None:
    page.goto(
        f"{server}{PLAYGROUND}?operation=listModels&flop_min=1e25&limit=1&fields=figures.flop"
    )
    shown = answer(page)
    sent = page.request.get(
        f"{server}/api/v1/models?flop_min=1e25&limit=1&fields=figures.flop"
    ).text()
    assert "".join(shown.split()) == "".join(sent.split())
    assert "3.8e+25" in shown


def test_a_refusal_is_shown_too(page: Page, server: str) -> None:
    page.goto(f"{server}{PLAYGROUND}?operation=listClaims&path=cost.final_run.amoun")
    assert json.loads(answer(page))["errors"][0]["hint"] == "Did you mean cost.final_run.amount?"
    assert "400" in (page.text_content("#response-status") or "")


def test_checking_a_card(page: Page, server: str) -> None:
    page.goto(f"{server}{PLAYGROUND}?operation=validateCard")
    page.click("#send")
    told = json.loads(answer(page))
    assert told["valid"] is False
    assert told["problems"][0]["code"] == "plausibility.PC21"
    card = json.loads(page.input_value("#body"))
    card["hardware"]["topology"]["value"]["nodes"] = 64
    page.fill("#body", json.dumps(card))
    page.click("#send")
    expect(page.locator("#response-body")).to_contain_text('"valid": true')
    assert json.loads(answer(page))["valid"] is True


def test_without_a_script_the_call_is_a_link(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}{PLAYGROUND}?operation=listStandards&fields=")
    page.click("text=Open the answer")
    assert page.url == f"{server}/api/v1/standards"
    context.close()
