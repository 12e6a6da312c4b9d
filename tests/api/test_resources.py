"""What the single resources say, against what is stored."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from registry.actions import labs, releases
from registry.models import Actor, CardContent, Lab, Ranking, RankingEntry, Release
from registry.rules.standard import SCHEMAS_DIR, load_standard
from tests.api.addresses import R1
from tests.api.problems import check_problem
from tests.factories.registry import REASON, publish_card
from tests.factories.stored import starter_card

pytestmark = pytest.mark.django_db
MODEL = "deepseek/deepseek-r1"


def data(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.content
    return response.json()["data"]


def newer(editor: Actor) -> None:
    card = starter_card(MODEL)
    card["prepared_by"]["note"] = "A second reading."
    publish_card(editor, card)


def test_a_card_is_the_bytes_that_were_hashed(client: Client) -> None:
    stored = CardContent.objects.get(version__live_on__release__public_id=MODEL)
    for path in (R1, f"{R1}/versions/1", f"/models/{MODEL}.json"):
        response = client.get(path)
        assert response.content.decode() == stored.canonical
        assert response.headers["ETag"] == f'"{stored.version.content_hash}"'
        assert response.headers["ETag"] == f'"sha256:{sha256(response.content).hexdigest()}"'


def test_a_version_never_changes(client: Client, editor: Actor) -> None:
    first = client.get(f"{R1}/versions/1")
    newer(editor)
    again = client.get(f"{R1}/versions/1")
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    live = client.get(R1, headers={"If-None-Match": first.headers["ETag"]})
    assert live.status_code == 200
    assert live.content == client.get(f"{R1}/versions/2").content != first.content
    assert '/versions/2>; rel="canonical"' in live.headers["Link"]
    numbers = [row["number"] for row in data(client, f"{R1}/versions")]
    assert numbers == [2, 1]
    statuses = [row["status"] for row in data(client, f"{R1}/versions?sort=number")]
    assert statuses == ["superseded", "published"]


def test_a_known_model_without_a_card(client: Client) -> None:
    release = Release.objects.filter(card__isnull=True).first()
    assert release is not None
    path = f"/api/v1/models/{release.public_id}"
    for address in (path, f"{path}/grading", f"{path}/versions"):
        assert "no card" in check_problem(client.get(address), "not-found")["detail"]
    known = data(client, f"{path}/release")
    assert not known["has_card"]
    assert set(known["links"]) == {"self", "lab"}
    assert known["source"]["url"] == release.source_url


def test_a_grading_has_every_item_once(client: Client) -> None:
    grading = data(client, f"{R1}/grading")
    standard = load_standard()
    assert [claim["item"] for claim in grading["claims"]] == [item.id for item in standard.items]
    assert grading["score"]["exact"] == "527/10"
    assert grading["score"]["value"] == 52.7
    cost = next(claim for claim in grading["claims"] if claim["item"] == "COST-1")
    assert "excluding base model" in cost["answer"]
    assert {row["item"] for row in grading["confirmations"]} >= {"COMP-1", "CHIP-1"}
    by_section = {row["section"]: row["score"] for row in grading["sections"]}
    assert by_section["COST"] == 53.75
    checks = {row["check"]: row for row in grading["plausibility"]}
    assert checks
    assert all(row.get("message") or row.get("reason") for row in checks.values())


def test_a_merged_lab_has_moved(client: Client, editor: Actor) -> None:
    into = labs.get_lab("stability-ai")
    labs.merge_labs(
        by=editor, lab=labs.get_lab("compvis"), into=into, on=date(2026, 1, 1), reason=REASON
    )
    for below in ("", "/models"):
        moved = client.get(f"/api/v1/labs/compvis{below}")
        assert moved.status_code == 308
        assert moved.headers["Location"] == f"/api/v1/labs/stability-ai{below}"
    lab = data(client, "/api/v1/labs/stability-ai")
    assert {"slug": "compvis", "name": "CompVis"}.items() <= lab["absorbed"][0].items()
    ids = {row["id"] for row in data(client, "/api/v1/labs/stability-ai/models?limit=100")}
    assert any(model.startswith("compvis/") for model in ids)
    assert "compvis" not in {row["slug"] for row in data(client, "/api/v1/labs?limit=100")}


def test_a_lab_is_its_line_in_the_ranking(client: Client) -> None:
    entry = RankingEntry.objects.select_related("score").get(lab__slug="deepseek")
    lab = data(client, "/api/v1/labs/deepseek")
    standing = lab["standing"]
    assert (standing["rank"], standing["position"]) == (entry.rank, entry.position)
    assert standing["score"]["displayed"] == entry.score.displayed
    assert lab["models"]["known"] == entry.known_releases
    assert sum(lab["levels"].values()) == entry.cards
    assert len(lab["sections"]) == len(load_standard().sections)


def test_a_lab_that_is_not_rankable_has_no_score(client: Client) -> None:
    entry = RankingEntry.objects.filter(rank__isnull=True).select_related("lab").first()
    assert entry is not None
    lab = data(client, f"/api/v1/labs/{entry.lab.slug}")
    assert not {"rank", "score"} & lab["standing"].keys()
    assert not {"sections", "readings"} & lab.keys()


def test_an_edition_stays_as_it_was(client: Client, editor: Actor) -> None:
    first = client.get("/api/v1/rankings/1")
    assert client.get("/api/v1/rankings/current").content == first.content
    release = Release.objects.get(public_id=MODEL)
    releases.set_tier(by=editor, release=release, tier="0", reason=REASON)
    assert client.get("/api/v1/rankings/1").content == first.content
    current = client.get("/api/v1/rankings/current")
    assert current.json()["data"]["number"] == 2
    assert current.headers["ETag"] != first.headers["ETag"]
    assert [row["number"] for row in data(client, "/api/v1/rankings")] == [2, 1]


def test_an_edition_has_all_labs_in_order(client: Client) -> None:
    edition = data(client, "/api/v1/rankings/1")
    positions = [entry["standing"]["position"] for entry in edition["entries"]]
    assert positions == list(range(1, Lab.objects.count() + 1))
    assert edition["digest"] == Ranking.objects.get(number=1).digest


def test_without_a_ranking_there_is_none(client: Client, empty_registry: None) -> None:
    check_problem(client.get("/api/v1/rankings/current"), "not-found")
    for path in ("labs", "models", "rankings", "changes"):
        assert data(client, f"/api/v1/{path}") == []
    assert client.get("/api/v1/").json()["meta"]["seq"] == 0


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/schemas/card/1.0.json", "card/1.0.schema.json"),
        ("/api/v1/standards/1.0", "standard/1.0.json"),
        ("/api/v1/openapi.json", "openapi/v1.json"),
    ],
)
def test_files_are_served_as_they_are(path: str, name: str, client: Client) -> None:
    assert client.get(path).content == (SCHEMAS_DIR / name).read_bytes()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/v1/schemas/card/9.9.json", "1.0"),
        ("/api/v1/standards/9.9", "1.0"),
        ("/api/v1/vocabularies/stages", "Did you mean stage?"),
        ("/api/v1/accelerators/nvidia-h80", "Did you mean"),
        ("/api/v1/labs/nobody", "nobody"),
        ("/api/v1/rankings/999", "999"),
    ],
)
def test_what_is_not_there_is_named(path: str, said: str, client: Client) -> None:
    assert said in check_problem(client.get(path), "not-found")["detail"]
