"""Everything public is reached by links from the index, and nothing has to be guessed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from registry.actions import releases
from registry.api.v1.vocabularies import every_vocabulary
from registry.models import Actor, CardVersion, Lab, Ranking, Release
from registry.rules.accelerators.table import load_accelerators
from tests.factories.registry import REASON, publish_card
from tests.factories.stored import starter_card

pytestmark = pytest.mark.django_db
BASE = "http://localhost:8000/api/"
LINK = re.compile(r"<([^>]+)>")


def addresses_in(value: Any) -> Iterator[str]:
    """The addresses that a body names under ``links`` and ``next``."""
    if isinstance(value, list):
        for entry in value:
            yield from addresses_in(entry)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name == "links":
                yield from member.values()
            elif name == "next":
                yield member
            else:
                yield from addresses_in(member)


def is_of_the_api(address: str) -> bool:
    return address.startswith(BASE)


def crawl(client: Client) -> dict[str, str]:
    """Every address of the API that links lead to, as path and query, with where it was found."""
    found: dict[str, str] = {"/api/v1/": ""}
    queue = deque(found)
    while queue:
        here = queue.popleft()
        response = client.get(here)
        assert response.status_code == 200, f"{here}, linked from {found[here]}"
        named = set(LINK.findall(response.headers.get("Link", "")))
        if not re.search(r"/versions/\d+$|/(schemas|standards)/.|openapi", here):
            named |= set(addresses_in(response.json()))
        for address in sorted(filter(is_of_the_api, named)):
            if address.endswith(("/validate", "/submissions", "/concerns")):
                continue  # two only take a document, one takes a token: there is nothing to read
            parts = urlsplit(address)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if path not in found:
                found[path] = here
                queue.append(path)
    return found


def test_everything_public_is_reached(client: Client, editor: Actor, settings: Settings) -> None:
    settings.RATE_LIMIT_FACTOR = 0
    card = starter_card("deepseek/deepseek-r1")
    card["prepared_by"]["note"] = "A second reading."
    publish_card(editor, card)
    release = Release.objects.get(public_id="deepseek/deepseek-r1")
    releases.set_tier(by=editor, release=release, tier="0", reason=REASON)
    whole = crawl(client)
    found = {path.partition("?")[0] for path in whole}
    models = Release.objects.values_list("public_id", flat=True)
    assert found >= {f"/api/v1/models/{model}/release" for model in models}
    versions = CardVersion.objects.values_list("card__release__public_id", "number")
    assert ("deepseek/deepseek-r1", 2) in versions
    assert found >= {f"/api/v1/models/{model}/versions/{number}" for model, number in versions}
    assert found >= {f"/api/v1/models/{model}/grading" for model, _ in versions}
    assert found >= {f"/api/v1/labs/{slug}" for slug in Lab.objects.values_list("slug", flat=True)}
    rankings = list(Ranking.objects.values_list("number", flat=True))
    assert len(rankings) == 2
    assert found >= {f"/api/v1/rankings/{number}" for number in rankings}
    assert whole.keys() >= {
        "/api/v1/models/deepseek/deepseek-r1/diff?from=1&to=2",
        "/api/v1/rankings/diff?from=1&to=2",
    }
    assert found >= {f"/api/v1/vocabularies/{name}" for name in every_vocabulary()}
    assert found >= {f"/api/v1/accelerators/{slug}" for slug in load_accelerators().by_id}
