"""Every ranking ever made, one row for each lab in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from registry.exporters.dump.columns import Column, Kind, Row, Table
from registry.models import RankingEntry

_RANKABLE = "empty for a lab that is not yet rankable."
COLUMNS = (
    Column("ranking", Kind.INTEGER, "The number of the ranking."),
    Column("as_of", Kind.DAY, "The day it was made for."),
    Column("standard", Kind.TEXT, "The edition of the standard."),
    Column("method", Kind.TEXT, "The version of the ranking method."),
    Column("digest", Kind.TEXT, "The SHA-256 of all that went into the ranking."),
    Column("position", Kind.INTEGER, "The place of the row in the ranking, from 1."),
    Column("lab", Kind.TEXT, "The lab."),
    Column("lab_name", Kind.TEXT, "Its name at that time."),
    Column("rank", Kind.INTEGER, "Its rank, shared by equal scores; " + _RANKABLE),
    Column("rank_low", Kind.INTEGER, "The better end of its rank interval; " + _RANKABLE),
    Column("rank_high", Kind.INTEGER, "The worse end; " + _RANKABLE),
    Column("previous_rank", Kind.INTEGER, "Its rank in the ranking before; empty without one."),
    Column("score", Kind.DECIMAL, "The score of the lab, 0 to 100; " + _RANKABLE),
    Column("coverage", Kind.DECIMAL, "Share of counted releases with a card; " + _RANKABLE),
    Column("releases_counted", Kind.INTEGER, "Releases that count in the score."),
    Column("cards_counted", Kind.INTEGER, "Of these, those with a card."),
    Column("known_releases", Kind.INTEGER, "Known releases of the lab."),
    Column("cards", Kind.INTEGER, "Its live cards."),
    Column("cards_by_lab", Kind.INTEGER, "Of these, those the lab prepared."),
    Column("cards_reviewed", Kind.INTEGER, "Of these, those that referees reviewed."),
    Column("sources_read", Kind.INTEGER, "Sources read for its cards."),
    Column("change", Kind.TEXT, "What changed since the ranking before, with the reason."),
)


def rows() -> Iterator[Row]:
    entries = RankingEntry.objects.order_by("ranking_id", "position").values_list(
        "ranking_id",
        "ranking__as_of",
        "ranking__standard_version",
        "ranking__method_version",
        "ranking__digest",
        "position",
        "lab__slug",
        "lab_name",
        "rank",
        "rank_low",
        "rank_high",
        "previous_rank",
        "score__score",
        "score__coverage",
        "score__counted",
        "score__carded",
        "known_releases",
        "cards",
        "cards_by_lab",
        "cards_reviewed",
        "sources_read",
        "change",
    )
    for row in entries.iterator():
        rank, (score, coverage) = row[8], row[12:14]
        decimals = (None, None) if rank is None else (Decimal(score), Decimal(coverage))
        yield (*row[:12], *decimals, *row[14:])


TABLE = Table(
    "rankings",
    "Every ranking, one row for each lab in it, in the order of the ranking.",
    COLUMNS,
    rows,
)
