"""Recompute a published ranking from its download alone, and say where it differs.

The input is the files of the download as bytes, by their names in the manifest; nothing is read
from a database or from this copy's own schemas, so whoever runs it checks the published numbers
against the published cards, facts and standard.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

from registry.rules.checking.reading import read_json
from registry.rules.grading.assessment import parse_assessment
from registry.rules.grading.completeness import assess, grades_to_data
from registry.rules.profile import Profile
from registry.rules.ranking.draws import draw_lab, draw_parameters, method_seed
from registry.rules.ranking.lab_inputs import KnownRelease, LabInputs
from registry.rules.ranking.lab_score import LabScore, score_lab
from registry.rules.ranking.rank_interval import rank_intervals
from registry.rules.ranking.table import rank_labs
from registry.rules.standard import Standard, parse_standard

Files = Mapping[str, bytes]
REQUIRED = ("manifest.json", "standard.json", "releases.json", "ranking.json", "grades.json")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the download disagrees with itself."""

    file: str
    where: str
    published: Any
    recomputed: Any

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.where}: published {json.dumps(self.published)}, "
            f"recomputed {json.dumps(self.recomputed)}"
        )


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared, and every difference found."""

    cards: int
    labs: int
    values: int
    differences: tuple[Difference, ...]


class NotADatasetError(ValueError):
    """The files are not a download of the registry; the message names the file and the reason."""


def verify(files: Files) -> Verification:
    """Check hashes, grade every card, score and rank every lab, and compare with what is published.

    Raises ``NotADatasetError`` where a file is missing or cannot be read.
    """
    for name in REQUIRED:
        if name not in files:
            raise NotADatasetError(f"{name} is missing.")
    try:
        standard = parse_standard(_load(files, "standard.json"))
        releases = _load(files, "releases.json")
        on = date.fromisoformat(releases["as_of"])
        grades: dict[str, Any] = {}
        labs = [_lab_inputs(row, files, standard, grades) for row in releases["labs"]]
        table = recompute_table(labs, standard, on, releases["seed"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, NotADatasetError):
            raise
        raise NotADatasetError(f"A file has not the expected form: {error!r}") from error
    comparison = _Comparison()
    comparison.hashes(files)
    comparison.value("releases.json", "seed", releases["seed"], method_seed())
    comparison.tree("grades.json", "", _load(files, "grades.json"), grades)
    comparison.tree("ranking.json", "", _by_slug(_load(files, "ranking.json")), _by_slug(table))
    return Verification(
        cards=len(grades),
        labs=len(labs),
        values=comparison.compared,
        differences=tuple(comparison.differences),
    )


def recompute_table(
    labs: list[LabInputs], standard: Standard, on: date, seed: str
) -> list[dict[str, Any]]:
    """Return the rows of ``ranking.json`` in the order of the leaderboard."""
    parameters = draw_parameters(standard, seed)
    scores = {lab.slug: score_lab(lab, standard, on) for lab in labs}
    inputs = {lab.slug: lab for lab in labs}
    table = rank_labs(scores.values())
    ranked = [place.lab for place in table if place.rank is not None]
    intervals = dict(
        zip(
            (lab.slug for lab in ranked),
            rank_intervals(
                [draw_lab(inputs[lab.slug], standard, on, parameters) for lab in ranked],
                standard.ranking.interval.percentiles,
            ),
            strict=True,
        )
    )
    return [ranking_row(place.rank, place.lab, intervals.get(place.lab.slug)) for place in table]


def ranking_row(
    rank: int | None, score: LabScore, interval: tuple[int, int] | None
) -> dict[str, Any]:
    """Return one row of ``ranking.json``: scores 0 to 100 and shares 0 to 1 at 9 decimals."""
    ranked = rank is not None
    return {
        "lab": score.name,
        "slug": score.slug,
        "rank": rank,
        "score": float(score.displayed) if ranked else None,
        "F": float(score.flagship.score) if score.flagship else None,
        "P": float(score.mean) if ranked else None,
        "K": float(score.coverage) if ranked else None,
        "Q": float(score.depth) if ranked else None,
        "L": float(score.score) if ranked else None,
        "n": score.carded,
        "releases_counted": len(score.members),
        "rank_interval": list(interval) if interval else None,
        "flagship": score.flagship.release_id if score.flagship else None,
    }


def _load(files: Files, name: str) -> Any:
    try:
        return json.loads(files[name])
    except (ValueError, RecursionError) as error:
        raise NotADatasetError(f"{name} is not JSON: {error}") from error


def _lab_inputs(
    row: Mapping[str, Any], files: Files, standard: Standard, grades: dict[str, Any]
) -> LabInputs:
    """Read one lab of ``releases.json``, grading its cards on the way into ``grades``."""
    releases = []
    designated = None
    for release in row["releases"]:
        profile, preparer = None, ""
        if release["card"] is not None:
            profile, preparer = _grade(release, files, standard, grades)
        if release["designated_flagship"]:
            designated = release["id"]
        releases.append(
            KnownRelease(
                id=release["id"],
                released_on=date.fromisoformat(release["released_on"]),
                tier=Fraction(release["tier"]),
                profile=profile,
                preparer=preparer,
            )
        )
    invited_on = row["invited_on"]
    return LabInputs(
        slug=row["slug"],
        name=row["name"],
        invited_on=date.fromisoformat(invited_on) if invited_on else None,
        releases=tuple(releases),
        designated_flagship=designated,
    )


def _grade(
    release: Mapping[str, Any], files: Files, standard: Standard, grades: dict[str, Any]
) -> tuple[Profile, str]:
    name = release["card"]
    if name not in files:
        raise NotADatasetError(f"{name} is missing.")
    document = read_json(files[name]).document
    if document is None:
        raise NotADatasetError(f"{name} is not a card that can be read.")
    assessment = parse_assessment({**release["assessment"], "facts": release["facts"]}, standard)
    result = assess(document, standard, assessment)
    grades[document["card_id"]] = grades_to_data(result.claims)
    return result.counted_profile, document["prepared_by"]["role"]


def _by_slug(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows by lab, each with its place in the table, so that a wrong order is a difference too."""
    return {row["slug"]: {**row, "position": at} for at, row in enumerate(rows, start=1)}


class _Comparison:
    def __init__(self) -> None:
        self.compared = 0
        self.differences: list[Difference] = []

    def hashes(self, files: Files) -> None:
        listed = _load(files, "manifest.json")["files"]
        present = {name: sha256(data).hexdigest() for name, data in files.items()}
        present.pop("manifest.json")
        self.tree(
            "manifest.json",
            "",
            {name: entry["sha256"] for name, entry in listed.items()},
            present,
        )

    def tree(self, file: str, where: str, published: Any, recomputed: Any) -> None:
        """Compare two trees of objects leaf by leaf; lists count as one value."""
        if not (isinstance(published, dict) and isinstance(recomputed, dict)):
            self.value(file, where, published, recomputed)
            return
        for key in sorted(published.keys() | recomputed.keys()):
            inner = f"{where} › {key}" if where else key
            self.tree(file, inner, published.get(key), recomputed.get(key))

    def value(self, file: str, where: str, published: Any, recomputed: Any) -> None:
        self.compared += 1
        if published != recomputed:
            self.differences.append(Difference(file, where, published, recomputed))
