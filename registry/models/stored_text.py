"""The reads that most requests of programs come down to, in SQL of their own.

The ORM takes five times as long to write these statements as the database to answer them.
"""

from typing import Any, NamedTuple

from django.db import connection

LIVE = """
SELECT version.number, version.content_hash, content.canonical
FROM registry_release release
JOIN registry_modelcard card ON card.release_id = release.id
JOIN registry_cardversion version ON version.id = card.live_version_id
JOIN registry_cardcontent content ON content.version_id = version.id
WHERE release.public_id = %s
"""
NUMBERED = """
SELECT version.number, version.content_hash, content.canonical
FROM registry_release release
JOIN registry_modelcard card ON card.release_id = release.id
JOIN registry_cardversion version ON version.card_id = card.id
JOIN registry_cardcontent content ON content.version_id = version.id
WHERE release.public_id = %s AND version.number = %s
"""
LIVE_NAME = """
SELECT version.number, version.content_hash
FROM registry_release release
JOIN registry_modelcard card ON card.release_id = release.id
JOIN registry_cardversion version ON version.id = card.live_version_id
WHERE release.public_id = %s
"""
LATEST_CHANGE = "SELECT COALESCE(MAX(seq), 0) FROM registry_change"


class CardName(NamedTuple):
    """Which version of a card, without its bytes."""

    number: int
    content_hash: str


class StoredCard(NamedTuple):
    """A version of a card; ``canonical`` is its bytes as text."""

    number: int
    content_hash: str
    canonical: str


def live_card(public_id: str) -> StoredCard | None:
    """The live version of the card of ``<lab>/<model>``."""
    row = _first(LIVE, public_id)
    return StoredCard(*row) if row else None


def live_name(public_id: str) -> CardName | None:
    """Which version of the card of ``<lab>/<model>`` is live."""
    row = _first(LIVE_NAME, public_id)
    return CardName(*row) if row else None


def card_version(public_id: str, number: int) -> StoredCard | None:
    """One version of the card of ``<lab>/<model>``; ``None`` also where its content was removed."""
    row = _first(NUMBERED, public_id, number)
    return StoredCard(*row) if row else None


def latest_change() -> int:
    """The number of the last entry of the public feed; 0 before the first."""
    row = _first(LATEST_CHANGE)
    return row[0] if row else 0


def _first(statement: str, *values: str | int) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
