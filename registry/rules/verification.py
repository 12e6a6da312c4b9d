"""Recompute a published ranking from its download alone, and say where it differs.

The input is the files of the download as bytes, by their names; nothing is read from a database.
The standard in it has to be one that this copy of the rulebook knows: a download that brought its
own weights could agree with itself and still be wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

from registry.rules.canonical import canonical_bytes
from registry.rules.checking.reading import read_json
from registry.rules.checking.schema import validate
from registry.rules.documents import Document
from registry.rules.grading.assessment import parse_assessment
from registry.rules.grading.completeness import assess, grades_to_data
from registry.rules.problems import compiler_line, shown
from registry.rules.profile import Profile
from registry.rules.ranking.draws import draw_lab, method_seed
from registry.rules.ranking.lab_inputs import METHOD_VERSION, KnownRelease, LabInputs
from registry.rules.ranking.lab_score import LabScore, score_lab
from registry.rules.ranking.rank_interval import rank_intervals
from registry.rules.ranking.table import rank_labs
from registry.rules.standard import Standard, load_standard, standard_path

Files = Mapping[str, bytes]

MANIFEST = "manifest.json"
STANDARD = "standard.json"
RELEASES = "releases.json"
RANKING = "ranking.json"
GRADES = "grades.json"
REQUIRED = (MANIFEST, STANDARD, RELEASES, RANKING, GRADES)

_SHOWN_DIFFERENCES = 20
_LONGEST_VALUE = 60
# What reading a value of another shape than expected may raise.
_WRONG_SHAPES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_TIERS = {text: Fraction(text) for text in ("1", "1/2", "0")}


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared, and one sentence for each difference found."""

    cards: int
    labs: int
    values: int
    differences: tuple[str, ...]

    @property
    def summary(self) -> str:
        verdict = f"{len(self.differences)} differ" if self.differences else "all agree"
        return (
            f"{self.cards} cards graded, {self.labs} labs scored, "
            f"{self.values} values compared: {verdict}"
        )

    def report(self) -> list[str]:
        """The first differences, and how many more there are."""
        hidden = len(self.differences) - _SHOWN_DIFFERENCES
        more = [f"… and {hidden} more"] if hidden > 0 else []
        return [*self.differences[:_SHOWN_DIFFERENCES], *more]


class NotADatasetError(ValueError):
    """The files are not a download of the registry; the message names the file and the reason."""


def verify(files: Files) -> Verification:
    """Check hashes, grade every card, score and rank every lab, and compare with what is published.

    Raises ``NotADatasetError`` where a file is missing or is not what its name says; whatever the
    bytes, nothing else is raised.
    """
    for name in REQUIRED:
        if name not in files:
            raise NotADatasetError(f"{name} is missing.")
    comparison = _Comparison()
    with _reading(STANDARD):
        standard = _known_standard(files, comparison)
    with _reading(RELEASES):
        releases = _load(files, RELEASES)
        on = date.fromisoformat(releases["as_of"])
        comparison.value(RELEASES, "seed", releases["seed"], method_seed())
        cards = _Cards(files, standard, comparison)
        labs = [_lab_inputs(row, cards) for row in releases["labs"]]
        table = recompute_table(labs, standard, on)
    with _reading(MANIFEST):
        manifest = _load(files, MANIFEST)
        comparison.value(MANIFEST, "as_of", manifest["as_of"], releases["as_of"])
        comparison.value(MANIFEST, "standard", manifest["standard"], standard.version)
        comparison.value(MANIFEST, "method", manifest["method"], METHOD_VERSION)
        comparison.manifest(manifest["files"], files, {*REQUIRED, *cards.names})
    with _reading(GRADES):
        comparison.tree(GRADES, "", _load(files, GRADES), cards.grades)
    with _reading(RANKING):
        comparison.tree(RANKING, "", _by_slug(_load(files, RANKING)), _by_slug(table))
    return Verification(
        cards=len(cards.grades),
        labs=len(labs),
        values=comparison.compared,
        differences=tuple(comparison.differences),
    )


def manifest_entry(data: bytes) -> dict[str, Any]:
    """What the manifest says of a file."""
    return {"sha256": sha256(data).hexdigest(), "bytes": len(data)}


