"""Every question as every live card answers it: one row for each card and item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from registry.exporters.dump.columns import Column, Kind, Row, Table
from registry.exporters.live_cards import LiveCard, documents, live_cards
from registry.models import ClaimGrade
from registry.rules.documents import Document, claim_at
from registry.rules.rounding import published
from registry.rules.showing.sources import sources
from registry.rules.standard import Item, Standard, load_standard

HEAD = (
    Column("model", Kind.TEXT, "The model: <lab>/<model>, its id in all files."),
    Column("model_name", Kind.TEXT, "Its name."),
    Column("lab", Kind.TEXT, "The lab that answers for it today."),
    Column("lab_name", Kind.TEXT, "The name of that lab."),
    Column("version", Kind.INTEGER, "The live version of its card."),
)
COLUMNS = (
    *HEAD,
    Column("standard", Kind.TEXT, "The edition of the standard the card was graded against."),
    Column("section", Kind.TEXT, "The section of the standard."),
    Column("item", Kind.TEXT, "The question, such as COST-1."),
    Column("title", Kind.TEXT, "The question in a few words."),
    Column("path", Kind.TEXT, "Where the claim stands in the card."),
    Column("applicable", Kind.BOOLEAN, "Whether the question applies to this model."),
    Column(
        "status",
        Kind.TEXT,
        "What the card says of the claim: disclosed, none, withheld, unknown or not_applicable; "
        "silent where it says nothing.",
    ),
    Column("withheld_reason", Kind.TEXT, "Why it is withheld; empty where it is not."),
    Column("grade", Kind.TEXT, "How it is supported: silent, stated, evidenced or verified."),
    Column("substance", Kind.DECIMAL, "How much of the question it answers, 0 to 1."),
    Column("credit", Kind.DECIMAL, "What it earns, 0 to 1: substance times trust in its grade."),
    Column("reason", Kind.TEXT, "Why it does not earn more; empty at full credit."),
    Column(
        "answer",
        Kind.TEXT,
        "The answer in one line; a figure of cost or compute with the stages it covers and what "
        "it leaves out.",
    ),
    Column("sources", Kind.INTEGER, "How many sources the claim names."),
    Column("source_title", Kind.TEXT, "The first source; empty where there is none."),
    Column("source_url", Kind.TEXT, "Its address, or that of its DOI."),
    Column("source_locator", Kind.TEXT, "The place in it."),
)

_GRADED = (
    *("grading_id", "item", "applicable", "status", "withheld_reason", "grade", "substance"),
    *("credit", "reason", "answer"),
)
Graded = Mapping[str, Any]


def rows() -> Iterator[Row]:
    """Cards by id, items in the order of the standard."""
    for batch in live_cards():
        grades = graded_claims(batch)
        cards = documents(batch)
        for card in batch:
            standard = load_standard(card.standard)
            of_card = grades[card.grading_pk]
            for item in standard.items:
                yield _row(card, standard, item, of_card[item.id], cards[card.version_pk])


def graded_claims(cards: Sequence[LiveCard], *items: str) -> dict[int, dict[str, Graded]]:
    """What the claims of these cards earned, by grading and item; of all items unless named."""
    claims = ClaimGrade.objects.filter(grading__in=[card.grading_pk for card in cards])
    if items:
        claims = claims.filter(item__in=items)
    found: dict[int, dict[str, Graded]] = defaultdict(dict)
    for claim in claims.values(*_GRADED):
        found[claim["grading_id"]][claim["item"]] = claim
    return found


def grade_name(claim: Graded, standard: Standard) -> str:
    return standard.levels[claim["grade"]].name


@lru_cache(maxsize=64)
def _decimal(fraction: str) -> Decimal:
    """A stored "2/5" at the decimals of all published scores; few different ones occur."""
    return published(Fraction(fraction))


def _row(
    card: LiveCard, standard: Standard, item: Item, claim: Graded, document: Document
) -> tuple[Any, ...]:
    named = sources(claim_at(document, item.claim) or {})
    first = named[0] if named else None
    return (
        *card.head,
        card.standard,
        item.section,
        item.id,
        item.title,
        item.claim,
        claim["applicable"],
        claim["status"],
        claim["withheld_reason"],
        grade_name(claim, standard),
        _decimal(claim["substance"]),
        _decimal(claim["credit"]),
        claim["reason"],
        claim["answer"],
        len(named),
        first.title if first else "",
        first.link if first else "",
        first.locator if first else "",
    )


TABLE = Table(
    "claims",
    "One row for each live card and question of the standard: how it is answered, graded, sourced.",
    COLUMNS,
    rows,
)
