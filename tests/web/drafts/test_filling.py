"""Filling a card as a browser without scripts does: every page and its form, as it was sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client

from registry.models import DraftSection, Submission
from registry.rules.drafts import sections_of
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Kind
from tests.factories.submissions import lab_card, start_draft
from tests.web.drafts.offers import confirm_all

Signed = Callable[[str], Client]
HOURS = "compute.final_run.value.accelerator_hours"


class Form(HTMLParser):
    """What a browser would send of the page's draft form."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.data: dict[str, list[str]] = {}
        self._select = ""
        self._area = ""
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if tag == "form":
            self._inside = "data-draft" in at
        if not self._inside:
            return
        name = at.get("name") or ""
        if tag == "input" and name:
            if at.get("type") in ("checkbox", "radio") and "checked" not in at:
                return
            self.data.setdefault(name, []).append(at.get("value") or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in at:
            self.data[self._select] = [at.get("value") or ""]
        elif tag == "textarea":
            self._area = name
            self.data[name] = [""]

    def handle_data(self, text: str) -> None:
        if self._area:
            # A browser drops the line end after the tag.
            self.data[self._area][0] += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            value = self.data[self._area][0]
            self.data[self._area] = [value.removeprefix("\n")]
            self._area = ""
        elif tag == "select":
            self._select = ""


def form_of(client: Client, address: str) -> dict[str, list[str]]:
    return Form(client.get(address).content.decode()).data


def text_of(html: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html.decode())))


@pytest.mark.parametrize("section", sections_of(Kind.LAB))
def test_a_page_sent_as_it_came_changes_nothing(
    section: str, draft: Submission, browser_of: Signed
) -> None:
    """All names in the page are read, and no value changes on the way through HTML."""
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}fill/{section}/"
    before = list(DraftSection.objects.order_by("id").values_list())
    response = client.post(address, form_of(client, address), follow=True)
    assert response.status_code == 200
    assert "The form has no field" not in response.content.decode()
    assert list(DraftSection.objects.order_by("id").values_list()) == before


@pytest.mark.parametrize(
    ("section", "name", "typed", "says"),
    [
        ("hardware", "hardware.accelerator_count.value.segments.0.count", "648", "PC01"),
        ("cost", "cost.final_run.value.amount", "29.4 million", "Two digits too many"),
        ("cost", "cost.final_run.value.amount", "proprietary", 'Found "proprietary"'),
        ("compute", HOURS, "64*8", "is a product"),
        ("cost", "cost.final_run.evidence.0.doi", "10.1038", "DOI"),
    ],
)  # fmt: skip
def test_slips_are_told_at_their_field(
    section: str, name: str, typed: str, says: str, draft: Submission, browser_of: Signed
) -> None:
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}fill/{section}/"
    posted = form_of(client, address)
    assert name in posted
    page = client.post(address, {**posted, name: [typed]}, follow=True)
    text = text_of(page.content)
    if says == "PC01":
        says = r"648 .* accelerator"
    assert re.search(says, text), text[:3000]
    assert f'value="{typed}"' in page.content.decode()


def test_a_cost_without_its_stages_is_asked_for_them(draft: Submission, browser_of: Signed) -> None:
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}fill/cost/"
    posted = form_of(client, address)
    posted.pop("cost.final_run.value.stages")
    text = text_of(client.post(address, posted, follow=True).content)
    assert "a figure without its stages does not validate" in text


def test_rows_are_added_and_removed_without_a_script(draft: Submission, browser_of: Signed) -> None:
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}fill/cost/"
    rows = "cost.final_run.evidence"
    posted = form_of(client, address)
    count = sum(name.startswith(rows) and name.endswith(".title") for name in posted)
    page = client.post(address, {**posted, "_do": [f"add:{rows}"]}, follow=True)
    assert f'name="{rows}.{count}.title"' in page.content.decode()
    posted = form_of(client, address)
    client.post(address, {**posted, "_do": [f"remove:{rows}.0"]})
    assert f"{rows}.{count - 1}.title" not in form_of(client, address) or count == 1


