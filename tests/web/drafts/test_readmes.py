"""A README of a model hub on its way into a draft: nothing enters that nobody accepted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registry.actions.submissions import drafts_of
from registry.models import Submission
from tests.factories.submissions import lab_card
from tests.web.drafts.offers import offered
from tests.web.site import Page

Signed = Callable[[str], Client]
README_DIR = Path(__file__).parents[2] / "importers" / "readmes"


@pytest.fixture
def brought(draft: Submission, browser_of: Signed) -> Callable[[str], tuple[Client, str]]:
    def bring(name: str) -> tuple[Client, str]:
        client = browser_of("submitter")
        file = SimpleUploadedFile("README.md", (README_DIR / f"{name}.md").read_bytes())
        answer = client.post(f"{draft.get_absolute_url()}import/", {"file": file})
        return client, answer["Location"]

    return bring


def test_what_is_stated_enters_and_suggestions_wait(
    draft: Submission, brought: Callable[[str], tuple[Client, str]]
) -> None:
    before = drafts_of(draft)
    client, address = brought("typical")
    page = Page(address, client.get(address).content.decode())
    assert page.faults == []
    assert "apache-2.0" in page.text
    assert "those of its training data are implied" in page.text
    assert drafts_of(draft) == before
    client.post(address, {**offered(client, address).data, "do": "certain"})
    after = {name: section.content for name, section in drafts_of(draft).items()}
    identity = after["identity"]["identity"]
    parents = identity["lineage"]["value"]["derived_from"]
    assert "Acme-7B-Base" in {parent["model"] for parent in parents}
    # The draft says another license, and nobody chose between the two.
    assert identity["access_and_license"] == lab_card()["identity"]["access_and_license"]
    assert after["data"]["data"]["composition"] == lab_card()["data"]["composition"]


def test_figures_of_prose_are_shown_with_their_sentence(
    draft: Submission, brought: Callable[[str], tuple[Client, str]]
) -> None:
    client, address = brought("prose")
    text = Page(address, client.get(address).content.decode()).text
    assert "Full training takes only 2.788M H800 GPU hours" in text
    assert not [name for name in offered(client, address).data if name.startswith("decide.")]
