"""Reading the registry as it was at one moment, however long the reading takes.

Nobody waits for it and it waits for nobody: on PostgreSQL it is a REPEATABLE READ transaction, on
SQLite a read transaction beside the write-ahead log. The lock of those who publish is not taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def one_state() -> Iterator[None]:
    """All reads inside see the state that the first of them sees.

    Inside a transaction that is open already, it is that one which answers for what is seen.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _read_transactions(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(SNAPSHOT)
            yield


@contextmanager
def _read_transactions() -> Iterator[None]:
    """Let SQLite's transactions begin without the lock for writing that ours otherwise take."""
    sqlite: Any = connection
    sqlite.ensure_connection()
    usual, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual


def by_bytes(text: str | Combinable) -> Collate | Combinable:
    """An order for texts that is the same on every database, whatever its server's language."""
    expression = F(text) if isinstance(text, str) else text
    return Collate(expression, "C") if connection.vendor == "postgresql" else expression
