"""Where a dump is written, when none is, and how refusals read."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from registry.actions import editorial, publication
from registry.exporters.dump import shelf
from registry.exporters.dump.state import current_state
from registry.management.commands import dump
from registry.models import Actor
from tests.commands.conftest import Run, Stored
from tests.factories.registry import add_lab

FILES = {
    "cards.jsonl.gz",
    "claims.csv.gz",
    "figures.csv.gz",
    "rankings.csv.gz",
    "models.csv.gz",
    "changes.csv.gz",
    "manifest.json",
}
PARQUET = {"claims.parquet", "figures.parquet", "rankings.parquet", "models.parquet"}


@pytest.fixture(autouse=True)
def exports(tmp_path: Path, settings: Any) -> Path:
    settings.EXPORTS_DIR = tmp_path / "exports"
    return tmp_path / "exports"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_it_is_kept_by_the_name_of_its_state(exports: Path, run: Run, stored: Stored) -> None:
    before = stored()
    name = current_state().name
    outcome = run("dump")
    assert (outcome.code, outcome.err) == (0, "")
    seq = name.rpartition("-")[2]
    assert outcome.out == f"7 files of state {seq}, ranking 1, in {exports / name}\n"
    assert names(exports) == {name}
    assert names(exports / name) == FILES
    assert stored() == before


def test_nothing_is_written_until_something_changes(exports: Path, run: Run, editor: Actor) -> None:
    run("dump")
    (first,) = exports.iterdir()
    written = (first / "manifest.json").stat().st_ino
    assert run("dump").out == f"Nothing changed since dump {first.name}.\n"
    assert (first / "manifest.json").stat().st_ino == written
    add_lab(editor, "new-lab", "New Lab")
    run("dump")
    assert len(names(exports)) == 2
    assert shelf.kept(exports)[1].name == first.name


def test_parquet_can_be_added_later_and_stays(exports: Path, run: Run) -> None:
    run("dump")
    outcome = run("dump", "--parquet")
    assert outcome.out.startswith("11 files of state ")
    (folder,) = exports.iterdir()
    assert names(folder) == FILES | PARQUET
    assert run("dump").out.startswith("Nothing changed since")
    assert names(folder) == FILES | PARQUET


def test_a_dump_of_an_earlier_form_stays_as_it_is(exports: Path, run: Run) -> None:
    run("dump")
    (folder,) = exports.iterdir()
    manifest = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "form": 0}))
    outcome = run("dump", "--parquet")
    assert outcome.code == 0
    assert outcome.out.startswith(f"Dump {folder.name} was made by an earlier version")
    assert names(folder) == FILES


def test_into_a_folder_of_ones_own(exports: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "a folder" / "out"
    assert run("dump", folder).out.endswith(f" in {folder}\n")
    assert names(folder) == FILES
    assert not exports.exists()
    assert run("dump", folder, "--parquet").code == 0
    assert names(folder) == FILES | PARQUET
    run("dump", folder)
    assert names(folder) == FILES


def test_a_dry_run_writes_nothing(exports: Path, tmp_path: Path, run: Run) -> None:
    outcome = run("dump", "--dry-run", "--parquet", "--keep", "1")
    assert outcome.code == 0
    assert outcome.out.startswith(f"Would write to {exports / current_state().name}: cards.jsonl")
    assert "claims.parquet" in outcome.out
    assert not exports.exists()
    run("dump")
    assert run("dump", "--dry-run").out.startswith("Nothing changed since dump ")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    assert run("dump", tmp_path / "mine", "--dry-run").code == 2


def test_only_the_newest_are_kept(exports: Path, run: Run, editor: Actor) -> None:
    run("dump")
    (first,) = names(exports)
    add_lab(editor, "new-lab", "New Lab")
    outcome = run("dump", "--keep", "1")
    assert outcome.out.endswith(f"Not offered any more: {first}\n")
    assert names(exports) == {current_state().name}


def test_removed_content_is_not_kept(exports: Path, run: Run, editor: Actor) -> None:
    run("dump")
    (first,) = names(exports)
    card = editorial.get_live_card("xai/grok-1")
    assert card.live_version is not None
    publication.remove(by=editor, version=card.live_version, reason="A court order")
    outcome = run("dump")
    assert outcome.out.endswith(f"Not offered any more: {first}\n")
    assert names(exports) == {current_state().name}


def test_refusals_are_sentences(exports: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    for arguments, code, message in (
        (["--keep", "0"], 2, "--keep: found 0, expected 1 or more."),
        ([tmp_path / "out", "--keep", "3"], 2, "--keep is for the dumps that are offered;"),
        ([tmp_path / "mine"], 2, f"{tmp_path}/mine is neither empty nor an earlier dump: "),
        ([tmp_path / "file"], 2, f"{tmp_path}/file is a file. Give a folder."),
        ([tmp_path / "file" / "below"], 3, f"{tmp_path}/file: "),
    ):
        outcome = run("dump", *arguments)
        assert (outcome.code, outcome.out) == (code, "")
        assert outcome.err.startswith(message)
    assert names(tmp_path) == {"file", "mine"}
    assert names(tmp_path / "mine") == {"notes.txt"}


def test_without_a_ranking_it_says_what_to_do(run: Run, empty_registry: None) -> None:
    outcome = run("dump")
    assert (outcome.code, outcome.err) == (
        2,
        "There is no ranking yet. Run: python manage.py refresh_ranking\n",
    )


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_tells_how_far_it_is(
    tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "SECONDS_BETWEEN_WORDS", 0)
    terminal, pipe = Terminal(), StringIO()
    call_command("dump", str(tmp_path / "one"), stdout=StringIO(), stderr=terminal)
    assert "claims.csv.gz: 1,500 rows\n" in terminal.getvalue()
    call_command("dump", str(tmp_path / "two"), stdout=StringIO(), stderr=pipe)
    assert pipe.getvalue() == ""
