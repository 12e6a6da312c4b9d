"""Two people save one section: the page shows both, and takes from each what was chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from registry.models import DraftSection, Submission
from tests.web.drafts.test_filling import HOURS, form_of, text_of

Signed = Callable[[str], Client]
NOTE = "compute.final_run.note"
OTHER = "compute.duration.note"
Typed = dict[str, list[str]]


class Tabs:
    """Two browsers with the same section open."""

    def __init__(self, draft: Submission, browser_of: Signed) -> None:
        self.mine, self.theirs = browser_of("submitter"), browser_of("representative")
        self.draft = draft
        self.address = f"{draft.get_absolute_url()}fill/compute/"

    def meet(self, mine: Typed, theirs: Typed) -> HttpResponse:
        opened = form_of(self.mine, self.address)
        self.theirs.post(self.address, {**form_of(self.theirs, self.address), **theirs})
        page = self.mine.post(self.address, {**opened, **mine})
        assert page.status_code == 409
        return page

    def choose(self, page: HttpResponse, **chosen: str) -> HttpResponse:
        hidden = re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()
        )
        posted: Typed = {}
        for name, value in hidden:
            posted.setdefault(name, []).append(unescape(value))
        posted |= {name.replace("keep", "_keep."): [side] for name, side in chosen.items()}
        return self.mine.post(self.address, {**posted, "_do": ["choose"]}, follow=True)

    def stored(self) -> DraftSection:
        return self.draft.sections.get(name="compute")

    def note(self, claim: str) -> str:
        return str(self.stored().draft().content["compute"][claim].get("note", ""))


@pytest.fixture
def tabs(draft: Submission, browser_of: Signed) -> Tabs:
    return Tabs(draft, browser_of)


def test_each_field_is_taken_from_the_side_that_was_chosen(tabs: Tabs) -> None:
    page = tabs.meet({HOURS: ["149K"], NOTE: ["Mine."]}, {HOURS: ["150K"], OTHER: ["Theirs."]})
    html = page.content.decode()
    assert len(re.findall(r'<fieldset class="conflict"', html)) == 3
    # Only one side changed the notes: they are offered so; both changed the hours: nobody decides.
    assert len(re.findall(r'type="radio"[^>]* checked', html)) == 2
    for words in ("Only you changed it.", "Only they changed it.", "Both changed it.", "147000"):
        assert words in text_of(page.content)
    done = tabs.choose(page, keep0="theirs", keep1="mine", keep2="theirs")
    assert "saved" in text_of(done.content)
    hours = tabs.stored().draft().content["compute"]["final_run"]["value"]["accelerator_hours"]
    assert hours["value"] == 150_000
    assert (tabs.note("final_run"), tabs.note("duration")) == ("Mine.", "Theirs.")


def test_nothing_is_decided_for_anybody(tabs: Tabs) -> None:
    page = tabs.meet({HOURS: ["149K"], NOTE: ["Mine."]}, {HOURS: ["150K"]})
    token = tabs.stored().token
    for chosen in ({}, {"keep0": "mine"}, {"keep0": "nobody", "keep1": "mine"}):
        again = tabs.choose(page, **chosen)
        assert again.status_code == 409
        assert "Not decided yet" in text_of(again.content)
        assert tabs.stored().token == token
    # What was chosen already is still chosen, and what was typed still there.
    again = tabs.choose(page, keep1="mine")
    assert len(re.findall(r'value="mine" checked', again.content.decode())) == 1
    assert "149K" in again.content.decode()


def test_a_third_version_in_the_meantime_is_shown_and_not_overwritten(tabs: Tabs) -> None:
    page = tabs.meet({NOTE: ["Mine."]}, {NOTE: ["Theirs."]})
    tabs.theirs.post(tabs.address, {**form_of(tabs.theirs, tabs.address), NOTE: ["A third."]})
    again = tabs.choose(page, keep0="mine")
    assert again.status_code == 409
    assert "A third." in again.content.decode()
    assert tabs.note("final_run") == "A third."
    tabs.choose(again, keep0="mine")
    assert tabs.note("final_run") == "Mine."
