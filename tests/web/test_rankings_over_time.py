"""All rankings, and how labs moved between two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from registry.actions import labs
from registry.actions.audit import now
from registry.models import Actor, Lab, Ranking, RankingEntry
from tests.factories.registry import REASON, add_lab, add_release, publish_card
from tests.factories.stored import card_of, starter_card
from tests.web.site import Page, read

R1 = "deepseek/deepseek-r1"

pytestmark = pytest.mark.django_db


def whole(page: Page) -> Page:
    assert page.faults == []
    return page


def rows(page: Page) -> Mapping[str, str]:
    """The text of each row of the table of moves, by lab."""
    table = page.html.partition('<table class="moves">')[2].partition("</table>")[0]
    texts = [Page("", f"<table>{row}</table>").text for row in table.split("<tr>")[2:]]
    names = re.findall(r'class="move-lab"><a href="[^"]*">([^<]*)<', table)
    return dict(zip(names, texts, strict=True))


def weaken_r1(editor: Actor) -> None:
    card = starter_card(R1)
    for section in ("cost", "compute", "hardware", "data", "method", "evaluation", "peer_review"):
        del card[section]
    publish_card(editor, card)


def new_lab(editor: Actor, slug: str, name: str) -> Lab:
    """A ranked lab with one small card."""
    lab = add_lab(editor, slug, name)
    release = add_release(editor, lab, "model-1")
    document: dict[str, Any] = card_of(release)
    source = document["identity"]["responsible_party"]["evidence"]
    document["identity"]["model_version"]["evidence"] = source
    publish_card(editor, document)
    return lab


def last() -> int:
    return Ranking.objects.newest_first()[0].number


def test_list_of_one(client: Client) -> None:
    page = whole(read(client, "/rankings/"))
    assert "1 ranking so far." in page.text
    assert "/rankings/1/" in page.links
    assert "/rankings/diff/" not in page.links
    assert "the first" in page.text
    assert "and more" in page.text


def test_list_tells_date_causes_and_what_changed(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    page = whole(read(client, "/rankings/"))
    assert "2 rankings so far." in page.text
    assert "version 2 of the card of DeepSeek-R1 was published" in page.text
    assert {"/rankings/2/", "/rankings/diff/?from=1&to=2", "/rankings/diff/"} <= set(page.links)
    assert page.text.index("Ranking 2 current") < page.text.index("Ranking 1 ")


def test_long_list_is_cut_by_number(
    client: Client, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.web.presenters.history.ON_PAGE", 1)
    weaken_r1(editor)
    page = read(client, "/rankings/")
    assert "/rankings/?before=2" in page.links
    assert "/rankings/1/" not in page.links
    older = whole(read(client, "/rankings/?before=2"))
    assert "those before number 2 are listed here" in older.text
    assert {"/rankings/1/", "/rankings/"} <= set(older.links)
    assert "There is none before this number" in read(client, "/rankings/?before=1").text
    wrong = client.get("/rankings/", {"before": "two"})
    assert wrong.status_code == 400
    assert "it must be the number of a ranking" in wrong.content.decode()


def test_list_before_the_first(client: Client, empty_registry: None) -> None:
    assert "None has been made yet" in whole(read(client, "/rankings/")).text
    assert "There are not two rankings yet" in whole(read(client, "/rankings/diff/")).text
    assert client.get("/rankings/diff/?from=1&to=2").status_code == 404


def test_pages_lead_to_the_history(client: Client, editor: Actor) -> None:
    assert "/rankings/" in read(client, "/").links
    weaken_r1(editor)
    for url in ("/", "/rankings/2/"):
        links = read(client, url).links
        assert {"/rankings/", "/rankings/diff/?from=1&to=2"} <= set(links), url
    assert "/rankings/diff/?from=0&to=1" not in read(client, "/rankings/1/").links


def test_own_doing_is_told_from_that_of_others(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    page = whole(read(client, "/rankings/diff/?from=1&to=2"))
    moved = rows(page)
    before, after = (RankingEntry.objects.get(ranking=n, lab__slug="deepseek") for n in (1, 2))
    assert after.rank and before.rank and after.rank > before.rank
    assert f"Down {after.rank - before.rank} {before.rank} → {after.rank}" in moved["DeepSeek"]
    assert "Its own score fell by" in moved["DeepSeek"]
    assert "version 2 of the card of DeepSeek-R1 was published (ranking 2)" in moved["DeepSeek"]
    overtaker = RankingEntry.objects.get(ranking=2, rank=1)
    assert "Its own score did not change." in moved[overtaker.lab_name]
    assert "No longer above it: DeepSeek." in moved[overtaker.lab_name]
    assert "was published" not in moved[overtaker.lab_name]
    assert "Same rank and score" in page.text


def test_every_move_of_the_stored_rankings_is_told(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    moved = rows(read(client, "/rankings/diff/?from=1&to=2"))
    entries = RankingEntry.objects.filter(ranking=2, rank__isnull=False).exclude(change="")
    told = {entry.lab_name: entry.change for entry in entries if "unchanged" not in entry.change}
    assert set(moved) == set(told)
    for name, sentence in told.items():
        movement = sentence.partition(":")[0]
        assert movement in moved[name] or movement.startswith("Score"), name


def test_distant_rankings_gather_the_reasons_on_the_way(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    publish_card(editor, starter_card(R1))
    weaken_r1(editor)
    new_lab(editor, "new-lab", "New Lab")
    text = rows(read(client, f"/rankings/diff/?from=1&to={last()}"))["DeepSeek"]
    reasons = [f"version {n} of the card of DeepSeek-R1 was published" for n in (2, 3, 4)]
    assert [text.index(reason) for reason in reasons] == sorted(map(text.index, reasons))
    assert [f"(ranking {n})" in text for n in (2, 3, 4)] == [True] * 3
    assert "New Lab" not in text


def test_a_score_that_came_back_does_not_count_as_moved(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    publish_card(editor, starter_card(R1))
    page = whole(read(client, "/rankings/diff/?from=1&to=3"))
    assert "labs moved." in page.text
    assert "None. What differs is the list of known models" in page.text
    assert "version 3 of the card of DeepSeek-R1 was published" in page.text


def test_labs_enter_leave_and_tie(client: Client, editor: Actor) -> None:
    first = new_lab(editor, "lab-one", "Lab One")
    new_lab(editor, "lab-two", "Lab Two")
    add_lab(editor, "silent", "Silent Lab")
    middle = last()
    second = Lab.objects.get(slug="compvis")
    labs.merge_labs(by=editor, lab=second, into=first, on=date(2026, 1, 1), reason=REASON)
    page = whole(read(client, f"/rankings/diff/?from=1&to={last()}"))
    moved = rows(page)
    assert "New" in moved["Lab One"]
    assert "It was not listed before." in moved["Lab Two"]
    assert "the card of Model 1 was published" in moved["Lab Two"]
    assert "Left" in moved["CompVis"]
    assert "It is now part of Lab One." in moved["CompVis"]
    assert "Silent Lab" not in moved
    assert "Silent Lab" in page.text
    ranks = {
        entry.lab_name: entry.rank
        for entry in RankingEntry.objects.filter(ranking=middle, lab_name__startswith="Lab ")
    }
    assert ranks["Lab One"] == ranks["Lab Two"]
    tied = rows(read(client, f"/rankings/diff/?from=1&to={middle}"))
    assert f"– → {ranks['Lab One']}=" in tied["Lab One"]


def test_invitation_makes_a_lab_rankable(client: Client, editor: Actor) -> None:
    lab = add_lab(editor, "silent", "Silent Lab")
    add_release(editor, lab, "model-1", on=date(2024, 1, 1))
    before = last()
    labs.invite(by=editor, lab=lab, on=now().date() - timedelta(days=100), reason=REASON)
    text = rows(read(client, f"/rankings/diff/?from={before}&to={last()}"))["Silent Lab"]
    assert "It was not ranked before." in text
    assert "Silent Lab was invited to disclose" in text


def test_many_steps_are_cut_and_it_says_so(
    client: Client, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    weaken_r1(editor)
    new_lab(editor, "new-lab", "New Lab")
    monkeypatch.setattr("registry.models.ranking_tables.TOLD_STEPS", 1)
    monkeypatch.setattr("registry.web.presenters.ranking_difference.TOLD_RANKINGS", 1)
    page = whole(read(client, f"/rankings/diff/?from=1&to={last()}"))
    text = rows(page)["DeepSeek"]
    assert "The reasons stand in rankings further back than those told here." in text
    assert "further back" not in rows(page)["New Lab"]
    assert f"{last() - 2} earlier rankings lie in between" in page.text


def test_many_reasons_of_one_lab_are_cut(
    client: Client, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    weaken_r1(editor)
    publish_card(editor, starter_card(R1))
    weaken_r1(editor)
    monkeypatch.setattr("registry.web.presenters.ranking_difference.TOLD_REASONS", 1)
    text = rows(read(client, "/rankings/diff/?from=1&to=4"))["DeepSeek"]
    assert "Earlier reasons stand in the rankings before." in text
    assert "(ranking 4)" in text
    assert "(ranking 2)" not in text


@pytest.mark.parametrize(
    ("query", "status", "words", "nearest"),
    [
        ("from=2&to=1", 400, "“from” must be the earlier ranking", "from=1&to=2"),
        ("from=1&to=1", 400, "does not differ from itself", "from=1&to=2"),
        ("from=1&to=50", 404, "There is no ranking 50 of this registry", "from=1&to=2"),
        ("from=x&to=2", 400, "it must be the number of a ranking", ""),
        ("to=2", 400, "“from” is missing", "from=1&to=2"),
    ],
)
def test_what_cannot_be_compared_is_explained(
    client: Client, editor: Actor, query: str, status: int, words: str, nearest: str
) -> None:
    weaken_r1(editor)
    assert client.get(f"/rankings/diff/?{query}").status_code == status
    page = whole(read(client, f"/rankings/diff/?{query}"))
    assert words in page.text
    assert not nearest or f"/rankings/diff/?{nearest}" in page.links


def test_bare_address_offers_the_form(client: Client, editor: Actor) -> None:
    weaken_r1(editor)
    page = whole(read(client, "/rankings/diff/"))
    values = {a["name"]: a["value"] for tag, a in page.tags if tag == "input" and a["name"] != "q"}
    assert values == {"from": "1", "to": "2"}
