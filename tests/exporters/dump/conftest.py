"""The starter registry as a dump, written once for all tests that only read it."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from registry.exporters.dump.folder import write_dump
from registry.exporters.dump.manifest import Manifest
from registry.exporters.dump.state import current_state

WriteDump = Callable[..., Path]


def untold(name: str, rows: int) -> None:
    """Progress that nobody looks at."""


def write(folder: Path, *, with_parquet: bool = False) -> Manifest:
    return write_dump(folder, current_state(), with_parquet=with_parquet, tell=untold)


@pytest.fixture(scope="session")
def starter_dump(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    folder = tmp_path_factory.mktemp("dump") / "dump"
    with django_db_blocker.unblock():
        write(folder, with_parquet=True)
    return folder


def unpacked(folder: Path, name: str) -> bytes:
    return gzip.decompress((folder / name).read_bytes())


def csv_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The table as any reader of CSV finds it."""
    text = unpacked(folder, f"{name}.csv.gz").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def by_model(rows: list[dict[str, Any]], **wanted: str) -> dict[str, dict[str, Any]]:
    """The rows with these cells, by model."""
    return {
        row["model"]: row for row in rows if all(row[key] == cell for key, cell in wanted.items())
    }
