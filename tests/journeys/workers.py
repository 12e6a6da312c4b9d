"""Processes of their own on a database of their own, as several workers of one installation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]


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

    def result(self, task: str, argument: object) -> Any:
        self.tell(task, argument)
        return self.answer()["result"]

    def kill(self) -> None:
        self._process.kill()

    def stop(self) -> None:
        self._input.close()
        self._process.wait(timeout=30)
        self._output.close()
        self._errors.close()


@contextmanager
def temporary_database(engine: str, folder: Path) -> Iterator[str]:
    """The address of a new database; PostgreSQL only where the tests were given one."""
    if engine == "sqlite":
        yield f"sqlite:///{folder}/registry.sqlite3"
        return
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not given.scheme.startswith("postgres"):
        pytest.skip("DATABASE_URL names no PostgreSQL")
    import psycopg

    name = f"journey_{os.getpid()}"
    server = given._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield given._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running_workers(url: str, count: int, *, clock: str = "") -> Iterator[list[Worker]]:
    """Workers on the database at ``url``, which gets its tables; ``clock`` stops their clocks."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "",
        "CLOCK_STANDS_AT": clock,
    }
    migrate = [sys.executable, "-m", "django", "migrate", "-v", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own
    running = [Worker(environment) for _ in range(count)]
    try:
        assert [worker.answer() for worker in running] == ["ready"] * count
        yield running
    finally:
        for worker in running:
            worker.stop()
