"""An address asks the database as often with 1,000 models as with ten."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest
from django.test import Client

from registry.actions.ranked import ranked_transaction
from registry.api.v1.rankings import kept_edition
from registry.models import Actor, CatalogueEntry
from tests.api.addresses import ADDRESSES
from tests.api.queries import queries_when_new
from tests.factories.registry import add_lab, add_release, publish_card
from tests.factories.stored import starter_card

MODEL = "deepseek/deepseek-r1"


def grow(editor: Actor, labs: range, models: range) -> None:
    with ranked_transaction():
        for number in labs:
            lab = add_lab(editor, f"lab-{number}", f"Lab {number}")
            for model in models:
                day = date(2020, 1, 1) + timedelta(days=model)
                add_release(editor, lab, f"model-{model}", on=day)
        for number in labs:
            card = copy.deepcopy(starter_card(MODEL))
            card["prepared_by"]["note"] = f"Reading {number}."
            publish_card(editor, card)


def counts(client: Client) -> dict[str, int]:
    found = {}
    for address in ADDRESSES:
        kept_edition.cache_clear()
        found[address.path] = queries_when_new(client, address.path)
    return found


@pytest.mark.django_db
def test_number_of_queries_does_not_grow(
    client: Client, empty_registry: None, editor: Actor
) -> None:
    publish_card(editor, starter_card(MODEL))
    add_lab(editor, "openai", "OpenAI")
    grow(editor, range(2), range(5))
    few = counts(client)
    grow(editor, range(10, 30), range(50))
    assert CatalogueEntry.objects.count() > 1000
    assert counts(client) == few
    assert few == {address.path: address.queries for address in ADDRESSES}
