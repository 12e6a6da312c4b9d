"""The lab's side of a listing: found at "Your cards", read, answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from registry.models import LabReply, RightOfReply, Submission
from registry.rules.permissions import Person
from registry.rules.right_of_reply import DAYS
from tests.factories.submissions import declare, submitted_listing
from tests.web.drafts.test_filling import text_of

Signed = Callable[[str], Client]
ANSWER = {"text": "The hours are wrong.\n\nSee table 7. <script>", "name": "Chief 鏡"}


@pytest.fixture
def listing(people: dict[str, Person]) -> Submission:
    return submitted_listing(people["stranger"]).submission


def test_a_representative_finds_it_and_replies(
    listing: Submission, browser_of: Signed, people: dict[str, Person]
) -> None:
    client, address = browser_of("representative"), f"{listing.get_absolute_url()}reply/"
    until = f"{RightOfReply.objects.get().until:%-d %B %Y}"
    dashboard = client.get("/submissions/").content
    assert f'href="{address}"' in dashboard.decode()
    assert f"DeepSeek may reply until {until} (UTC)" in text_of(dashboard)
    page = text_of(client.post(address, ANSWER, follow=True).content)
    assert "See table 7. <script>" in page and "Chief 鏡 for DeepSeek" in page
    # From the listing it goes back to the reply: the draft behind it is not the lab's to see.
    back = client.get(f"{listing.get_absolute_url()}preview/").content.decode()
    assert f'class="way-back"><a href="{address}">' in back
    # Whoever listed it, and editors without an interest in it, read it too and cannot answer.
    assert browser_of("editor").get(address).status_code == 404
    declare(people["editor"], listing)
    for who in ("stranger", "editor", "submitter"):
        other = browser_of(who)
        assert "Chief 鏡 for DeepSeek" in text_of(other.get(address).content)
        assert "Send the reply" not in other.get(address).content.decode()
        refused = other.post(address, ANSWER)
        assert refused.status_code == 400
        assert "for a representative of the lab" in text_of(refused.content)
    assert LabReply.objects.count() == 1


def test_a_reply_that_is_empty_or_late_is_told_why(
    listing: Submission, browser_of: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = browser_of("representative"), f"{listing.get_absolute_url()}reply/"
    empty = client.post(address, {"text": " ", "name": "Chief"})
    assert empty.status_code == 400 and "Reply of the lab: found nothing" in text_of(empty.content)
    late = RightOfReply.objects.get().at + timedelta(days=DAYS + 1)
    for module in ("actions.replies", "web.presenters.draft_replies"):
        monkeypatch.setattr(f"registry.{module}.now", lambda: late)
    refused = client.post(address, ANSWER)
    assert refused.status_code == 400 and "The right of reply ended on" in text_of(refused.content)
    assert "Send the reply" not in client.get(address).content.decode()
    assert "Nothing within its time" in text_of(client.get(address).content)


def test_editors_see_that_a_lab_has_nobody_to_tell(
    browser_of: Signed, listing: Submission, people: dict[str, Person]
) -> None:
    declare(people["editor"], listing)
    told = text_of(browser_of("editor").get(f"{listing.get_absolute_url()}reply/").content)
    assert "its representative was written to" in told


def test_the_dashboard_says_whose_move_and_what_is_due(
    listing: Submission, browser_of: Signed
) -> None:
    theirs = text_of(browser_of("stranger").get("/submissions/").content)
    assert "Submitted · next move: the editors, expected by" in theirs
    assert "· DeepSeek may reply until" in theirs
    ours = text_of(browser_of("submitter").get("/submissions/").content)
    assert "3 of its" in ours and "has not invited this lab" in ours
    assert "version 1, prepared by the registry" in ours
    assert "Start a card of DeepSeek" in ours
    assert "Go on with the draft" not in ours
