"""What the database holds, one digest for each table: whether anything at all has changed."""

from __future__ import annotations

import hashlib

from django.db import connection


def digests() -> dict[str, str]:
    """Of all rows of all tables, whatever their order."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name from the database
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def changed(before: dict[str, str]) -> set[str]:
    """The tables that differ from what they were."""
    now = digests()
    return {table for table in now if now[table] != before.get(table)}
