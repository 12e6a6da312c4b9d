"""The sitemap, robots.txt and security.txt."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from registry.actions import publication
from registry.actions.audit import now
from registry.models import Actor, CardVersion
from registry.web import sitemap
from tests.web.site import Site

BASE = "http://localhost:8000"
# Explanations for programs that met them; and where people sign in.
NOT_LISTED = ("/problems/", "/account/", "/concerns/")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

pytestmark = pytest.mark.django_db


def places(client: Client, path: str, root: str) -> dict[str, str]:
    """Paths and dates in a file of the sitemap."""
    response = client.get(path)
    assert response.headers["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)  # noqa: S314 - our own file
    assert tree.tag == f"{SITEMAP}{root}"
    found = {}
    for place in tree:
        address = place.findtext(f"{SITEMAP}loc") or ""
        assert address.startswith(f"{BASE}/")
        changed = place.findtext(f"{SITEMAP}lastmod") or ""
        assert not changed or datetime.fromisoformat(changed).tzinfo
        found[address.removeprefix(BASE)] = changed
    return found


def everything(client: Client) -> dict[str, str]:
    files = places(client, "/sitemap.xml", "sitemapindex")
    return {
        address: changed
        for file in files
        for address, changed in places(client, file, "urlset").items()
    }


def test_the_index_names_files_with_dates(client: Client) -> None:
    index = places(client, "/sitemap.xml", "sitemapindex")
    assert list(index) == [
        "/sitemap-pages-1.xml",
        "/sitemap-models-1.xml",
        "/sitemap-labs-1.xml",
        "/sitemap-rankings-1.xml",
    ]
    assert all(index[file] for file in index if file != "/sitemap-pages-1.xml")


def test_the_sitemap_holds_the_pages_that_links_lead_to(client: Client, site: Site) -> None:
    listed = set(everything(client))
    asked = {path for path in site.pages if not path.startswith(NOT_LISTED)}
    # The past of a card is linked from the card, and no crawler need prefer it.
    assert {path for path in asked if not re.search("/(versions|diff)/", path)} <= listed
    for address in listed - set(site.pages):
        assert client.head(address).status_code == 200, address


def test_a_card_is_dated_by_its_grading(client: Client) -> None:
    version = CardVersion.objects.select_related("live_on__current_grading").get(
        live_on__release__public_id="deepseek/deepseek-r1"
    )
    grading = version.live_on.current_grading
    assert grading
    dated = places(client, "/sitemap-models-1.xml", "urlset")["/models/deepseek/deepseek-r1/"]
    assert datetime.fromisoformat(dated) == grading.at.replace(microsecond=0)


def test_a_removed_card_leaves_the_sitemap(client: Client, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id="xai/grok-1")
    publication.remove(by=editor, version=version, reason="A court order")
    assert "/models/xai/grok-1/" not in everything(client)


def test_long_sections_are_cut_into_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = everything(client)
    monkeypatch.setattr(sitemap, "ADDRESSES_IN_A_FILE", 10)
    index = places(client, "/sitemap.xml", "sitemapindex")
    assert [file for file in index if "models" in file] == [
        f"/sitemap-models-{page}.xml" for page in range(1, 5)
    ]
    assert len(places(client, "/sitemap-models-4.xml", "urlset")) == 1
    assert everything(client) == whole


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-models-0.xml",
        "/sitemap-models-2.xml",
        "/sitemap-pages-2.xml",
        "/sitemap-models-999999999.xml",
        "/sitemap-nothing-1.xml",
    ],
)
def test_there_are_no_other_files(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_empty_registry_has_its_fixed_pages(client: Client, empty_registry: None) -> None:
    assert list(places(client, "/sitemap.xml", "sitemapindex")) == ["/sitemap-pages-1.xml"]


def test_robots_may_read_everything(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        f"Sitemap: {BASE}/sitemap.xml",
    ]


def test_there_is_a_security_contact_only_where_there_is_an_address(
    client: Client, settings: Any
) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.CONTACT_EMAIL = "editors@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    lines = dict(line.split(": ", 1) for line in text.splitlines())
    assert lines["Contact"] == "mailto:editors@example.org"
    assert lines["Canonical"] == f"{BASE}/.well-known/security.txt"
    left = datetime.fromisoformat(lines["Expires"]) - now()
    assert timedelta(days=150) < left < timedelta(days=365)


def test_the_sitemap_asks_a_fixed_number_of_times(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        client.get("/sitemap.xml")
    with django_assert_num_queries(1):
        client.get("/sitemap-models-1.xml")
