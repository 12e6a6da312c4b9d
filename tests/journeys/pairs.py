"""Two processes on one database, of which one can be held still while the other overtakes it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.workers import Worker

SECONDS_TO_GET_THERE = 60


@dataclass
class Pair:
    """The two processes, and the folder of the points at which they hold."""

    first: Worker
    second: Worker
    pauses: Path

    def prepare(self, stage: str) -> dict[str, Any]:
        prepared: dict[str, Any] = self.first.result("prepare", stage)
        return prepared

    def hold(self, point: str) -> None:
        for old in self.pauses.glob(f"{point}.reached.*"):
            old.unlink()
        (self.pauses / point).touch()

    def let_go(self, point: str) -> None:
        (self.pauses / point).unlink()

    def wait_until_held(self, point: str) -> None:
        until = time.monotonic() + SECONDS_TO_GET_THERE
        while not list(self.pauses.glob(f"{point}.reached.*")):
            assert time.monotonic() < until, f"nobody came to {point}"
            time.sleep(0.002)

    def race(
        self, winner: dict[str, Any], loser: dict[str, Any], point: str = "move_made"
    ) -> tuple[Any, Any]:
        """The answers to two tasks: the first holds at ``point``, its transaction open, until the
        second is on its way as well."""
        self.hold(point)
        self.first.tell(*_task(winner))
        self.wait_until_held(point)
        self.hold("overtaken")
        self.second.tell(*_task({**loser, "waits": True}))
        self.wait_until_held("overtaken")
        self.let_go("overtaken")
        self.let_go(point)
        return self.first.answer()["result"], self.second.answer()["result"]

    def tell(self, prepared: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = self.second.result("tell", prepared)
        assert told["is_gapless"]
        return told


def _task(asked: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return asked.get("task", "move"), asked


def check_told_once(before: dict[str, Any], after: dict[str, Any], *, is_told: bool = True) -> None:
    """Nobody got a mail twice; with ``is_told``, somebody got one."""
    new = [tuple(mail) for mail in after["mails"][len(before["mails"]) :]]
    assert len(new) == len(set(new))
    assert bool(new) == is_told
