"""The feeds, against the rules of RFC 4287 and against what happened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from registry.actions import labs, publication
from registry.models import Actor, CardVersion, Lab, Release
from tests.factories.registry import REASON, publish_card
from tests.factories.starter import starter_cards

R1 = "deepseek/deepseek-r1"
BASE = "http://localhost:8000"
VERSIONS, RANKINGS, LAB = "/feeds/versions.atom", "/feeds/rankings.atom", "/labs/deepseek/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> ElementTree.Element:
    """The feed at ``path``, which keeps the rules."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own feed
    assert broken_rules(feed, BASE + path) == []
    return feed


def broken_rules(feed: ElementTree.Element, address: str) -> list[str]:
    """What of RFC 4287, sections 4.1 and 4.2, does not hold."""
    entries = feed.findall(f"{ATOM}entry")
    broken = [] if feed.tag == f"{ATOM}feed" else ["the root is no feed"]
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            found = element.findall(f"{ATOM}{name}")
            if len(found) != 1 or not (found[0].text or "").strip():
                broken.append(f"{element.tag} needs one {name}")
        dates = [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]
        broken += [
            f"{when.text} has no zone"
            for when in dates
            if datetime.fromisoformat(when.text or "").tzinfo is None
        ]
        addresses = [link.get("href", "") for link in element.findall(f"{ATOM}link")]
        broken += [f"{a} is not absolute" for a in addresses if not a.startswith(f"{BASE}/")]
        alternates = [e for e in element.findall(f"{ATOM}link") if e.get("rel") == "alternate"]
        if len(alternates) != 1:
            broken.append("there is not one alternate link")
    if not feed.findall(f"{ATOM}author"):
        broken += ["no author"] * any(not entry.findall(f"{ATOM}author") for entry in entries)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        broken.append("an id stands twice")
    if [e.get("href") for e in feed.findall(f"{ATOM}link") if e.get("rel") == "self"] != [address]:
        broken.append("the feed does not say where it is")
    order = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    if order != sorted(order, reverse=True):
        broken.append("the newest does not stand first")
    return broken


def titles(feed: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed.findall(f"{ATOM}entry")]


def newest(feed: ElementTree.Element) -> ElementTree.Element:
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    return entry


def newer(editor: Actor, note: str = "Read again.", **sections: Any) -> CardVersion:
    """A next version of the card of R1, with other ``sections`` where they are given."""
    card = starter_cards()[R1]
    prepared = {**card["prepared_by"], "note": note}
    return publish_card(editor, {**card, "prepared_by": prepared, **sections})


def test_a_broken_rule_would_be_seen() -> None:
    feed = ElementTree.fromstring(  # noqa: S314 - our own text
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>x</title>'
        "<updated>2026-01-01T00:00:00</updated><link rel='alternate' href='/'/>"
        "<entry><id>1</id></entry><entry><id>1</id></entry></feed>"
    )
    assert set(broken_rules(feed, "")) >= {
        "2026-01-01T00:00:00 has no zone",
        "/ is not absolute",
        "no author",
        "an id stands twice",
        f"{ATOM}entry needs one title",
        "the feed does not say where it is",
    }


@pytest.mark.parametrize("path", [VERSIONS, RANKINGS, LAB])
def test_feeds_keep_the_rules_and_may_be_kept(client: Client, path: str) -> None:
    read(client, path)
    response = client.get(path)
    assert response.headers["Cache-Control"] == "public, max-age=300"
    for header, value in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        again = client.get(path, headers={header: response.headers[value]})
        assert (again.status_code, again.content) == (304, b"")


def test_all_versions_are_in_the_feed_up_to_fifty(client: Client, editor: Actor) -> None:
    assert len(titles(read(client, VERSIONS))) == 31
    for number in range(25):
        newer(editor, note=f"Reading {number}.")
    found = titles(read(client, VERSIONS))
    assert len(found) == 50
    assert found[0] == "DeepSeek-R1 (DeepSeek): card version 26"


def test_a_version_says_what_changed(client: Client, editor: Actor) -> None:
    newer(editor, cost={})
    entry = newest(read(client, VERSIONS))
    text = entry.findtext(f"{ATOM}summary") or ""
    assert "Version 2 takes the place of version 1." in text
    assert "score 46.3 of 100 (before: 52.7)" in text
    assert "<li>COST-1 " in text
    assert ": verified, now silent</li>" in text
    assert f'href="{BASE}/models/{R1}/diff/?from=1&amp;to=2"' in text
    assert client.get(f"/models/{R1}/diff/?from=1&to=2").status_code == 200
    assert entry.findtext(f"{ATOM}id") == f"urn:model-disclosure-registry:version:{R1}:2"


