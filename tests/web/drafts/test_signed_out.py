"""The session ends while somebody types: the text comes back, and only to its own page."""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import Actor, DraftSection, Submission
from registry.rules.permissions import Person
from tests.web.drafts.test_filling import form_of

NOTE = "cost.final_run.note"
OWN = {"Origin": "http://testserver"}


@pytest.fixture
def client(people: dict[str, Person]) -> Client:
    """The submitter, with forgery looked for as in a browser."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(Actor.objects.get(key=people["submitter"].key).user)
    return client


@pytest.fixture
def address(draft: Submission) -> str:
    return f"{draft.get_absolute_url()}fill/cost/"


def hidden_inputs(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html):
        found[name].append(unescape(value))
    return dict(found)


def stored_note(draft: Submission) -> str | None:
    section = DraftSection.objects.get(submission=draft, name="cost")
    note: str | None = section.draft().content["cost"]["final_run"].get("note")
    return note


def test_what_was_typed_survives_the_end_of_a_session_without_scripts(
    client: Client, address: str, draft: Submission, people: dict[str, Person]
) -> None:
    typed = {**form_of(client, address), NOTE: ["An hour of typing <b>"]}
    client.session.flush()
    page = client.post(address, typed, headers=OWN)
    assert page.status_code == 403
    assert "You are signed out" in page.content.decode()
    assert "An hour of typing &lt;b&gt;" in page.content.decode()
    assert stored_note(draft) != "An hour of typing <b>"
    # Signed in again in another tab: its token is a new one, and the open page has the old.
    client.force_login(Actor.objects.get(key=people["submitter"].key).user)
    client.get("/account/")
    again = client.post(address, {**typed, "csrfmiddlewaretoken": ["a" * 64]}, headers=OWN)
    assert again.status_code == 403
    assert "Send it once more" in again.content.decode()
    form = hidden_inputs(again.content.decode())
    assert {**form, "csrfmiddlewaretoken": typed["csrfmiddlewaretoken"]} == typed
    assert client.post(address, form, headers=OWN).status_code == 302
    assert stored_note(draft) == "An hour of typing <b>"


def test_a_script_gets_a_new_token_and_saves(
    client: Client, address: str, draft: Submission
) -> None:
    typed = {**form_of(client, address), NOTE: ["Typed"], "csrfmiddlewaretoken": ["a" * 64]}
    headers = {**OWN, "Accept": "application/json"}
    refused = client.post(address, typed, headers=headers)
    assert refused.status_code == 403
    token = refused.json()["csrf"]
    saved = client.post(address, {**typed, "csrfmiddlewaretoken": [token]}, headers=headers)
    assert saved.status_code == 200
    assert stored_note(draft) == "Typed"


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {}], ids=["other", "none"])
def test_what_another_site_sends_is_shown_to_nobody(
    headers: dict[str, str], client: Client, address: str
) -> None:
    page = client.post(address, {NOTE: "Planted"}, headers=headers)
    assert page.status_code == 403
    assert "The form was not taken" in page.content.decode()
    assert "Planted" not in page.content.decode()


def test_no_page_repeats_a_password(client: Client) -> None:
    page = client.post(reverse("account_login"), {"password": "a secret"}, headers=OWN)
    assert page.status_code == 403
    assert "a secret" not in page.content.decode()
