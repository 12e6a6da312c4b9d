"""The rows of the registry as plain data, to compare before and after; cards to publish."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from django.apps import apps

from registry.actions import publication, tallies
from registry.models import Actor, CardVersion, ItemTally, Release
from registry.rules.checking.check import CheckedCard, check_card
from tests.factories.small_card import small_card
from tests.factories.starter import starter_cards

Rows = Mapping[str, list[tuple[Any, ...]]]


def stored_rows() -> Rows:
    """Every row of every table of the registry, by the name of its model."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_app_config("registry").get_models()
    }


def rows_added(before: Rows, after: Rows) -> dict[str, int]:
    """How many rows each table gained; tables of the same length are left out."""
    gained = {name: len(rows) - len(before[name]) for name, rows in after.items()}
    return {name: count for name, count in gained.items() if count}


def starter_card(card_id: str) -> dict[str, Any]:
    """A copy of a starter card, free to be changed."""
    return deepcopy(starter_cards()[card_id])


def card_of(
    release: Release, *, parents: Iterable[Mapping[str, str]] = (), accelerator_hours: int = 1000
) -> dict[str, Any]:
    """A small card of a registered release; ``parents`` are rows of ``derived_from``."""
    document = small_card()
    document["card_id"] = release.public_id
    document["model"] |= {"name": release.name, "developer": release.lab.name}
    document["identity"]["lineage"]["value"] = {
        "trained_from_scratch": False,
        "derived_from": [dict(parent) for parent in parents],
    }
    if not parents:
        del document["identity"]["lineage"]
    document["compute"]["final_run"]["value"] = {
        "accelerator_hours": {"value": accelerator_hours},
        "stages": ["reinforcement_learning" if parents else "pretraining"],
    }
    return document


def checked(document: Mapping[str, Any]) -> CheckedCard:
    card = check_card(json.dumps(document).encode(), "json")
    assert not card.has_errors, card.problems
    return card


def publish(by: Actor, document: Mapping[str, Any], preparer: str = "registry") -> CardVersion:
    return publication.publish(by=by, checked=checked(document), preparer=preparer)


def tallies_agree() -> bool:
    stored = {
        (tally.item, column): getattr(tally, column)
        for tally in ItemTally.objects.all()
        for column in tallies.COLUMNS
        if getattr(tally, column)
    }
    return stored == dict(tallies.count_all())


def live(release: Release) -> CardVersion:
    return CardVersion.objects.get(live_on__release=release)
