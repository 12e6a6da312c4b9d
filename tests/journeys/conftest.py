"""Two workers of one installation, on each engine in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.workers import Worker, running_workers, temporary_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with temporary_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def workers(database_url: str) -> Iterator[list[Worker]]:
    with running_workers(database_url, 2) as running:
        yield running
