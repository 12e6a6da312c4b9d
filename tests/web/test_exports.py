"""Citations and structured data at their addresses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from registry.actions import publication
from registry.exporters.schema_org import json_text
from registry.models import Actor, CardVersion
from tests.factories.registry import publish_card
from tests.factories.starter import starter_cards

R1 = "deepseek/deepseek-r1"
BASE = "http://localhost:8000"
TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "jsonld": "application/ld+json",
}
SUBJECTS = (f"/models/{R1}", f"/models/{R1}/versions/1", "/rankings/1", "/registry")
ADDRESSES = [f"{subject}.{suffix}" for subject in SUBJECTS for suffix in TYPES]

pytestmark = pytest.mark.django_db


def cited(client: Client, address: str) -> dict[str, Any]:
    (item,) = client.get(address).json()
    return dict(item)


def newer(editor: Actor, **prepared_by: str) -> CardVersion:
    card = starter_cards()[R1]
    return publish_card(editor, {**card, "prepared_by": {**card["prepared_by"], **prepared_by}})


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_export_has_its_type_and_may_be_kept(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == TYPES[address.partition(".")[2]]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert BASE in response.content.decode()
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(address).content == b""
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_address_told_is_not_taken_from_the_request(
    client: Client, settings: Any, address: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://registry.example.org"
    text = client.get(address, headers={"Host": "evil.example"}).content.decode()
    assert "https://registry.example.org/" in text
    assert "evil.example" not in text
    assert "localhost" not in text


@pytest.mark.parametrize(
    "address",
    [
        "/models/nobody/nothing.bib",
        "/models/deepseek/deepseek-v2.bib",  # known, without a card
        f"/models/{R1}/versions/2.ris",
        f"/models/{R1}/versions/0.jsonld",
        f"/models/{R1}.bibtex",
        "/rankings/99.csl.json",
        "/rankings/99999999999999999999.bib",
        "/registry.json",
    ],
)
def test_what_is_not_there_is_not_cited(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_card_is_cited_by_the_version_that_was_read(client: Client, editor: Actor) -> None:
    first = cited(client, f"/models/{R1}.csl.json")
    assert first == cited(client, f"/models/{R1}/versions/1.csl.json")
    assert first["URL"] == f"{BASE}/models/{R1}/versions/1/"
    assert first["note"] == CardVersion.objects.get(live_on__release__public_id=R1).content_hash
    newer(editor, note="Newer.")
    second = cited(client, f"/models/{R1}.csl.json")
    assert (second["id"], second["version"]) == ("mdr.deepseek.deepseek-r1.v2", "2")
    assert cited(client, f"/models/{R1}/versions/1.csl.json") == first


def test_only_the_live_version_is_described_at_the_card(client: Client, editor: Actor) -> None:
    newer(editor, note="Newer.")
    described = [client.get(f"/models/{R1}/versions/{n}.jsonld").json()["url"] for n in (1, 2)]
    assert described == [f"{BASE}/models/{R1}/versions/1/", f"{BASE}/models/{R1}/"]


def test_the_author_is_who_prepared_the_card(client: Client, editor: Actor) -> None:
    address = f"/models/{R1}.csl.json"
    assert cited(client, address)["author"] == [{"literal": "Model Disclosure Registry"}]
    newer(editor, role="third_party", name="An institute")
    assert cited(client, address)["author"] == [{"literal": "An institute"}]
    newer(editor, role="developer", name="The transparency team")
    assert cited(client, address)["author"] == [{"literal": "DeepSeek"}]


def test_nothing_is_exported_of_what_was_removed(client: Client, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id=R1)
    publication.remove(by=editor, version=version, reason="A court order")
    for subject in (f"/models/{R1}", f"/models/{R1}/versions/1"):
        for suffix in TYPES:
            assert client.get(f"{subject}.{suffix}").status_code == 410


def test_structured_data_of_a_card(client: Client) -> None:
    data = client.get(f"/models/{R1}.jsonld").json()
    version = CardVersion.objects.get(live_on__release__public_id=R1)
    assert data["@type"] == "Dataset"
    assert data["name"] == "Model card of DeepSeek-R1 (DeepSeek), version 1"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["includedInDataCatalog"]["@type"] == "DataCatalog"
    assert data["isPartOf"] == {"@id": f"{BASE}/#catalog"}
    assert {row["name"]: row["value"] for row in data["variableMeasured"]} == {
        "Disclosure score": 52.7,
        "Level": "Listed",
    }
    about = data["about"]
    assert about["@type"] == "fair4ml:MLModel"
    assert about["fair4ml:fineTunedFrom"][0]["@id"] == f"{BASE}/models/deepseek/deepseek-v3/#model"
    assert about["license"] == "https://spdx.org/licenses/MIT"
    (carrier,) = data["distribution"]
    response = client.get(carrier["contentUrl"].removeprefix(BASE))
    assert response.headers["Content-Type"] == carrier["encodingFormat"]
    assert carrier["sha256"] == version.content_hash.removeprefix("sha256:")


def test_a_model_is_described_by_what_its_card_discloses(client: Client) -> None:
    bloom = client.get("/models/bigscience/bloom-176b.jsonld").json()["about"]
    assert "t CO₂e" in bloom["fair4ml:hasCO2eEmissions"]
    assert "for pre-training" in bloom["fair4ml:hasCO2eEmissions"]
    assert bloom["fair4ml:trainedOn"][0]["@type"] == "Dataset"
    grok = client.get("/models/xai/grok-1.jsonld").json()["about"]
    assert not {name for name in grok if name.startswith("fair4ml:")}


def test_structured_data_of_a_ranking_lists_the_ranked_labs(client: Client) -> None:
    listed = client.get("/rankings/1.jsonld").json()["mainEntity"]
    assert listed["numberOfItems"] == len(listed["itemListElement"]) == 18
    assert listed["itemListElement"][0] == {
        "@type": "ListItem",
        "position": 1,
        "description": "Rank 1, score 52.7 of 100",
        "item": {
            "@type": "Organization",
            "name": "DeepSeek",
            "url": f"{BASE}/labs/deepseek/",
        },
    }


def test_structured_data_may_stand_in_a_page(client: Client, editor: Actor) -> None:
    card = starter_cards()[R1]
    name = "</script><!--<script>&"
    publish_card(editor, {**card, "model": {**card["model"], "name": name}})
    text = client.get(f"/models/{R1}.jsonld").content.decode()
    assert json.loads(text)["about"]["name"] == name
    assert not set("<>&") & set(text)
    assert json_text({"name": "\u2028\u2029<"}) == '{"name": "\\u2028\\u2029\\u003c"}'


def test_an_empty_registry_cannot_be_cited(client: Client, empty_registry: None) -> None:
    assert client.get("/registry.bib").status_code == 404
    assert "How to cite" not in client.get("/about/").content.decode()