def test_feeds_ask_a_fixed_number_of_times(
    client: Client, editor: Actor, django_assert_num_queries: Any
) -> None:
    for reading in range(3):
        newer(editor, note=f"Reading {reading}.", cost={})
        with django_assert_num_queries(6):
            client.get(VERSIONS)
        with django_assert_num_queries(3):
            client.get(RANKINGS)
        with django_assert_num_queries(9):
            client.get(LAB)


def test_a_first_version_is_called_that(client: Client) -> None:
    entry = newest(read(client, LAB))
    text = entry.findtext(f"{ATOM}summary") or ""
    assert "The first version." in text
    assert "Prepared by the registry from" in text
    assert "before" not in text


def test_an_entry_that_was_read_does_not_change(client: Client, editor: Actor) -> None:
    def entries() -> dict[str, bytes]:
        return {
            entry.findtext(f"{ATOM}id") or "": ElementTree.tostring(entry)
            for entry in read(client, VERSIONS).findall(f"{ATOM}entry")
        }

    before = entries()
    newer(editor)
    after = entries()
    assert {name: after[name] for name in before} == before


def test_a_removed_version_leaves_the_feed(client: Client, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id=R1)
    publication.remove(by=editor, version=version, reason="A court order")
    assert not [title for title in titles(read(client, VERSIONS)) if "DeepSeek-R1 (" in title]


def test_a_ranking_says_why_and_who_moved(client: Client, editor: Actor) -> None:
    assert titles(read(client, RANKINGS)) == ["Ranking 1 of AI labs by disclosure"]
    newer(editor, cost={})
    entry = newest(read(client, RANKINGS))
    text = entry.findtext(f"{ATOM}summary") or ""
    assert "18 labs ranked from 31 model cards." in text
    assert "Provisional" in text
    assert "DeepSeek-R1" in text
    assert "DeepSeek: Score down" in text
    assert titles(read(client, LAB))[:2] == [
        "DeepSeek in ranking 2: Score down 6.4",
        "DeepSeek-R1 (DeepSeek): card version 2",
    ]


def test_the_feed_of_a_lab_is_about_it_alone(client: Client) -> None:
    found = titles(read(client, LAB))
    assert len(found) == 3
    assert all("(DeepSeek)" in title for title in found)


def test_a_merged_lab_leads_to_the_one_that_answers(client: Client, editor: Actor) -> None:
    lab, into = Lab.objects.get(slug="compvis"), Lab.objects.get(name="Runway")
    labs.merge_labs(by=editor, lab=lab, into=into, on=date(2026, 1, 1), reason=REASON)
    response = client.get("/labs/compvis/feed.atom")
    address = f"/labs/{into.slug}/feed.atom"
    assert (response.status_code, response.headers["Location"]) == (301, address)
    assert "Stable Diffusion v1 (Runway): card version 1" in titles(read(client, address))


def test_what_xml_cannot_hold_is_left_out(client: Client) -> None:
    Release.objects.filter(public_id=R1).update(name="R1\x08\x0b\ufffe <b>&\U0001f642")
    Lab.objects.filter(slug="deepseek").update(name="Deep\x1bSeek")
    assert "R1 <b>&\U0001f642 (DeepSeek): card version 1" in titles(read(client, VERSIONS))
    read(client, LAB)


def test_an_empty_registry_has_empty_feeds(client: Client, empty_registry: None) -> None:
    for path in (VERSIONS, RANKINGS):
        assert titles(read(client, path)) == []
        assert client.get(path).content == client.get(path).content
    assert client.get(LAB).status_code == 404


def test_pages_lead_to_their_feeds(client: Client) -> None:
    def feeds(path: str) -> set[str]:
        page = client.get(path).content.decode()
        head = page.partition("</head>")[0]
        return {
            link.partition('href="')[2].partition('"')[0]
            for link in head.split("<link ")
            if "application/atom+xml" in link
        }

    assert feeds("/") == {VERSIONS, RANKINGS}
    assert feeds("/labs/deepseek/") == feeds(f"/models/{R1}/") == {VERSIONS, RANKINGS, LAB}
