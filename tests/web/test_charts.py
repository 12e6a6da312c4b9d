"""Charts on pages and to take away: the same numbers everywhere, at addresses that stay."""

from __future__ import annotations

import copy
import csv
import io
import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.actions import labs, publication
from registry.actions.audit import now
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, CardVersion, CatalogueEntry, Lab, Ranking
from registry.rules.rounding import half_up
from registry.rules.standard import load_standard
from registry.web import chart_files
from registry.web.chart_files import Shelf
from registry.web.presenters.charts import completeness, figures
from tests.factories.registry import REASON, add_lab, add_release, publish_card
from tests.factories.small_card import small_card
from tests.factories.stored import starter_card
from tests.web.site import Page, read

CHARTS = ("completeness", "compute", "cost")
FILES = (
    *(f"/charts/{name}" for name in CHARTS),
    "/labs/deepseek/charts/profile",
    "/labs/deepseek/charts/history",
)
SVG = "{http://www.w3.org/2000/svg}"
R1 = "deepseek/deepseek-r1"
LONG_NAME = "Laboratory for the Study of Very Long Names of Laboratories"
JAPANESE_NAME = "日本言語資源研究所"

pytestmark = pytest.mark.django_db


def table(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(address).content.decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def drawing(client: Client, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own drawing


def marks(svg: ElementTree.Element) -> list[str]:
    """The titles of the marks, in the order in which they are drawn."""
    groups = [group for group in svg.iter(f"{SVG}g") if group.get("class") == "chart-mark"]
    return [str(group.findtext(f"{SVG}title")) for group in groups]


def words(svg: ElementTree.Element) -> str:
    return " ".join(str(text.text) for text in svg.iter(f"{SVG}text"))


def rows(page: Page) -> int:
    """How many rows the tables of a page have, heads apart."""
    return len(re.findall(r"<tr>\s*<th scope=\"row\"", page.html))


def percent(text: str) -> str:
    return f"{half_up(Fraction(text), 1):f}"


def example_card(slug: str, **final_run: Any) -> dict[str, Any]:
    """A card of a new lab; ``final_run`` replaces its compute."""
    card = small_card()
    card["card_id"] = f"{slug}/model-1"
    card["model"] |= {"developer": f"Lab {slug}", "name": f"Model of {slug}"}
    card["identity"]["model_version"]["evidence"] = copy.deepcopy(
        card["identity"]["responsible_party"]["evidence"]
    )
    del card["cost"]
    if final_run:
        card["compute"]["final_run"]["value"] = {**final_run, "stages": ["pretraining"]}
    return card


def on_day(by: Actor, days: int, document: dict[str, Any]) -> None:
    """Publish ``document`` in a ranking made ``days`` from now."""
    with ranked_transaction(on=now().date() + timedelta(days=days)):
        publish_card(by, document)


# --- The same numbers everywhere -----------------------------------------------------------------


def test_completeness_lists_the_scores_stored_with_the_ranking(client: Client) -> None:
    ranked = Ranking.objects.get(number=1).entries.filter(rank__isnull=False)
    stored = {
        (entry.lab.slug, row["section"]): (
            str(entry.rank),
            *(percent(row[part]) for part in ("score", "verified", "evidenced", "stated")),
        )
        for entry in ranked.select_related("lab", "score")
        for row in entry.score.working["sections"]
    }
    listed = {
        (row["lab"], row["section"]): (
            row["rank"],
            row["score_of_100"],
            row["verified_percent"],
            row["evidenced_percent"],
            row["stated_percent"],
        )
        for row in table(client, "/charts/completeness.csv")
        if row["section"]
    }
    assert listed == stored
    assert len(listed) == 18 * 9


def test_completeness_draws_what_it_lists(client: Client) -> None:
    drawn = marks(drawing(client, "/charts/completeness.svg"))
    names = {section.id: section.card_section for section in load_standard().sections}
    for row in table(client, "/charts/completeness.csv"):
        if row["section"]:
            section = names[row["section"]].replace("_", " ").capitalize()
            start = f"{row['lab_name']}, {section}: {row['score_of_100']} of 100; "
            assert sum(title.startswith(start) for title in drawn) == 1, start
        else:
            assert f"{row['lab_name']}: {row['note']}" in drawn
    # A mark for each lab and the mean, one for each of their sections, one for each silent lab.
    assert len(drawn) == 19 * 10 + 13
    assert rows(read(client, "/charts/completeness/")) == 19 * 9 + 13


def test_mean_of_the_ranked_labs_is_plain(client: Client) -> None:
    scores = [
        Fraction(row["score_of_100"])
        for row in table(client, "/charts/completeness.csv")
        if row["section"] == "COST"
    ]
    (mean,) = [
        title
        for title in marks(drawing(client, "/charts/completeness.svg"))
        if title.startswith(f"{completeness.MEAN}, Cost: ")
    ]
    # The listed scores are rounded, so their mean may be off by half a tenth.
    told = Fraction(mean.split(": ")[1].split(" of")[0])
    assert abs(told - sum(scores) / len(scores)) <= Fraction(1, 10)


def test_labs_without_a_card_are_drawn_as_silent(client: Client, editor: Actor) -> None:
    lab = add_lab(editor, "late", "Late Lab")
    add_release(editor, lab, "model-1", on=date(2025, 1, 1))
    labs.invite(by=editor, lab=lab, on=now().date() - timedelta(days=100), reason=REASON)
    drawn = marks(drawing(client, "/charts/completeness.svg"))
    assert "NVIDIA: no model card; not invited yet" in drawn
    assert "Late Lab: no model card although due; ranked 19" in drawn


def test_compute_draws_and_lists_every_model_that_gives_it(client: Client) -> None:
    stored = {
        entry.public_id: entry.figures["flop"]
        for entry in CatalogueEntry.objects.filter(flop_high__gte=0)
    }
    listed = {row["model"]: row for row in table(client, "/charts/compute.csv")}
    assert listed.keys() == stored.keys()
    for model, row in listed.items():
        assert float(row["flop_low"]) == stored[model]["low"]
        assert row["flop_text"] == stored[model]["text"]
        assert row["flop_scope"] == stored[model]["scope"]
        assert row["flop_base_model"] in {"none", "excluded", "included", "unstated"}
        assert row["flop_grade"] in {"stated", "evidenced", "verified"}
    drawn = marks(drawing(client, "/charts/compute.svg"))
    for row in listed.values():
        start = f"{row['model_name']}, {row['lab_name']}, "
        (title,) = [title for title in drawn if title.startswith(start)]
        assert f": {row['flop_text']} {row['flop_scope']}" in title
    assert len(listed) == rows(read(client, "/charts/compute/"))


def test_silence_about_compute_is_counted_by_year(client: Client) -> None:
    boxes = [title for title in marks(drawing(client, "/charts/compute.svg")) if "without" in title]
    assert "2025: 131 models without a card" in boxes
    assert "2024: 11 cards without it" in boxes
    counted = sum(int(title.split(": ")[1].split()[0]) for title in boxes)
    known = CatalogueEntry.objects.count()
    assert counted + len(table(client, "/charts/compute.csv")) == known == 444


def test_cost_tells_scopes_apart(client: Client) -> None:
    listed = {row["model"]: row for row in table(client, "/charts/cost.csv")}
    r1 = listed[R1]
    assert (r1["cost_low"], r1["cost_currency"]) == ("294000.0", "USD")
    assert (r1["cost_base_model"], r1["cost_base_models"]) == ("excluded", "DeepSeek-V3-Base")
    assert (r1["cost_cumulative_low"], r1["cost_cumulative_bound"]) == ("5860000.0", "sum")
    assert r1["cost_stages"] == "reinforcement_learning, synthetic_data_generation"
    assert listed["deepseek/deepseek-v3"]["cost_base_model"] == "none"
    assert listed["meta/llama-3-1-405b"]["cost_low"] == ""
    assert listed["meta/llama-3-1-405b"]["cost_grade"] == "silent"
    svg = drawing(client, "/charts/cost.svg")
    assert len(marks(svg)) == len(listed) == rows(read(client, "/charts/cost/")) == 11
    assert "stage only, excludes the base model" in words(svg)
    assert "DeepSeek-R1 with its base model: US$5.86 million" in words(svg)
    assert "6 cards give hours but no cost." in words(svg)
    assert "20 cards give neither cost nor hours of the final run." in words(svg)
    assert "413 known models without a model card." in words(svg)


def test_titles_are_findings_computed_from_the_data(client: Client) -> None:
    titles = {name: read(client, f"/charts/{name}/").text for name in CHARTS}
    assert "Method is disclosed most, cost least: the 18 ranked labs" in titles["completeness"]
    assert (
        "9 of 31 model cards give the operations of their final run; the largest is Llama 3.1’s, "
        "3.8 × 10²⁵ FLOP" in titles["compute"]
    )
    assert (
        "5 of 31 model cards give the cost of their final run; with its base model, DeepSeek-R1’s "
        "US$294,000 becomes US$5.86 million" in titles["cost"]
    )


def test_titles_follow_the_data(client: Client, editor: Actor) -> None:
    publish_card(editor, example_card("huge", flop={"value": 7.7e27}))
    version = CardVersion.objects.get(card__release__public_id=R1)
    publication.remove(by=editor, version=version, reason="A court order")
    assert "10 of 31 model cards give the operations" in read(client, "/charts/compute/").text
    assert "the largest is Model of huge’s, 7.7 × 10²⁷ FLOP" in read(client, "/charts/").text
    cost = read(client, "/charts/cost/").text
    assert "DeepSeek-R1-Zero’s US$202,000 becomes up to US$5.778 million" in cost
    assert "294,000" not in cost


def test_profile_is_that_of_the_lab_page(client: Client) -> None:
    listed = table(client, "/labs/deepseek/charts/profile.csv")
    page = read(client, "/labs/deepseek/")
    assert len(listed) == 9
    for row in listed:
        assert f"{row['section_title']} {row['section_weight']}" in page.text
        assert row["score_of_100"] in page.text
    drawn = marks(drawing(client, "/labs/deepseek/charts/profile.svg"))
    assert [title.split(":")[0] for title in drawn] == [row["section_title"] for row in listed]
    assert "DeepSeek discloses most on method (75.0 of 100) and least on data (38.3)." in page.text


# --- Time ----------------------------------------------------------------------------------------


def test_one_ranking_is_said_in_words(client: Client) -> None:
    page = read(client, "/labs/deepseek/")
    day = Ranking.objects.get(number=1).as_of
    assert "DeepSeek has 52.7 of 100 in its only ranking so far" in page.text
    assert f"There is only one ranking so far, of {day.day} {day:%B %Y}" in page.text
    svg = drawing(client, "/labs/deepseek/charts/history.svg")
    assert marks(svg) == []
    assert "There is only one ranking so far" in words(svg)


def test_rankings_of_one_day_are_no_line(client: Client, editor: Actor) -> None:
    publish_card(editor, example_card("new"))
    assert "All 2 rankings so far are of" in read(client, "/labs/deepseek/").text


def test_history_draws_each_change_of_the_score(client: Client, editor: Actor) -> None:
    richer, poorer = starter_card("xai/grok-1"), starter_card("xai/grok-1")
    for section in ("cost", "compute", "hardware"):
        richer[section] = starter_card("deepseek/deepseek-v3")[section]
    on_day(editor, 10, richer)
    on_day(editor, 20, example_card("other"))
    on_day(editor, 30, {**poorer, "prepared_by": {**poorer["prepared_by"], "note": "Again."}})
    listed = table(client, "/labs/xai/charts/history.csv")
    scores = [row["score_of_100"] for row in listed]
    assert [row["ranking"] for row in listed] == ["1", "2", "3", "4"]
    assert float(scores[0]) < float(scores[1]) == float(scores[2]) > float(scores[3])
    drawn = marks(drawing(client, "/labs/xai/charts/history.svg"))
    assert [title.split(",")[0] for title in drawn] == [
        "Ranking 1",
        "Ranking 2",
        "Ranking 4",
    ]
    page = read(client, "/labs/xai/")
    assert "xAI is back at 2.0 of 100, its score of" in page.text
    assert f"{scores[1]} of 100, rank {listed[1]['rank']}" in drawn[1]
    assert {f"/rankings/{n}/" for n in (1, 2, 4)} <= set(page.links)


def test_a_long_history_is_cut_and_says_so(
    client: Client, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.web.presenters.charts.history.MOST_RANKINGS", 2)
    for days in (10, 20):
        on_day(editor, days, example_card(f"new-{days}"))
    assert "The newest 2 rankings." in read(client, "/labs/deepseek/").text
    listed = table(client, "/labs/deepseek/charts/history.csv")
    assert [row["ranking"] for row in listed] == ["2", "3"]


# --- Other states of the registry ----------------------------------------------------------------


def test_empty_registry_has_words_in_place_of_charts(client: Client, empty_registry: None) -> None:
    page = read(client, "/charts/")
    assert page.faults == []
    assert "No lab is ranked yet" in page.text
    assert page.text.count("No model card is published yet") == 2
    for name in CHARTS:
        assert client.get(f"/charts/{name}/").status_code == 200
        assert marks(drawing(client, f"/charts/{name}.svg")) == []
        assert table(client, f"/charts/{name}.csv") == []


def test_lab_that_is_not_ranked_has_files_that_say_so(client: Client) -> None:
    assert "/charts/" not in " ".join(read(client, "/labs/nvidia/").links)
    assert table(client, "/labs/nvidia/charts/profile.csv") == []
    svg = drawing(client, "/labs/nvidia/charts/profile.svg")
    assert "No model of NVIDIA has a card" in words(svg)
    svg = drawing(client, "/labs/nvidia/charts/history.svg")
    assert "The lab has not been ranked yet" in words(svg)


def test_names_of_any_script_and_length(client: Client, editor: Actor) -> None:
    for slug, name in (("long", LONG_NAME), ("nihon", JAPANESE_NAME), ("rude", "<b>&\"'=1+1</b>")):
        card = example_card(slug, flop={"low": 1e20, "high": 1e24})
        card["model"]["developer"] = name
        card["model"]["name"] = f"{name} 1"
        publish_card(editor, card)
        assert client.get(f"/labs/{slug}/charts/profile.svg").status_code == 200
    titles = marks(drawing(client, "/charts/completeness.svg"))
    assert any(title.startswith(f"{LONG_NAME}: ") for title in titles)
    assert JAPANESE_NAME in words(drawing(client, "/charts/completeness.svg"))
    assert any(title.startswith("<b>&\"'=1+1</b>, Cost: ") for title in titles)
    for name in CHARTS:
        page = read(client, f"/charts/{name}/")
        assert page.faults == []
        assert "b" not in {tag for tag, _ in page.tags}


def test_cost_in_another_currency_is_told_and_not_drawn(client: Client, editor: Actor) -> None:
    card = example_card("euro", accelerator_hours={"value": 5000})
    card["cost"] = copy.deepcopy(small_card()["cost"])
    card["cost"]["final_run"]["value"]["amount"] = {"amount": 40_000, "currency": "EUR"}
    publish_card(editor, card)
    svg = drawing(client, "/charts/cost.svg")
    assert not [title for title in marks(svg) if "Model of euro" in title]
    assert "Not drawn, in another currency: Model of euro (EUR 40,000)." in words(svg)
    listed = {row["model"]: row for row in table(client, "/charts/cost.csv")}
    assert listed["euro/model-1"]["cost_currency"] == "EUR"
    assert "6 of 32 model cards give the cost" in read(client, "/charts/cost/").text


def test_a_disclosed_zero_is_drawn_and_is_no_silence(client: Client, editor: Actor) -> None:
    publish_card(editor, example_card("zero", flop={"value": 0}))
    titles = marks(drawing(client, "/charts/compute.svg"))
    assert [title for title in titles if title.startswith("Model of zero, ")]
    assert {row["model"]: row["flop_low"] for row in table(client, "/charts/compute.csv")}[
        "zero/model-1"
    ] == "0.0"


def test_merged_lab_sends_its_charts_along(client: Client, editor: Actor) -> None:
    lab, into = Lab.objects.get(slug="compvis"), Lab.objects.get(name="Runway")
    labs.merge_labs(by=editor, lab=lab, into=into, on=date(2026, 1, 1), reason=REASON)
    response = client.get("/labs/compvis/charts/history.csv")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"/labs/{into.slug}/charts/history.csv",
    )


# --- Bounded -------------------------------------------------------------------------------------


def test_only_the_newest_are_drawn_and_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_POINTS", 4)
    page = read(client, "/charts/compute/")
    assert "Drawn are the newest 4 of 9." in page.text
    assert "9 of 31 model cards give" in page.text
    listed = [row["model"] for row in table(client, "/charts/compute.csv")]
    assert listed == [
        "swiss-ai/apertus-70b",
        "ai2/olmo-2-32b",
        "ibm/granite-3-0-8b",
        "meta/llama-3-1-405b",
    ]
    assert "Drawn are the newest 4 of 11." in read(client, "/charts/cost/").text


def test_the_largest_is_that_of_all_and_not_of_the_drawn(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_POINTS", 1)
    assert "the largest is Llama 3.1’s" in read(client, "/charts/compute/").text


def test_long_tables_are_cut_and_say_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "MOST_TABLE_ROWS", 3)
    page = read(client, "/charts/compute/")
    assert rows(page) == 3
    assert "The newest 3; the CSV has all 9 that are drawn." in page.text
    assert len(table(client, "/charts/compute.csv")) == 9


def test_many_labs_are_cut_and_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completeness, "MOST_ROWS", 5)
    monkeypatch.setattr(completeness, "MOST_SILENT", 2)
    svg = drawing(client, "/charts/completeness.svg")
    assert "and 13 labs ranked below" in words(svg)
    assert "and 11 more labs without a card" in words(svg)
    assert len(marks(svg)) == 6 * 10 + 2
    assert len(table(client, "/charts/completeness.csv")) == 18 * 9 + 13


QUERIES = {
    "/charts/completeness.svg": 3,
    "/charts/compute.csv": 6,
    "/charts/cost.png": 4,
    "/labs/deepseek/charts/profile.svg": 4,
    "/labs/deepseek/charts/history.csv": 4,
}


@pytest.mark.parametrize(("address", "queries"), QUERIES.items())
def test_files_ask_a_fixed_number_of_times_and_less_when_kept(
    client: Client, address: str, queries: int
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    assert count() == queries
    # The version of the data, and the lab whose chart it is.
    assert count() == (3 if address.startswith("/labs/") else 2)


# --- Files ---------------------------------------------------------------------------------------

TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8; header=present",
}


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("address", FILES)
def test_known_files_are_not_sent_again(client: Client, address: str, form: str) -> None:
    response = client.get(f"{address}.{form}")
    name = "-".join(part for part in address.split("/") if part not in ("", "charts", "labs"))
    assert response.headers["Content-Type"] == TYPES[form]
    assert response.headers["Content-Disposition"] == f'inline; filename="{name}.{form}"'
    assert response.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    etag = response.headers["ETag"]
    again = client.get(f"{address}.{form}", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert client.get(f"{address}.{form}", headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_change_of_the_data_is_a_new_file(client: Client, editor: Actor) -> None:
    before = {f"{a}.csv": client.get(f"{a}.csv").headers["ETag"] for a in FILES}
    publish_card(editor, {**starter_card(R1), "prepared_by": {**starter_card(R1)["prepared_by"]}})
    publish_card(editor, example_card("new", flop={"value": 1e24}))
    after = {address: client.get(address).headers["ETag"] for address in before}
    assert before["/charts/compute.csv"] != after["/charts/compute.csv"]
    assert before["/charts/completeness.csv"] != after["/charts/completeness.csv"]


def test_no_picture_is_made_to_find_out_that_it_is_known(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = client.get("/charts/cost.png").headers["ETag"]
    chart_files.shelf.clear()
    monkeypatch.setattr(chart_files, "png", lambda _: pytest.fail("It was drawn in pixels."))
    again = client.get("/charts/cost.png", headers={"If-None-Match": etag})
    assert again.status_code == 304


@pytest.mark.parametrize("address", FILES)
def test_picture_in_pixels_is_one(client: Client, address: str) -> None:
    content = client.get(f"{address}.png").content
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width = int.from_bytes(content[16:20])
    svg = drawing(client, f"{address}.svg")
    assert width == 2 * float(svg.attrib["width"])


@pytest.mark.parametrize("address", FILES)
def test_drawing_is_complete_in_itself(client: Client, address: str) -> None:
    response = client.get(f"{address}.svg")
    text = response.content.decode()
    svg = ElementTree.fromstring(text)  # noqa: S314 - our own drawing
    assert svg.attrib["role"] == "img"
    title, description = svg.findtext(f"{SVG}title"), svg.findtext(f"{SVG}desc")
    assert title
    assert description
    assert " ".join(title.split()) in " ".join(words(svg).split())
    assert "CC BY 4.0" in words(svg)
    assert "Model Disclosure Registry" in words(svg)
    assert "var(" not in text
    assert not list(svg.iter(f"{SVG}a"))
    used = {look for part in svg.iter() for look in part.get("class", "").split()}
    ruled = set(re.findall(r"\.([\w-]+)", chart_files.style()))
    assert used - ruled <= {"chart-mark"}


def test_browser_takes_the_style_of_the_drawing_and_no_other(client: Client) -> None:
    policy = client.get("/charts/cost.svg").headers["Content-Security-Policy"]
    assert f"style-src {chart_files.style_source()}" in policy
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    style = drawing(client, "/charts/cost.svg").findtext(f"{SVG}style")
    assert style == chart_files.style()
    other = client.get("/charts/cost.csv").headers["Content-Security-Policy"]
    assert "style-src" not in other


def test_colours_of_the_file_are_the_light_ones_of_the_page() -> None:
    tokens = (chart_files._CSS / "tokens.css").read_text()
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", tokens.split("@media")[0]))
    style = chart_files.style()
    assert f".chart-verified {{ fill: {light['grade-verified']}; }}" in style
    assert set(re.findall("#[0-9a-f]{6}", style)) <= set(light.values())


def test_characters_that_xml_forbids_do_not_break_the_drawing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completeness, "MEAN", "Mean\x0b of all\x00")
    assert "Mean of all" in words(drawing(client, "/charts/completeness.svg"))


# --- Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_page_has_both_drawings_the_table_and_the_files(client: Client, name: str) -> None:
    page = read(client, f"/charts/{name}/")
    looks = [values.get("class") for tag, values in page.tags if tag == "svg"]
    assert looks.count("chart chart-wide") == looks.count("chart chart-narrow") == 1
    assert {f"/charts/{name}.{form}" for form in TYPES} <= set(page.links)
    assert "https://creativecommons.org/licenses/by/4.0/" in page.links
    assert "Source: Model Disclosure Registry" in page.text
    assert page.headings == [1]
    drawings = [values for tag, values in page.tags if tag == "svg" and "viewbox" in values]
    assert all(values["role"] == "group" for values in drawings)


def test_marks_lead_to_what_they_stand_for(client: Client) -> None:
    assert f"/models/{R1}/" in read(client, "/charts/cost/").links
    assert {"/labs/deepseek/", "/labs/nvidia/"} <= set(read(client, "/charts/completeness/").links)


def test_leaderboard_tells_the_finding_and_leads_to_the_charts(client: Client) -> None:
    page = read(client, "/")
    assert "Method is disclosed most, cost least: the 18 ranked labs average" in page.text
    assert {"/charts/", *(f"/charts/{name}/" for name in CHARTS)} <= set(page.links)


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("/charts/costs/", "cost"),
        ("/charts/costs.svg", "cost"),
        ("/charts/everything/", ""),
        ("/labs/deepseek/charts/histroy.csv", "history"),
        ("/labs/deepseek/charts/cost.svg", ""),
    ],
)
def test_unknown_chart_is_told_with_the_known_ones(
    client: Client, address: str, nearest: str
) -> None:
    response = client.get(address)
    page = read(client, address)
    assert response.status_code == 404
    assert "There is no chart" in page.text
    assert (f"The nearest name is “{nearest}”." in page.text) is bool(nearest)
    known = [link for link in page.links if link.startswith(address.rsplit("/", 2)[0] + "/")]
    assert all(client.get(link).status_code == 200 for link in known)
    assert "style-src" not in response.headers["Content-Security-Policy"]


# --- The shelf -----------------------------------------------------------------------------------


def test_shelf_keeps_what_was_used_last_within_its_bytes() -> None:
    shelf, made = Shelf(10), []

    def make(name: str) -> bytes:
        return shelf.get(name, lambda: made.append(name) or name.encode() * 4)

    for name in ("a", "b", "a", "c", "a", "b"):
        assert make(name) == name.encode() * 4
    assert made == ["a", "b", "c", "b"]


def test_shelf_does_not_keep_what_is_larger_than_itself() -> None:
    shelf, made = Shelf(3), []
    for _ in range(2):
        assert shelf.get("a", lambda: made.append(1) or b"four") == b"four"
    assert len(made) == 2
