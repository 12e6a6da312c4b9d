"""How many questions an answer puts to the database."""

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_when_new(client: Client, path: str) -> int:
    """Queries of an answer that nobody has asked for before; it must be 200."""
    caches["bodies"].clear()
    return queries_of(client, path)


def queries_of(client: Client, path: str) -> int:
    """Queries of an answer, whether its body is kept or not; it must be 200."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
