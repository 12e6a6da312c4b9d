"""A lab's line in a ranking, as labs and rankings show it."""

from collections.abc import Mapping
from typing import Any

from registry.api.answers import known
from registry.api.v1.shapes import common, labs
from registry.models import RankingEntry


def standing(entry: RankingEntry) -> labs.Standing:
    """``entry`` comes with its score; its line without what is not known."""
    line: labs.Standing = {"ranking": entry.ranking_id, "position": entry.position}
    line |= known(  # type: ignore[typeddict-item]  # members of the shape by their names
        rank=entry.rank,
        rank_low=entry.rank_low,
        rank_high=entry.rank_high,
        previous_rank=entry.previous_rank,
        change=entry.change,
        first_due_on=entry.score.working["first_due_on"],
    )
    if entry.rank is not None:
        line["score"] = _score(entry)
    return line


def model_counts(entry: RankingEntry) -> labs.ModelCounts:
    return {
        "known": entry.known_releases,
        "with_card": entry.cards,
        "prepared_by_lab": entry.cards_by_lab,
        "reviewed": entry.cards_reviewed,
        "sources_read": entry.sources_read,
    }


def section_scores(entry: RankingEntry) -> list[common.SectionScore]:
    """The lab's profile by section; empty for a lab that is not yet rankable."""
    if entry.rank is None:
        return []
    return [
        {"section": row["section"], "score": float(row["score"]), "bar": bar(row)}
        for row in entry.score.working["sections"]
    ]


def readings(entry: RankingEntry) -> list[common.Reading]:
    if entry.rank is None:
        return []
    stored = entry.score.working["readings"]
    return [
        {"reading": "strict", "score": float(stored["strict"])},
        {"reading": "nominal", "score": float(stored["nominal"])},
        {"reading": "lenient", "score": float(stored["lenient"])},
    ]


def bar(shares: Mapping[str, Any]) -> common.Bar:
    """A stored bar as numbers."""
    return {
        "verified": float(shares["verified"]),
        "evidenced": float(shares["evidenced"]),
        "stated": float(shares["stated"]),
    }


def _score(entry: RankingEntry) -> labs.Score:
    working = entry.score.working
    score: labs.Score = {
        "value": float(entry.score.score),
        "displayed": entry.score.displayed,
        "coverage": float(entry.score.coverage),
        "bar": bar(working["bar"]),
        "is_small": working["is_small"],
    }
    if working["basis"]:
        score["basis"] = working["basis"]
    return score
