"""What a card or a file offers to a draft, decided on its page."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registry.actions.submissions import drafts_of
from registry.models import DraftImport, Submission
from registry.rules.imports import Finding, Import
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Kind
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
    assert "64 of 70 statements are not looked at yet; 1 marked to be corrected" in check


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
        assert response.status_code in (302, 400, 409), name


def as_file(card: object, name: str = "card.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, json.dumps(card).encode())


def test_a_file_is_offered_field_by_field(browser_of: Signed) -> None:
    client = browser_of("submitter")
    card = {**lab_card(), "cost": {**lab_card()["cost"], "final_rum": 1}}
    address = client.post(START, {**R1, "source": "file", "file": as_file(card)})["Location"]
    page = Page(address, client.get(address).content.decode())
    assert page.faults == []
    assert "card.json" in page.text
    assert "not offered, with the reason" in page.text and "final_run" in page.text
    assert drafts_of(draft_at(address)).keys() == {"about"}
    send(client, address)
    draft = draft_at(address)
    assert drafts_of(draft)["method"].content["method"] == lab_card()["method"]
    assert "import" in {change.origin for change in draft.changes.all()}


def test_a_readme_marks_what_it_states_and_suggests_the_rest(browser_of: Signed) -> None:
    client = browser_of("submitter")
    readme = b"""---\nlicense: mit\nco2_eq_emissions: 539000\n---
# DeepSeek-R1\n\nTraining took 2.788M H800 GPU hours on a cluster of 2,048 H800 GPUs.\n"""
    file = SimpleUploadedFile("README.md", readme)
    address = client.post(START, {**R1, "source": "file", "file": file})["Location"]
    page = Page(address, client.get(address).content.decode())
    assert page.faults == []
    assert "2.788 million accelerator-hours" in page.text
    assert "Training took 2.788M H800 GPU hours on a cluster" in page.text
    send(client, address)
    drafts = drafts_of(draft_at(address))
    value = drafts["identity"].content["identity"]["access_and_license"]["value"]
    assert value["weights"]["license"] == "MIT"
    assert "hardware" not in drafts
    assert "accelerator_hours" not in json.dumps(drafts["compute"].content)


def test_a_pasted_text_joins_a_draft_under_way(draft: Submission, browser_of: Signed) -> None:
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}import/"
    text = "cost:\r\n  final_run:\r\n    status: unknown\r\nmodel:\r\n  family: 鏡\r\n"
    review = client.post(address, {"text": text})["Location"]
    html = client.get(review).content.decode()
    assert "line 2" in html and "鏡" in html
    # What the draft says otherwise waits for a choice.
    send(client, review)
    assert drafts_of(draft)["cost"].content["cost"] == lab_card()["cost"]
    keys = [proposal.key for proposal in draft.imports.get().offer.proposals]
    send(client, review, **dict.fromkeys(keys, "leave"))
    assert "not decided yet" not in text_of(client.get(address).content)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Nothing is given"),
        ({"text": "language: en", "file": as_file({"language": "en"})}, "one at a time"),
        ({"file": SimpleUploadedFile("big.md", b"x" * (2**21 + 1))}, "Found 2,097,153 bytes"),
        ({"text": "{"}, "Line 1:"),
        ({"file": SimpleUploadedFile("card.yaml", b"model: &a\n  name: *a\n")}, "Line 1:"),
        ({"file": SimpleUploadedFile("card.json", b"\xff\xfe\x00")}, "UTF-8"),
        ({"text": "nothing: 1"}, "Nothing was found"),
        ({"file": SimpleUploadedFile("empty.json", b"")}, "empty"),
    ],
    ids=["neither", "both", "large", "cut off", "alias", "encoding", "nothing", "empty"],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(
    data: dict[str, object], says: str, draft: Submission, browser_of: Signed
) -> None:
    for file in data.values():
        if isinstance(file, SimpleUploadedFile):
            file.seek(0)
    response = browser_of("submitter").post(f"{draft.get_absolute_url()}import/", data)
    assert response.status_code == 400
    text = text_of(response.content)
    assert says in text
    if "text" in data:
        assert escape(str(data["text"])) in response.content.decode()
    if "file" in data and says != "empty" and "bytes" not in says:
        assert "Choose the file again" in text
    assert not draft.imports.exists()


def test_nothing_brought_in_is_served_back(draft: Submission, browser_of: Signed) -> None:
    """A page inside a file stays text: it is escaped where it is shown, and has no address."""
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}import/"
    script = "<script>alert(1)</script>"
    named = SimpleUploadedFile(f"{script}.json", json.dumps({"model": {"family": script}}).encode())
    review = client.post(address, {"file": named})["Location"]
    for page in (review, address, draft.get_absolute_url()):
        assert script not in client.get(page).content.decode()
    assert client.get(f"{review}raw/").status_code == 404


def test_a_large_import_comes_in_parts(draft: Submission, browser_of: Signed) -> None:
    """A form of Django takes 1,000 fields; nobody is asked for more at once."""
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}import/"
    rows = [{"fact": "training.has_rl", "set_by": "developer", "note": f"{n}"} for n in range(450)]
    review = client.post(address, {"text": json.dumps({"fact_evidence": rows})})["Location"]
    text = text_of(client.get(review).content)
    assert "0 of 450 statements decided" in text
    assert "50 more follow when these are decided" in text
    # More than a card has room for: said, with all marks as they were sent.
    refused = send(client, review)
    assert refused.status_code == 400
    assert "Not saved yet" in text_of(refused.content)
    assert refused.content.decode().count(" checked") == 400


def emissions(number: int, tonnes: int) -> Finding:
    path = "compute.energy_and_emissions.value.emissions_tco2e_location_based"
    return Finding(
        number=number,
        place=f"line {number}",
        path=path,
        as_stated=f"{tonnes} tCO2eq",
        value={"value": tonnes},
        certainty="suggested",
        sentence=f"Training emitted {tonnes} tCO2eq in all.",
        conflict=path,
    )


@pytest.mark.parametrize(("chosen", "expected"), [(31, 31), (0, None)], ids=["one", "none"])
def test_of_what_contradicts_itself_at_most_one_is_taken(
    chosen: int,
    expected: int | None,
    draft: Submission,
    browser_of: Signed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = Import("readme", (emissions(1, 539), emissions(2, 31), emissions(3, 1900)))
    monkeypatch.setattr("registry.models.imports.read_import", lambda raw, file_name: found)
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}import/"
    review = client.post(address, {"text": "Any"})["Location"]
    page = Page(review, client.get(review).content.decode())
    assert page.faults == []
    assert "at most one of these is right" in page.text
    assert "Training emitted 539 tCO2eq in all." in page.text
    sent = offered(client, review).data
    assert not [name for name in sent if name.startswith("group.")]
    # "All without conflict" leaves them open.
    client.post(review, {**sent, "do": "certain"})
    assert draft.imports.get().decisions == {}
    assert "Nothing new was marked" in text_of(client.get(review).content)
    keys = {
        proposal.value["value"]: proposal.key for proposal in draft.imports.get().offer.proposals
    }
    choice = {f"group.{found.findings[0].path}": keys.get(chosen, "")}
    sent = {**offered(client, review).data, **choice}
    assert client.post(review, {**sent, "do": "marked"})["Location"] == draft.get_absolute_url()
    claim = drafts_of(draft)["compute"].content["compute"].get("energy_and_emissions", {})
    value = claim.get("value", {}).get("emissions_tco2e_location_based", {}).get("value")
    assert value == expected
