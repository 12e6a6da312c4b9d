"""The starter data keep the rules that registry/starter/README.md promises."""

from __future__ import annotations

import calendar
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "registry" / "starter"
CARD_FILES = sorted(STARTER.glob("cards/*/*.json"))
DATA_FILES = [*CARD_FILES, STARTER / "releases.json", STARTER / "assessments.json"]

SECTIONS = (
    "identity",
    "compute",
    "hardware",
    "cost",
    "peer_review",
    "data",
    "method",
    "evaluation",
    "safety",
)
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
ID = re.compile(rf"{SLUG}/{SLUG}")
# Tables and records about many developers: what only they say is an estimate.
RECORDS_OF_OTHERS = ("Epoch AI,", "Stanford CRFM Ecosystem Graphs", "HandWiki")

Json = Mapping[str, Any]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


CARDS: dict[str, Json] = {
    path.relative_to(STARTER / "cards").with_suffix("").as_posix(): read(path)
    for path in CARD_FILES
}
CATALOGUE: Json = read(STARTER / "releases.json")
LABS: dict[str, Json] = {lab["slug"]: lab for lab in CATALOGUE["labs"]}
RELEASES: dict[str, Json] = {
    release["id"]: release for lab in LABS.values() for release in lab["releases"]
}
ASSESSMENTS: dict[str, Json] = read(STARTER / "assessments.json")
STANDARD: Json = read(ROOT / "schemas" / "standard" / "1.0.json")
SCHEMA: dict[str, Any] = read(ROOT / "schemas" / "card" / "1.0.schema.json")

every_card = pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
every_lab = pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
every_assessed_card = pytest.mark.parametrize("card_id", ASSESSMENTS)


def claims(card: Json) -> Iterator[tuple[str, Json]]:
    for section in SECTIONS:
        for name, claim in card.get(section, {}).items():
            yield f"{section}.{name}", claim


def value(card: Json, path: str) -> Json:
    section, name = path.split(".")
    found: Json = card.get(section, {}).get(name, {}).get("value", {})
    return found


def facts(card: Json) -> dict[str, Any]:
    return {
        f"{group}.{name}": answer
        for group, answers in card["facts"].items()
        for name, answer in answers.items()
    }


def cited(card: Json) -> Iterator[Json]:
    for _, claim in claims(card):
        yield from claim["evidence"]
    for entry in (*card["fact_evidence"], *card.get("estimates", [])):
        yield from entry.get("evidence", [])


def names_its_source(evidence: Json) -> bool:
    return bool(evidence["title"].strip() and (evidence.get("url") or evidence.get("doi")))


def names_of(lab: Json) -> set[str]:
    return {lab["name"], *(alias["name"] for alias in lab["aliases"])}


# --- cards


