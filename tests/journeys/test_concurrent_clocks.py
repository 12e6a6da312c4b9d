"""Two runs of the clocks at once: each chooses the same, and each thing is done by one of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.workers import Worker, running_workers

POINT = "clock_chosen"
SECONDS = 60


def both(workers: list[Worker], task: str, pauses: Path) -> list[str]:
    """What two processes say they did, who go on only when both have chosen what to do."""
    (pauses / POINT).touch()
    for worker in workers:
        worker.tell(task, None)
    until = time.monotonic() + SECONDS
    while len(reached := list(pauses.glob(f"{POINT}.reached.*"))) < len(workers):
        assert time.monotonic() < until
        time.sleep(0.02)
    for file in reached:
        file.unlink()
    (pauses / POINT).unlink()
    return sorted(line for worker in workers for line in worker.answer()["result"])


def test_two_runs_at_once_do_everything_once(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTRY_PAUSES", str(tmp_path))
    with running_workers(database_url, 1, clock="2026-12-07T12:00+00:00") as (registry,):
        registry.result("ask_referees", None)
    with running_workers(database_url, 2, clock="2026-12-25T12:00+00:00") as workers:
        moves = both(workers, "make_moves", tmp_path)
        assert [line.rpartition(": ")[2] for line in moves] == ["done"] * 2
        assert len(set(moves)) == 2
        reminders = both(workers, "remind", tmp_path)
        assert reminders == ["reminder 1 of 2: done", "reminder 2 of 2: done"]
        assert workers[0].result("make_moves", None) == []
        assert workers[1].result("remind", None) == []
        found: dict[str, Any] = workers[0].result("state_of_clocks", None)
    assert found["states"] == ["accepted", "accepted", "expired", "expired"]
    assert found["numbers"] == list(range(1, 1 + len(found["numbers"])))
    assert found["expired"] == 2
    assert found["reminders"] == found["mails"] == 2
