"""Database triggers that refuse to change what is published or recorded.

Application code is one bug away from an UPDATE; the database is not. The triggers exist on both
engines, are created again after every migration (Django rebuilds a SQLite table to alter it, and
its triggers vanish with the old one) and are looked for at start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

CONTENT_TABLE = "registry_cardcontent"

TABLES = (
    "registry_auditevent",
    "registry_cardversion",
    CONTENT_TABLE,
    "registry_lineageedge",
    "registry_versionstatusevent",
    "registry_editorialfact",
    "registry_applicabilityoverride",
    "registry_peerreviewconfirmation",
    "registry_grading",
    "registry_claimgrade",
    "registry_labscore",
    "registry_ranking",
    "registry_rankingentry",
)

# The content of a version may go only after the event that says why was recorded.
REMOVAL_RECORDED = (
    "EXISTS (SELECT 1 FROM registry_versionstatusevent e "
    "WHERE e.version_id = OLD.version_id AND e.status = 'removed')"
)

POSTGRES_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION registry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE FUNCTION registry_refuse_unless_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {REMOVAL_RECORDED} THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def trigger_names() -> frozenset[str]:
    return frozenset(f"{table}_no_{verb}" for table in TABLES for verb in ("update", "delete"))


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Handle ``post_migrate``; a database migrated back to before the tables is left alone."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if present.issuperset(TABLES):
        install(connection)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger that is missing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTIONS)
        for table in TABLES:
            for verb in ("update", "delete"):
                for statement in _statements(connection.vendor, table, verb):
                    cursor.execute(statement)


def _statements(vendor: str, table: str, verb: str) -> Iterator[str]:
    name = f"{table}_no_{verb}"
    may_be_removed = table == CONTENT_TABLE and verb == "delete"
    if vendor == "postgresql":
        function = "registry_refuse_unless_removed" if may_be_removed else "registry_refuse"
        yield (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        return
    condition = f"WHEN NOT {REMOVAL_RECORDED}" if may_be_removed else ""
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb.upper()} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def missing(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Names of the triggers that should be there and are not."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return trigger_names() - {row[0] for row in cursor.fetchall()}


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without triggers inside, for tests that empty the tables. Never used by the product."""
    with connection.cursor() as cursor:
        for name in trigger_names():
            table = name.rsplit("_no_", 1)[0]
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
    try:
        yield
    finally:
        install(connection)
