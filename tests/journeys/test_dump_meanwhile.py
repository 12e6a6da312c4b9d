"""A dump while others publish: it shows one state, nobody waits for it, and it can be killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.stored import starter_card
from tests.journeys.workers import Databases, Worker, running_workers

R1 = "deepseek/deepseek-r1"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_publication_in_the_middle_is_not_mixed_in(workers: list[Worker], tmp_path: Path) -> None:
    writer, publisher = workers
    publisher.result("load", None)
    before = publisher.result("dump", str(tmp_path / "before"))

    writer.tell("dump_slowly", str(tmp_path / "meanwhile"))
    assert writer.answer() == "claims.csv.gz"
    card = starter_card(R1)
    del card["cost"], card["compute"]
    # It returns while the dump is still open, so it has not waited for it.
    assert publisher.result("publish", [card]) == [2]
    writer.tell("go on", None)
    assert writer.answer()["result"] == before

    after = publisher.result("dump", str(tmp_path / "after"))
    assert after != before
    assert contents(tmp_path / "meanwhile") == contents(tmp_path / "before")
    changed = contents(tmp_path / "after")
    for name in ("cards.jsonl.gz", "claims.csv.gz", "figures.csv.gz", "rankings.csv.gz"):
        assert changed[name] != contents(tmp_path / "before")[name]


def test_a_killed_dump_leaves_nothing_to_be_served(workers: list[Worker], tmp_path: Path) -> None:
    victim, successor = workers
    shelf = tmp_path / "shelf"
    name = successor.result("load", None) and successor.result("dump", str(tmp_path / "name"))
    victim.tell("dump_slowly", str(shelf / name))
    assert victim.answer() == "claims.csv.gz"
    victim.kill()
    victim.stop()
    assert [path.name for path in shelf.iterdir()] == [f".{name}.partial"]
    successor.result("dump", str(shelf / name))
    assert [path.name for path in shelf.iterdir()] == [name]
    assert contents(shelf / name) == contents(tmp_path / "name")


@pytest.mark.database
def test_both_engines_write_the_same_bytes(databases: Databases, tmp_path: Path) -> None:
    written = {}
    for engine in ("postgresql", "sqlite"):
        with (
            databases.new(engine) as url,
            running_workers(url, 1, clock="2026-11-28T09:00:00.5+00:00") as (worker,),
        ):
            worker.result("load", None)
            card = starter_card(R1)
            card["prepared_by"]["note"] = "A later reading."
            worker.result("publish", [card])
            worker.result("dump", str(tmp_path / engine))
        written[engine] = contents(tmp_path / engine)
    assert len(written["sqlite"]) == 11
    for name, data in written["sqlite"].items():
        assert data == written["postgresql"][name], name
