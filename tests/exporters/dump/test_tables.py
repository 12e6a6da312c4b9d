"""The rows of the dump are those of the database, each in its place."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from registry.actions import labs, publication
from registry.models import (
    Actor,
    CardContent,
    CardVersion,
    Change,
    ClaimGrade,
    Lab,
    ModelCard,
    RankingEntry,
    Release,
)
from registry.rules.canonical import content_hash
from registry.rules.standard import load_standard
from tests.exporters.dump.conftest import by_model, csv_rows, unpacked, write
from tests.factories.registry import REASON, publish_card
from tests.factories.small_card import SOURCE, small_card
from tests.factories.stored import starter_card

R1 = "deepseek/deepseek-r1"
TABLES = ("claims", "figures", "rankings", "models", "changes")

pytestmark = pytest.mark.django_db


def manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_bytes())


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_columns_and_rows_of_its_manifest(table: str, starter_dump: Path) -> None:
    listed = manifest(starter_dump)["files"][f"{table}.csv.gz"]
    text = unpacked(starter_dump, f"{table}.csv.gz").decode()
    assert text.endswith("\r\n")
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    assert heading == [column["name"] for column in listed["columns"]]
    assert len(set(heading)) == len(heading)
    assert len(rows) == listed["rows"] > 0
    assert {len(row) for row in rows} == {len(heading)}
    assert all(column["description"].endswith(".") for column in listed["columns"])


def test_claims_are_those_of_the_live_gradings(starter_dump: Path) -> None:
    rows = csv_rows(starter_dump, "claims")
    stored = ClaimGrade.objects.filter(grading__current_on__isnull=False).values_list(
        "grading__current_on__release__public_id",
        "item",
        "status",
        "withheld_reason",
        "grade",
        "substance",
        "credit",
        "reason",
        "answer",
    )
    grades = [level.name for level in load_standard().levels]
    assert len(rows) == len(stored) == 31 * 64
    assert sorted(
        (
            *(row["model"], row["item"], row["status"], row["withheld_reason"]),
            grades.index(row["grade"]),
            *(Fraction(row["substance"]), Fraction(row["credit"])),
            *(row["reason"].removeprefix("'"), row["answer"].removeprefix("'")),
        )
        for row in rows
    ) == sorted(
        (
            *row[:5],
            Fraction(row[5]),
            Fraction(row[6]),
            *(text.removeprefix("'") for text in row[7:]),
        )
        for row in stored
    )


def test_claims_stand_in_the_order_of_ids_and_of_the_standard(starter_dump: Path) -> None:
    rows = csv_rows(starter_dump, "claims")
    items = [item.id for item in load_standard().items]
    places = [(row["model"].encode(), items.index(row["item"])) for row in rows]
    assert places == sorted(places)


def test_a_claim_names_its_sources(starter_dump: Path) -> None:
    row = by_model(csv_rows(starter_dump, "claims"), item="COST-1")[R1]
    claim = starter_card(R1)["cost"]["final_run"]
    first = claim["evidence"][0]
    assert int(row["sources"]) == len(claim["evidence"])
    assert (row["source_title"], row["source_locator"]) == (first["title"], first["locator"])
    assert row["source_url"] == (first.get("url") or f"https://doi.org/{first['doi']}")
    assert "US$294,000" in row["answer"]
    assert "excluding base model DeepSeek-V3-Base" in row["answer"]
    silent = [row for row in csv_rows(starter_dump, "claims") if row["status"] == "silent"]
    assert {(row["sources"], row["source_title"]) for row in silent} == {("0", "")}


def test_the_famous_figure_keeps_its_scope(starter_dump: Path) -> None:
    row = by_model(csv_rows(starter_dump, "figures"), measure="cost")[R1]
    assert (float(row["low"]), float(row["high"]), row["unit"]) == (294000, 294000, "USD")
    assert row["stages"] == "reinforcement_learning | synthetic_data_generation"
    assert (row["base"], row["base_models"]) == ("excluded", "DeepSeek-V3-Base")
    assert float(row["cumulative_low"]) == 5_860_000
    assert row["cumulative_bound"] == "sum"
    assert (row["precision"], row["basis"]) == ("rounded", "rental_assumed")
    assert (row["path"], row["grade"]) == ("cost.final_run", "verified")


def test_no_figure_is_without_its_scope(starter_dump: Path) -> None:
    rows = csv_rows(starter_dump, "figures")
    disclosed = ModelCard.objects.live().filter(
        current_grading__claims__item__in=("COMP-1", "COST-1"),
        current_grading__claims__status="disclosed",
    )
    names = disclosed.values_list("release__public_id", flat=True)
    assert {row["model"] for row in rows} <= set(names)
    for row in rows:
        assert row["stages"], row["model"]
        assert row["scope"], row["model"]
        assert row["base"] in {"excluded", "included", "none", "unstated"}
        assert row["cumulative_bound"] in {"same", "sum", "at least", "at most", "unknown"}
        assert (row["cumulative_low"] == "") is (row["cumulative_bound"] == "unknown")
        assert float(row["low"]) <= float(row["high"])


def test_nothing_inherited_leaves_the_figure_as_it_is(tmp_path: Path, editor: Actor) -> None:
    card = small_card()
    card["identity"]["lineage"]["value"] = {"trained_from_scratch": True}
    card["identity"]["model_version"]["evidence"] = [dict(SOURCE)]
    publish_card(editor, card)
    write(tmp_path / "out")
    rows = by_model(csv_rows(tmp_path / "out", "figures"), measure="accelerator_hours")
    row = rows["example-lab/model-1"]
    assert (float(row["low"]), float(row["high"])) == (140000, 150000)
    assert (float(row["cumulative_low"]), float(row["cumulative_high"])) == (140000, 150000)
    assert (row["base"], row["cumulative_bound"]) == ("none", "same")
    assert row["excluded"] == "failed_runs"


def test_rankings_are_the_stored_entries(starter_dump: Path) -> None:
    rows = csv_rows(starter_dump, "rankings")
    entries = list(RankingEntry.objects.select_related("ranking", "lab", "score"))
    assert len(rows) == len(entries)
    for row, entry in zip(rows, entries, strict=True):
        assert (int(row["ranking"]), row["lab"]) == (entry.ranking_id, entry.lab.slug)
        assert (int(row["position"]), row["lab_name"]) == (entry.position, entry.lab_name)
        assert date.fromisoformat(row["as_of"]) == entry.ranking.as_of
        if entry.rank is None:
            assert row["rank"] == row["rank_low"] == row["score"] == row["coverage"] == ""
            continue
        assert [int(row[name]) for name in ("rank", "rank_low", "rank_high")] == [
            entry.rank,
            entry.rank_low,
            entry.rank_high,
        ]
        assert row["score"] == f"{Decimal(entry.score.score):.9f}" == entry.score.score
        assert Decimal(row["coverage"]) == Decimal(entry.score.coverage)


def test_models_are_all_known_releases(starter_dump: Path) -> None:
    rows = {row["model"]: row for row in csv_rows(starter_dump, "models")}
    releases = Release.objects.select_related("lab", "card__live_version", "card__current_grading")
    assert rows.keys() == {release.public_id for release in releases}
    assert list(rows) == sorted(rows, key=str.encode)
    for release in releases:
        row = rows[release.public_id]
        assert (row["model_name"], row["lab"]) == (release.name, release.lab.slug)
        assert (row["released"], row["tier"]) == (release.released, release.tier)
        assert row["source_url"] == release.source_url
        card = getattr(release, "card", None)
        assert row["has_card"] == ("true" if card else "false")
        if card is None:
            assert row["version"] == row["score"] == row["level"] == row["chips"] == ""
            continue
        assert row["content_hash"] == card.live_version.content_hash
        assert abs(Fraction(row["score"]) - Fraction(card.current_grading.score)) < 1e-9
    assert rows[R1]["chips"] == "NVIDIA H800"
    assert rows[R1]["peer_reviewed"] == "yes"


def test_the_feed_of_changes_is_whole(starter_dump: Path) -> None:
    rows = csv_rows(starter_dump, "changes")
    changes = list(Change.objects.all())
    assert [int(row["seq"]) for row in rows] == list(range(1, len(changes) + 1))
    assert [(row["kind"], row["subject"]) for row in rows] == [(c.kind, c.subject) for c in changes]
    assert manifest(starter_dump)["seq"] == len(changes)


def cards(folder: Path) -> list[tuple[dict[str, Any], bytes]]:
    """What stands beside each card, and the bytes of the card itself."""
    found = []
    for line in unpacked(folder, "cards.jsonl.gz").splitlines():
        card = line.partition(b',"card":')[2][:-1]
        about = json.loads(line)
        assert about.pop("card") == json.loads(card)
        found.append((about, card))
    return found


def test_cards_are_the_bytes_that_were_hashed(starter_dump: Path) -> None:
    lines = cards(starter_dump)
    stored = CardContent.objects.select_related("version__card__release")
    canonical = {content.version.card.release.public_id: content.canonical for content in stored}
    assert [about["id"] for about, _ in lines] == sorted(canonical, key=str.encode)
    for about, card in lines:
        assert list(about) == [
            *("id", "version", "live", "published_at", "status", "content_hash"),
            *("notices", "upheld_concerns"),
        ]
        assert card.decode() == canonical[about["id"]]
        assert about["content_hash"] == content_hash(card) == f"sha256:{sha256(card).hexdigest()}"


def test_versions_that_were_superseded_stay_and_removed_ones_are_gone(
    tmp_path: Path, editor: Actor
) -> None:
    card = starter_card(R1)
    card["prepared_by"]["note"] = "A later reading."
    newer = publish_card(editor, card)
    write(tmp_path / "two")
    versions = [about for about, _ in cards(tmp_path / "two") if about["id"] == R1]
    assert [(about["version"], about["live"]) for about in versions] == [(1, False), (2, True)]
    older = CardVersion.objects.get(card=newer.card, number=1)
    publication.remove(by=editor, version=older, reason="A court order")
    write(tmp_path / "one")
    versions = [about for about, _ in cards(tmp_path / "one") if about["id"] == R1]
    assert [(about["version"], about["live"]) for about in versions] == [(2, True)]
    rows = by_model(csv_rows(tmp_path / "one", "claims"), item="COST-1")
    assert rows[R1]["version"] == "2"


def test_a_card_that_was_removed_leaves_claims_and_figures(tmp_path: Path, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id=R1)
    publication.remove(by=editor, version=version, reason="A court order")
    write(tmp_path / "out")
    for table in ("claims", "figures"):
        assert R1 not in {row["model"] for row in csv_rows(tmp_path / "out", table)}
    row = by_model(csv_rows(tmp_path / "out", "models"))[R1]
    assert (row["has_card"], row["score"]) == ("false", "")


def test_a_merged_lab_leaves_its_models_to_the_other(tmp_path: Path, editor: Actor) -> None:
    labs.merge_labs(
        by=editor,
        lab=Lab.objects.get(slug="compvis"),
        into=Lab.objects.get(name="Runway"),
        on=date(2026, 1, 1),
        reason=REASON,
    )
    write(tmp_path / "out")
    model = "compvis/stable-diffusion-v1"
    for table in ("claims", "models"):
        row = by_model(csv_rows(tmp_path / "out", table))[model]
        assert (row["lab"], row["lab_name"]) == ("runwayml", "Runway")
    rankings = csv_rows(tmp_path / "out", "rankings")
    assert {row["ranking"] for row in rankings if row["lab"] == "compvis"} == {"1"}
    assert {row["ranking"] for row in rankings} == {"1", "2"}