def test_two_tabs_meet_and_choose(draft: Submission, browser_of: Signed) -> None:
    mine, theirs = browser_of("submitter"), browser_of("representative")
    address = f"{draft.get_absolute_url()}fill/compute/"
    opened = form_of(mine, address)
    theirs.post(address, {**form_of(theirs, address), HOURS: ["150K"]})
    page = mine.post(address, {**opened, HOURS: ["149K"]})
    assert page.status_code == 409
    text = text_of(page.content)
    for value in ("149K", "150K", "147000"):
        assert value in text
    assert "150K" in mine.get(address).content.decode()
    # "Keep mine" sends all that was typed with the token of what is stored.
    again = dict(opened)
    token = re.search(r'name="_token" value="([^"]+)"', page.content.decode())
    assert token is not None
    mine.post(address, {**again, HOURS: ["149K"], "_token": [token[1]]})
    assert "149K" in mine.get(address).content.decode()
    # Theirs is in the history, from where it is restored.
    history = mine.get(f"{draft.get_absolute_url()}history/").content.decode()
    assert "150K" in history


def test_a_script_gets_the_state_it_needs_to_go_on(draft: Submission, browser_of: Signed) -> None:
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}fill/cost/"
    posted = {**form_of(client, address), "cost.final_run.value.amount": ["300000"]}
    answer = client.post(address, posted, headers={"Accept": "application/json"}).json()
    assert answer["token"] != posted["_token"][0]
    assert answer["headline"][0] == "US$300,000"
    assert "excluding base model DeepSeek-V3-Base" in answer["headline"][1]
    stale = client.post(
        address,
        {**posted, "cost.final_run.value.amount": ["310000"]},
        headers={"Accept": "application/json"},
    )
    assert stale.status_code == 409
    assert "Nothing of yours is lost" in stale.json()["conflict"]


def test_the_meter_says_what_review_can_reach_and_what_is_lost(
    draft: Submission, browser_of: Signed
) -> None:
    """R1 alone: all that is declared is evidenced, so referees could confirm all of it."""
    text = text_of(browser_of("submitter").get(f"{draft.get_absolute_url()}fill/cost/").content)
    assert "Declared 54.0 Evidenced 54.0 Verified ceiling 54.0" in text
    assert "is the score once referees confirm every evidenced claim" in text
    assert re.search(r"Why it lost \d+\.\d of the card’s 100 points", text)


def test_from_start_to_the_frozen_snapshot(browser_of: Signed) -> None:
    submitter, representative = browser_of("submitter"), browser_of("representative")
    started = submitter.post(
        "/submissions/start/",
        {"kind": "lab", "model": "deepseek/deepseek-r1", "source": "card"},
    )
    address = f"/submissions/{started['Location'].split('/')[2]}/"
    confirm_all(submitter, started["Location"])
    check = submitter.get(f"{address}check/")
    reasons = {
        f"reason-{digest}": "As the paper prints it."
        for digest in re.findall(r'name="reason-([0-9a-f]{64})"', check.content.decode())
    }
    token = re.search(r'name="_token" value="([^"]+)"', check.content.decode())
    assert token is not None
    submitter.post(f"{address}check/", {**reasons, "_token": token[1], "do": "move"})
    submission = Submission.objects.get(public_id=address.split("/")[2])
    assert submission.state == "awaiting_attestation"
    page = representative.get(f"{address}attest/")
    token = re.search(r'name="_token" value="([^"]+)"', page.content.decode())
    assert token is not None
    declared = {"name": "Chief", "competing_interests": "None.", "_token": token[1]}
    declared |= {"track": "peer", "suggested_name_1": "Rosa, Uni", "suggested_reason_1": "Knows."}
    refused = representative.post(f"{address}attest/", declared)
    assert refused.status_code == 400
    done = representative.post(f"{address}attest/", {**declared, "agreed": "on"}, follow=True)
    snapshot = submission.snapshots.get()
    assert snapshot.content_hash in done.content.decode()
    assert snapshot.attestation.name == "Chief"
    assert submission.referee_suggestions.get().name == "Rosa, Uni"
    # Locked: nothing can be saved any more.
    locked = submitter.get(f"{address}fill/cost/").content.decode()
    assert "This card is locked" in locked


