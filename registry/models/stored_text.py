"""The reads that most requests of programs come down to, in SQL of their own.

The ORM takes five times as long to write these statements as the database to answer them.
"""

from typing import Any, NamedTuple

from django.db import connection

# The content is joined to every one: a version whose content was removed has no name either.
LIVE_NAME = """
SELECT version.number, version.content_hash
FROM registry_release release
JOIN registry_modelcard card ON card.release_id = release.id
JOIN registry_cardversion version ON version.id = card.live_version_id
JOIN registry_cardcontent content ON content.version_id = version.id
WHERE release.public_id = %s
"""
VERSION_NAME = """
SELECT version.number, version.content_hash
FROM registry_release release
JOIN registry_modelcard card ON card.release_id = release.id
JOIN registry_cardversion version ON version.card_id = card.id
JOIN registry_cardcontent content ON content.version_id = version.id
WHERE release.public_id = %s AND version.number = %s
"""
TEXT = """
SELECT content.canonical
FROM registry_release release
JOIN registry_modelcard card ON card.release_id = release.id
JOIN registry_cardversion version ON version.card_id = card.id
JOIN registry_cardcontent content ON content.version_id = version.id
WHERE release.public_id = %s AND version.number = %s
"""
CURRENT_RANKING = """
SELECT ranking.number, ranking.digest
FROM registry_registrystate state
JOIN registry_ranking ranking ON ranking.number = state.current_ranking_id
"""
LATEST_CHANGE = "SELECT COALESCE(MAX(seq), 0) FROM registry_change"


# What the column holds; a database refuses to compare it with more.
_LARGEST_NUMBER = 2**31 - 1


class CardName(NamedTuple):
    """Which version of a card, without its bytes."""

    number: int
    content_hash: str


class RankingName(NamedTuple):
    """Which ranking, without its lines."""

    number: int
    digest: str


def live_name(public_id: str) -> CardName | None:
    """Which version of the card of ``<lab>/<model>`` is live."""
    row = _first(LIVE_NAME, public_id)
    return CardName(*row) if row else None


def version_name(public_id: str, number: int) -> CardName | None:
    """One version of the card of ``<lab>/<model>``; ``None`` also where its content was removed."""
    if number > _LARGEST_NUMBER:
        return None
    row = _first(VERSION_NAME, public_id, number)
    return CardName(*row) if row else None


def card_text(public_id: str, number: int) -> str | None:
    """The canonical bytes of a version as text; ``None`` where there is none to be had."""
    row = _first(TEXT, public_id, number)
    return str(row[0]) if row else None


def current_ranking() -> RankingName | None:
    """Which ranking is in force."""
    row = _first(CURRENT_RANKING)
    return RankingName(*row) if row else None


def latest_change() -> int:
    """The number of the last entry of the public feed; 0 before the first."""
    row = _first(LATEST_CHANGE)
    return row[0] if row else 0


def _first(statement: str, *values: str | int) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
