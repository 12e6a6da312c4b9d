"""R1 through its review, in a real browser: two referees, a revision, publication; then notices.

Everybody has a window of their own. On the way axe looks at each kind of page, wide and on a phone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, expect

from tests.browser.review_cast import NAMES, WITH_CODE, key_of
from tests.browser.soundness import LOOKS, Watch, new_window
from tests.browser.visitor import Visitor
from tests.live import environment_of, run_module, running_server

R1 = "/models/deepseek/deepseek-r1/"
COMMENT = "Say which hours the 294,000 USD cover."
REPLY = "The hours are those of the RL stage. 対象は強化学習の段階だけです。"
WRONG = "One of the sources named the wrong section."
DOUBT = "The table that the cost rests on is another model's."
MISTAKE = "The lab found that the figures are those of a trial run."
NOTE = "We count the two stages of RL, and nothing of the base model."
FORTY_TABS = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("review")


@pytest.fixture(scope="module")
def server(folder: Path, installed: Path) -> Iterator[str]:
    """A server of its own: here R1 has a lab, and changes before everybody's eyes."""
    with running_server(folder, installed) as address:
        run_module(environment_of(folder), "tests.browser.review_cast")
        yield address


class Desk(Visitor):
    """Somebody at a window of theirs, and what a machine finds on the pages they see."""

    def __init__(self, browser: Browser, server: str, folder: Path, name: str) -> None:
        page = new_window(browser, "wide-light")
        super().__init__(page, server, folder, NAMES[name], f"{name}@example.org")
        self.found: dict[str, list[str]] = {}
        self._looked: set[str] = set()
        self._watch = Watch(page, server)
        self.sign_in(key_of(name) if name in WITH_CODE else "")

    def look(self) -> None:
        """Let axe look at the page, wide and light, then narrow and dark; once for each kind."""
        found = resolve(self.path.partition("?")[0])
        kind = f"{found.view_name} {found.kwargs.get('name', '')}"
        if kind in self._looked:
            return
        self._looked.add(kind)
        for look in ("wide-light", "phone-dark"):
            (width, height), scheme = LOOKS[look]
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme=scheme)
            if faults := self._watch.faults():
                self.found[f"{self.path} {look}"] = faults
        (width, height), scheme = LOOKS["wide-light"]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme=scheme)

    def reads(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def press_by_keyboard(self, name: str) -> None:
        """Go to the button with the Tab key alone, and press it."""
        self.page.locator("h1").first.click()
        for _ in range(FORTY_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.textContent.trim()") == name:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"the Tab key does not lead to {name!r} on {self.path}")

    def answer_no_to_all(self) -> None:
        for radio in self.page.locator("input[type=radio][value=no]").all():
            radio.check()


def test_r1_through_its_review(browser: Browser, server: str, folder: Path) -> None:
    sora, rei, hana, noor, tomas = desks = [
        Desk(browser, server, folder, name) for name in ("sora", "rei", "hana", "noor", "tomas")
    ]
    before = standing(server)
    review = take_and_send(hana)
    report(noor, "supported_partial", "minor", COMMENT)
    report(tomas, "supported_full", "accept")
    ask_for_revision(hana, review)
    draft = answer_and_revise(sora, rei)
    assert standing(server) == before
    accept(hana, review)
    for referee in (noor, tomas):
        referee.open("/referee/")
        referee.follow("DeepSeek-R1")
        referee.press("Do not sign")
    publish(hana, rei, review, draft)
    after = standing(server)
    assert (before.level, after.level) == ("listed", "reviewed")
    assert after.score > before.score, (before, after)
    assert after.rank <= before.rank
    read_the_review(sora)
    correct(sora, rei, hana, draft)
    # What it changes was judged by nobody before either; all other verdicts carry over.
    assert standing(server) == after
    read_the_correction(sora)
    edda, chidi = (Desk(browser, server, folder, name) for name in ("edda", "chidi"))
    desks += [edda, chidi]
    move_version(edda, chidi, sora, hana.path, "express-concern", "Express concern", DOUBT)
    doubted = standing(server)
    assert (doubted.level, doubted.score < after.score) == ("reviewed", True)
    move_version(chidi, edda, sora, hana.path, "retract", "Retract", MISTAKE)
    line = read(f"{server}/api/v1/labs/deepseek")["data"]["standing"]
    assert line["score"]["basis"] != "deepseek/deepseek-r1"
    assert float(line["score"]["value"]) < doubted.score

    assert {page: faults for desk in desks for page, faults in desk.found.items()} == {}
    for desk in desks:
        desk.page.context.close()


@dataclass(frozen=True)
class Standing:
    """The level of R1, and what its lab comes to."""

    level: str
    score: float
    rank: int


def standing(server: str) -> Standing:
    grading = read(f"{server}/api/v1{R1}grading?fields=level")["data"]
    line = read(f"{server}/api/v1/labs/deepseek")["data"]["standing"]
    return Standing(grading["level"], float(line["score"]["value"]), line["rank"])


def read(address: str) -> dict[str, Any]:
    with urlopen(address) as response:  # noqa: S310 - our own server
        answer: dict[str, Any] = json.load(response)
    return answer


def take_and_send(hana: Desk) -> str:
    """Declare interests, take the submission, find two referees, send it to them."""
    hana.open("/editor/")
    hana.look()
    hana.open("/editor/submissions/")
    hana.look()
    hana.follow("DeepSeek-R1")
    review = hana.path
    hana.reads("Declare your interests")
    hana.follow("Declare your interests")
    hana.look()
    hana.answer_no_to_all()
    hana.press("Declare")
    hana.open(f"{review}assign-editor/")
    hana.page.get_by_label("Editor").select_option(label=hana.name)
    hana.look()
    hana.press_by_keyboard("Assign the handling editor")
    hana.look()
    hana.open(f"{review}triage/")
    hana.look()
    hana.open(f"{review}referees/")
    hana.reads("Nobody yet.")
    for name in ("noor", "tomas"):
        hana.page.get_by_role("button", name=NAMES[name]).click()
        hana.page.wait_for_load_state()
    hana.look()
    hana.open(f"{review}send-to-review/")
    hana.press_by_keyboard("Send to referees")
    return review


def report(referee: Desk, on_incidents: str, recommends: str, comment: str = "") -> None:
    """Accept with a declaration, judge every claim on the page, look it through, hand it in."""
    first = bool(comment)
    referee.open("/referee/")
    referee.follow("DeepSeek-R1")
    if first:
        referee.look()
    referee.answer_no_to_all()
    referee.page.locator("[name=agrees]").check()
    referee.press("Accept the invitation")
    if "/report/" not in referee.path:
        referee.follow("Your report")
    if first:
        referee.look()
    page = referee.page
    page.evaluate(
        """() => {
          for (const name of ["verdict", "confidence"]) {
            const value = name === "verdict" ? "supported_full" : "3";
            for (const radio of document.querySelectorAll(`[name^="${name}."][value="${value}"]`))
              radio.checked = true;
          }
        }"""
    )
    page.locator(f"[name='verdict.SAFE-5'][value={on_incidents}]").check()
    page.locator("[name='comment.SAFE-5']").fill("The page says little.")
    if comment:
        page.locator("[name='text.0']").fill(comment)
        page.locator("[name='class.0']").select_option("must")
        page.locator("[name='item.0']").select_option("COST-1")
    page.locator("#summary").fill("A careful card.")
    page.locator("#competence").fill("training compute")
    page.locator("[name=ai_used]").last.check()
    # Saved while typing, without a button.
    expect(page.locator("#draft-saved")).to_have_text(re.compile("^Saved"), timeout=15_000)
    referee.press("Save and look it through")
    referee.reads("Not ready to be handed in")
    referee.follow("Back to your report")
    assert page.locator("#summary").input_value() == "A careful card."
    page.locator(f"[name=recommendation][value={recommends}]").check()
    referee.press("Save and look it through")
    if first:
        referee.look()
    referee.press_by_keyboard("Hand in the report")
    if first:
        referee.look()


def ask_for_revision(hana: Desk, review: str) -> None:
    """The round closed with the last report; the editor sees where the referees differ."""
    hana.open(f"{review}decision/")
    hana.reads(COMMENT)
    hana.look()
    hana.open(f"{review}accept/")
    hana.reads("Not possible yet.")
    hana.open(f"{review}revise/")
    hana.page.locator("[name=kind][value=minor]").check()
    hana.look()
    hana.press_by_keyboard("Ask for a revision")


def answer_and_revise(sora: Desk, rei: Desk) -> str:
    """The lab answers the comment, says more in the card, and attests the revision."""
    sora.open("/submissions/")
    sora.look()
    sora.follow("DeepSeek-R1")
    sora.look()
    draft = sora.path.removesuffix("review/")
    sora.open(f"{draft}reports/")
    sora.look()
    sora.open(f"{draft}answers/")
    sora.reads(COMMENT)
    sora.page.locator("textarea").first.fill(REPLY)
    sora.page.locator("[type=radio][value=changed]").first.check()
    sora.look()
    sora.press("Save the answers")
    sora.open(f"{draft}fill/cost/")
    sora.page.locator("[name='cost.final_run.note']").fill(NOTE)
    sora.press("Save")
    rei.open(f"{draft}resubmit/")
    rei.look()
    rei.reads("COST-1 Final-run cost")
    rei.page.locator("[name=ai_used][value=no]").check()
    attest(rei, "Submit the revision")
    return draft


def attest(rei: Desk, button: str) -> None:
    rei.fill("Your name, as it is published", rei.name)
    rei.fill("Competing interests", "None.")
    rei.tick("I declare this for the lab")
    rei.press(button)


def accept(hana: Desk, review: str) -> None:
    hana.open(f"{review}skip-round/")
    hana.press_by_keyboard("Decide without another round")
    hana.open(f"{review}decision/")
    hana.reads(REPLY)
    hana.page.get_by_text("Rule on ").first.click()
    hana.page.get_by_label("Reason").first.fill("The reply settles it.")
    hana.look()
    hana.press("It is settled")
    hana.open(f"{review}accept/")
    hana.look()
    hana.press_by_keyboard("Accept")


def publish(hana: Desk, rei: Desk, review: str, draft: str) -> None:
    rei.open(f"{draft}proof/")
    rei.look()
    rei.press_by_keyboard("Confirm the proof")
    hana.open(f"{review}publication/")
    hana.look()
    if hana.page.locator("#reason").count():
        hana.page.locator("#reason").fill("Looked at: a common word.")
    hana.press("I have looked through the file")
    hana.open(f"{review}publish/")
    hana.look()
    hana.press_by_keyboard("Publish")
    hana.reads("Published")


def read_the_review(reader: Desk) -> None:
    """What everybody reads of it, and that none of it names who did not sign."""
    reader.open(R1)
    reader.look()
    reader.reads("Reviewed")
    reader.open(f"{R1}versions/2/review/")
    reader.look()
    for text in (COMMENT, REPLY, "A careful card."):
        reader.reads(text)
    file = read(f"{reader.server}{R1}versions/2/review.json")
    words = json.dumps(file, ensure_ascii=False)
    assert COMMENT in words
    assert not [name for name in ("noor", "tomas") if NAMES[name] in words]


def correct(sora: Desk, rei: Desk, hana: Desk, draft: str) -> None:
    """The lab corrects a note; an editor checks the core claims, and both versions say so."""
    sora.open(f"{draft}correct/")
    sora.fill("What was wrong, and why", WRONG)
    sora.fill("Who found it", "a reader")
    sora.look()
    sora.press("Start the correction")
    correction = sora.path
    sora.open(f"{correction}fill/cost/")
    sora.page.locator("[name='cost.final_run.note']").fill(NOTE.replace("two", "three"))
    sora.press("Save")
    sora.open(f"{correction}check/")
    for reason in sora.page.locator("textarea[name^=reason-]").all():
        reason.fill("It is as the paper prints it.")
    sora.press("Mark as complete")
    rei.open(f"{correction}attest/")
    attest(rei, "Attest and submit")

    hana.open("/editor/submissions/")
    hana.follow("DeepSeek-R1")
    review = hana.path
    hana.follow("Declare your interests")
    hana.answer_no_to_all()
    hana.press("Declare")
    hana.open(f"{review}assign-editor/")
    hana.page.get_by_label("Editor").select_option(label=hana.name)
    hana.press("Assign the handling editor")
    hana.open(f"{review}triage/")
    # Each claim has the same form; it is sent for those that the core asks for.
    hana.page.evaluate(
        """async () => {
          for (const input of document.querySelectorAll("[name=do][value=check]")) {
            const core = input.closest(".triage-check").textContent.includes("Core claim");
            if (!core) continue;
            const data = new FormData(input.form);
            data.set("finding", "supports");
            await fetch(input.form.action, {method: "POST", body: new URLSearchParams(data)});
          }
        }"""
    )
    hana.open(f"{review}triage/")
    hana.reads("Every core claim is checked.")
    hana.open(f"{review}pass-check/")
    hana.press_by_keyboard("Accept after the editor's check")
    publish(hana, rei, review, correction)


def read_the_correction(reader: Desk) -> None:
    """The new version stands, with a notice; the former one is still there, with one, too."""
    reader.open(R1)
    reader.reads(WRONG)
    reader.open(f"{R1}versions/2/")
    reader.reads(WRONG)
    reader.open(f"{R1}versions/")
    reader.look()


def move_version(
    first: Desk, second: Desk, reader: Desk, review: str, name: str, label: str, text: str
) -> None:
    """One editor proposes a notice, another agrees; readers find it above the title at once."""
    version = f"/editor/versions{R1.removeprefix('/models')}3/"
    for desk in (first, second):
        desk.open(f"{review}declare/")
        desk.answer_no_to_all()
        desk.press("Declare")
    first.open(version)
    first.open(f"{version}{name}/")
    first.page.locator("[name=items][value=COST-4]").check()
    first.fill("The notice", text)
    if name == "express-concern":
        first.page.locator("[name=safety]").fill("People rely on the figure today.")
    first.press(f"Propose: {label.lower()}")
    second.open(version)
    second.follow(label)
    second.reads(text)
    second.press(f"Agree: {label.lower()}")
    reader.open(f"{R1}versions/3/")
    reader.reads(text)
