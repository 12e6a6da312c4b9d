"""The versions of a card as pages, and the difference between two."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from registry.actions import editorial, publication
from registry.models import Actor, CardVersion
from registry.rules.numerals import date_text
from registry.rules.review.clocks import last_day
from registry.rules.standard import load_standard
from registry.web.presenters import cards
from tests.factories.registry import REASON, publish_card
from tests.factories.stored import starter_card
from tests.web.site import Page, read

R1 = "deepseek/deepseek-r1"
GROK = "xai/grok-1"
CARD = f"/models/{R1}/"

pytestmark = pytest.mark.django_db


def publish(editor: Actor, card_id: str, change: Callable[[dict[str, Any]], object]) -> CardVersion:
    """The starter card after ``change``, as its next version."""
    card = starter_card(card_id)
    change(card)
    return publish_card(editor, card)


def dearer(card: dict[str, Any]) -> None:
    card["cost"]["final_run"]["value"]["amount"]["amount"] = 300_000
    del card["safety"]["limitations"]
    card["prepared_by"]["sources_read"].append("A letter of the lab")
    card["facts"]["data"]["uses_licensed_data"] = True


def whole(page: Page) -> Page:
    assert page.faults == []
    return page


def version_of(card_id: str, number: int) -> CardVersion:
    return CardVersion.objects.get(card__release__public_id=card_id, number=number)


def test_current_version_has_a_page_of_its_own(client: Client) -> None:
    page = whole(read(client, f"{CARD}versions/1/"))
    assert "The permanent page of version 1" in page.text
    assert "It is the current version" in page.text
    assert CARD in page.links
    assert "<title>DeepSeek-R1, DeepSeek, version 1 · Model Disclosure Registry</title>" in (
        page.html
    )


def test_a_year_without_another_version_shows_the_day_after(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(moment: str) -> list[bool]:
        monkeypatch.setattr(cards, "now", lambda: datetime.fromisoformat(moment))
        pages = [whole(read(client, address)) for address in (CARD, f"{CARD}versions/1/")]
        return ["Verification overdue. A card is to be" in page.text for page in pages]

    version = version_of(R1, 1)
    monkeypatch.setattr(cards, "last_day", lambda kind, day: last_day(kind, date(2028, 2, 29)))
    assert shown("2029-02-28T23:59+00:00") == [False, False]
    assert shown("2029-03-01T00:00+00:00") == [True, True]
    text = read(client, CARD).text
    day = date_text(version.published_at.date().isoformat())
    assert f"was published on {day}, and nobody did so by 28 February 2029." in text


def test_only_the_current_version_is_overdue(
    client: Client, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(editor, R1, dearer)
    monkeypatch.setattr(cards, "now", lambda: datetime(2199, 1, 1, tzinfo=UTC))
    assert "Verification overdue" not in read(client, f"{CARD}versions/1/").text
    assert "Verification overdue" in read(client, f"{CARD}versions/2/").text


def test_version_page_shows_what_the_card_page_shows(client: Client) -> None:
    def claims(page: Page) -> str:
        return page.text[page.text.index("What is disclosed") :].partition("A published version")[0]

    assert claims(read(client, f"{CARD}versions/1/")) == claims(read(client, CARD))


def test_superseded_version_says_so_and_keeps_its_content(client: Client, editor: Actor) -> None:
    before = read(client, f"{CARD}versions/1/").text
    publish(editor, R1, dearer)
    page = whole(read(client, f"{CARD}versions/1/"))
    assert "Version 1, published" in page.text
    assert "is no longer current." in page.text
    assert f"{CARD}diff/?from=1&to=2" in page.links
    assert f"{CARD}versions/1.json" in page.links

    def claims(text: str) -> str:
        return text[text.index("Identity and accountability") : text.index("Lineage")]

    assert claims(page.text) == claims(before)
    assert "US$300,000" not in page.text
    assert "US$300,000" in read(client, CARD).text


def test_superseded_version_keeps_the_facts_it_was_graded_with(
    client: Client, editor: Actor
) -> None:
    publish(editor, R1, dearer)
    card = editorial.get_live_card(R1)
    before = read(client, f"{CARD}versions/1/").text
    editorial.set_fact(
        by=editor, card=card, fact="data.uses_licensed_data", value=True, reason="A later act"
    )
    assert "A later act" in read(client, CARD).text
    assert read(client, f"{CARD}versions/1/").text == before


def test_version_list_tells_date_level_score_and_what_changed(
    client: Client, editor: Actor
) -> None:
    publish(editor, R1, dearer)
    page = whole(read(client, f"{CARD}versions/"))
    assert "2 published versions." in page.text
    assert {f"{CARD}versions/1/", f"{CARD}versions/2/", f"{CARD}versions/2.json"} <= set(page.links)
    assert f"{CARD}diff/?from=1&to=2" in page.links
    assert "level Listed score 52.7 superseded the first" in page.text
    assert "current Changes since version 1" in page.text


def test_long_version_list_is_cut_by_number(
    client: Client, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.web.presenters.versions.ON_LIST_PAGE", 2)
    monkeypatch.setattr("registry.web.presenters.versions.ON_CARD_PAGE", 2)
    for number in range(2, 5):
        publish(editor, GROK, lambda card, n=number: card["prepared_by"].update(note=f"{n}"))
    page = read(client, f"/models/{GROK}/versions/")
    assert f"/models/{GROK}/versions/?before=3" in page.links
    assert f"/models/{GROK}/diff/?from=2&to=3" in page.links
    older = whole(read(client, f"/models/{GROK}/versions/?before=3"))
    assert "those before version 3 are listed here" in older.text
    assert f"/models/{GROK}/versions/1/" in older.links
    assert f"/models/{GROK}/versions/4/" not in older.links
    assert f"/models/{GROK}/versions/" in older.links
    assert f"/models/{GROK}/versions/1/" not in read(client, f"/models/{GROK}/").links
    empty = client.get(f"/models/{GROK}/versions/", {"before": "1"})
    assert empty.status_code == 200
    assert "There is no version before this number" in empty.content.decode()
    wrong = client.get(f"/models/{GROK}/versions/", {"before": "x", "page": "2"})
    assert wrong.status_code == 400
    assert "it must be the number of a version" in wrong.content.decode()


def test_removed_version_leaves_a_tombstone(client: Client, editor: Actor) -> None:
    publish(editor, GROK, lambda card: card["prepared_by"].update(note="Second"))
    reason = "A court ordered it (12/2026)"
    publication.remove(by=editor, version=version_of(GROK, 1), reason=reason)
    response = client.get(f"/models/{GROK}/versions/1/")
    assert response.status_code == 410
    page = whole(read(client, f"/models/{GROK}/versions/1/"))
    assert "Version 1 of the card of Grok-1 was removed" in page.text
    assert reason in page.text
    assert f"/models/{GROK}/versions/" in page.links
    listed = read(client, f"/models/{GROK}/versions/")
    assert f"removed {reason}" in listed.text
    assert f"/models/{GROK}/versions/1.json" not in listed.links
    assert f"/models/{GROK}/diff/?from=1&to=2" not in listed.links
    assert client.get(f"/models/{GROK}/versions/2/").status_code == 200


def test_versions_of_a_removed_card_stay_listed(client: Client, editor: Actor) -> None:
    publish(editor, GROK, lambda card: card["prepared_by"].update(note="Second"))
    publication.remove(by=editor, version=version_of(GROK, 2), reason=REASON)
    assert client.get(f"/models/{GROK}/").status_code == 410
    assert client.get(f"/models/{GROK}/versions/").status_code == 200
    first = read(client, f"/models/{GROK}/versions/1/")
    assert "The card has no current version any more." in first.text


def test_difference_tells_claims_fields_and_score(client: Client, editor: Actor) -> None:
    publish(editor, R1, dearer)
    response = client.get(f"{CARD}diff/", {"from": 1, "to": 2})
    assert response.status_code == 200
    page = whole(read(client, f"{CARD}diff/?from=1&to=2"))
    assert "1 claim changed and 1 was removed. The score fell from 52.7 to" in page.text
    assert "Amount Version 1 US$294,000 Version 2 US$300,000" in page.text
    assert "Sources read 11 Version 1 not given Version 2 A letter of the lab" in page.text
    fact = load_standard().facts["data.uses_licensed_data"].question
    assert f"{fact} Version 1 not given Version 2 yes" in page.text
    edited = page.text[page.text.index("Claims that were edited") :]
    assert edited.index("Final-run cost") < edited.index("Known limits")
    assert "Not found in the sources read" in edited
    assert {f"{CARD}versions/1/", f"{CARD}versions/2/"} <= set(page.links)


def test_figures_of_cost_keep_their_scope_in_a_difference(client: Client, editor: Actor) -> None:
    publish(editor, R1, dearer)
    text = read(client, f"{CARD}diff/?from=1&to=2").text
    for match in re.finditer(r"294,000", text):
        near = text[max(match.start() - 400, 0) : match.end() + 400]
        assert "5.86 million" in near
        assert "base model DeepSeek-V3-Base" in near


def test_difference_read_backwards_is_turned_round(client: Client, editor: Actor) -> None:
    publish(editor, R1, dearer)
    text = read(client, f"{CARD}diff/?from=2&to=1").text
    assert "1 claim changed and 1 was added. The score rose from" in text
    assert "Amount Version 2 US$300,000 Version 1 US$294,000" in text


def test_a_grade_that_moved_alone_has_a_place_of_its_own(client: Client, editor: Actor) -> None:
    publish(editor, R1, lambda card: card["prepared_by"].update(note="Second"))
    card = editorial.get_live_card(R1)
    editorial.confirm_peer_review(by=editor, card=card, item="COST-1", confirmed=False, reason="No")
    text = read(client, f"{CARD}diff/?from=1&to=2").text
    assert "Only what surrounds the claims changed. The score fell from 52.7 to" in text
    assert "None: every claim says the same in both versions." in text
    regraded = text[text.index("Unchanged claims that were graded anew") :]
    assert "COST-1 Final-run cost graded anew" in regraded
    assert "Verified credit 1" in regraded
    assert "Evidenced credit 0.8" in regraded


def test_versions_alike_in_all_but_the_preparation(client: Client, editor: Actor) -> None:
    publish(editor, R1, lambda card: card["prepared_by"].update(note="Second"))
    text = read(client, f"{CARD}diff/?from=1&to=2").text
    assert "Only what surrounds the claims changed. The score stays 52.7." in text
    assert "47 claims say the same in both versions, and 17 questions" in text


@pytest.mark.parametrize(
    ("query", "status", "words", "nearest"),
    [
        ("from=1", 400, "“to” is missing", "from=1&to=2"),
        ("from=2&to=2", 400, "does not differ from itself", "from=1&to=2"),
        ("from=one&to=2", 400, "“from” is &quot;one&quot;", ""),
        ("from=1&to=7", 404, "There is no version 7 of this card; the newest is 2.", "from=1&to=2"),
        ("from=1&to=2&from=2", 400, "“from” is given 2 times", ""),
    ],
)
def test_what_cannot_be_compared_is_explained(
    client: Client, editor: Actor, query: str, status: int, words: str, nearest: str
) -> None:
    publish(editor, R1, dearer)
    response = client.get(f"{CARD}diff/?{query}")
    page = whole(read(client, f"{CARD}diff/?{query}"))
    assert response.status_code == status
    assert words in page.html
    assert not nearest or f"{CARD}diff/?{nearest}" in page.links
    names = {attributes.get("name") for tag, attributes in page.tags if tag == "input"} - {"q"}
    assert names == {"from", "to"}


def test_difference_to_a_removed_version(client: Client, editor: Actor) -> None:
    publish(editor, GROK, lambda card: card["prepared_by"].update(note="Second"))
    publication.remove(by=editor, version=version_of(GROK, 1), reason=REASON)
    response = client.get(f"/models/{GROK}/diff/?from=1&to=2")
    assert response.status_code == 410
    page = whole(read(client, f"/models/{GROK}/diff/?from=1&to=2"))
    assert "The content of version 1 was removed" in page.text
    assert f"/models/{GROK}/versions/1/" in page.links


def test_card_with_one_version_has_nothing_to_compare(client: Client) -> None:
    page = whole(read(client, f"{CARD}diff/"))
    assert "The card has one version so far." in page.text
    assert [a["action"] for tag, a in page.tags if tag == "form"] == ["/models/"]


def test_foreign_parameters_are_said_and_do_no_harm(client: Client, editor: Actor) -> None:
    publish(editor, R1, dearer)
    response = client.get(f"{CARD}diff/?from=1&to=2&fbclid=x")
    assert response.status_code == 200
    assert "does not know the parameter &quot;fbclid&quot;" in response.content.decode()


def test_page_titles_tell_differences_apart(client: Client, editor: Actor) -> None:
    publish(editor, R1, dearer)
    addresses = (
        CARD,
        f"{CARD}versions/",
        f"{CARD}versions/1/",
        f"{CARD}versions/2/",
        f"{CARD}diff/",
        f"{CARD}diff/?from=1&to=2",
        f"{CARD}diff/?from=2&to=1",
    )
    pages = [read(client, url).html for url in addresses]
    for pattern in (r"<title>(.*?)</title>", r'<meta name="description" content="(.*?)"'):
        found = [re.findall(pattern, html)[0] for html in pages]
        assert len(set(found)) == len(found), found


def test_a_version_may_return_to_an_earlier_one(client: Client, editor: Actor) -> None:
    publish(editor, R1, dearer)
    publish(editor, R1, lambda card: None)
    text = read(client, f"{CARD}diff/?from=1&to=3").text
    assert "Nothing was edited. The score stays 52.7." in text


def test_version_page_is_cited_as_itself(client: Client, editor: Actor) -> None:
    publish(editor, R1, dearer)
    page = read(client, f"{CARD}versions/1/")
    canonical = [a["href"] for tag, a in page.tags if tag == "link" and a.get("rel") == "canonical"]
    assert [str(address).endswith(f"{CARD}versions/1/") for address in canonical] == [True]
    assert f"{CARD}versions/1.bib" in page.links
    assert f"{CARD}versions/2.bib" not in page.links
    assert "img" not in {tag for tag, _ in page.tags}
