"""The preview of a card: the public page of what is not published, and what it would change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from registry.models import CardVersion, ClaimGrade, Grading, Submission
from registry.rules.permissions import Person
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import Kind
from tests.factories.submissions import start_draft, submitted
from tests.web.drafts.test_filling import form_of, text_of
from tests.web.site import Page

Signed = Callable[[str], Client]
COST = "cost.final_run.value.amount"


def stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (CardVersion, Grading, ClaimGrade))


def test_it_is_the_page_that_readers_would_get(draft: Submission, browser_of: Signed) -> None:
    """Claim for claim the published page, as the draft took the published card over."""
    before, client = stored(), browser_of("submitter")
    response = client.get(f"{draft.get_absolute_url()}preview/")
    preview, public = (
        Page(url, html.content.decode())
        for url, html in (
            ("preview", response),
            ("public", client.get("/models/deepseek/deepseek-r1/")),
        )
    )
    assert response["X-Robots-Tag"] == "noindex"
    assert "Preview – not published." in preview.text
    assert preview.faults == []
    items = {item.id for item in load_standard().items}
    assert items <= set(public.ids) and items <= set(preview.ids)
    assert "US$294,000" in preview.text and "excluding base model DeepSeek-V3-Base" in preview.text
    assert 'id="share"' not in preview.html
    assert stored() == before


def test_what_cannot_be_published_is_left_out_and_named(
    draft: Submission, browser_of: Signed
) -> None:
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}fill/cost/"
    client.post(address, {**form_of(client, address), COST: ["proprietary"]})
    preview = Page("", client.get(f"{draft.get_absolute_url()}preview/").content.decode())
    assert "left out, because" in preview.text
    assert "US$294,000" not in preview.text
    assert "147,000" in preview.text


def test_the_changes_stand_side_by_side(draft: Submission, browser_of: Signed) -> None:
    client, address = browser_of("submitter"), f"{draft.get_absolute_url()}fill/cost/"
    client.post(address, {**form_of(client, address), COST: ["300000"]})
    before = stored()
    text = text_of(client.get(f"{draft.get_absolute_url()}preview/changes/").content)
    assert "1 claim changed" in text
    assert "US$294,000" in text and "US$300,000" in text
    assert "This draft" in text and "Version 1" in text
    assert stored() == before


def test_an_empty_draft_says_nothing_that_nobody_said(
    people: dict[str, Person], browser_of: Signed
) -> None:
    """Stand-ins that make a draft gradable stay out of what is shown."""
    draft = start_draft(people["stranger"], kind=Kind.THIRD_PARTY)
    page = Page(
        "", browser_of("stranger").get(f"{draft.get_absolute_url()}preview/").content.decode()
    )
    assert "1 January 2026" not in page.text
    assert "Prepared by a third party" in page.text
    assert "DeepSeek" in page.text


@pytest.mark.parametrize("rest", ["preview/", "preview/changes/"])
def test_a_model_that_nobody_registered(rest: str, browser_of: Signed) -> None:
    client = browser_of("stranger")
    start = {"kind": "self_assessment", "model": "鏡 Kagami 3", "source": "blank"}
    draft = client.post("/submissions/start/", start)["Location"]
    page = Page("", client.get(f"{draft}{rest}").content.decode())
    assert "鏡 Kagami 3" in page.text
    assert "No card of this model is published yet" in page.text
    assert not [link for link in page.links if "unlisted" in link]


def test_the_preview_of_a_submitted_card_is_its_snapshot(
    people: dict[str, Person], browser_of: Signed
) -> None:
    from dataclasses import replace

    chief = replace(people["representative"], has_second_factor=True)
    address = submitted(people["submitter"], chief).submission.get_absolute_url()
    client = browser_of("submitter")
    assert "it is frozen" in text_of(client.get(f"{address}preview/").content)
    assert "As submitted" in text_of(client.get(f"{address}preview/changes/").content)
