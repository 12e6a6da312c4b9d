"""Processes of their own on a database of their own, as several workers of one installation."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

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


class Databases:
    """New databases with all tables and no rows: one of each engine is migrated, and then copied.

    PostgreSQL only where the tests were given one. Close it to take away what it migrated.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = (f"journey_{os.getpid()}_{number}" for number in count())
        self._migrated: dict[str, str] = {}

    @contextmanager
    def new(self, engine: str) -> Iterator[str]:
        """The address of a database that goes away again."""
        if engine == "postgresql" and not _given().scheme.startswith("postgres"):
            pytest.skip("DATABASE_URL names no PostgreSQL")
        if engine not in self._migrated:
            self._migrated[engine] = next(self._names)
            self._create(engine, self._migrated[engine])
            migrate = [sys.executable, "-m", "django", "migrate", "-v", "0"]
            environment = environment_on(self._url(engine, self._migrated[engine]))
            subprocess.run(migrate, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own
        name = next(self._names)
        self._create(engine, name, self._migrated[engine])
        try:
            yield self._url(engine, name)
        finally:
            self._drop(engine, name)

    def close(self) -> None:
        for engine, name in self._migrated.items():
            self._drop(engine, name)

    def _url(self, engine: str, name: str) -> str:
        if engine == "sqlite":
            return f"sqlite:///{self._folder}/{name}.sqlite3"
        return _given()._replace(path=f"/{name}").geturl()

    def _create(self, engine: str, name: str, like: str = "template1") -> None:
        if engine == "postgresql":
            _administer(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        elif (migrated := self._folder / f"{like}.sqlite3").exists():
            shutil.copyfile(migrated, self._folder / f"{name}.sqlite3")

    def _drop(self, engine: str, name: str) -> None:
        if engine == "postgresql":
            _administer(f'DROP DATABASE "{name}" WITH (FORCE)')
        else:
            (self._folder / f"{name}.sqlite3").unlink()


def _given() -> SplitResult:
    return urlsplit(os.environ.get("DATABASE_URL", ""))


def _administer(statement: str) -> None:
    import psycopg

    server = _given()._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def environment_on(url: str, *, clock: str = "", pauses: Path | None = None) -> dict[str, str]:
    """The variables of a process on the database at ``url``; ``clock`` stops its clock.

    ``pauses`` is the folder in which points are named where it has to hold still.
    """
    return {
        **os.environ,
        **({"REGISTRY_PAUSES": str(pauses)} if pauses else {}),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "",
        "CLOCK_STANDS_AT": clock,
    }


@contextmanager
def running_workers(
    url: str, number: int, *, clock: str = "", pauses: Path | None = None
) -> Iterator[list[Worker]]:
    """Workers on the database at ``url``; ``clock`` stops their clocks, ``pauses`` themselves."""
    environment = environment_on(url, clock=clock, pauses=pauses)
    running = [Worker(environment) for _ in range(number)]
    try:
        assert [worker.answer() for worker in running] == ["ready"] * number
        yield running
    finally:
        for worker in running:
            worker.stop()
