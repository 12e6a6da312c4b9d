"""A client that speaks as programs do, and counters of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from registry.api.v1.rankings import kept_edition


@pytest.fixture(autouse=True)
def counters(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Path:
    """A table of counters for each test: no quota is used up by another."""
    path = tmp_path_factory.mktemp("counters") / "counters"
    settings.COUNTERS_FILE = path
    return path


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """No body that an earlier test made."""
    kept_edition.cache_clear()


@pytest.fixture
def failing_client() -> Client:
    """A client that gets the answer to a failure instead of the exception."""
    return Client(raise_request_exception=False)