def test_there_are_cards_releases_and_assessments() -> None:
    assert len(CARDS) >= 31
    assert len(RELEASES) >= 444
    assert set(ASSESSMENTS) <= set(CARDS)


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: path.relative_to(STARTER).as_posix())
def test_files_are_in_the_repository_format(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_every_card_validates_with_both_validators() -> None:
    explaining = jsonschema.Draft202012Validator(
        SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    deciding = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)
    for card_id, card in CARDS.items():
        assert [error.message for error in explaining.iter_errors(card)] == [], card_id
        assert [error.message for error in deciding.iter_errors(card)] == [], card_id


@pytest.mark.parametrize("card_id", CARDS)
def test_id_path_release_and_developer_agree(card_id: str) -> None:
    card = CARDS[card_id]
    lab = LABS[card_id.partition("/")[0]]
    assert card["card_id"] == card_id
    assert RELEASES[card_id]["card_id"] == card_id
    assert card["model"]["developer"] in names_of(lab)
    assert card["prepared_by"]["role"] == "registry"


@every_card
def test_every_starter_claim_names_its_source(card: Json) -> None:
    for path, claim in claims(card):
        assert claim["evidence"], path
        assert all(map(names_its_source, claim["evidence"])), path


@every_card
def test_every_estimate_names_author_and_source(card: Json) -> None:
    for estimate in card.get("estimates", []):
        assert estimate["author"].strip()
        assert estimate["evidence"], estimate["claim"]
        assert all(map(names_its_source, estimate["evidence"])), estimate["claim"]


@every_card
def test_every_fact_names_its_source(card: Json) -> None:
    grounds = Counter(entry["fact"] for entry in card["fact_evidence"])
    assert set(grounds) == set(facts(card))
    assert max(grounds.values()) == 1
    for entry in card["fact_evidence"]:
        assert entry.get("evidence") or entry.get("note"), entry["fact"]
        assert all(map(names_its_source, entry.get("evidence", []))), entry["fact"]


@every_card
def test_no_claim_rests_on_the_records_of_others_alone(card: Json) -> None:
    for path, claim in claims(card):
        titles = [evidence["title"] for evidence in claim["evidence"]]
        assert not all(title.startswith(RECORDS_OF_OTHERS) for title in titles), path


@every_card
def test_every_cited_source_is_among_the_sources_read(card: Json) -> None:
    read_titles = card["prepared_by"]["sources_read"]
    assert len(set(read_titles)) == len(read_titles)
    for evidence in cited(card):
        title = evidence["title"]
        assert any(
            listed == title or listed.startswith((f"{title}, ", f"{title} ("))
            for listed in read_titles
        ), title


@every_card
def test_sources_were_read_before_the_card_was_prepared(card: Json) -> None:
    prepared_on = card["prepared_by"]["prepared_on"]
    assert all(evidence.get("accessed_on", "") <= prepared_on for evidence in cited(card))


@every_card
def test_peer_reviewed_sources_can_be_looked_up(card: Json) -> None:
    for evidence in cited(card):
        if evidence["kind"] == "peer_reviewed":
            assert evidence["venue"]
            assert evidence.get("doi") or evidence.get("url")


# --- facts against claims


@every_card
def test_stages_agree_with_the_facts(card: Json) -> None:
    stages = [entry["stage"] for entry in value(card, "method.training_stages").get("stages", [])]
    known = facts(card)
    if not stages:
        return
    assert ("reinforcement_learning" in stages) == (known.get("training.has_rl") is True)
    assert ("distillation" in stages) == (known.get("training.has_distillation") is True)
    assert (len(stages) > 1) == (known.get("training.multi_stage") is True)


@every_card
def test_lineage_agrees_with_the_facts(card: Json) -> None:
    lineage = value(card, "identity.lineage")
    has_base = facts(card).get("lineage.has_base_model")
    if lineage.get("derived_from"):
        assert has_base is not False
    if lineage.get("trained_from_scratch"):
        assert has_base is False
    if has_base:
        assert lineage["derived_from"]
    for edge in (*lineage.get("derived_from", []), *lineage.get("data_generated_by", [])):
        assert edge.get("card_id", card["card_id"]) in CARDS


@every_card
def test_data_methods_agree_with_the_facts(card: Json) -> None:
    fact_of = {
        "public_datasets": "data.uses_public_datasets",
        "web_crawl": "data.uses_web_crawl",
        "licensed": "data.uses_licensed_data",
        "user_data": "data.uses_user_data",
        "human_created": "data.uses_human_created_data",
        "synthetic": "data.uses_synthetic_data",
    }
    known = facts(card)
    methods = {
        entry["method"]: entry["used"]
        for entry in value(card, "data.acquisition_methods").get("methods", [])
    }
    for method, fact in fact_of.items():
        if method in methods:
            assert known.get(fact) is methods[method], method
        elif methods:
            assert known.get(fact) is not True, method


@every_card
def test_access_agrees_with_the_facts(card: Json) -> None:
    access = value(card, "identity.access_and_license")
    known = facts(card)
    if "weights" in access:
        assert access["weights"]["access"] == known["release.weights"]
    if "api" in access:
        assert access["api"]["available"] is known["release.api"]


# --- arithmetic


@every_card
def test_hours_are_count_times_duration(card: Json) -> None:
    for segment in value(card, "hardware.accelerator_count").get("segments", []):
        count, hours = segment["count"], segment.get("accelerator_hours")
        duration = segment.get("wall_clock_hours")
        if hours and duration and count.get("precision") != "up_to":
            product = count["value"] * duration["value"]
            assert product == pytest.approx(hours["value"], rel=0.05)


@every_card
def test_nodes_times_accelerators_is_the_count(card: Json) -> None:
    topology = value(card, "hardware.topology")
    if "nodes" in topology:
        counts = {
            segment["count"]["value"]
            for segment in value(card, "hardware.accelerator_count")["segments"]
        }
        assert counts == {topology["nodes"] * topology["accelerators_per_node"]}


@every_card
def test_cost_is_hours_times_price(card: Json) -> None:
    cost = value(card, "cost.final_run")
    if "price_per_accelerator_hour" not in cost:
        return
    amount = cost["amount"]
    product = cost["accelerator_hours"]["value"] * cost["price_per_accelerator_hour"]["amount"]
    last_figure = 10 ** (len(str(round(amount["amount"]))) - amount["significant_figures"])
    assert abs(product - amount["amount"]) <= last_figure / 2


@every_card
def test_stages_sum_to_the_final_run(card: Json) -> None:
    stages = value(card, "compute.per_stage").get("stages", [])
    figures = [
        stage["accelerator_hours"]["value"] for stage in stages if "accelerator_hours" in stage
    ]
    if figures:
        assert sum(figures) == value(card, "compute.final_run")["accelerator_hours"]["value"]


@every_card
def test_shares_of_one_list_stay_within_the_whole(card: Json) -> None:
    lists = (
        value(card, "data.acquisition_methods").get("methods", []),
        value(card, "data.public_datasets").get("datasets", []),
        value(card, "data.composition").get("languages", []),
        value(card, "data.composition").get("domains", []),
    )
    assert all(sum(entry.get("share_percent", 0) for entry in shares) <= 102 for shares in lists)


def test_deepseek_r1_states_the_whole_story() -> None:
    card = CARDS["deepseek/deepseek-r1"]
    [accelerators] = value(card, "hardware.accelerators")["segments"]
    assert (accelerators["vendor"], accelerators["model"]) == ("NVIDIA", "H800")
    counts = value(card, "hardware.accelerator_count")["segments"]
    assert {segment["count"]["value"] for segment in counts} == {512}
    cost = value(card, "cost.final_run")
    assert cost["amount"]["amount"] == 294_000
    assert cost["amount"]["currency"] == "USD"
    assert cost["accelerator_hours"]["value"] == 147_000
    assert cost["stages"] == ["reinforcement_learning", "synthetic_data_generation"]
    assert cost["excluded"] == ["pretraining", "context_extension"]
    assert value(card, "cost.scope")["components"]["base_model"] == "excluded"
    [base] = value(card, "cost.inherited")["parents"]
    cumulative = [
        estimate["money"]["amount"]
        for estimate in card["estimates"]
        if estimate["claim"] == "cost.final_run" and estimate["claimant"] == "registry"
    ]
    assert cumulative == [base["amount"]["amount"] + 294_000] == [5_860_000]
    publication = value(card, "peer_review.publication")
    assert publication["venue"] == "Nature 645, 633-638"
    assert publication["doi"] == "10.1038/s41586-025-09422-z"
    assert value(card, "peer_review.independent_review")["referee_count"] == 8
    assert value(card, "peer_review.review_record")["reports_public"] is True
    assert facts(card)["training.has_rl"] is True
    weights = value(card, "identity.access_and_license")["weights"]
    assert (weights["access"], weights["license"]) == ("open", "MIT")


# --- releases


def test_the_catalogue_says_what_it_covers() -> None:
    assert CATALOGUE["listed_until"] <= CATALOGUE["coverage_ends"] <= CATALOGUE["as_of"]
    assert CATALOGUE["license"] == "CC-BY-4.0"
    assert any("Epoch AI" in line and "CC BY 4.0" in line for line in CATALOGUE["attribution"])
    assert all(rule.strip() for rule in CATALOGUE["rules"].values())


def test_ids_are_unique_and_well_formed() -> None:
    ids = [release["id"] for lab in LABS.values() for release in lab["releases"]]
    assert len(set(ids)) == len(ids)
    assert len(CATALOGUE["labs"]) == len(LABS)
    for lab in LABS.values():
        for release in lab["releases"]:
            assert ID.fullmatch(release["id"])
            assert release["id"].startswith(f"{lab['slug']}/")


def test_exactly_the_releases_with_a_card_say_so() -> None:
    carded = {id_ for id_, release in RELEASES.items() if "card_id" in release}
    assert carded == set(CARDS)
    assert all(RELEASES[id_]["card_id"] == id_ for id_ in carded)


@every_lab
def test_releases_are_dated_tiered_and_sourced(lab: Json) -> None:
    for release in lab["releases"]:
        day = date.fromisoformat(release["released_on"])
        assert day <= date.fromisoformat(CATALOGUE["listed_until"])
        assert day.year >= 2022 or "card_id" in release
        assert release["precision"] in {"day", "month"}
        if release["precision"] == "month":
            assert day.day == calendar.monthrange(day.year, day.month)[1]
        assert release["tier"] in {"1", "1/2", "0"}
        assert release["tier_reason"].strip()
        assert set(release["source"]) == {"title", "url", "record"}
        assert all(part.strip() for part in release["source"].values())
        assert release["source"]["url"].startswith(("https://", "http://"))


@every_lab
def test_releases_of_a_lab_are_in_order_and_told_apart(lab: Json) -> None:
    days = [release["released_on"] for release in lab["releases"]]
    names = [release["name"] for release in lab["releases"]]
    flagships = [row["released_on"] for row in lab["releases"] if row["tier"] == "1"]
    assert days == sorted(days)
    assert len(set(names)) == len(names)
    assert len(set(flagships)) == len(flagships)


@every_lab
def test_nobody_has_been_invited(lab: Json) -> None:
    assert lab["invited_on"] is None


def test_no_name_belongs_to_two_labs() -> None:
    uses = Counter(name.casefold() for lab in LABS.values() for name in names_of(lab))
    assert [name for name, count in uses.items() if count > 1] == []


@every_lab
def test_aliases_are_names_with_dates_in_order(lab: Json) -> None:
    for alias in lab["aliases"]:
        assert set(alias) <= {"name", "from", "until"}
        assert alias["name"].strip()
        assert "," not in alias["name"]
        bounds = [date.fromisoformat(alias[end]) for end in ("from", "until") if end in alias]
        assert bounds == sorted(bounds)
        assert alias["name"] != lab["name"] or "from" in alias


# --- assessments


@every_assessed_card
def test_confirmed_items_have_a_located_peer_reviewed_source(card_id: str) -> None:
    claim_of = {item["id"]: item["claim"] for item in STANDARD["items"]}
    stated = dict(claims(CARDS[card_id]))
    owners = {name.casefold() for name in names_of(LABS[card_id.partition("/")[0]])}
    for item, record in ASSESSMENTS[card_id].items():
        if item == "facts":
            continue
        assert set(record) == {"peer_review_confirmed", "basis"}
        assert record["peer_review_confirmed"] is True
        located = [
            evidence
            for evidence in stated[claim_of[item]]["evidence"]
            if evidence["kind"] == "peer_reviewed"
            and evidence.get("locator")
            and (evidence.get("doi") or (evidence.get("venue") and evidence.get("url")))
        ]
        assert any(
            record["basis"].startswith(f"{evidence['title']}: {evidence['locator']}")
            and evidence["venue"].casefold() not in owners
            for evidence in located
        ), item


@every_assessed_card
def test_facts_of_editors_agree_with_the_card_and_give_their_reason(card_id: str) -> None:
    known = facts(CARDS[card_id])
    notes = {entry["fact"]: entry.get("note") for entry in CARDS[card_id]["fact_evidence"]}
    for fact, answer in ASSESSMENTS[card_id].get("facts", {}).items():
        assert fact in STANDARD["facts"]
        assert known[fact] == answer
        assert notes[fact]


# --- documents


@pytest.mark.parametrize("card_id", CARDS)
def test_the_document_counts_what_the_files_hold(card_id: str) -> None:
    card = CARDS[card_id]
    statuses = Counter(claim["status"] for _, claim in claims(card))
    withheld = f", and {statuses['withheld']} withheld" if statuses["withheld"] else ""
    confirmed = set(ASSESSMENTS.get(card_id, {})) - {"facts"}
    cells = (
        card_id,
        f"{statuses['disclosed']}{withheld}",
        len(card.get("estimates", [])),
        len(facts(card)),
        len(confirmed),
        len(card["prepared_by"]["sources_read"]),
    )
    document = (ROOT / "docs" / "starter-data.md").read_text(encoding="utf-8")
    assert f"| {' | '.join(map(str, cells))} |\n" in document


def test_the_readme_counts_what_the_files_hold() -> None:
    readme = (STARTER / "README.md").read_text(encoding="utf-8")
    assert f"{len(CARDS)} model cards, {len(RELEASES)} known releases of {len(LABS)} labs" in readme
