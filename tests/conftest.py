"""Fixtures for tests with a database: it holds the starter registry, loaded once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from registry.actions.audit import command_actor
from registry.models import Actor, append_only


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what can tell one engine from the other.

    pytest-django refuses the database to every test that does not ask for it, so the others would
    only do the same again on another engine; nor would who may do and read what be another there.
    """
    for item in items:
        if item.get_closest_marker("any_engine"):
            continue
        asked = set(getattr(item, "fixturenames", ()))
        if "django_db_setup" in asked or "db" in asked or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every database test starts from the 31 cards and 444 releases, and rolls back to them."""
    from registry.starter.loader import load_starter

    with django_db_blocker.unblock():
        load_starter()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``make run`` sets it up, for all processes of this run to copy."""
    from tests.live import set_up_once

    own = tmp_path_factory.getbasetemp()
    return set_up_once((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "installed")


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the real server keeps what it has, its mails too."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="session")
def server(server_folder: Path, installed: Path) -> Iterator[str]:
    """The address of a real server with the starter registry, apart from the tests' database."""
    from tests.live import running_server

    with running_server(server_folder, installed) as address:
        yield address


@pytest.fixture(autouse=True)
def _forget_counts() -> None:
    """Counts are kept by the number of the last change, which a rolled back test uses again."""
    caches["process"].clear()
    caches["bodies"].clear()


@pytest.fixture
def editor(db: None) -> Actor:
    return command_actor("an editor of the tests")


@pytest.fixture
def empty_registry(db: None) -> Iterator[None]:
    """A registry before anything was loaded; the starter registry is back after the test."""
    tables = sorted(
        table for table in connection.introspection.table_names() if table.startswith("registry_")
    )
    with append_only.lifted(connection), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the database
        else:
            # PostgreSQL refuses to truncate while checks of this transaction are outstanding.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    yield
