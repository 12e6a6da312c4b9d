"""A dump is there whole or not at all, and nothing else is ever touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.actions import publication
from registry.exporters.dump import claims, files, folder, shelf
from registry.exporters.dump.manifest import MANIFEST, read_manifest
from registry.exporters.dump.state import DumpRefused, State, current_state
from registry.models import Actor, CardVersion, CatalogueChip, CatalogueEntry, Change
from tests.exporters.dump.conftest import write
from tests.factories.registry import add_lab

pytestmark = pytest.mark.django_db


def contents(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


class KilledError(BaseException):
    """Nobody catches it, as nobody catches a signal."""


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let writing the figures end in the middle of nowhere."""

    def rows() -> Iterator[tuple[object, ...]]:
        yield from ()
        raise KilledError

    table = type(claims.TABLE)("figures", "Figures.", claims.TABLE.columns, rows)
    monkeypatch.setattr(files, "TABLES", (claims.TABLE, table))


def test_a_dump_that_fails_leaves_no_trace(tmp_path: Path, killed: None) -> None:
    with pytest.raises(KilledError):
        write(tmp_path / "out")
    assert contents(tmp_path) == {}


def test_a_dump_that_fails_leaves_the_earlier_one(
    tmp_path: Path, editor: Actor, killed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as whole:
        whole.setattr(files, "TABLES", (claims.TABLE,))
        write(tmp_path / "out")
    before = contents(tmp_path)
    add_lab(editor, "new-lab", "New Lab")
    with pytest.raises(KilledError):
        write(tmp_path / "out")
    assert contents(tmp_path) == before


def test_what_a_killed_dump_left_is_taken_away(tmp_path: Path) -> None:
    for ending in (folder.PARTIAL, folder.REPLACED):
        (tmp_path / f".out{ending}").mkdir()
        (tmp_path / f".out{ending}" / "cards.jsonl.gz").write_bytes(b"half")
    (tmp_path / ".other.partial").mkdir()
    write(tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"out", ".other.partial"}


def test_an_earlier_dump_is_replaced_whole(tmp_path: Path, editor: Actor) -> None:
    write(tmp_path / "out", with_parquet=True)
    add_lab(editor, "new-lab", "New Lab")
    manifest = write(tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*manifest.files, MANIFEST}
    assert not [name for name in manifest.files if name.endswith(".parquet")]
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    write(tmp_path)
    assert (tmp_path / MANIFEST).is_file()


def test_parquet_is_added_without_touching_what_is_there(tmp_path: Path) -> None:
    write(tmp_path / "out")
    before = {path.name: path.stat().st_ino for path in (tmp_path / "out").iterdir()}
    write(tmp_path / "out", with_parquet=True)
    after = {path.name: path.stat().st_ino for path in (tmp_path / "out").iterdir()}
    assert {name: after[name] for name in before if name != MANIFEST} == {
        name: inode for name, inode in before.items() if name != MANIFEST
    }
    assert "claims.parquet" in after


def test_a_damaged_file_is_written_anew(tmp_path: Path, starter_dump: Path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / "claims.csv.gz").write_bytes(b"damaged")
    write(tmp_path / "out")
    written = (tmp_path / "out" / "claims.csv.gz").read_bytes()
    assert written == (starter_dump / "claims.csv.gz").read_bytes()


MANIFEST_OF_OURS = '{"kind": "dump of the Model Disclosure Registry"}'
FOREIGN = {
    "a text": {"notes.txt": "mine"},
    "a manifest of something else": {MANIFEST: '{"files": {}}'},
    "a manifest that is no object": {MANIFEST: "[]"},
    "a manifest that is not JSON": {MANIFEST: "{"},
    "a deep manifest": {MANIFEST: "[" * 9999},
    "a manifest that says too little": {MANIFEST: MANIFEST_OF_OURS},
    "an export for verification": {
        MANIFEST: '{"ranking": 1, "files": {"grades.json": {}}}',
        "grades.json": "{}",
    },
}


@pytest.mark.parametrize("case", FOREIGN)
def test_a_folder_that_is_no_dump_is_left_alone(case: str, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    for name, text in FOREIGN[case].items():
        (target / name).write_text(text)
    before = contents(tmp_path)
    with pytest.raises(DumpRefused, match="neither empty nor an earlier dump"):
        write(target)
    assert contents(tmp_path) == before


def test_a_file_of_somebody_beside_a_dump_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(DumpRefused, match="and also notes"):
        write(tmp_path / "out")
    assert contents(tmp_path) == before


def test_a_manifest_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    write(tmp_path / "out")
    path = tmp_path / "out" / MANIFEST
    manifest = json.loads(path.read_bytes())
    for name in ("../victim.csv", "/etc/hosts", "a/b.csv", ".hidden", "claims.csv.gz\n", ""):
        listed = {**manifest["files"], name: manifest["files"]["claims.csv.gz"]}
        path.write_text(json.dumps({**manifest, "files": listed}))
        assert read_manifest(tmp_path / "out") is None, name


def test_only_one_dump_is_written_at_a_time(tmp_path: Path) -> None:
    with folder.locked(tmp_path), pytest.raises(DumpRefused, match="Another dump is being written"):
        write(tmp_path / "out")
    write(tmp_path / "out")


def test_without_a_ranking_there_is_no_state(empty_registry: None) -> None:
    with pytest.raises(DumpRefused, match="no ranking yet"):
        current_state()


def test_a_catalogue_with_gaps_is_no_state() -> None:
    entry = CatalogueEntry.objects.first()
    assert entry is not None
    CatalogueChip.objects.filter(entry=entry).delete()
    entry.delete()
    with pytest.raises(DumpRefused, match="older than this code"):
        current_state()


def test_the_shelf_knows_complete_dumps_only(tmp_path: Path) -> None:
    state = current_state()
    write(tmp_path / state.name)
    older = State(state.seq - 1, state.at, state.ranking)
    folder.write_dump(tmp_path / older.name, older, with_parquet=False, tell=lambda *_: None)
    (tmp_path / "2001-01-01-1").mkdir()
    (tmp_path / "2001-01-01-2").symlink_to(tmp_path / state.name)
    (tmp_path / "notes").mkdir()
    (tmp_path / "2001-01-01-3").write_text("a file")
    assert [kept.name for kept in shelf.kept(tmp_path)] == [state.name, older.name]
    assert shelf.kept(tmp_path / "missing") == []
    for name in ("..", ".", "", "notes", "2001-01-01-1", "2001-01-01-2", "٢٠٠١-01-01-1"):
        assert shelf.find(tmp_path, name) is None


def test_tidying_keeps_the_newest(tmp_path: Path) -> None:
    state = current_state()
    names = []
    for seq in (state.seq, 100, 9):
        shown = State(seq, state.at, state.ranking)
        names.append(shown.name)
        folder.write_dump(tmp_path / shown.name, shown, with_parquet=False, tell=lambda *_: None)
    (tmp_path / f".{names[0]}.partial").mkdir()
    (tmp_path / "notes").mkdir()
    assert shelf.tidy(tmp_path, None) == []
    assert shelf.tidy(tmp_path, 2) == [names[2]]
    assert {path.name for path in tmp_path.iterdir()} == {*names[:2], "notes"}


def test_what_the_law_had_removed_is_not_offered_any_more(tmp_path: Path, editor: Actor) -> None:
    before = current_state()
    write(tmp_path / before.name)
    version = CardVersion.objects.get(card__release__public_id="xai/grok-1")
    publication.remove(by=editor, version=version, reason="A court order")
    assert Change.objects.filter(kind=Change.Kind.CARD_REMOVED).exists()
    assert shelf.offered(tmp_path) == []
    after = current_state()
    write(tmp_path / after.name)
    assert [each.name for each in shelf.offered(tmp_path)] == [after.name]
    assert shelf.tidy(tmp_path, None) == [before.name]
    assert [path.name for path in tmp_path.iterdir()] == [after.name]
