"""Models and labs side by side."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from registry.actions import labs, publication
from registry.actions.audit import now
from registry.models import Actor, CardVersion, Lab
from registry.rules.standard import load_standard
from tests.factories.registry import REASON, add_lab, add_release, publish_card
from tests.factories.stored import card_of
from tests.web.site import Page, read
from tests.web.test_states import japanese_card

R1, V3, GROK, GPT4 = (
    "deepseek/deepseek-r1",
    "deepseek/deepseek-v3",
    "xai/grok-1",
    "openai/gpt-4",
)

pytestmark = pytest.mark.django_db


def models(*ids: str) -> str:
    return "/compare/models/?" + "&".join(f"id={text}" for text in ids)


def of_labs(*slugs: str) -> str:
    return "/compare/labs/?" + "&".join(f"id={text}" for text in slugs)


def whole(page: Page) -> Page:
    assert page.faults == []
    assert len(set(page.ids)) == len(page.ids)
    return page


def part(page: Page, start: str, end: str) -> str:
    """The text between two headings."""
    return page.text[page.text.index(start) :].partition(end)[0]


def items_in(html: str) -> list[str]:
    return re.findall(r'class="item-id" href="/standard/([A-Z]+-\d+)/"', html)


def test_bare_address_offers_a_choice(client: Client) -> None:
    page = whole(read(client, "/compare/models/"))
    options = [a["value"] for tag, a in page.tags if tag == "option"]
    assert len(options) == 31
    assert R1 in options
    assert [a["name"] for tag, a in page.tags if tag == "input" and a["name"] != "q"] == [
        "id",
        "id",
    ]


def test_one_model_asks_for_another(client: Client) -> None:
    assert client.get(models(R1)).status_code == 200
    page = whole(read(client, models(R1, "")))
    assert "Add a model" in page.text
    hidden = [a["value"] for tag, a in page.tags if a.get("type") == "hidden"]
    assert hidden == [R1]
    assert "Where they differ" not in page.text


def test_differences_come_first_and_the_weightiest_on_top(client: Client) -> None:
    page = whole(read(client, models(R1, V3)))
    standard = load_standard()
    different, _, rest = page.html.partition('<h2 id="different">')[2].partition('<h2 id="alike">')
    alike, _, silent = rest.partition('<h2 id="silent">')
    groups = [items_in(html) for html in (different, alike, silent)]
    assert sorted(item for group in groups for item in group) == sorted(standard.item_by_id)
    for group in groups:
        shares = [standard.item_shares[item] for item in group]
        assert shares == sorted(shares, reverse=True)
    assert "COST-1" in groups[0]


def test_answers_stand_with_grade_scope_and_the_way_to_the_card(client: Client) -> None:
    page = whole(read(client, models(R1, GPT4)))
    text = part(page, "COST-1 Final-run cost", "COST-2")
    assert "DeepSeek-R1 US$294,000 for reinforcement learning" in text
    assert "excluding base model DeepSeek-V3-Base; cumulative US$5.86 million" in text
    assert "GPT-4 Not found in the sources read" in text
    assert "GPT-4 Withheld (competition)" in part(page, "COMP-1 Final-run compute", "COMP-2")
    assert {f"/models/{R1}/#COST-1", f"/models/{GPT4}/#COST-1", "/standard/COST-1/"} <= set(
        page.links
    )
    for match in re.finditer("294,000", page.text):
        assert "5.86 million" in page.text[match.start() : match.end() + 300]


def test_silence_of_all_is_folded(client: Client) -> None:
    page = whole(read(client, models(R1, GROK)))
    silent = page.html.partition('<h2 id="silent">')[2]
    assert "<details" in silent
    assert " open" not in silent.partition("</summary>")[0].partition("<details")[2]
    for item in items_in(silent):
        cell = read(client, f"/standard/{item}/").text
        assert "DeepSeek-R1 DeepSeek Verified" not in cell


def test_chips_take_one_out(client: Client) -> None:
    page = whole(read(client, models(R1, V3, GROK)))
    assert {models(V3, GROK), models(R1, GROK), models(R1, V3)} <= set(page.links)


def test_four_fill_the_page(client: Client) -> None:
    page = whole(read(client, models(R1, V3, GROK, GPT4)))
    assert "Four models fill the page" in page.text
    assert [a["action"] for tag, a in page.tags if tag == "form"] == ["/models/"]
    assert "<title>DeepSeek-R1, DeepSeek-V3, Grok-1 and GPT-4 compared" in page.html


def test_models_of_one_name_are_told_apart(client: Client, editor: Actor) -> None:
    for slug in ("one", "two"):
        release = add_release(editor, add_lab(editor, slug, f"Lab {slug.title()}"), "base")
        document = card_of(release)
        party = document["identity"]["responsible_party"]
        document["identity"]["model_version"]["evidence"] = party["evidence"]
        publish_card(editor, document)
    page = whole(read(client, models("one/base", "two/base")))
    assert "Base (Lab One) and Base (Lab Two) compared" in page.text
    assert "Nowhere: every question is answered alike, or not at all." in page.text
    assert re.search("Answered alike: 1[0-9] questions", page.text)


def test_a_japanese_model_beside_another(client: Client, editor: Actor) -> None:
    publish_card(editor, japanese_card())
    page = whole(read(client, models("nihon/kotoba", R1)))
    assert "言葉モデル and DeepSeek-R1 compared" in page.text
    assert "日本言語資源研究所" in page.text
    assert "Not answered" in page.text
    assert "Not found in the sources read" in page.text


@pytest.mark.parametrize(
    ("ids", "status", "words", "nearest"),
    [
        ((R1, V3, GROK, GPT4, "ibm/granite-3-0"), 400, "at most four", (R1, V3, GROK, GPT4)),
        ((R1, V3, R1), 400, "is named twice", (R1, V3)),
        (("deepseek/deepseek-r9", V3), 404, "There is no model", (R1, V3)),
        (("deepseek-r1", V3), 404, "There is no model", (R1, V3)),
        (("DeepSeek/DeepSeek-R1", V3), 404, "There is no model", (R1, V3)),
        (("deepsek/deepseek-r1", V3), 404, "There is no model", (R1, V3)),
        (("openai/grok-1", V3), 404, "There is no model", (GROK, V3)),
        (("deepseek/deepseek-v2", V3), 404, "DeepSeek-V2 is a known model without", (V3,)),
        (("qqq/zzz", V3), 404, "There is no model", (V3,)),
        (("言葉モデル", V3), 404, "There is no model", (V3,)),
        (("%00", V3), 404, "There is no model", (V3,)),
        (("%ED%A0%80/x", V3), 404, "There is no model", (V3,)),
        (("<b>", V3), 404, "There is no model", (V3,)),
        (("a" * 10_000, V3), 404, "There is no model", (V3,)),
        (("a/" + "b" * 300, V3), 404, "There is no model", (V3,)),
        (("%25/%25", V3), 404, "There is no model", (V3,)),
        (("/", V3), 404, "There is no model", (V3,)),
    ],
)
def test_refusal_leads_to_the_nearest(
    client: Client, ids: tuple[str, ...], status: int, words: str, nearest: tuple[str, ...]
) -> None:
    assert client.get(models(*ids)).status_code == status
    page = whole(read(client, models(*ids)))
    assert words in page.text
    assert "Where they differ" not in page.text
    links = [link for link in page.links if link.startswith("/compare/models/?")]
    assert links[0] == models(*nearest)
    assert client.get(links[0]).status_code == 200


def test_removed_card_is_named_as_removed(client: Client, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id=GROK)
    publication.remove(by=editor, version=version, reason=REASON)
    response = client.get(models(GROK, R1))
    assert response.status_code == 410
    assert "The model card of Grok-1 was removed." in response.content.decode()


def test_too_many_parameters_are_refused(client: Client) -> None:
    assert client.get(models(*(f"a/{n}" for n in range(10_000)))).status_code == 400


def test_unknown_parameters_are_said(client: Client) -> None:
    page = whole(read(client, f"/compare/models/?ids={R1}"))
    assert "did you mean “id”?" in page.text


def test_the_registry_without_cards(client: Client, empty_registry: None) -> None:
    for url in ("/compare/models/", "/compare/labs/"):
        assert client.get(url).status_code == 200
    assert client.get(models(R1)).status_code == 404


def test_labs_by_rank_section_and_the_claims_they_rest_on(client: Client) -> None:
    page = whole(read(client, of_labs("deepseek", "openai")))
    head = part(page, "DeepSeek and OpenAI compared", "Score by section")
    assert "Rank In brackets the range" in head
    assert re.search(r"DeepSeek 1 \(1", head)
    assert re.search(r"Models with a card DeepSeek \d+ of \d+ OpenAI \d+ of \d+", head)
    assert "Invited DeepSeek not invited yet OpenAI not invited yet" in head
    assert "Training compute 15" in part(page, "Score by section", "Where they differ")
    assert "The claims are those of DeepSeek-R1 for DeepSeek and" in page.text
    assert f"/models/{R1}/#COST-1" in page.links


def test_a_lab_without_card_stands_beside_one_with(client: Client) -> None:
    page = whole(read(client, of_labs("deepseek", "nvidia")))
    text = part(page, "COST-1 Final-run cost", "COST-2")
    assert "US$294,000" in text
    assert "No model card" in text
    assert "not yet rankable" in page.text
    assert "Score rests on DeepSeek DeepSeek-R1 NVIDIA no card" in page.text


@pytest.mark.parametrize(
    ("slugs", "status", "words", "nearest"),
    [
        (("deepsek", "xai"), 404, "There is no lab", ("deepseek", "xai")),
        (("Google DeepMind", "xai"), 404, "There is no lab", ("google-deepmind", "xai")),
        (("deepseek", "deepseek"), 400, "is named twice", ("deepseek",)),
        (("deepseek", "xai", "openai", "ibm", "nvidia"), 400, "Five labs", None),
        (("%00", "xai"), 404, "There is no lab", ("xai",)),
        (("日本", "xai"), 404, "There is no lab", ("xai",)),
    ],
)
def test_refusal_of_labs_leads_to_the_nearest(
    client: Client, slugs: tuple[str, ...], status: int, words: str, nearest: tuple[str, ...] | None
) -> None:
    assert client.get(of_labs(*slugs)).status_code == status
    page = whole(read(client, of_labs(*slugs)))
    assert words in page.text
    expected = of_labs(*(nearest or slugs[:4]))
    assert expected in page.links
    assert client.get(expected).status_code == 200


def test_merged_lab_leads_to_the_one_that_answers_for_it(client: Client, editor: Actor) -> None:
    lab, into = Lab.objects.get(slug="compvis"), Lab.objects.get(name="Runway")
    labs.merge_labs(by=editor, lab=lab, into=into, on=date(2026, 1, 1), reason=REASON)
    response = client.get(of_labs("compvis", "xai"))
    assert response.status_code == 404
    page = read(client, of_labs("compvis", "xai"))
    assert "CompVis is now part of Runway." in page.text
    assert of_labs(into.slug, "xai") in page.links


def test_pages_lead_to_the_comparison(client: Client) -> None:
    assert models(R1) in read(client, f"/models/{R1}/").links
    assert of_labs("deepseek") in read(client, "/labs/deepseek/").links
    assert {"/compare/models/", "/compare/labs/"} <= set(read(client, "/").links)
    index = read(client, "/models/")
    boxes = [a for tag, a in index.tags if tag == "input" and a.get("name") == "id"]
    assert len(boxes) == 31
    assert {box["form"] for box in boxes} == {"compare"}
    forms = [a for tag, a in index.tags if tag == "form" and a.get("id") == "compare"]
    assert forms[0]["action"] == "/compare/models/"


def test_a_flagship_without_card_is_named(client: Client, editor: Actor) -> None:
    lab = Lab.objects.get(slug="openai")
    invited = now().date() - timedelta(days=100)
    labs.invite(by=editor, lab=lab, on=invited, reason=REASON)
    page = whole(read(client, of_labs("deepseek", "openai")))
    assert re.search(r"The claims are those of DeepSeek-R1 for DeepSeek\. .+ of OpenAI", page.text)
    assert "the flagship of OpenAI, has no card." in page.text
