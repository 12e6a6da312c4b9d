"""Section scores as stored with a ranking, and their means over its ranked labs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from registry.exporters.csv_text import Cell as CsvCell
from registry.models import RankingEntry
from registry.rules.rounding import half_up
from registry.rules.standard import Section
from registry.web.charts.findings import SectionMean
from registry.web.presenters.shared import plain_number, score_text
from registry.web.view_models.shared import Bar, SectionShare

PARTS = ("verified", "evidenced", "stated")
SECTION_COLUMNS = (
    "section",
    "section_title",
    "section_weight",
    "score_of_100",
    "verified_percent",
    "evidenced_percent",
    "stated_percent",
    "not_disclosed_percent",
)


def section_name(section: Section) -> str:
    """The short name: "Peer review"."""
    return section.card_section.replace("_", " ").capitalize()


def section_rows(entry: RankingEntry) -> list[dict[str, Any]]:
    """The lab's sections in the order of the standard: score and bar as decimal text."""
    rows: list[dict[str, Any]] = entry.score.working["sections"]
    return rows


def bar_of(row: Mapping[str, str]) -> Bar:
    return Bar(**{part: float(row[part]) for part in PARTS})


def section_columns(section: Section, row: Mapping[str, str]) -> tuple[CsvCell, ...]:
    """One section as CSV, in the order of ``SECTION_COLUMNS``; one decimal, as it is shown."""
    shares = [Fraction(row[part]) for part in PARTS]
    return (
        section.id,
        section.title,
        Decimal(plain_number(section.weight)),
        half_up(Fraction(row["score"]), 1),
        *(half_up(share, 1) for share in (*shares, 100 - sum(shares, Fraction(0)))),
    )


def mean_rows(ranked: Sequence[RankingEntry]) -> list[dict[str, str]]:
    """The plain means over labs, each counting once; empty without a ranked lab."""
    if not ranked:
        return []
    by_lab = [section_rows(entry) for entry in ranked]
    return [
        {
            part: f"{sum(Decimal(row[part]) for row in rows) / len(rows):f}"
            for part in ("score", *PARTS)
        }
        for rows in zip(*by_lab, strict=True)
    ]


def section_shares(
    sections: Sequence[Section], rows: Sequence[Mapping[str, str]]
) -> tuple[SectionShare, ...]:
    """A profile to show; as short as ``rows``."""
    return tuple(
        SectionShare(
            title=section.title,
            url=f"{reverse('standard:detail')}#{section.card_section}",
            weight=plain_number(section.weight),
            score=score_text(row["score"]),
            bar=bar_of(row),
        )
        for section, row in zip(sections, rows, strict=False)
    )


def named_means(
    sections: Sequence[Section], rows: Sequence[Mapping[str, str]]
) -> list[SectionMean]:
    """Scores by section for a sentence; as short as ``rows``."""
    return [
        SectionMean(section_name(section), Decimal(row["score"]))
        for section, row in zip(sections, rows, strict=False)
    ]
