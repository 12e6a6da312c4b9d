"""The search for models: what is asked stands in the address, and what is found is all there is."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.actions import labs, publication
from registry.models import Actor, CardVersion, CatalogueEntry, Lab, catalogue_counts
from registry.rules.catalogue.query import parse_text
from tests.factories.catalogue import add_entries, add_lab
from tests.web.site import Page, read

pytestmark = pytest.mark.django_db

HOSTILE = "\"><script>alert(1)</script>' {{ 7|add:7 }}"


def names(page: Page) -> list[str]:
    """The addresses of the models listed that have a card, in order."""
    return [link for link in page.links if link.count("/") == 4 and link.startswith("/models/")]


def fields(page: Page) -> dict[str, list[str]]:
    """What the form would send as it stands: typed texts, ticked boxes, hidden values."""
    sent: dict[str, list[str]] = {}
    for tag, attributes in page.tags:
        ticked = attributes.get("type") != "checkbox" or "checked" in attributes
        if tag == "input" and ticked:
            sent.setdefault(str(attributes["name"]), []).append(str(attributes.get("value") or ""))
    return sent


def submit(client: Client, *pairs: tuple[str, str]) -> str:
    """The address that sending the form with these fields leads to."""
    response = client.get("/models/?" + urlencode([("form", "1"), *pairs]))
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def rows(page: Page) -> list[str]:
    return [str(a.get("datetime")) for tag, a in page.tags if tag == "time"]


# --- What is shown ------------------------------------------------------------------------------


def test_every_known_model_is_a_row_with_or_without_a_card(client: Client) -> None:
    page = read(client, "/models/")
    assert "444 models of 31 labs are known, listed up to 30 June 2026." in page.text
    assert "31 have a model card" in page.text
    assert "All 444 models" in page.text
    assert len(rows(page)) == 50
    assert names(page)[:2] == ["/models/deepseek/deepseek-r1/", "/models/bigscience/bloom-176b/"]
    assert "No model card: nothing is disclosed here" in page.text


def test_a_figure_stands_with_its_scope_and_silence_in_words(client: Client) -> None:
    text = read(client, "/models/?lab=deepseek").text
    assert (
        "US$294,000for reinforcement learning and synthetic data generation, "
        "excluding base model DeepSeek-V3-Base; cumulative US$5.86 million"
    ) in text.replace("US$294,000 for", "US$294,000for")
    silent = read(client, "/models/?q=gpt-4o&card=yes").text
    for what in ("Compute", "Cost", "Accelerators"):
        assert f"{what} not disclosed" in silent


def test_counts_stand_beside_the_choices(client: Client) -> None:
    text = read(client, "/models/").text
    assert "Model card with a card 31 without a card 413" in text
    assert "Google DeepMind 51" in text
    assert "NVIDIA H100 6" in text
    assert "Stated or above (0)" in text
    assert "2025 136" in text


def test_a_facet_is_counted_without_its_own_condition(client: Client) -> None:
    text = read(client, "/models/?chip=nvidia-h800").text
    assert "3 of 444 models" in text
    assert "NVIDIA H100 6" in text
    assert "NVIDIA H800 3" in text
    assert "DeepSeek 3 Google DeepMind 0" in text
    assert "with a card 3 without a card 0" in text
    both = read(client, "/models/?chip=nvidia-h800&card=yes&released_after=2025").text
    assert "2 of 444 models" in both
    assert "2024 1" in both


def test_counts_are_those_of_the_lists(client: Client) -> None:
    for text in ("chip=nvidia-h800", "lab=openai,meta&card=yes", "q=deepseek", "has=cost-1"):
        counts = catalogue_counts.count_matching(parse_text(text))
        matching = CatalogueEntry.objects.matching(parse_text(text))
        assert (counts.total, counts.exact) == (matching.count(), True)
        for facet, values in counts.by_facet.items():
            if facet in ("open_weights", "peer_reviewed"):
                for value, number in values.items():
                    assert matching.filter(**{facet: value}).count() == number
    whole = catalogue_counts.count_whole()
    everything = catalogue_counts.count_matching(parse_text(""))
    assert {facet: dict(v) for facet, v in whole.by_facet.items()} == {
        facet: {**dict.fromkeys(whole.by_facet[facet], 0), **values}
        for facet, values in everything.by_facet.items()
    }


def test_more_than_can_be_counted_is_told_as_such(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_counts, "MOST_COUNTED", 100)
    page = read(client, "/models/?card=no")
    assert "more than 100 of 444 models" in page.text
    assert "Model card with a card 31 without a card 413" not in page.text
    assert "All 444 models" in read(client, "/models/").text
    assert len(rows(page)) == 50


def test_a_question_about_cards_says_whom_it_cannot_find(client: Client) -> None:
    page = read(client, "/models/?has=cost.final_run")
    assert "413 known models have none" in page.text
    assert "/models/?card=no" in page.links
    assert "known models have none" not in read(client, "/models/?has=cost.final_run&card=yes").text
    assert "known models have none" not in read(client, "/models/?lab=meta").text


# --- The form and the address -------------------------------------------------------------------


def test_what_the_form_sends_becomes_one_plain_address(client: Client) -> None:
    address = submit(
        client,
        *(("q", " Deep  Seek "), ("lab", "openai"), ("lab", "meta"), ("lab", "")),
        *(("flop_min", ""), ("cost_max", "1e7"), ("card", "yes"), ("sort", "-cost")),
        *(("level_min", ""), ("way", "status:withheld"), ("claim", "cost.final_run")),
    )
    assert address == (
        "/models/?q=Deep%20Seek&lab=meta,openai&cost_max=10000000&card=yes"
        "&status=cost.final_run:withheld&sort=-cost"
    )
    assert client.get(address).status_code == 200
    assert submit(client, ("sort", ""), ("way", "has"), ("claim", "")) == "/models/"


@pytest.mark.parametrize(
    "question",
    [
        "q=deepseek&lab=deepseek,openai&card=yes",
        "chip=nvidia-a100&chip=nvidia-h100",
        "chip=google-tpu-v4,nvidia-a100&chip=nvidia-h100&flop_min=1e20&flop_min=2e20",
        "released_after=2024&released_before=2025-06&open_weights=yes,unsaid&peer_reviewed=no",
        "has=cost.final_run,data.size&has=compute.final_run&lacks=data.web_crawl",
        "status=cost.final_run:withheld,data.size:none",
        "q=a%26b%20%22c%22&sort=name",
    ],
)
def test_sending_the_form_unchanged_asks_the_same(client: Client, question: str) -> None:
    page = read(client, f"/models/?{question}")
    sent = [(name, value) for name, values in fields(page).items() for value in values]
    selected = {"sort": "name"} if "sort=" in question else {}
    address = submit(client, *sent, *selected.items())
    assert address.partition("?")[2] == parse_text(question).text


def test_conditions_can_be_taken_away_one_by_one(client: Client) -> None:
    page = read(client, "/models/?lab=deepseek,openai&card=yes&sort=name")
    assert "Lab: DeepSeek ×, remove or Lab: OpenAI ×, remove" in page.text
    assert "/models/?lab=openai&card=yes&sort=name" in page.links
    assert "/models/?lab=deepseek,openai&sort=name" in page.links
    assert "/models/?sort=name" in page.links
    assert "Clear all" in page.text
    assert "Clear all" not in read(client, "/models/").text


def test_headings_sort_and_say_how(client: Client) -> None:
    page = read(client, "/models/?card=yes")
    assert [a["aria-sort"] for _, a in page.tags if "aria-sort" in a] == ["descending"]
    assert {"/models/?card=yes&sort=score", "/models/?card=yes&sort=-cost"} <= set(page.links)
    page = read(client, "/models/?card=yes&sort=-cost")
    assert names(page)[0] == "/models/bigscience/bloom-176b/"
    assert "/models/?card=yes&sort=cost" in page.links
    page = read(client, "/models/?card=yes&sort=cost")
    assert [a["aria-sort"] for _, a in page.tags if "aria-sort" in a] == ["ascending"]
    assert names(page)[0] == "/models/deepseek/deepseek-r1-zero/"


def test_pages_lead_through_everything_and_back(client: Client) -> None:
    everything = CatalogueEntry.objects.in_order("name")
    address, seen, back = "/models/?sort=name", [], ""
    while address:
        page = read(client, address)
        seen += rows(page)
        following = [a for _, a in page.tags if a.get("rel") == "next"]
        before = [a for _, a in page.tags if a.get("rel") == "prev"]
        assert bool(before) == (len(seen) > 50)
        back = str(before[0]["href"]) if before else ""
        address = str(following[0]["href"]) if following else ""
    assert len(seen) == everything.count() == 444
    last_but_one = read(client, back)
    assert rows(last_but_one) == seen[350:400]
    assert "/models/?sort=name" in last_but_one.links


def test_a_page_tells_that_something_changed_since_the_first(client: Client, editor: Actor) -> None:
    page = read(client, "/models/")
    (following,) = [str(a["href"]) for _, a in page.tags if a.get("rel") == "next"]
    assert "has changed since you began" not in read(client, following).text
    version = CardVersion.objects.get(card__release__public_id="xai/grok-1")
    publication.remove(by=editor, version=version, reason="A court order")
    assert "has changed since you began" in read(client, following).text
    assert "30 have a model card" in read(client, "/models/").text


def test_a_place_after_which_all_is_gone_leads_back(client: Client) -> None:
    page = read(client, "/models/?lab=xai,meta&card=no")
    assert "Next page" not in page.text
    add_entries(60, lab=Lab.objects.get(slug="xai"))
    caches["process"].clear()
    page = read(client, "/models/?lab=xai,meta&card=no&sort=-released")
    (following,) = [str(a["href"]) for _, a in page.tags if a.get("rel") == "next"]
    CatalogueEntry.objects.filter(lab__slug__in=["xai", "meta"]).update(lab=add_lab("Elsewhere"))
    gone = read(client, following)
    assert "There is nothing after this place any more." in gone.text


# --- What cannot be asked -----------------------------------------------------------------------


def test_a_bad_question_gets_its_form_back_and_no_list(client: Client) -> None:
    response = client.get("/models/?lab=opnai&flop_min=147,000&has=cots&q=gpt&pgae=2&card=yes")
    assert response.status_code == 400
    page = Page("/models/", response.content.decode())
    assert page.faults == []
    assert "Error: Models" in page.html
    assert 'Compute, from: found "147,000", expected a number such as 3.8e25' in page.text
    assert "Write 147000." in page.text
    assert 'Lab: found "opnai", expected a lab of this registry. Did you mean openai?' in page.text
    assert 'There is no parameter "pgae"' in page.text
    assert {"#ask-flop-min", "#ask-lab", "#ask-claim"} <= set(page.links)
    assert {link[1:] for link in page.links if link.startswith("#ask")} <= set(page.ids)
    kept = fields(page)
    assert kept["flop_min"] == ["147,000"]
    assert kept["q"] == ["gpt"]
    assert (kept["lab"], kept["has"], kept["card"]) == (["opnai"], ["cots"], ["yes"])
    assert rows(page) == []
    invalid = [a["name"] for _, a in page.tags if a.get("aria-invalid")]
    assert invalid == ["flop_min"]


def test_a_bad_form_gets_its_fields_back(client: Client) -> None:
    response = client.get("/models/?form=1&cost_min=cheap&lab=openai&lab=meta&way=has&claim=")
    assert response.status_code == 400
    kept = fields(Page("/models/", response.content.decode()))
    assert (kept["cost_min"], sorted(kept["lab"])) == (["cheap"], ["meta", "openai"])


@pytest.mark.parametrize(
    "question",
    [
        "cursor=",
        "cursor=forged",
        "cursor=x&sort=name",
        "q=%ff",
        "q=%ED%A0%80",
        "q=%00",
        "q=+",
        "form=1&way=nonsense&claim=cost.final_run",
        "form=1&way=has&claim=nonsense",
        "form=1&kept=nonsense",
        "form=1&kept==",
        "way=has&claim=cost.final_run",
        "lab=" + quote(HOSTILE),
        quote(HOSTILE) + "=1",
        "flop_min=" + quote(HOSTILE),
        "sort=" + quote(HOSTILE),
        "has=" + quote(HOSTILE),
        "&".join(["lab=meta"] * 10_000),
        "a=1&" * 10_000,
        "q=" + "x" * 100_000,
        "status=cost.final_run:" + "withheld," * 400,
        "flop_min=" + "9" * 3_000,
        "released_after=2025-00-00",
    ],
)
def test_no_question_breaks_the_page(client: Client, question: str) -> None:
    for address in ("/models/", "/models.csv", "/models.json"):
        response = client.get(f"{address}?{question}")
        assert response.status_code == 400, address
        assert "<script>alert" not in response.content.decode() or address != "/models/"
    page = read(client, f"/models/?{question}")
    assert page.faults == []
    assert "script" not in {tag for tag, _ in page.tags}


def test_bytes_that_were_not_encoded_are_read_as_utf_8(client: Client) -> None:
    raw = "透明".encode().decode("latin-1")
    assert client.get("/models/", QUERY_STRING=f"q={raw}").status_code == 200
    assert "“透明”" in read_raw(client, f"q={raw}")
    assert client.get("/models/", QUERY_STRING="q=\xff").status_code == 400


def read_raw(client: Client, text: str) -> str:
    return client.get("/models/", QUERY_STRING=text).content.decode()


def test_a_cursor_belongs_to_its_question_and_order(client: Client) -> None:
    page = read(client, "/models/?card=no")
    (following,) = [str(a["href"]) for _, a in page.tags if a.get("rel") == "next"]
    assert client.get(following).status_code == 200
    cursor = following.partition("cursor=")[2]
    for other in ("card=yes", "card=no&sort=name", "card=no&lab=meta", ""):
        assert client.get(f"/models/?{other}&cursor={cursor}".replace("?&", "?")).status_code == 400


def test_nothing_found_says_what_to_leave_out(client: Client) -> None:
    page = read(client, "/models/?lab=openai&q=deepseek&card=yes")
    assert "0 of 444 models" in page.text
    assert "4 models without “deepseek”" in page.text
    assert "3 models without Lab: OpenAI" in page.text
    assert "/models/?lab=openai&card=yes" in page.links
    assert "without With a card" not in page.text
    hopeless = read(client, "/models/?q=zzzzzz")
    assert "No model matches all of this." in hopeless.text
    assert "444 models without “zzzzzz”" in hopeless.text


# --- Around it ----------------------------------------------------------------------------------


def test_every_other_page_has_a_search_in_its_header(client: Client) -> None:
    for path in ("/", "/standard/", "/models/deepseek/deepseek-r1/", "/nothing/"):
        page = read(client, path)
        assert [a["action"] for tag, a in page.tags if tag == "form"] == ["/models/"]
        assert fields(page) == {"q": [""]}
    assert [a for tag, a in read(client, "/models/").tags if a.get("role") == "search"] == []


def test_a_narrowed_list_is_not_for_search_engines(client: Client) -> None:
    robots = '<meta name="robots" content="noindex">'
    assert robots not in read(client, "/models/").html
    assert robots in read(client, "/models/?card=no").html


def test_merged_labs_lead_to_the_one_that_stands(client: Client, editor: Actor) -> None:
    into = Lab.objects.get(slug="meta")
    before = read(client, "/models/?lab=meta").text
    labs.merge_labs(
        by=editor, lab=Lab.objects.get(slug="xai"), into=into, on=date(2026, 1, 1), reason="Bought"
    )
    assert "of 444 models" in before
    assert read(client, "/models/?lab=xai").text.count("Grok") > 1


@pytest.mark.parametrize(
    "question", ["", "lab=a-lab-of-many-models", "q=model&card=no", "chip=nvidia-h800&card=yes"]
)
def test_the_number_of_queries_does_not_grow_with_the_models(client: Client, question: str) -> None:
    add_entries(10, lab=add_lab("A lab of many models"))
    few = queries(client, question)
    add_entries(1_000, lab=add_lab("Another lab"), prefix="other")
    add_entries(1_000, lab=add_lab("A lab of many models"), prefix="more")
    assert queries(client, question) == few
    with CaptureQueriesContext(connection) as again:
        client.get(f"/models/?{question}")
    assert len(again) <= 8


def queries(client: Client, question: str) -> int:
    caches["process"].clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/models/?{question}").status_code == 200
    return len(captured)
