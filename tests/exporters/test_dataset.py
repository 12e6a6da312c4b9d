"""The download: its form word by word, and a second opinion on every number in it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from registry.actions import editorial, labs, publication, releases
from registry.actions.audit import now
from registry.cli.dataset import read_dataset
from registry.models import Actor, CardContent, Ranking
from registry.rules.canonical import canonical_bytes
from registry.rules.standard import load_standard, standard_path
from registry.rules.verification import verify
from tests.exporters.conftest import Export
from tests.exporters.oracle import Oracle
from tests.factories.registry import add_lab

DESCRIPTION = Path(__file__).parents[2] / "docs" / "dataset.md"
REASON = "A reason of the tests"


def load(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_bytes())


def assert_agrees(folder: Path) -> None:
    """Our own verification and the independent one find nothing."""
    assert verify(read_dataset(folder)).differences == ()
    oracle = Oracle(folder)
    published, recomputed = load(folder, "ranking.json"), oracle.table()
    assert [row["slug"] for row in recomputed] == [row["slug"] for row in published]
    for expected, row in zip(recomputed, published, strict=True):
        assert row == expected
    for card, items in oracle.grades.items():
        for item, grade in items.items():
            assert Fraction(grade["credit"]) == oracle.credit(card, item), (card, item)


def test_the_starter_registry_agrees_with_the_oracle(export: Export) -> None:
    assert_agrees(export())


def invite_all(by: Actor) -> None:
    """Labs with a flagship, with due releases and early cards, and with nothing due yet."""
    day = now().date()
    for slug, days in (
        *(("deepseek", 400), ("openai", 200), ("meta", 91), ("google-deepmind", 90)),
        *(("anthropic", 89), ("mistral-ai", 0), ("alibaba", 700)),
    ):
        labs.invite(by=by, lab=labs.get_lab(slug), on=day - timedelta(days=days), reason=REASON)


def test_a_registry_after_editorial_acts_agrees_with_the_oracle(
    export: Export, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite_all(editor)
    releases.designate_flagship(
        by=editor, release=releases.get_release("openai/gpt-4"), reason=REASON
    )
    releases.set_tier(
        by=editor, release=releases.get_release("meta/llama-2-70b"), tier="1/2", reason=REASON
    )
    grok = editorial.get_live_card("xai/grok-1")
    editorial.set_fact(by=editor, card=grok, fact="training.has_rl", value=False, reason=REASON)
    monkeypatch.setattr(editorial, "MOST_RULED_OUT", 1)
    for item in [item.id for item in load_standard().items][10:45]:
        # So much, were it allowed, that too little is left to be ranked by.
        editorial.override_applicability(
            by=editor, card=grok, item=item, applicable=False, reason=REASON
        )
    labs.merge_labs(
        by=editor,
        lab=labs.get_lab("bigcode"),
        into=labs.get_lab("bigscience"),
        on=date(2026, 1, 1),
        reason=REASON,
    )
    phi = editorial.get_live_card("microsoft/phi-4")
    assert phi.live_version is not None
    publication.remove(by=editor, version=phi.live_version, reason=REASON)
    folder = export()
    ranking = {row["slug"]: row for row in load(folder, "ranking.json")}
    assert ranking["openai"]["flagship"] == "openai/gpt-4"
    assert "bigcode" not in ranking
    assert not (folder / "cards" / "microsoft").exists()
    assert_agrees(folder)


def test_the_files_are_those_of_the_issue(export: Export) -> None:
    folder = export()
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    five = {"manifest.json", "standard.json", "releases.json", "ranking.json", "grades.json"}
    assert names - {name for name in names if name.startswith("cards/")} == five
    assert len(names) == 5 + 31
    assert (folder / "standard.json").read_bytes() == standard_path().read_bytes()


def test_cards_are_the_stored_canonical_bytes(export: Export) -> None:
    folder = export()
    for content in CardContent.objects.filter(version__live_on__isnull=False).select_related(
        "version__card__release"
    ):
        data = (folder / f"cards/{content.version.card.release.public_id}.json").read_bytes()
        assert data == content.canonical.encode() == canonical_bytes(content.document())
        assert content.version.content_hash.endswith(sha256(data).hexdigest())


def test_releases_have_the_members_of_the_issue(export: Export, editor: Actor) -> None:
    labs.invite(by=editor, lab=labs.get_lab("xai"), on=date(2026, 1, 2), reason=REASON)
    folder = export()
    content = load(folder, "releases.json")
    assert list(content) == ["as_of", "seed", "labs"]
    assert date.fromisoformat(content["as_of"]) == Ranking.objects.current().get().as_of
    assert content["seed"] == sha256(b"disclosure-ranking|1.0").hexdigest()
    assert len(content["labs"]) == 31
    designated = 0
    for lab in content["labs"]:
        assert list(lab) == ["name", "slug", "invited_on", "invitation_answers", "releases"]
        assert lab["invited_on"] == ("2026-01-02" if lab["slug"] == "xai" else None)
        for release in lab["releases"]:
            assert list(release) == [
                *("id", "released_on", "tier", "card", "designated_flagship"),
                *("assessment", "facts"),
            ]
            assert date.fromisoformat(release["released_on"]).isoformat() == release["released_on"]
            assert release["tier"] in {"1", "1/2", "0"}
            assert release["card"] in {None, f"cards/{release['id']}.json"}
            assert release["card"] is None or (folder / release["card"]).is_file()
            designated += release["designated_flagship"] is True
            for record in release["assessment"].values():
                said, others = list(record)[:3], list(record)[3:]
                assert said == ["peer_review_confirmed", "verdicts", "applicable"]
                assert others == sorted(others)
                assert record["verdicts"] == []
            # The same bytes from every database.
            assert list(release["facts"]) == sorted(release["facts"])
            assert list(release["assessment"]) == sorted(release["assessment"])
    assert designated == 0
    assert sum(len(lab["releases"]) for lab in content["labs"]) == 444


def test_ranking_rows_have_the_members_of_the_issue(export: Export) -> None:
    rows = load(export(), "ranking.json")
    ranks = [row["rank"] for row in rows]
    ranked = [rank for rank in ranks if rank is not None]
    assert ranked == sorted(ranked)
    assert ranks[len(ranked) :] == [None] * (len(ranks) - len(ranked))
    for row in rows:
        assert list(row) == [
            *("lab", "slug", "rank", "score", "F", "P", "K", "Q", "L", "n"),
            *("releases_counted", "rank_interval", "flagship"),
        ]
        unranked = row["rank"] is None
        for member in ("score", "P", "K", "Q", "L", "rank_interval"):
            assert (row[member] is None) is unranked
        if not unranked:
            low, high = row["rank_interval"]
            assert 1 <= low <= high <= len(ranked)
            assert 0 < row["K"] <= 1
            assert all(round(row[m], 9) == row[m] for m in ("P", "K", "Q", "L"))


def test_grades_have_the_members_of_the_issue(export: Export) -> None:
    grades = load(export(), "grades.json")
    items = [item.id for item in load_standard().items]
    assert len(grades) == 31
    for card in grades.values():
        assert sorted(card) == sorted(items)
        for grade in card.values():
            assert list(grade) == [
                *("status", "applicable", "level", "substance", "credit", "reason")
            ]
            assert grade["level"] in {0, 1, 2, 3}
            assert Fraction(grade["substance"]) in {Fraction(0), Fraction(1, 2), Fraction(1)}
            assert isinstance(grade["credit"], str)


def test_the_manifest_says_what_is_in_the_folder(export: Export) -> None:
    folder = export()
    manifest = load(folder, "manifest.json")
    assert manifest["license"] == "CC-BY-4.0"
    assert "Epoch AI" in manifest["attribution"]
    assert (manifest["standard"], manifest["method"], manifest["card_schema"]) == (
        "1.0",
        "1.0",
        "1.0",
    )
    ranking = Ranking.objects.current().get()
    assert (manifest["ranking"], manifest["digest"]) == (ranking.number, ranking.digest)
    for name, entry in manifest["files"].items():
        data = (folder / name).read_bytes()
        assert entry == {"sha256": sha256(data).hexdigest(), "bytes": len(data)}


def test_the_export_is_the_same_whenever_it_is_written(
    export: Export, django_assert_max_num_queries: Any
) -> None:
    files = read_dataset(export())
    with django_assert_max_num_queries(12):
        again = export()
    assert read_dataset(again) == files


def test_the_files_are_written_as_json_writes_them(export: Export, editor: Actor) -> None:
    """They are composed piece by piece, and no reader should see where."""
    add_lab(editor, "new-lab", "A lab “without” a model")
    folder = export()
    for name in ("releases.json", "ranking.json", "grades.json", "manifest.json"):
        text = (folder / name).read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n", name


def test_the_description_names_every_member(export: Export) -> None:
    words = set(re.findall(r"\w+", DESCRIPTION.read_text(encoding="utf-8")))
    folder = export()
    releases_ = load(folder, "releases.json")
    members = {
        *releases_,
        *releases_["labs"][0],
        *releases_["labs"][0]["releases"][0],
        *load(folder, "ranking.json")[0],
        *load(folder, "grades.json")["openai/gpt-4"]["COST-1"],
        *load(folder, "manifest.json"),
        *load(folder, "manifest.json")["files"]["ranking.json"],
    }
    assert members - words == set()