def test_a_new_model_of_an_unknown_lab_can_be_assessed_privately(browser_of: Signed) -> None:
    client = browser_of("stranger")
    response = client.post(
        "/submissions/start/",
        {"kind": "self_assessment", "model": "鏡 Kagami 3", "source": "blank"},
        follow=True,
    )
    assert "鏡 Kagami 3" in response.content.decode()
    assert client.get("/submissions/").content.decode().count("鏡 Kagami 3") == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"model": "nobody/nothing"}, "is not registered"),
        ({"model": "日本"}, "Latin alphabet"),
        ({"model": ""}, "required"),
        ({"kind": "third_party", "model": "New 1"}, "needs its lab"),
        ({"kind": "lab", "model": "deepseek/deepseek-r1"}, "valid choice"),
    ],
)
def test_a_start_that_cannot_be_is_explained(
    data: dict[str, str], says: str, browser_of: Signed
) -> None:
    posted = {"kind": "self_assessment", "source": "blank", **data}
    response = browser_of("stranger").post("/submissions/start/", posted)
    assert response.status_code == 400
    assert says in text_of(response.content)
    assert not Submission.objects.exists()


def test_hostile_posts_are_answered(draft: Submission, browser_of: Signed) -> None:
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}fill/cost/"
    posted = form_of(client, address)
    for name, value in (
        ("cost.final_run.status", "admin"),
        ("cost.final_run.evidence.99999999999.title", "far"),
        ("_token", "\x00"),
        ("_do", "add:../../etc"),
        ("_do", "remove:"),
        ("cost.final_run.value.amount.~was", "[" * 2000),
        ("cost." + "a." * 200, "deep"),
    ):
        response = client.post(address, {**posted, name: [value]})
        assert response.status_code in (302, 400, 409), name


def test_discarding_asks_first(draft: Submission, browser_of: Signed) -> None:
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}discard/"
    page = client.get(address).content.decode()
    token = re.search(r'name="_token" value="([^"]+)"', page)
    assert token is not None
    for stale in ("stale", "\x00", "x" * 9999, ""):
        assert client.post(address, {"_token": stale}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "draft"
    client.post(address, {"_token": token[1]})
    draft.refresh_from_db()
    assert draft.state == "discarded"
    assert "No card in the making." in text_of(client.get("/submissions/").content)


def test_pages_ask_the_same_of_the_database_however_many_drafts(
    people: dict[str, Person],
    browser_of: Signed,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = browser_of("submitter")
    for _ in range(12):
        start_draft(people["submitter"])
    with django_assert_max_num_queries(20):
        client.get("/submissions/")


def test_a_filled_card_is_the_one_that_was_started_from(
    draft: Submission, browser_of: Signed
) -> None:
    """Every section through its page and back: the card assembled is the card."""
    from registry.actions.submissions import drafts_of
    from registry.rules.drafts import assemble

    client = browser_of("submitter")
    for section in sections_of(Kind.LAB):
        address = f"{draft.get_absolute_url()}fill/{section}/"
        client.post(address, form_of(client, address))
    assert assemble(draft.card_id, Kind.LAB, drafts_of(draft)) == lab_card()


def test_a_private_assessment_is_told_nothing_of_a_submission(browser_of: Signed) -> None:
    client = browser_of("stranger")
    started = client.post(
        "/submissions/start/", {"kind": "self_assessment", "model": "Mine", "source": "blank"}
    )
    page = client.get(f"{started['Location']}check/").content.decode()
    assert "<h1>What is missing</h1>" in page
    assert "submitted" not in text_of(page.partition("<main")[2].encode())


def test_a_draft_is_not_attested_before_it_is_complete(
    draft: Submission, browser_of: Signed
) -> None:
    page = browser_of("representative").get(f"{draft.get_absolute_url()}attest/", follow=True)
    assert "Only a card that is marked as complete can be attested." in page.content.decode()
    assert "I declare this for the lab" not in page.content.decode()
