"""The catalogue: every known release, with or without a card."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from registry.exporters.dump.columns import Column, Kind, Row, Table, joined
from registry.models import CatalogueEntry
from registry.models.one_state import by_bytes
from registry.rules.rounding import PUBLISHED_DECIMALS

_ANSWER = "yes, no, or unsaid where the card does not say or there is none."
COLUMNS = (
    Column("model", Kind.TEXT, "The model: <lab>/<model>, its id in all files."),
    Column("model_name", Kind.TEXT, "Its name."),
    Column("lab", Kind.TEXT, "The lab that answers for it today."),
    Column("lab_name", Kind.TEXT, "The name of that lab."),
    Column("released", Kind.TEXT, "When it was released, as precisely as its source says."),
    Column("released_on", Kind.DAY, "The same as a day; of a month or a year, the last."),
    Column("tier", Kind.TEXT, "How much it counts: 1 flagship line, 1/2 other, 0 derivative."),
    Column("has_card", Kind.BOOLEAN, "Whether it has a live card."),
    Column("version", Kind.INTEGER, "The live version; this and what follows needs a card."),
    Column("published_at", Kind.TIME, "When that version was published."),
    Column("content_hash", Kind.TEXT, "sha256: and the SHA-256 of its canonical bytes."),
    Column("prepared_by", Kind.TEXT, "Who prepared it: developer, third_party or registry."),
    Column("sources_read", Kind.INTEGER, "How many sources its preparer read."),
    Column("level", Kind.TEXT, "Its standing: listed, stated, evidenced or reviewed."),
    Column("score", Kind.DECIMAL, "The score of the model, 0 to 100."),
    Column("claims_applicable", Kind.INTEGER, "Questions that apply to it."),
    Column("claims_declared", Kind.INTEGER, "Of these, those graded stated or better."),
    Column("claims_evidenced", Kind.INTEGER, "Of these, those graded evidenced or verified."),
    Column("claims_verified", Kind.INTEGER, "Of these, those graded verified."),
    Column("open_weights", Kind.TEXT, "Whether anyone can get the weights: " + _ANSWER),
    Column("reinforcement_learning", Kind.TEXT, "Whether training had such a stage: " + _ANSWER),
    Column("peer_reviewed", Kind.TEXT, "Whether independent referees reviewed it: " + _ANSWER),
    Column("chips", Kind.TEXT, "The accelerators its card names, separated by bars (|)."),
    Column("source_title", Kind.TEXT, "The source for the release."),
    Column("source_url", Kind.TEXT, "Its address."),
    Column(
        "status",
        Kind.TEXT,
        "Where the card stands: published, under_concern, retracted or removed; empty without one.",
    ),
)


def rows() -> Iterator[Row]:
    entries = CatalogueEntry.objects.order_by(by_bytes("public_id")).values_list(
        "summary",
        "score",
        "release__card__live_version__published_at",
        "released_on",
        "open_weights",
        "reinforcement_learning",
        "peer_reviewed",
        "release__tier",
        "release__source_title",
        "release__source_url",
    )
    for summary, score, published_at, released_on, *others in entries.iterator():
        told = json.loads(summary)
        *answers, tier, source_title, source_url = others
        yield (
            told["id"],
            told["name"],
            told["lab"]["slug"],
            told["lab"]["name"],
            told["released"],
            released_on,
            tier,
            told["has_card"],
            *(_of_card(told, score, published_at) if told["has_card"] else _NO_CARD),
            *answers,
            joined([chip["name"] for chip in told.get("chips", ())]),
            source_title,
            source_url,
            told.get("status"),
        )


def _of_card(told: Mapping[str, Any], score: int, published_at: datetime) -> tuple[Any, ...]:
    card, claims = told["card"], told["claims"]
    return (
        card["version"],
        published_at,
        card["content_hash"],
        card["prepared_by"],
        card["sources_read"],
        told["level"],
        Decimal(score).scaleb(-PUBLISHED_DECIMALS),
        claims["applicable"],
        claims["declared"],
        claims["evidenced"],
        claims["verified"],
    )


_NO_CARD = (None,) * 11

TABLE = Table(
    "models",
    "The catalogue: every known release, with or without a card.",
    COLUMNS,
    rows,
)
