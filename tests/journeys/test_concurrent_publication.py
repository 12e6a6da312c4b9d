"""Two processes that publish at the same moment on one database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.factories.stored import starter_card

ROOT = Path(__file__).parents[2]
VERSIONS = 4
R1, V3, GROK = "deepseek/deepseek-r1", "deepseek/deepseek-v3", "xai/grok-1"


class Worker:
    """A running ``tests.journeys.publisher``."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.publisher"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self._input, self._output = self._process.stdin, self._process.stdout
        self._errors = self._process.stderr

    def tell(self, task: str, argument: object) -> None:
        print(json.dumps([task, argument]), file=self._input, flush=True)

    def answer(self) -> Any:
        line = self._output.readline()
        if not line:
            pytest.fail(self._errors.read())
        return json.loads(line)

    def stop(self) -> None:
        self._input.close()
        self._process.wait(timeout=30)
        self._output.close()
        self._errors.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/registry.sqlite3"
        return
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not given.scheme.startswith("postgres"):
        pytest.skip("DATABASE_URL names no PostgreSQL")
    import psycopg

    name = f"concurrent_publication_{os.getpid()}"
    server = given._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield given._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def workers(database_url: str) -> Iterator[list[Worker]]:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "",
    }
    migrate = [sys.executable, "-m", "django", "migrate", "-v", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own
    running = [Worker(environment) for _ in range(2)]
    try:
        assert [worker.answer() for worker in running] == ["ready", "ready"]
        yield running
    finally:
        for worker in running:
            worker.stop()


def at_once(workers: list[Worker], task: str, arguments: list[object]) -> list[Any]:
    """The results of one task given to each, after making sure that they overlapped."""
    for worker, argument in zip(workers, arguments, strict=True):
        worker.tell(task, argument)
    answers = [worker.answer() for worker in workers]
    assert max(a["began"] for a in answers) < min(a["ended"] for a in answers), "one by one"
    return [answer["result"] for answer in answers]


def editions(card_id: str, editor: str) -> list[dict[str, Any]]:
    """Versions of one card that earn different scores and have different bytes."""
    documents = []
    for number in range(VERSIONS):
        document = starter_card(card_id)
        document["prepared_by"]["name"] = f"{editor}, edition {number}"
        if number % 2 == 0:
            del document["method"]
        documents.append(document)
    return documents


def test_nothing_is_lost_and_nothing_collides(workers: list[Worker]) -> None:
    assert sorted(at_once(workers, "load", [None, None])) == [0, 31]

    numbers = list(range(2, VERSIONS + 2))
    different = at_once(workers, "publish", [editions(V3, "A"), editions(GROK, "A")])
    assert different == [numbers, numbers]

    same_card = at_once(workers, "publish", [editions(R1, "A"), editions(R1, "B")])
    assert sorted(same_card[0] + same_card[1]) == list(range(2, 2 * VERSIONS + 2))

    last = editions(R1, "C")[-1:]
    assert at_once(workers, "publish", [last, last]) == [[2 * VERSIONS + 2]] * 2

    workers[0].tell("report", [V3, GROK, R1])
    report = workers[0].answer()["result"]
    assert report["differences"] == []
    assert report["versions"] == {
        V3: [1, *numbers],
        GROK: [1, *numbers],
        R1: list(range(1, 2 * VERSIONS + 3)),
    }
    assert report["rankings"] == list(range(1, len(report["rankings"]) + 1))
    assert len(report["rankings"]) >= 1 + 2 * VERSIONS
