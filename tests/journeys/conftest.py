"""Two workers of one installation, on each engine in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.pairs import Pair
from tests.journeys.workers import Databases, Worker, running_workers


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    with databases.new(request.param) as url:
        yield url


@pytest.fixture
def workers(database_url: str) -> Iterator[list[Worker]]:
    with running_workers(database_url, 2) as running:
        yield running


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)]
)
def pair(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    pauses = tmp_path_factory.mktemp("pauses")
    with (
        databases.new(request.param) as url,
        running_workers(url, 2, pauses=pauses) as (first, second),
    ):
        yield Pair(first, second, pauses)
