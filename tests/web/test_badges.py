"""Badges: what they say, that nothing overflows, and what stands where there is nothing to show."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client

from registry.actions import labs, publication
from registry.models import Actor, CardVersion, Lab
from registry.web.presenters.badges import badge_without
from tests.factories.registry import REASON, add_lab, publish_card
from tests.factories.starter import starter_cards

R1 = "deepseek/deepseek-r1"
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.django_db


def picture(client: Client, path: str, status: int = 200) -> ElementTree.Element:
    response = client.get(f"/badges/{path}.svg")
    assert response.status_code == status
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own picture


def texts(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def day() -> date:
    return CardVersion.objects.get(live_on__release__public_id=R1).published_at.date()


def test_badge_of_a_card_names_its_version(client: Client) -> None:
    svg = picture(client, R1)
    published = f"{day().day} {day():%b} {day().year}"
    assert texts(svg) == ["disclosure", f"Listed · 52.7/100 · v1 · {published}"]
    assert (svg.get("role"), svg.get("height")) == ("img", "20")
    assert svg.findtext(f"{SVG}title") == svg.get("aria-label")
    assert svg.get("aria-label") == (
        "Disclosure of DeepSeek-R1 by DeepSeek: level Listed, score 52.7 of 100, card version 1 of "
        f"{day().day} {day():%B %Y}, prepared by the registry. Model Disclosure Registry."
    )


def test_badge_of_a_card_is_that_of_its_live_version(client: Client, editor: Actor) -> None:
    card = starter_cards()[R1]
    publish_card(editor, {**card, "cost": {}})
    assert "Listed · 46.3/100 · v2 · " in texts(picture(client, R1))[1]


def test_badge_of_a_lab_names_the_ranking(client: Client) -> None:
    ranked = texts(picture(client, "deepseek"))[1]
    assert ranked.startswith("52.7/100 · rank 1 of 18 · ranking 1 · ")
    assert texts(picture(client, "nvidia"))[1].startswith("not yet rankable · ranking 1 · ")


@pytest.mark.parametrize("path", [R1, "deepseek", "nvidia"])
def test_text_keeps_inside_its_ground(client: Client, path: str) -> None:
    svg = picture(client, path)
    width = int(svg.get("width", ""))
    (dark, _) = svg.findall(f"{SVG}g/{SVG}rect")
    label, message = svg.iter(f"{SVG}text")
    ends = [int(t.get("x", "")) + int(t.get("textLength", "")) for t in (label, message)]
    assert ends[0] < int(dark.get("width", "")) < int(message.get("x", ""))
    assert ends[1] < width


def test_a_picture_fetches_nothing(client: Client) -> None:
    text = client.get(f"/badges/{R1}.svg").content.decode()
    assert text.count("http") == text.count("http://www.w3.org/2000/svg")
    assert not [word for word in ("href", "<style", "style=", "<script", "@") if word in text]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nobody/nothing", "not in the registry"),
        ("nobody", "not in the registry"),
        ("deepseek/deepseek-v2", "no model card yet"),
    ],
)
def test_an_unknown_badge_says_so(client: Client, path: str, words: str) -> None:
    svg = picture(client, path, 404)
    assert texts(svg) == ["disclosure", words]
    response = client.get(f"/badges/{path}.json")
    assert response.status_code == 404
    assert response.json()["isError"] is True


def test_badge_of_a_removed_card(client: Client, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id=R1)
    publication.remove(by=editor, version=version, reason="A court order")
    assert texts(picture(client, R1, 410))[1] == "model card removed"


def test_badge_of_a_merged_lab(client: Client, editor: Actor) -> None:
    lab, into = Lab.objects.get(slug="compvis"), Lab.objects.get(name="Runway")
    labs.merge_labs(by=editor, lab=lab, into=into, on=date(2026, 1, 1), reason=REASON)
    response = client.get("/badges/compvis.svg")
    assert (response.status_code, response.headers["Location"]) == (301, f"/badges/{into.slug}.svg")


def test_data_for_shields(client: Client) -> None:
    data = client.get(f"/badges/{R1}.json").json()
    assert data.keys() == {"schemaVersion", "label", "message", "color"}
    assert data["schemaVersion"] == 1
    assert data["message"] == texts(picture(client, R1))[1]


def test_hostile_names_are_text(client: Client, editor: Actor) -> None:
    add_lab(editor, "hostile", '"/><script>alert(1)</script>\x08')
    svg = picture(client, "hostile")
    assert 'Disclosure of "/><script>alert(1)</script>: not yet' in svg.get("aria-label", "")


def test_a_picture_without_a_bar_closes_the_gap() -> None:
    assert badge_without("x").message_start == badge_without("x").bar_start


def test_a_badge_asks_the_database_little(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get(f"/badges/{R1}.svg")
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/badges/deepseek.svg")
