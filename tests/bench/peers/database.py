"""One SQLite file with the cards of a registry, laid out as most would lay them out.

Labs, cards and the stored leaderboard, an index for each column that is filtered or sorted by, and
a full-text index of SQLite's own over the text that the registry searches.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from registry.models import CardContent, CatalogueEntry, Lab, RankingEntry
from registry.models.catalogue import UNDISCLOSED_HIGH

_TABLES = """
CREATE TABLE lab (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, name TEXT);
CREATE TABLE card (
  id INTEGER PRIMARY KEY, public_id TEXT UNIQUE, name TEXT, lab_id INTEGER REFERENCES lab(id),
  lab_slug TEXT, released TEXT, level INTEGER, score REAL, flop REAL, cost_usd REAL, chip TEXT,
  peer_reviewed TEXT, search_text TEXT, document TEXT
);
CREATE TABLE leaderboard (
  position INTEGER PRIMARY KEY, lab_slug TEXT, lab_name TEXT, rank INTEGER, rank_low INTEGER,
  rank_high INTEGER, score TEXT, cards INTEGER, change TEXT
);
"""
_INDEXES = """
CREATE INDEX card_lab ON card(lab_slug);
CREATE INDEX card_flop ON card(flop);
CREATE INDEX card_score ON card(score);
CREATE INDEX card_chip ON card(chip);
CREATE VIRTUAL TABLE card_fts USING fts5(name, search_text, content="card", content_rowid="id");
INSERT INTO card_fts(card_fts) VALUES ('rebuild');
ANALYZE;
"""


def build(path: Path) -> None:
    """Write the live cards of the registry in use to a new file at ``path``."""
    with sqlite3.connect(path) as database:
        database.executescript(_TABLES)
        database.executemany(
            "INSERT INTO lab VALUES (?, ?, ?)", Lab.objects.values_list("pk", "slug", "name")
        )
        database.executemany(
            "INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _cards()
        )
        database.executemany(
            "INSERT INTO leaderboard VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            RankingEntry.objects.filter(ranking__currently__isnull=False).values_list(
                *("position", "lab__slug", "lab_name", "rank", "rank_low", "rank_high"),
                *("score__score", "cards", "change"),
            ),
        )
        database.executescript(_INDEXES)
    database.close()


def _cards() -> Iterator[tuple[object, ...]]:
    entries = CatalogueEntry.objects.filter(has_card=True).select_related("lab")
    contents = dict(
        CardContent.objects.filter(version__live_on__isnull=False).values_list(
            "version__card__release_id", "canonical"
        )
    )
    for entry in entries.prefetch_related("chips").iterator(500):
        chip = next(iter(entry.chips.all()), None)
        yield (
            entry.pk,
            entry.public_id,
            entry.name,
            entry.lab_id,
            entry.lab.slug,
            entry.released_on.isoformat(),
            entry.level,
            entry.score / 1e9,
            _disclosed(entry.flop_high),
            _disclosed(entry.cost_usd_high),
            chip.slug if chip else "",
            entry.peer_reviewed,
            entry.search_text,
            contents[entry.pk],
        )


def _disclosed(value: float) -> float | None:
    return None if value == UNDISCLOSED_HIGH else value
