"""What programs get: the bytes that were hashed, and no others."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.test import Client

from registry.actions import publication
from registry.models import Actor, CardContent, CardVersion
from registry.rules.standard import SCHEMAS_DIR
from tests.factories.registry import publish_card
from tests.factories.starter import starter_cards

R1 = "deepseek/deepseek-r1"
LIVE = f"/models/{R1}.json"

pytestmark = pytest.mark.django_db


def next_version(editor: Actor) -> CardVersion:
    card = starter_cards()[R1]
    return publish_card(editor, {**card, "prepared_by": {**card["prepared_by"], "note": "Newer."}})


def stored(number: int) -> CardContent:
    return CardContent.objects.get(version__card__release__public_id=R1, version__number=number)


@pytest.mark.parametrize("path", [LIVE, f"/models/{R1}/versions/1.json"])
def test_bytes_are_those_that_were_hashed(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.content.decode() == stored(1).canonical
    digest = f"sha256:{sha256(response.content).hexdigest()}"
    assert digest == stored(1).version.content_hash
    assert response.headers["ETag"] == f'"{digest}"'
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [LIVE, f"/models/{R1}/versions/1.json"])
def test_known_bytes_are_not_sent_again(client: Client, path: str) -> None:
    etag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_only_the_address_of_a_version_is_cached_for_good(client: Client) -> None:
    assert "immutable" in client.get(f"/models/{R1}/versions/1.json").headers["Cache-Control"]
    assert "immutable" not in client.get(LIVE).headers["Cache-Control"]


def test_superseded_version_keeps_its_address(client: Client, editor: Actor) -> None:
    first = client.get(LIVE).content
    next_version(editor)
    assert client.get(f"/models/{R1}/versions/1.json").content == first
    assert client.get(f"/models/{R1}/versions/2.json").content == client.get(LIVE).content != first
    page = client.get(f"/models/{R1}/").content.decode()
    assert f'href="/models/{R1}/versions/1.json"' in page
    assert f'href="/models/{R1}/versions/2.json"' in page


def test_removed_version_is_gone_and_the_others_stay(client: Client, editor: Actor) -> None:
    etag = client.get(LIVE).headers["ETag"]
    newer = next_version(editor)
    old = CardVersion.objects.get(card=newer.card, number=1)
    publication.remove(by=editor, version=old, reason="A court order")
    gone = client.get(f"/models/{R1}/versions/1.json", headers={"If-None-Match": etag})
    assert gone.status_code == 410
    assert client.get(LIVE).status_code == 200
    page = client.get(f"/models/{R1}/")
    assert page.status_code == 200
    assert f'href="/models/{R1}/versions/1.json"' not in page.content.decode()


def test_removed_card_is_gone_everywhere(client: Client, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id=R1)
    publication.remove(by=editor, version=version, reason="A court order")
    for path in (f"/models/{R1}/", LIVE, f"/models/{R1}/versions/1.json"):
        response = client.get(path)
        assert response.status_code == 410, path
        assert "A court order" in response.content.decode()
        assert version.content_hash in response.content.decode()
        assert "294,000" not in response.content.decode()


@pytest.mark.parametrize(
    "name", ["card/1.0.schema.json", "standard/1.0.json", "review-file/1.0.schema.json"]
)
def test_schemas_are_the_files_of_the_repository(client: Client, name: str) -> None:
    data = (SCHEMAS_DIR / name).read_bytes()
    response = client.get(f"/schemas/{name}")
    assert response.content == data
    assert response.headers["ETag"] == f'"{sha256(data).hexdigest()}"'
    again = client.get(f"/schemas/{name}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