def recompute_table(labs: list[LabInputs], standard: Standard, on: date) -> list[dict[str, Any]]:
    """Return the rows of ``ranking.json`` in the order of the leaderboard."""
    inputs = {lab.slug: lab for lab in labs}
    if len(inputs) < len(labs):
        raise ValueError("a lab is listed twice")
    table = rank_labs([score_lab(lab, standard, on) for lab in labs])
    ranked = [place.lab.slug for place in table if place.rank is not None]
    draws = [draw_lab(inputs[slug], standard, on) for slug in ranked]
    intervals = rank_intervals(draws, standard.ranking.interval.percentiles)
    interval_of = dict(zip(ranked, intervals, strict=True))
    return [ranking_row(place.rank, place.lab, interval_of.get(place.lab.slug)) for place in table]


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


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Blame the file ``name`` for what goes wrong inside: its shape is not checked beforehand."""
    try:
        yield
    except NotADatasetError:
        raise
    except _WRONG_SHAPES as error:
        reason = _plain(f"{type(error).__name__}: {error}")
        raise NotADatasetError(f"{name} does not have the form of a download: {reason}") from error


def _load(files: Files, name: str) -> Any:
    try:
        return json.loads(files[name])
    except (ValueError, RecursionError) as error:
        raise NotADatasetError(f"{name} is not JSON: {error}") from error


def _known_standard(files: Files, comparison: _Comparison) -> Standard:
    version = _load(files, STANDARD)["version"]
    if not re.fullmatch(r"[0-9]+\.[0-9]+", version) or not standard_path(version).is_file():
        raise NotADatasetError(f"{STANDARD} is edition {shown(version)}, unknown to this copy.")
    comparison.fact(
        files[STANDARD] == standard_path(version).read_bytes(),
        f"{STANDARD}: not edition {version} as it was released",
    )
    return load_standard(version)


def _lab_inputs(row: Mapping[str, Any], cards: _Cards) -> LabInputs:
    """Read one lab of ``releases.json``, grading its cards on the way."""
    releases = []
    designated = None
    for release in row["releases"]:
        profile, preparer = None, ""
        if release["card"] is not None:
            profile, preparer = cards.grade(release)
        if release["designated_flagship"]:
            designated = release["id"]
        releases.append(
            KnownRelease(
                id=release["id"],
                released_on=date.fromisoformat(release["released_on"]),
                tier=_TIERS[release["tier"]],
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


class _Cards:
    """The cards of a download: ``names`` of the files read so far, ``grades`` by card id."""

    def __init__(self, files: Files, standard: Standard, comparison: _Comparison) -> None:
        self._files = files
        self._standard = standard
        self._comparison = comparison
        self.names: set[str] = set()
        self.grades: dict[str, Any] = {}

    def grade(self, release: Mapping[str, Any]) -> tuple[Profile, str]:
        """Return what the card of a release counts with in its lab's score, and its preparer."""
        name = release["card"]
        document = self._document(name, release["id"])
        assessment = parse_assessment(
            {**release["assessment"], "facts": release["facts"]}, self._standard
        )
        result = assess(document, self._standard, assessment)
        self.names.add(name)
        self.grades[release["id"]] = grades_to_data(result.claims)
        return result.counted_profile, document["prepared_by"]["role"]

    def _document(self, name: str, card_id: str) -> Document:
        if name not in self._files:
            raise NotADatasetError(f"{_plain(name)} is missing.")
        read = read_json(self._files[name])
        problems = read.problems or validate(read.document)
        if problems or read.document is None:
            raise NotADatasetError(compiler_line(name, problems[0]))
        if read.document["card_id"] != card_id:
            raise NotADatasetError(f"{name} is the card of {read.document['card_id']}.")
        self._comparison.fact(
            canonical_bytes(read.document) == self._files[name],
            f"{name}: not the canonical bytes (RFC 8785) of the card",
        )
        return read.document


def _by_slug(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows by lab, each with its place in the table, so that a wrong order is a difference too."""
    return {row["slug"]: {**row, "position": at} for at, row in enumerate(rows, start=1)}


class _Absent:
    """Stands for a member that one side lacks, and differs from null."""


_ABSENT = _Absent()


class _Comparison:
    def __init__(self) -> None:
        self.compared = 0
        self.differences: list[str] = []

    def fact(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads like an assertion
        self.compared += 1
        if not holds:
            self.differences.append(otherwise)

    def value(self, file: str, where: str, published: Any, recomputed: Any) -> None:
        self.fact(
            _is_same(published, recomputed),
            f"{file}: {where}: published {_said(published)}, recomputed {_said(recomputed)}",
        )

    def tree(self, file: str, where: str, published: Any, recomputed: Any) -> None:
        """Compare two trees of objects leaf by leaf; lists count as one value."""
        if not (isinstance(published, dict) and isinstance(recomputed, dict)):
            self.value(file, where, published, recomputed)
            return
        for key in sorted(published.keys() | recomputed.keys()):
            inner = f"{where} › {_plain(key)}" if where else _plain(key)
            self.tree(file, inner, published.get(key, _ABSENT), recomputed.get(key, _ABSENT))

    def manifest(
        self, listed: Mapping[str, Mapping[str, Any]], files: Files, expected: set[str]
    ) -> None:
        """Each file of the dataset is listed as it is, and there is no other file."""
        for name in sorted((files.keys() | listed.keys()) - {MANIFEST}):
            if name not in files:
                fault = "listed in the manifest, but missing"
            elif name not in expected:
                fault = "no part of the dataset"
            elif listed.get(name) != manifest_entry(files[name]):
                fault = "SHA-256 or size is not what the manifest lists"
            else:
                fault = ""
            self.fact(not fault, f"{_plain(name)}: {fault}")


def _is_same(published: Any, recomputed: Any) -> bool:
    """Equal in every digit: 1, 1.0 and true are three values, as they are in the files."""
    if published is _ABSENT or recomputed is _ABSENT:
        return False
    return json.dumps(published, sort_keys=True) == json.dumps(recomputed, sort_keys=True)


def _said(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    if isinstance(value, (str, dict)):
        return shown(value)
    text = json.dumps(value)
    return text if len(text) <= _LONGEST_VALUE else shown(value)


def _plain(name: str) -> str:
    """A name from a download, safe for a terminal."""
    return shown(name, 200)[1:-1]
