"""What each database needs to search and sort the catalogue alike and fast.

Beyond what migrations describe, and so made after every one of them, like the append-only triggers:

- SQLite: a full-text table over all three-letter parts of ``search_text``, kept in step by triggers
  on the catalogue's table, whoever writes to it. Django rebuilds a table to alter it, which drops
  the triggers; so they are made again, and the index from scratch, after any migration.
- PostgreSQL: an index by the same parts (``pg_trgm``), and columns sorted by code point, as SQLite
  sorts them: the order of a list must not depend on the locale of the server.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.expressions import RawSQL

log = logging.getLogger(__name__)

TABLE = "registry_catalogueentry"
# Not named like the registry's tables: its parts are the database's own business.
SEARCH = "catalogue_search"
SORTED_TEXTS = {"public_id": 200, "sort_name": 400}
# Shorter words have no three-letter part.
SHORTEST_INDEXED = 3
MOST_COLLECTED = 2_000

MADE_FOR_SQLITE = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS catalogue_search USING fts5(
      search_text, content='registry_catalogueentry', content_rowid='release_id',
      tokenize='trigram case_sensitive 1')
    """,
    """
    CREATE TRIGGER IF NOT EXISTS catalogue_search_added
    AFTER INSERT ON registry_catalogueentry BEGIN
      INSERT INTO catalogue_search(rowid, search_text) VALUES (NEW.release_id, NEW.search_text);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS catalogue_search_removed
    AFTER DELETE ON registry_catalogueentry BEGIN
      INSERT INTO catalogue_search(catalogue_search, rowid, search_text)
      VALUES ('delete', OLD.release_id, OLD.search_text);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS catalogue_search_changed
    AFTER UPDATE OF release_id, search_text ON registry_catalogueentry
    WHEN OLD.search_text <> NEW.search_text OR OLD.release_id <> NEW.release_id BEGIN
      INSERT INTO catalogue_search(catalogue_search, rowid, search_text)
      VALUES ('delete', OLD.release_id, OLD.search_text);
      INSERT INTO catalogue_search(rowid, search_text) VALUES (NEW.release_id, NEW.search_text);
    END
    """,
    "INSERT INTO catalogue_search(catalogue_search) VALUES ('rebuild')",
)
MADE_FOR_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """
    CREATE INDEX IF NOT EXISTS catalogue_search_trigrams
    ON registry_catalogueentry USING gin (search_text gin_trgm_ops)
    """,
)
MATCHES = "SELECT rowid FROM catalogue_search WHERE catalogue_search MATCH %s"
MATCHES_AT_MOST = "SELECT COUNT(*) FROM (SELECT 1 FROM catalogue_search(%s) LIMIT %s)"
OTHER_COLLATIONS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = %s AND column_name = ANY(%s)
AND collation_name IS DISTINCT FROM 'C'
"""


def install_after_migrate(using: str, plan: Sequence[object] = (), **kwargs: Any) -> None:
    """Handle ``post_migrate``; a database migrated back to before the table is left alone."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TABLE not in tables:
        return
    if connection.vendor == "postgresql":
        _sort_by_code_point(connection)
        _index_trigrams(connection)
    elif plan or SEARCH not in tables:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            for statement in MADE_FOR_SQLITE:
                cursor.execute(statement)


def _sort_by_code_point(connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(OTHER_COLLATIONS, [TABLE, list(SORTED_TEXTS)])
        for (column,) in cursor.fetchall():
            cursor.execute(
                f"ALTER TABLE {TABLE} ALTER COLUMN {column} "
                f'TYPE varchar({SORTED_TEXTS[column]}) COLLATE "C"'
            )


def _index_trigrams(connection: BaseDatabaseWrapper) -> None:
    """Make the index where the server lets us; without it the same words are found, slower."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in MADE_FOR_POSTGRESQL:
                cursor.execute(statement)
    except DatabaseError as error:
        log.warning(
            "The extension pg_trgm is not available (%s). Text search works, but reads every "
            "model. Let an administrator run CREATE EXTENSION pg_trgm in this database, then run: "
            "python manage.py migrate",
            str(error).strip().partition("\n")[0],
        )


def containing(words: Sequence[str], using: str, *, all_of_them: bool = False) -> Q:
    """The catalogue entries whose text contains every one of ``words``, in searchable form.

    ``all_of_them`` tells that every match will be read, not the first of them in some order.
    What a user types is never syntax: neither % and _ to ``LIKE`` nor quotes, stars and operators
    to the full-text index.
    """
    found = Q()
    connection = connections[using]
    indexed = [word for word in words if len(word) >= SHORTEST_INDEXED]
    if connection.vendor == "sqlite" and indexed:
        phrases = " AND ".join('"' + word.replace('"', '""') + '"' for word in indexed)
        if all_of_them or not _is_common(phrases, connection):
            matches = RawSQL(MATCHES, [phrases])  # noqa: S611 - what was typed is a parameter
            found &= Q(pk__in=matches)
            words = [word for word in words if word not in indexed]
    for word in words:
        found &= Q(search_text__contains=word)
    return found


def _is_common(phrases: str, connection: BaseDatabaseWrapper) -> bool:
    """Whether so many entries match that a page fills sooner by reading them in their order.

    SQLite cannot tell beforehand, and would collect and sort all of them for every page.
    """
    with connection.cursor() as cursor:
        cursor.execute(MATCHES_AT_MOST, [phrases, MOST_COLLECTED + 1])
        return bool(cursor.fetchone()[0] > MOST_COLLECTED)
