"""What a lab is scored on: its known releases, which of them can count, and how much each weighs.

Nothing here knows a score. Lab scores, the draws behind rank intervals and the digest of a lab's
inputs all start from ``find_candidates``, so a due date is decided in one place.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256

from registry.rules.profile import Profile
from registry.rules.standard import RankingMethod, Standard

# The way from cards to ranks. Its constants belong to the standard, its version to this code.
METHOD_ID = "disclosure-ranking"
METHOD_VERSION = "1.0"

_RECENCY_DIGITS = 60
_FIXED_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class KnownRelease:
    """A release the registry knows of, with or without a published card.

    ``tier`` is its weight τ, 0 to 1 (0 never counts); ``profile`` belongs to the published card,
    ``None`` without one. ``preparer`` says who prepared that card: it never enters a score, but a
    change of preparer is told apart when a change of rank is explained.
    """

    id: str
    released_on: date
    tier: Fraction
    profile: Profile | None = None
    preparer: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.tier <= 1:
            raise ValueError(f"The tier of release {self.id} is {self.tier}; it must be 0 to 1.")


@dataclass(frozen=True, slots=True)
class LabInputs:
    """All that a lab's score depends on. ``designated_flagship`` is the id of a release."""

    slug: str
    name: str
    invited_on: date | None
    releases: tuple[KnownRelease, ...]
    designated_flagship: str | None = None

    def __post_init__(self) -> None:
        ids = [release.id for release in self.releases]
        if len(set(ids)) < len(ids):
            twice = min(release_id for release_id in ids if ids.count(release_id) > 1)
            raise ValueError(f"Release {twice} of lab {self.slug} is listed more than once.")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The releases of a lab that count, or may count, on one day. Each tuple is ordered by id.

    ``due`` always count; ``early`` have a card but are not yet due; the flagship score is the
    lowest model score among ``flagships``, which are due.
    """

    due: tuple[KnownRelease, ...]
    early: tuple[KnownRelease, ...]
    flagships: tuple[KnownRelease, ...]
    is_designated: bool


def due_date(release: KnownRelease, lab: LabInputs, method: RankingMethod) -> date | None:
    """Return the first day on which silence about ``release`` counts, ``None`` if never asked."""
    if lab.invited_on is None:
        return None
    asked = max(release.released_on, lab.invited_on).toordinal()
    return date.fromordinal(min(asked + method.due_after_days, date.max.toordinal()))


def next_due_date(lab: LabInputs, method: RankingMethod, on: date) -> date | None:
    """Return the first day after ``on`` on which time alone makes a release due, if any."""
    due_dates = (due_date(release, lab, method) for release in lab.releases if release.tier)
    return min((day for day in due_dates if day is not None and day > on), default=None)


def find_candidates(lab: LabInputs, method: RankingMethod, on: date) -> Candidates:
    """Sort a lab's releases with a tier above 0 into those due on ``on`` and the early cards."""
    due: list[KnownRelease] = []
    early: list[KnownRelease] = []
    for release in sorted(lab.releases, key=lambda release: release.id):
        if not release.tier:
            continue
        due_on = due_date(release, lab, method)
        if due_on is not None and due_on <= on:
            due.append(release)
        elif release.profile is not None:
            early.append(release)
    flagships, is_designated = _flagships(due, lab.designated_flagship, method)
    return Candidates(tuple(due), tuple(early), flagships, is_designated)


def _flagships(
    due: Sequence[KnownRelease], designated: str | None, method: RankingMethod
) -> tuple[tuple[KnownRelease, ...], bool]:
    line = [release for release in due if release.tier == method.tiers["flagship_line"]]
    for release in line:
        if release.id == designated:
            return (release,), True
    newest = max((release.released_on for release in line), default=None)
    return tuple(release for release in line if release.released_on == newest), False


def recency_weight(release: KnownRelease, on: date, half_life_days: int) -> Fraction:
    """Return u = τ · 2^(−age/half-life) with the age in whole days on ``on``."""
    return release.tier * _decay((on - release.released_on).days, half_life_days)


def recency_weights(releases: Sequence[KnownRelease], half_life_days: int) -> dict[str, Fraction]:
    """Return weights by release id in the same proportions as u on any day.

    They are u on one fixed day. A mean depends on proportions alone, so neither the calendar nor
    another release can move it, not even in its last digit.
    """
    return {r.id: recency_weight(r, _FIXED_DAY, half_life_days) for r in releases}


def _decay(days: int, half_life_days: int) -> Fraction:
    halvings, rest = divmod(days, half_life_days)
    return _decay_within_half_life(rest, half_life_days) / Fraction(2) ** halvings


@lru_cache(maxsize=4096)
def _decay_within_half_life(days: int, half_life_days: int) -> Fraction:
    """2^(−days/half-life): the one irrational number of the method, to 60 digits.

    Made a fraction at once, so that whatever is computed from it stays exact.
    """
    context = Context(prec=_RECENCY_DIGITS)
    exponent = context.divide(Decimal(-days), Decimal(half_life_days))
    return Fraction(context.power(Decimal(2), exponent))


def inputs_digest(lab: LabInputs, standard: Standard, on: date) -> str:
    """Return the SHA-256 hex digest of all that the score and the draws of a lab depend on.

    The day enters only through which releases are due, so what was computed from a lab stays good
    until a card, a release, a designation, an invitation, the standard, the method or a due date
    passed changes it. A released standard never changes: its version stands for its contents.
    """
    candidates = find_candidates(lab, standard.ranking, on)
    due = {release.id for release in candidates.due}
    known = sorted((r for r in lab.releases if r.tier), key=lambda release: release.id)
    document = {
        "method": [METHOD_ID, METHOD_VERSION, standard.id, standard.version],
        "designated": [r.id for r in candidates.flagships if candidates.is_designated],
        "releases": [
            [
                release.id,
                release.released_on.isoformat(),
                str(release.tier),
                str(due_date(release, lab, standard.ranking)),
                release.id in due,
                _profile_rows(release.profile),
            ]
            for release in known
        ],
    }
    return sha256(json.dumps(document, separators=(",", ":")).encode()).hexdigest()


def _profile_rows(profile: Profile | None) -> list[list[str]] | None:
    if profile is None:
        return None
    return [[s.section, str(s.stated), str(s.evidenced), str(s.verified)] for s in profile]
