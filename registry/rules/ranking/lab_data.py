"""A lab score as plain data, and back: what is stored with rankings.

Left out is what belongs to a day and not to the inputs: the day itself and the recency weights on
it. So equal inputs give equal data, whenever they are computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from registry.rules.ranking.lab_inputs import KnownRelease, recency_weight
from registry.rules.ranking.lab_score import (
    Band,
    Bar,
    Flagship,
    LabScore,
    ScoredRelease,
    SectionMean,
    Standing,
)
from registry.rules.rounding import published

BAR_PARTS = ("stated", "evidenced", "verified")


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """What a league table shows of a score; a few values, however many releases the lab has."""

    bar: Bar
    flagship: Flagship | None
    basis: str | None
    first_due_on: date | None
    band: Band
    is_small: bool


def releases_to_data(score: LabScore) -> list[dict[str, Any]]:
    """Return the known releases as JSON data: exact fractions as "n/d" text.

    Apart from the rest, because the table of all labs must not read every release of each.
    """
    return [
        {
            "id": release.id,
            "released_on": release.released_on.isoformat(),
            "tier": str(release.tier),
            "standing": release.standing.value,
            "due_on": _day_text(release.due_on),
            "score": None if release.model_score is None else str(release.model_score),
        }
        for release in score.releases
    ]


def score_to_data(score: LabScore) -> dict[str, Any]:
    """Return all but the releases as JSON data: published decimals as text."""
    return {
        "basis": score.basis,
        "first_due_on": _day_text(score.first_due_on),
        "band": score.band.value,
        "flagship": {
            "release": score.flagship.release_id,
            "score": _text(score.flagship.score),
            "designated": score.flagship.is_designated,
        }
        if score.flagship
        else None,
        "mean": _text(score.mean),
        "coverage": _text(score.coverage),
        "depth": _text(score.depth),
        "score": _text(score.score),
        "displayed": _text(score.displayed),
        "readings": {name: _text(value) for name, value in score.readings.items()},
        "bar": _bar(score.bar),
        "sections": [
            {"section": mean.section, "score": _text(mean.score), **_bar(mean)}
            for mean in score.sections
        ],
        "is_small": score.is_small,
    }


def summary_from_data(data: Mapping[str, Any]) -> ScoreSummary:
    """Read what a league table shows."""
    return ScoreSummary(
        bar=Bar(**_shares(data["bar"])),
        flagship=_flagship(data["flagship"]),
        basis=data["basis"],
        first_due_on=_day(data["first_due_on"]),
        band=Band(data["band"]),
        is_small=data["is_small"],
    )


def score_from_data(
    data: Mapping[str, Any],
    releases: Iterable[Mapping[str, Any]],
    *,
    slug: str,
    name: str,
    on: date,
    half_life_days: int,
) -> LabScore:
    """Read stored data again, with the recency weights as they are ``on`` that day."""
    return LabScore(
        slug=slug,
        name=name,
        on=on,
        releases=tuple(_release(row, on, half_life_days) for row in releases),
        flagship=_flagship(data["flagship"]),
        mean=Decimal(data["mean"]),
        coverage=Decimal(data["coverage"]),
        depth=Decimal(data["depth"]),
        score=Decimal(data["score"]),
        displayed=Decimal(data["displayed"]),
        readings={name: Decimal(value) for name, value in data["readings"].items()},
        bar=Bar(**_shares(data["bar"])),
        sections=tuple(
            SectionMean(section=row["section"], score=Decimal(row["score"]), **_shares(row))
            for row in data["sections"]
        ),
        is_small=data["is_small"],
    )


def _release(row: Mapping[str, Any], on: date, half_life_days: int) -> ScoredRelease:
    released_on = date.fromisoformat(row["released_on"])
    tier = Fraction(row["tier"])
    known = KnownRelease(row["id"], released_on, tier)
    return ScoredRelease(
        id=row["id"],
        released_on=released_on,
        tier=tier,
        standing=Standing(row["standing"]),
        due_on=_day(row["due_on"]),
        model_score=None if row["score"] is None else Fraction(row["score"]),
        recency=published(recency_weight(known, on, half_life_days)),
    )


def _flagship(row: Mapping[str, Any] | None) -> Flagship | None:
    return Flagship(row["release"], Decimal(row["score"]), row["designated"]) if row else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _bar(bar: Bar) -> dict[str, str]:
    return {name: _text(getattr(bar, name)) for name in BAR_PARTS}


def _shares(row: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(row[name]) for name in BAR_PARTS}


def _text(value: Decimal) -> str:
    return f"{value:f}"
