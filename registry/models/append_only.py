"""Database triggers that refuse to change what is published or recorded.

Application code is one bug away from an UPDATE; the database is not. The triggers exist on both
engines, are created again after every migration (Django rebuilds a SQLite table to alter it, and
its triggers vanish with the old one) and are looked for at start.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# What the law can require to destroy: the table, and its column that names the version.
CONTENTS = {"registry_cardcontent": "version_id", "registry_reviewfilecontent": "file_id"}

TABLES = (
    "registry_auditevent",
    "registry_cardversion",
    *CONTENTS,
    "registry_lineageedge",
    "registry_versionstatusevent",
    "registry_editorialfact",
    "registry_applicabilityoverride",
    "registry_peerreviewconfirmation",
    "registry_figureacceptance",
    "registry_grading",
    "registry_claimgrade",
    "registry_labscore",
    "registry_ranking",
    "registry_rankingentry",
    "registry_change",
    "registry_snapshot",
    "registry_attestation",
    "registry_rightofreply",
    "registry_labreply",
    "registry_labinvitationanswer",
    "registry_labtoldbyhand",
    "registry_labtold",
    "registry_evidencevisit",
    "registry_interestdeclaration",
    "registry_interestwaiver",
    "registry_internalnote",
    "registry_motionsecond",
    "registry_submissionreferee",
    "registry_refereesuggestion",
    "registry_report",
    "registry_reportreturn",
    "registry_confidentialnote",
    "registry_itemverdict",
    "registry_reportcomment",
    "registry_commentruling",
    "registry_signingchoice",
    "registry_adjudication",
    "registry_redaction",
    "registry_issueanswer",
    "registry_itemcheck",
    "registry_rebuttal",
    "registry_proofconfirmation",
    "registry_leakclearance",
    "registry_publishedsubmission",
    "registry_reviewfile",
    "registry_versionverdict",
    "registry_notice",
    "registry_reminder",
    "registry_breakglass",
)

# What each engine can do to a table of rows; TRUNCATE passes row triggers by.
VERBS = {"postgresql": ("update", "delete", "truncate"), "sqlite": ("update", "delete")}


def _removal_recorded(column: str) -> str:
    """Content may go only while the last event of its version says that it was removed."""
    return (
        "(SELECT e.status FROM registry_versionstatusevent e "  # noqa: S608 - a column from above
        f"WHERE e.version_id = OLD.{column} ORDER BY e.id DESC LIMIT 1) = 'removed'"
    )


def _postgres_functions() -> str:
    refusal = (
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';"
    )
    bodies = {"registry_refuse": refusal} | {
        _unless_removed(table): f"IF {_removal_recorded(column)} THEN RETURN OLD; END IF; {refusal}"
        for table, column in CONTENTS.items()
    }
    return "\n".join(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {body} END $$;"
        for name, body in bodies.items()
    )


def _unless_removed(table: str) -> str:
    return f"{table}_refuse_unless_removed"


def _content_deletes() -> tuple[str, ...]:
    return tuple(f"{table}_no_delete" for table in CONTENTS)


def trigger_names(vendor: str) -> frozenset[str]:
    return frozenset(f"{table}_no_{verb}" for table in TABLES for verb in VERBS[vendor])


def lift_before_migrate(using: str, plan: Sequence[object], **kwargs: Any) -> None:
    """Handle ``pre_migrate``: drop the triggers that read another table.

    SQLite refuses to rename a table back into place while a trigger elsewhere names it, so no
    migration could alter the status events.
    """
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in _content_deletes():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Handle ``post_migrate``; a database migrated back to before the tables is left alone."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if present.issuperset(TABLES):
        install(connection)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger, those of an earlier edition anew."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_postgres_functions())
        for table in TABLES:
            for verb in VERBS[connection.vendor]:
                for statement in _statements(connection.vendor, table, verb):
                    cursor.execute(statement)


def _statements(vendor: str, table: str, verb: str) -> Iterator[str]:
    name = f"{table}_no_{verb}"
    may_be_removed = name in _content_deletes()
    if vendor == "postgresql":
        function = _unless_removed(table) if may_be_removed else "registry_refuse"
        each = "STATEMENT" if verb == "truncate" else "ROW"
        yield (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {function}()"
        )
        return
    # A version without any event is not removed either: then the comparison says nothing.
    condition = (
        f"WHEN NOT COALESCE({_removal_recorded(CONTENTS[table])}, FALSE)" if may_be_removed else ""
    )
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield (
        f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def missing(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Names of the triggers that should be there and fire, and do not."""
    query = (
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE tgenabled IN ('O', 'A') AND tgname LIKE relname || '_no_%'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' "
        "AND name LIKE tbl_name || '_no_%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return trigger_names(connection.vendor) - {row[0] for row in cursor.fetchall()}


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without triggers inside, for tests that empty the tables. Never used by the product."""
    with connection.cursor() as cursor:
        for name in trigger_names(connection.vendor):
            table = name.rsplit("_no_", 1)[0]
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
    try:
        yield
    finally:
        install(connection)
