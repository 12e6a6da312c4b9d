"""States of the registry that the starter data does not show: empty, due, tied, merged, changed."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from registry.actions import labs, publication, releases
from registry.actions.audit import now
from registry.models import Actor, CardVersion, Lab, Ranking, RankingEntry, Release
from tests.factories.registry import REASON, add_lab, add_release, publish_card
from tests.factories.small_card import small_card
from tests.web.site import Site, read

pytestmark = pytest.mark.django_db


def japanese_card() -> dict[str, Any]:
    card = small_card()
    party = card["identity"]["responsible_party"]
    party["value"]["legal_name"] = "日本言語資源研究所"
    card["identity"]["model_version"]["evidence"] = copy.deepcopy(party["evidence"])
    return {
        **card,
        "card_id": "nihon/kotoba",
        "language": "ja",
        "model": {
            "name": "言葉モデル",
            "developer": "日本言語資源研究所",
            "version": "二〇二五年版",
        },
        "prepared_by": {
            "role": "developer",
            "name": "日本言語資源研究所",
            "prepared_on": "2026-11-23",
        },
    }


def not_answering(site: Site) -> dict[str, int]:
    return {path: r.status_code for path, r in site.responses.items() if r.status_code != 200}


def test_empty_registry_says_what_will_be_here(client: Client, empty_registry: None) -> None:
    site = Site.crawl(client)
    # About tells of a card that this registry has not loaded.
    assert not_answering(site) == {"/models/deepseek/deepseek-r1/": 404}
    assert "No lab has a model card yet" in site.pages["/"].text
    assert "No card has been published yet" in site.pages["/models/"].text
    assert "No lab is ranked yet" in site.pages["/method/"].text
    assert "No card has been asked this question yet" in site.pages["/standard/COST-1/"].text
    assert all(not page.faults for page in site.pages.values())


def test_starter_ranking_is_provisional_and_says_why(site: Site) -> None:
    text = site.pages["/"].text
    assert "Provisional: the registry itself compiled every card from public sources" in text
    assert "a low score measures our reading as much as the lab’s disclosure" in text
    assert "No lab has been invited yet, so nothing is due" in text
    assert "listed up to 30 June 2026" in text
    assert "3 of 17 models 20 sources" in text
    models = site.pages["/models/"].text
    assert "a low score measures its reading as much as the lab’s disclosure" in models
    assert "NVIDIA H800 52.7 Listed 10 sources read" in models


def test_takeover_names_the_address_to_write_to(client: Client, settings: Any) -> None:
    assert "REGISTRY_CONTACT_EMAIL" in read(client, "/").text
    settings.CONTACT_EMAIL = "editors@example.org"
    caches["bodies"].clear()  # an installation starts anew with its settings
    for path in ("/", "/about/", "/labs/nvidia/", "/models/deepseek/deepseek-r1/"):
        page = read(client, path)
        assert "mailto:editors@example.org" in page.links, path
        assert "REGISTRY_CONTACT_EMAIL" not in page.text, path


def test_ranking_is_not_provisional_once_a_lab_prepared_a_card(
    client: Client, editor: Actor
) -> None:
    publish_card(editor, japanese_card())
    text = read(client, "/").text
    assert "Provisional" not in text
    assert "32 model cards: 1 prepared by labs themselves, 0 reviewed" in text


def test_card_of_a_lab_speaks_of_answers_and_not_of_sources(client: Client, editor: Actor) -> None:
    publish_card(editor, japanese_card())
    page = read(client, "/models/nihon/kotoba/")
    assert "Prepared by the lab on 23 November 2026" in page.text
    assert "not answered" in page.text
    assert "sources read" not in page.text.replace("Further down: estimates by others", "").replace(
        "facts that decide which questions apply, sources read", ""
    )
    assert ("h1", {"lang": "ja"}) in page.tags
    assert "日本言語資源研究所" in page.text
    assert page.faults == []


def test_lab_with_overdue_models(client: Client, editor: Actor) -> None:
    lab = add_lab(editor, "silent", "Silent Laboratory for the Study of Very Long Names of Labs")
    invited = now().date() - timedelta(days=100)
    for number in range(2):
        add_release(editor, lab, f"model-{number}", on=date(2025, 1 + number, 1))
    labs.invite(by=editor, lab=lab, on=invited, reason=REASON)
    text = read(client, "/labs/silent/").text
    assert "None of the 2 known models has a model card yet." in text
    assert "2 models are overdue." in text
    assert text.count("overdue by 10 days") == 2
    assert "no disclosure" in read(client, "/").text


def test_lab_with_a_designated_flagship_shows_f_in_the_sum(client: Client, editor: Actor) -> None:
    lab = Lab.objects.get(slug="deepseek")
    labs.invite(by=editor, lab=lab, on=now().date() - timedelta(days=200), reason=REASON)
    release = Release.objects.get(public_id="deepseek/deepseek-r1")
    releases.designate_flagship(by=editor, release=release, reason=REASON)
    text = read(client, "/labs/deepseek/").text
    assert "DeepSeek-R1, designated by an editor." in text
    assert "F = M of the flagship 52.7000" in text
    score = RankingEntry.objects.get(ranking__currently__isnull=False, lab=lab).score
    assert f"L = 0.5 × 52.7000 + 0.5 × {float(score.working['mean']):.4f}" in text
    assert "designated flagship" in read(client, "/").text


def test_changes_are_told_against_the_ranking_before(client: Client, editor: Actor) -> None:
    assert "there is no earlier ranking to compare with" in read(client, "/").text
    publish_card(editor, japanese_card())
    current = read(client, "/")
    assert "Since last ranking" in current.text
    assert "New at rank 15" in current.text
    ranking = read(client, "/rankings/2/")
    assert "What led to this ranking" in ranking.text
    assert "the card of 言葉モデル was published" in ranking.text
    assert "/rankings/1/" in ranking.links
    assert "A newer ranking exists" in read(client, "/rankings/1/").text


def test_old_ranking_stays_as_it_was(client: Client, editor: Actor) -> None:
    before = [cell for cell in read(client, "/rankings/1/").text.split() if "." in cell]
    publish_card(editor, japanese_card())
    after = [cell for cell in read(client, "/rankings/1/").text.split() if "." in cell]
    assert [cell for cell in before if cell[0].isdigit()] == [
        cell for cell in after if cell[0].isdigit()
    ]


def test_equal_scores_share_a_rank(site: Site) -> None:
    ranks = list(
        RankingEntry.objects.filter(ranking=1, lab_name__in=("Anthropic", "Cohere")).values_list(
            "rank", flat=True
        )
    )
    assert ranks
    tied = Ranking.objects.get(number=1).entries.filter(rank=13)
    assert tied.count() == 2
    assert site.pages["/"].text.count("13= (tied)") == 2


def test_merged_lab_leads_to_the_one_that_answers_for_it(client: Client, editor: Actor) -> None:
    lab, into = Lab.objects.get(slug="compvis"), Lab.objects.get(name="Runway")
    labs.merge_labs(by=editor, lab=lab, into=into, on=date(2026, 1, 1), reason=REASON)
    response = client.get("/labs/compvis/")
    assert (response.status_code, response.headers["Location"]) == (301, into.get_absolute_url())
    assert "Stable Diffusion v1" in read(client, into.get_absolute_url()).text
    card = read(client, "/models/compvis/stable-diffusion-v1/")
    assert into.get_absolute_url() in card.links
    # The ranking before the merger keeps its line, the current one has none.
    assert "/labs/compvis/" in read(client, "/rankings/1/").links
    assert "/labs/compvis/" not in read(client, "/").links


def test_lab_page_tells_whom_no_weights_put_ahead(site: Site) -> None:
    first = site.pages["/labs/deepseek/"]
    assert "In every section at least as high as Swiss AI Initiative" in first.text
    assert "however the sections are weighted, the mean of DeepSeek stays at or above theirs" in (
        first.text
    )
    last = site.pages["/labs/xai/"]
    assert "In every section at least as high as" not in last.text


def test_removed_card_leaves_the_lists(client: Client, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id="xai/grok-1")
    publication.remove(by=editor, version=version, reason="A court order")
    for path in ("/", "/models/", "/labs/xai/", "/standard/METH-1/"):
        assert not [
            link for link in read(client, path).links if link.startswith("/models/xai/grok-1")
        ], path


def test_withheld_is_neither_silent_nor_answered(site: Site) -> None:
    text = site.pages["/models/openai/gpt-4/"].text
    assert "Withheld (competition)" in text
    assert (
        "12 are withheld with a reason. The answers to 30 were not found in the 7 sources read."
        in text
    )


def test_card_with_one_claim_has_all_its_places(site: Site) -> None:
    page = site.pages["/models/anthropic/claude-3-5-sonnet/"]
    assert {"COST-1", "DATA-13", "SAFE-5"} <= set(page.ids)
    assert "Provisional. Compiled by the registry, not by Anthropic" in page.text


def test_answers_to_an_item_are_listed_best_first(site: Site) -> None:
    text = site.pages["/standard/COST-1/"].text
    places = [
        text.index(f"{name} {lab} ")
        for name, lab in (
            ("DeepSeek-R1", "DeepSeek"),
            ("DeepSeek-R1-Zero", "DeepSeek"),
            ("DeepSeek-V3", "DeepSeek"),
            ("Granite 3.0", "IBM"),
            ("BLOOM", "BigScience"),
            ("Apertus (8B, 70B)", "Swiss AI Initiative"),
        )
    ]
    assert places == sorted(places)
