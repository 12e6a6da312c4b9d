"""What a card or a file offers to a draft, decided on its page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from registry.actions.submissions import drafts_of
from registry.models import DraftImport, Submission
from registry.rules.permissions import Person
from registry.rules.workflow.submissions import Kind
from tests.factories.submissions import attach_card, lab_card, start_draft
from tests.web.drafts.offers import confirm_all, offered, send
from tests.web.drafts.test_filling import text_of
from tests.web.site import Page

Signed = Callable[[str], Client]
START = "/submissions/start/"
R1 = {"kind": "lab", "model": "deepseek/deepseek-r1", "source": "card"}


def draft_at(address: str) -> Submission:
    return Submission.objects.get(public_id=address.split("/")[2])


def test_a_lab_takes_over_what_others_said(browser_of: Signed) -> None:
    client = browser_of("submitter")
    address = client.post(START, R1)["Location"]
    page = Page(address, client.get(address).content.decode())
    assert page.faults == []
    assert "3 of 70 statements looked at" in page.text
    assert drafts_of(draft_at(address)).keys() == {"about"}
    # Nothing is chosen for the lab.
    assert not [name for name in offered(client, address).data if name.startswith("decide.")]
    done = send(
        client,
        address,
        cost__final_run="accept",
        cost__scope="leave",
        cost__price_basis="correct",
    )
    assert done["Location"] == address
    text = text_of(client.get(address).content)
    assert "5 of 70 statements looked at, 1 still to be corrected" in text
    cost = drafts_of(draft_at(address))["cost"].content["cost"]
    assert cost.keys() == {"final_run", "price_basis"}
    check = text_of(client.get(f"/submissions/{address.split('/')[2]}/check/").content)
    assert "64 of 70 statements are not looked at yet, and 1 to be corrected stand" in check


def test_a_section_is_confirmed_with_one_button(browser_of: Signed) -> None:
    client = browser_of("submitter")
    address = client.post(START, R1)["Location"]
    send(client, address, do="certain.cost", cost__scope="leave")
    cost = drafts_of(draft_at(address))
    assert cost.keys() == {"about", "cost"}
    assert "scope" not in cost["cost"].content["cost"]
    confirm_all(client, address)
    draft = draft_at(address)
    assert draft.imports.get().is_closed
    assert drafts_of(draft)["method"].content["method"] == lab_card()["method"]
    assert "Not decided yet" not in text_of(client.get(draft.get_absolute_url()).content)


def test_two_people_decide_and_neither_overwrites(browser_of: Signed) -> None:
    mine, theirs = browser_of("submitter"), browser_of("representative")
    address = mine.post(START, R1)["Location"]
    data = offered(mine, address).data
    send(theirs, address, cost__final_run="leave")
    stale = mine.post(address, {**data, "do": "marked", "decide.cost.final_run": "accept"})
    assert stale.status_code == 409
    html = stale.content.decode()
    assert "Your marks are kept here" in text_of(stale.content)
    assert (
        'id="offer-cost-final_run-accept" name="decide.cost.final_run" value="accept" checked'
        in html
    )
    assert "cost" not in drafts_of(draft_at(address))


def test_the_previous_version_is_taken_over_with_what_is_marked(
    people: dict[str, Person], browser_of: Signed
) -> None:
    """All that speaks for itself is marked; pressing the button takes it in."""
    client, draft = browser_of("stranger"), start_draft(people["stranger"], kind=Kind.THIRD_PARTY)
    attached = attach_card(people["stranger"], draft)
    address = attached.get_absolute_url()
    assert "Not decided yet" in text_of(client.get(draft.get_absolute_url()).content)
    assert send(client, address)["Location"] == draft.get_absolute_url()
    assert drafts_of(draft)["cost"].content["cost"] == lab_card()["cost"]
    assert "estimates" in drafts_of(draft)


def test_the_base_model_passes_on_its_lineage(browser_of: Signed) -> None:
    client = browser_of("submitter")
    started = {**R1, "source": "base", "base": "deepseek/deepseek-v3"}
    address = client.post(START, started)["Location"]
    page = Page(address, client.get(address).content.decode())
    assert page.faults == []
    assert "is no cost of this model" in page.text
    marked = {name for name in offered(client, address).data if name.startswith("decide.")}
    assert marked == {
        "decide.lineage",
        "decide.has_base_model",
        "decide.identity.responsible_party",
    }
    send(client, address)
    draft = draft_at(address)
    assert "cost" not in drafts_of(draft)
    assert send(client, address, do="leave")["Location"] == draft.get_absolute_url()


def test_what_the_draft_says_otherwise_is_a_choice(
    draft: Submission, people: dict[str, Person], browser_of: Signed
) -> None:
    client = browser_of("submitter")
    address = attach_card(
        people["submitter"], draft, "deepseek/deepseek-v3", DraftImport.Origin.VERSION
    ).get_absolute_url()
    html = client.get(address).content.decode()
    assert "In the draft now:" in html
    before = drafts_of(draft)["cost"].content
    # "All without conflict" leaves it open, and so does pressing the button without a choice.
    send(client, address, do="certain")
    assert drafts_of(draft)["cost"].content["cost"]["final_run"] == before["cost"]["final_run"]
    send(client, address, cost__final_run="accept")
    amount = drafts_of(draft)["cost"].content["cost"]["final_run"]["value"]["amount"]["amount"]
    assert amount == 5576000


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"model": "deepseek/deepseek-vl"}, "No card of deepseek/deepseek-vl is published yet"),
        ({"source": "base"}, "No base model is named"),
        ({"source": "base", "base": "nobody/nothing"}, "No card of nobody/nothing is published"),
        ({"source": "base", "base": "deepseek/deepseek-r1"}, "not its own base"),
    ],
)
def test_a_way_of_starting_that_cannot_be_is_explained(
    data: dict[str, str], says: str, browser_of: Signed
) -> None:
    response = browser_of("submitter").post(START, {**R1, **data})
    assert response.status_code == 400
    assert says in text_of(response.content)
    assert not Submission.objects.exists()


def test_hostile_decisions_are_answered(
    draft: Submission, people: dict[str, Person], browser_of: Signed
) -> None:
    client = browser_of("submitter")
    address = attach_card(people["submitter"], draft).get_absolute_url()
    data = offered(client, address).data
    for name, value in (
        ("decide.cost.final_run", "publish"),
        ("decide.\x00", "accept"),
        ("_section.cost", "\x00"),
        ("_section.secrets", "x"),
        ("_token", "\x00"),
        ("do", "certain.../../etc"),
        ("do", "erase"),
        ("group.a", "x"),
    ):
        response = client.post(address, {**data, name: value})
        assert response.status_code in (302, 409), name
