"""What the pages of a person ask the database: the same, however much there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import Submission
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Kind
from tests.factories.submissions import start_draft, submitted_listing

Signed = Callable[[str], Client]
# With the session, the person and what stands around every page.
MOST = {"": 15, "preview/": 36, "preview/changes/": 33}


def count(client: Client, address: str) -> int:
    # The first page of a session notes when it was last used.
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_of_cards_does_not_grow_with_them(
    draft: Submission, people: dict[str, Person], browser_of: Signed
) -> None:
    client = browser_of("submitter")
    few = count(client, "/submissions/")
    for card_id in ("deepseek/deepseek-v3", "deepseek/deepseek-r1-zero"):
        start_draft(people["submitter"], card_id=card_id)
        start_draft(people["submitter"], kind=Kind.SELF_ASSESSMENT, card_id=card_id)
        submitted_listing(people["stranger"], card_id)
    assert count(client, "/submissions/") == few <= MOST[""]


@pytest.mark.parametrize("rest", ["preview/", "preview/changes/"])
def test_a_preview_asks_a_fixed_number(rest: str, draft: Submission, browser_of: Signed) -> None:
    found = count(browser_of("submitter"), f"{draft.get_absolute_url()}{rest}")
    assert found <= MOST[rest], found
