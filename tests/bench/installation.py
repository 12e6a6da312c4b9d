"""A registry of its own for the measurements: a data directory and databases that go away again.

The product's settings are used as they are. A database filled once is copied, so that sizes can be
measured in turns and a server can run beside each.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django

ROOT = Path(__file__).parents[2]
SECRET_KEY = "only-for-measurements-" + "0" * 32


@contextmanager
def temporary_installation() -> Iterator[Installation]:
    """Set Django up on a new, empty, migrated database; call it once in a process."""
    with tempfile.TemporaryDirectory(prefix="registry-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "registry.settings",
            "REGISTRY_SECRET_KEY": SECRET_KEY,
            "REGISTRY_DATA_DIR": folder,
            "REGISTRY_LOG_LEVEL": "WARNING",
        }
        django.setup()
        installation = Installation(Path(folder))
        try:
            yield installation
        finally:
            installation.remove()


class Installation:
    """The databases of one run, by name; one of them is in use."""

    def __init__(self, folder: Path) -> None:
        from django.core.management import call_command
        from django.db import connection

        self.folder = folder
        self._connection = connection
        self._is_sqlite = connection.vendor == "sqlite"
        self._prefix = f"registry_bench_{os.getpid()}"
        self._made: set[str] = set()
        self._administer(f'CREATE DATABASE "{self._prefix}_main"')
        self.use("main")
        call_command("migrate", verbosity=0)

    @property
    def engine(self) -> str:
        """The engine of the databases with its version: "SQLite 3.45.1"."""
        if self._is_sqlite:
            import sqlite3

            return f"SQLite {sqlite3.sqlite_version}"
        with self._connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"

    def use(self, name: str) -> None:
        """Let Django talk to the database ``name`` from now on."""
        self._made.add(name)
        self._connection.close()
        self._connection.settings_dict["NAME"] = self._location(name)

    def copy(self, name: str) -> None:
        """Copy the database in use; the one in use stays so."""
        if not self._is_sqlite:
            # A server looks at its tables by itself, but not within the seconds of a bulk load.
            with self._connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        source = str(self._connection.settings_dict["NAME"])
        self._connection.close()
        self._made.add(name)
        if self._is_sqlite:
            # Closing the last connection has brought the write-ahead log into the one file.
            shutil.copyfile(source, self._location(name))
        else:
            self._administer(f'CREATE DATABASE "{self._location(name)}" TEMPLATE "{source}"')

    def environment(self, name: str) -> dict[str, str]:
        """The variables with which another process serves the database ``name``."""
        if self._is_sqlite:
            url = f"sqlite:///{self._location(name)}"
        else:
            parts = urlsplit(os.environ["DATABASE_URL"])
            url = urlunsplit(parts._replace(path=f"/{self._location(name)}"))
        return {**os.environ, "DATABASE_URL": url}

    def remove(self) -> None:
        """Drop the databases of a server; files go with the folder."""
        self._connection.close()
        for name in self._made:
            self._administer(f'DROP DATABASE IF EXISTS "{self._location(name)}" WITH (FORCE)')

    def _location(self, name: str) -> str:
        if self._is_sqlite:
            return str(self.folder / f"{name}.sqlite3")
        return f"{self._prefix}_{name}"

    def _administer(self, statement: str) -> None:
        if not self._is_sqlite:
            with self._connection._nodb_cursor() as cursor:
                cursor.execute(statement)
