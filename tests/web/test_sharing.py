"""What pages offer to take away, and what their heads tell machines."""

from __future__ import annotations

import copy

import pytest
from django.test import Client

from registry.models import Actor, Release
from tests.factories.registry import publish_card
from tests.factories.starter import starter_cards
from tests.web.site import Page, read

R1 = "deepseek/deepseek-r1"
BASE = "http://localhost:8000"
CARD, LAB, RANKING = f"/models/{R1}/", "/labs/deepseek/", "/rankings/1/"

pytestmark = pytest.mark.django_db


def metas(page: Page) -> dict[str, str]:
    """The meta elements by property or name."""
    return {
        str(values.get("property") or values.get("name")): str(values.get("content"))
        for tag, values in page.tags
        if tag == "meta"
    }


def links(page: Page, rel: str) -> list[str]:
    return [
        str(values["href"])
        for tag, values in page.tags
        if tag == "link" and values.get("rel") == rel
    ]


@pytest.mark.parametrize("path", ["/", CARD, LAB, RANKING])
def test_a_link_to_a_page_has_a_title_and_a_picture(client: Client, path: str) -> None:
    page = read(client, path)
    told = metas(page)
    assert told["og:url"] == f"{BASE}{path}"
    assert links(page, "canonical") == [f"{BASE}{path}"]
    assert told["og:title"]
    assert 40 < len(told["og:description"]) < 400
    assert told["twitter:card"] == "summary_large_image"
    assert told["og:image:alt"]
    picture = client.get(told["og:image"].removeprefix(BASE))
    assert picture.headers["Content-Type"] == told["og:image:type"]
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")


@pytest.mark.parametrize("path", [CARD, RANKING])
def test_typed_links_lead_to_what_they_name(client: Client, path: str) -> None:
    page = read(client, path)
    (cite_as,) = links(page, "cite-as")
    assert client.get(cite_as.removeprefix(BASE)).status_code == 200
    assert links(page, "license") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert links(page, "type") == ["https://schema.org/AboutPage", "https://schema.org/Dataset"]
    described = [
        (values["href"], values["type"])
        for tag, values in page.tags
        if tag == "link" and values.get("rel") in {"describedby", "item"}
    ]
    assert len(described) >= 4
    for address, media_type in described:
        response = client.get(str(address))
        assert response.headers["Content-Type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("path", "twin"), [(CARD, f"/models/{R1}.jsonld"), (RANKING, "/rankings/1.jsonld")]
)
def test_the_page_holds_the_structured_data_of_its_twin(
    client: Client, path: str, twin: str
) -> None:
    assert read(client, path).data == [client.get(twin).json()]


def test_the_first_page_describes_site_and_catalogue(client: Client) -> None:
    (data,) = read(client, "/").data
    assert [node["@type"] for node in data["@graph"]] == ["WebSite", "DataCatalog"]
    assert data == client.get("/registry.jsonld").json()


def test_the_search_that_is_announced_finds(client: Client) -> None:
    (data,) = read(client, "/").data
    action = data["@graph"][0]["potentialAction"]
    address = action["target"]["urlTemplate"].replace("{words}", "DeepSeek-R1")
    assert action["query-input"] == "required name=words"
    assert CARD in read(client, address.removeprefix(BASE)).links


def test_a_card_says_how_to_cite_it(client: Client) -> None:
    page = read(client, CARD)
    assert "Model Disclosure Registry (2026). Model card of DeepSeek-R1 (DeepSeek)." in page.text
    for suffix in ("bib", "csl.json", "ris"):
        address = f"/models/{R1}/versions/1.{suffix}"
        assert address in page.links
        assert " ".join(client.get(address).content.decode().split()) in page.text


def test_a_ranking_and_the_registry_say_how_to_cite_them(client: Client) -> None:
    assert "Ranking 1 of AI labs by disclosure." in read(client, RANKING).text
    assert "/rankings/1.bib" in read(client, RANKING).links
    assert "/registry.bib" in read(client, "/about/").links


def test_snippets_carry_full_addresses_and_stay_true(client: Client, editor: Actor) -> None:
    card = copy.deepcopy(starter_cards()[R1])
    text = read(client, CARD).text
    name = "Disclosure of DeepSeek-R1 in the Model Disclosure Registry"
    picture, page = f"{BASE}/badges/{R1}.svg", f"{BASE}/models/{R1}/"
    snippets = (
        f"[![{name}]({picture})]({page})",
        f'<a href="{page}"><img src="{picture}" alt="{name}" height="20"></a>',
    )
    assert all(snippet in text for snippet in snippets)
    publish_card(editor, {**card, "cost": {}})
    again = read(client, CARD)
    assert all(snippet in again.text for snippet in snippets)
    assert f"/badges/{R1}.svg" in {values.get("src") for tag, values in again.tags if tag == "img"}


def test_names_cannot_break_a_snippet(client: Client) -> None:
    Release.objects.filter(public_id=R1).update(name='R1](http://x) "><b>')
    text = read(client, CARD).text
    assert r'[![Disclosure of R1\](http://x) ">\<b> in the Model' in text
    assert 'alt="Disclosure of R1](http://x) &quot;&gt;&lt;b&gt; in the Model' in text


def test_copying_needs_no_script(client: Client) -> None:
    buttons = [
        values
        for tag, values in read(client, CARD).tags
        if tag == "button" and "data-copy" in values
    ]
    assert len(buttons) == 6
    assert all("hidden" in values for values in buttons)
    ids = read(client, CARD).ids
    assert {values["data-copy"] for values in buttons} <= set(ids)


def test_a_registry_without_a_ranking_has_no_picture(client: Client, empty_registry: None) -> None:
    page = read(client, "/")
    assert "og:image" not in metas(page)
    assert "twitter:card" not in metas(page)
    assert "cite-text" not in read(client, "/about/").ids
