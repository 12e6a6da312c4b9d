"""Where an export is written, what it replaces and what it must not touch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from registry.actions import editorial, publication
from registry.models import Actor
from tests.commands.conftest import Run, Stored


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_it_says_what_it_wrote_and_how_to_check_it(
    tmp_path: Path, run: Run, stored: Stored
) -> None:
    folder = tmp_path / "a folder" / "out"
    before = stored()
    outcome = run("export_dataset", folder)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == (
        f"36 files of ranking 1 in {folder}\n"
        f"Check them: python -m registry.cli verify_ranking '{folder}'\n"
    )
    assert stored() == before


def test_an_earlier_export_is_replaced_whole(tmp_path: Path, run: Run, editor: Actor) -> None:
    run("export_dataset", tmp_path)
    first = names(tmp_path)
    card = editorial.get_live_card("xai/grok-1")
    assert card.live_version is not None
    publication.remove(by=editor, version=card.live_version, reason="A court order")
    outcome = run("export_dataset", tmp_path)
    assert outcome.out.startswith("35 files of ranking 2 in ")
    assert first - names(tmp_path) == {"cards/xai", "cards/xai/grok-1.json"}
    assert run("verify_ranking", tmp_path).code == 0


FOREIGN: dict[str, dict[str, str]] = {
    "a text": {"notes.txt": "mine"},
    "a project with a manifest": {"manifest.json": '{"name": "app"}', "package.json": "{}"},
    "a manifest that is no object": {"manifest.json": "[]", "a.json": "{}"},
    "a manifest that is not JSON": {"manifest.json": "{", "a.json": "{}"},
    "a deep manifest": {"manifest.json": "[" * 9999, "a.json": "{}"},
    "an export with a text beside it": {
        "manifest.json": '{"ranking": 1, "files": {"a.json": {}}}',
        "a.json": "{}",
        "cards/notes.txt": "mine",
    },
    "a manifest that lists what is elsewhere": {
        "manifest.json": '{"ranking": 1, "files": {"../victim.json": {}}}',
        "b.json": "{}",
    },
}


@pytest.mark.parametrize("case", FOREIGN)
def test_a_folder_with_anything_else_is_left_alone(case: str, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "mine"
    (tmp_path / "victim.json").write_text("{}")
    for name, text in FOREIGN[case].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    before = names(tmp_path)
    outcome = run("export_dataset", folder)
    assert outcome.code == 1
    assert outcome.err.startswith(f"{folder} is neither empty nor an earlier export: ")
    assert outcome.err.endswith("Give another folder.\n")
    assert names(tmp_path) == before


def test_a_manifest_cannot_make_it_delete_outside(tmp_path: Path, run: Run) -> None:
    victim = tmp_path / "victim.json"
    victim.write_text("{}")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "manifest.json").write_text(
        json.dumps({"ranking": 1, "files": {"../victim.json": {}, str(victim): {}}})
    )
    assert run("export_dataset", folder).code == 0
    assert victim.exists()


def test_a_file_where_the_folder_should_be(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    outcome = run("export_dataset", path)
    assert (outcome.code, outcome.err) == (1, f"{path}: File exists\n")
    assert run("export_dataset", path / "below").code == 1
    assert path.read_text() == "mine"


def test_without_a_ranking_an_earlier_export_stays(
    tmp_path: Path, run: Run, empty_registry: None
) -> None:
    (tmp_path / "manifest.json").write_text('{"ranking": 1, "files": {}}')
    outcome = run("export_dataset", tmp_path)
    assert outcome.code == 1
    assert outcome.err == "There is no ranking yet. Run: python manage.py refresh_ranking\n"
    assert names(tmp_path) == {"manifest.json"}


def test_verifying_from_manage_py(tmp_path: Path, run: Run) -> None:
    run("export_dataset", tmp_path)
    outcome = run("verify_ranking", tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("values compared: all agree\n")
    ranking = json.loads((tmp_path / "ranking.json").read_bytes())
    ranking[0]["score"] += 0.1
    (tmp_path / "ranking.json").write_text(json.dumps(ranking))
    outcome = run("verify_ranking", tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert "ranking.json: SHA-256 or size is not what the manifest lists\n" in outcome.err
    assert "› score: published" in outcome.err
    assert outcome.err.endswith("values compared: 2 differ\n")


def test_verifying_a_folder_that_is_none(tmp_path: Path, run: Run) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        outcome = run("verify_ranking", folder)
        assert (outcome.code, outcome.err) == (
            1,
            f"{folder} has no manifest.json: give a folder that was exported.\n",
        )
