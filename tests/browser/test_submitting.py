"""The whole way of a disclosure officer, in a real browser, with scripts and without.

Sign up, be confirmed for a lab, bring in a README of Hugging Face, fill, meet oneself in another
tab, be asked about a figure, attest, and find the frozen card.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.soundness import LOOKS, Watch, new_window
from tests.browser.visitor import Visitor
from tests.factories.submissions import lab_card
from tests.live import environment_of, set_up

README = """\
---
license: mit
language:
- en
- zh
base_model: deepseek-ai/DeepSeek-V3-Base
pipeline_tag: text-generation
---
# DeepSeek-R9

The final run took 2.788M H800 GPU hours on 512 H800 GPUs.
"""
AMOUNT = "cost.final_run.value.amount"
NOTE = "safety.limitations.note"
CHIPS = "hardware.accelerator_count.value.segments.0.count"

OF_THE_ACCOUNT = (
    *("/account/", "/account/profile/", "/account/sessions/", "/account/email/"),
    *("/account/password/", "/account/second-factor/", "/account/second-factor/passkeys/"),
    *("/account/tokens/", "/account/tokens/new/", "/account/labs/", "/account/labs/propose/"),
    *("/account/close/", "/submissions/", "/submissions/start/"),
)


@dataclass(frozen=True)
class Walk:
    """One way to go: in which look, and whether the browser runs scripts."""

    look: str
    has_scripts: bool
    name: str
    lab: str
    developer: str
    domain: str


# A lab each: where one has two representatives, they have to be two to attest.
WALKS = (
    Walk("wide-light", True, "Lin Script", "deepseek", "DeepSeek", "deepseek.com"),
    Walk("phone-dark", False, "Lin Plain", "xai", "xAI", "x.ai"),
)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.name)
def test_from_sign_up_to_the_submitted_snapshot(
    walk: Walk, browser: Browser, server: str, server_folder: Path
) -> None:
    account = walk.name.replace(" ", ".").lower()
    windows = [new_window(browser, walk.look, has_scripts=walk.has_scripts) for _ in range(2)]
    lin = Visitor(windows[0], server, server_folder, walk.name, f"{account}@{walk.domain}")
    eve = Visitor(windows[1], server, server_folder, f"Eve {account}", f"eve.{account}@example.org")
    checks = Checks(lin.page, server, is_on=walk.has_scripts)
    of_editors = Checks(eve.page, server, is_on=walk.has_scripts)

    be_confirmed(lin, eve, walk.lab, server_folder, checks, of_editors)
    draft = bring_in_a_readme(lin, walk.lab, checks)
    bring_in_a_card(lin, draft, walk.developer, checks)
    checks.found |= meet_in_two_tabs(lin, draft, has_scripts=walk.has_scripts)
    if walk.has_scripts:
        outlast_a_sign_in(lin, draft)
    be_asked_about_a_figure(lin, draft, checks)
    submit(lin, draft, checks)
    if walk.has_scripts:
        look_at_the_rest(lin, draft, checks)
    assert {**checks.found, **of_editors.found} == {}
    for window in windows:
        window.context.close()


class Checks:
    """What a machine finds on the pages of the way; only where scripts run, which it needs."""

    def __init__(self, page: Page, server: str, *, is_on: bool) -> None:
        self._page = page
        self._watch = Watch(page, server) if is_on else None
        self.found: dict[str, list[str]] = {}

    def look(self) -> None:
        if self._watch and (faults := self._watch.faults()):
            self.found[self._page.url] = faults


def be_confirmed(
    lin: Visitor, eve: Visitor, lab: str, folder: Path, checks: Checks, of_editors: Checks
) -> None:
    eve.sign_up()
    set_up(environment_of(folder), f"make_editor {eve.email} --reason Tests")
    eve.add_second_factor()
    lin.sign_up()
    lin.open("/account/labs/ask/")
    lin.fill("Lab", lab)
    lin.tick("Representative: I also attest and submit them for the lab")
    lin.tick("I have an e-mail address at the lab's domain")
    lin.fill("Your address at the lab", lin.email)
    checks.look()
    lin.press("Ask")
    checks.look()

    eve.open("/editor/")
    of_editors.look()
    eve.follow(lin.name)
    of_editors.look()
    own_domain = eve.page.get_by_role("checkbox")
    if own_domain.count():  # asked until the domain is registered
        own_domain.check()
    eve.fill("Reason", "The address is at the lab's domain.")
    eve.press("Confirm")
    set_up(environment_of(folder), "send_outbox")
    assert "representative of" in lin.mails()[0]
    # A representative needs a second factor before anything else.
    lin.open("/submissions/")
    assert "/account/second-factor/" in lin.page.url
    checks.look()
    lin.add_second_factor()


def bring_in_a_readme(lin: Visitor, lab: str, checks: Checks) -> str:
    """Start a card of a new model from the text; return the path of the draft."""
    lin.open("/submissions/start/")
    checks.look()
    lin.tick("Card prepared by the lab")
    lin.fill("Model", f"R9 of {lab}")
    lin.page.locator("[name=lab]").fill(lab)
    lin.tick("A pasted text, read like a file.")
    lin.page.locator("[name=text]").fill(README)
    lin.press("Start the card")
    checks.look()
    draft = lin.path.partition("import/")[0]
    lin.press("Accept all without conflict")
    checks.look()
    # A figure that stands in a sentence is only suggested, and enters when somebody says so.
    hours = "2.788 million accelerator-hours"
    lin.open(f"{draft}fill/compute/")
    assert "2788000" not in lin.page.content()
    lin.page.go_back()
    assert hours in lin.page.inner_text("main")
    lin.page.get_by_role("checkbox").first.check()
    lin.press("Accept the marked")
    lin.press("Leave this import")
    lin.open(f"{draft}fill/compute/")
    assert "2788000" in lin.page.content()
    return draft


def bring_in_a_card(lin: Visitor, draft: str, developer: str, checks: Checks) -> None:
    """The rest comes from a file: the card that the lab has kept beside the model."""
    lin.open(f"{draft}import/")
    checks.look()
    card = lab_card()
    card["model"] = {**card["model"], "developer": developer}
    file = {
        "name": "card.json",
        "mimeType": "application/json",
        "buffer": json.dumps(card).encode(),
    }
    lin.page.locator("input[type=file]").set_input_files(file)
    lin.press("Show what is found")
    checks.look()
    lin.press("Accept all without conflict")
    # Where the draft says something else already, one of both is chosen.
    for choice in lin.page.get_by_label("Take this instead").all():
        choice.check()
    lin.press("Accept the marked")


def meet_in_two_tabs(lin: Visitor, draft: str, *, has_scripts: bool) -> dict[str, list[str]]:
    """The second tab is told, and nothing is overwritten; return what is found on its pages."""
    first, second = lin.page, lin.page.context.new_page()
    for tab in (first, second):
        tab.goto(f"{lin.server}{draft}fill/cost/")
    first.locator(f"[name='{AMOUNT}']").fill("294K")
    lin.press("Save")
    second.locator(f"[name='{AMOUNT}']").fill("295K")
    second.get_by_role("button", name="Save", exact=True).click()
    second.get_by_role("heading", name="Two versions of Cost").wait_for()
    checks = Checks(second, lin.server, is_on=has_scripts)
    checks.look()
    assert "294K" in second.inner_text("main")
    second.get_by_label("Theirs").first.check()
    second.get_by_role("button", name="Save what is chosen").click()
    second.get_by_role("heading", name="Cost", exact=True).wait_for()
    second.close()
    lin.open(f"{draft}fill/cost/")
    assert first.locator(f"[name='{AMOUNT}']").input_value() == "294K"
    return checks.found


def outlast_a_sign_in(lin: Visitor, draft: str) -> None:
    """The session ends while somebody types: the page says so, keeps the text, and saves later."""
    lin.open(f"{draft}fill/safety/")
    said = lin.page.locator("#draft-saved")
    cookies = lin.page.context.cookies()
    lin.page.context.clear_cookies(name=re.compile("session"))
    note = lin.page.locator(f"[name='{NOTE}']")
    note.fill("Typed while signed out.")
    expect(said).to_contain_text("You are signed out")
    lin.page.context.add_cookies(cookies)  # signed in again in another tab
    expect(said).to_have_text(re.compile("^Saved"), timeout=15_000)
    lin.open(f"{draft}fill/safety/")
    assert note.input_value() == "Typed while signed out."


def be_asked_about_a_figure(lin: Visitor, draft: str, checks: Checks) -> None:
    """A figure a hundred times too large is told of beside it, and again before the submission."""
    lin.open(f"{draft}fill/cost/")
    amount = lin.page.locator(f"[name='{AMOUNT}']")
    amount.fill("29.4 million")
    lin.press("Save")
    checks.look()
    assert "Two digits too many?" in lin.page.inner_text("main")
    amount.fill("294,000")
    lin.press("Save")
    assert "Two digits too many?" not in lin.page.inner_text("main")
    lin.open(f"{draft}fill/hardware/")
    lin.page.locator(f"[name='{CHIPS}']").fill("648")
    lin.press("Save")
    assert re.search(r"648 accelerators × .* Check whether", lin.page.inner_text("main"))
    lin.open(f"{draft}check/")
    blocking = lin.page.inner_text("main").partition("Reviewers will ask about")[0]
    assert "648 accelerators" in blocking
    # Nearly right is no error, but asked about.
    lin.open(f"{draft}fill/hardware/")
    lin.page.locator(f"[name='{CHIPS}']").fill("600")
    lin.press("Save")


def submit(lin: Visitor, draft: str, checks: Checks) -> None:
    for page in ("", "preview/", "history/"):
        lin.open(f"{draft}{page}")
        checks.look()
    lin.open(f"{draft}check/")
    checks.look()
    lin.press("Mark as complete")
    assert "Mark as complete" in lin.page.inner_text("main"), "a warning needs its reason first"
    reasons = lin.page.locator("textarea[name^=reason-]").all()
    assert reasons
    for reason in reasons:
        reason.fill("It is as the paper prints it.")
    lin.press("Mark as complete")
    lin.open(f"{draft}attest/")
    checks.look()
    lin.fill("Your name, as it is published", lin.name)
    lin.fill("Competing interests", "None.")
    lin.tick("Referees: independent experts judge each claim. Only so the level Reviewed.")
    lin.tick("I declare this for the lab")
    lin.press("Attest and submit")
    checks.look()
    assert re.search(r"sha256:[0-9a-f]{64}", lin.page.inner_text("main"))
    lin.open("/submissions/")
    checks.look()
    assert "Submitted" in lin.page.inner_text("main")


def look_at_the_rest(lin: Visitor, draft: str, checks: Checks) -> None:
    """The pages that the way does not lead to, and those of the draft as a phone shows them."""
    for path in OF_THE_ACCOUNT:
        lin.open(path)
        checks.look()
    (width, height), scheme = LOOKS["phone-dark"]
    lin.page.set_viewport_size({"width": width, "height": height})
    lin.page.emulate_media(color_scheme=scheme)
    of_the_draft = ("", "fill/cost/", "fill/data/", "check/", "preview/", "history/", "import/1/")
    for path in (*OF_THE_ACCOUNT, *(f"{draft}{rest}" for rest in of_the_draft)):
        lin.open(path)
        checks.look()
