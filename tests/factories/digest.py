"""What the database holds, one digest for each table: whether anything at all has changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection

from registry.models import CatalogueEntry
from registry.models.search_index import SEARCH

WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)

# A trigger of SQLite tells the search index, which has tables of its own.
INDEXED = frozenset({CatalogueEntry._meta.db_table})


def digests(tables: Iterable[str] | None = None) -> dict[str, str]:
    """Of all rows of all tables, or of those named, whatever their order."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor) if tables is None else tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name from the database
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def changed(before: dict[str, str]) -> set[str]:
    """The tables that differ from what they were."""
    now = digests()
    return {table for table in now if now[table] != before.get(table)}


class Watch:
    """Digests of all tables, each taken anew only once a statement has written to it.

    It is a wrapper of ``connection.execute_wrapper``. What it could miss, such as a trigger that
    writes elsewhere, ``misses`` finds by looking at everything.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = dict(known)
        self._written: set[str] = set()

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if found := WRITES.match(sql):
            self._written.add(found[1])
        return execute(sql, params, many, context)

    def digests(self) -> dict[str, str]:
        written, self._written = self._written, set()
        if written & INDEXED:
            written |= {table for table in self._known if table.startswith(SEARCH)}
        self._known |= digests(written)
        return dict(self._known)

    def misses(self) -> set[str]:
        """The tables that changed unseen."""
        return changed(self.digests())
