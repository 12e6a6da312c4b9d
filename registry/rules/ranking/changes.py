"""Why a score or a rank changed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from registry.rules.ranking.lab_inputs import KnownRelease, LabInputs, due_date
from registry.rules.ranking.lab_score import score_lab
from registry.rules.ranking.table import competition_ranks
from registry.rules.standard import RankingMethod, Standard
from registry.rules.words import small_number

KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one ranking was computed from; ``labs`` by slug."""

    standard: Standard
    on: date
    labs: Mapping[str, LabInputs]


@dataclass(frozen=True, slots=True)
class Effect:
    """Points gained in the displayed score and places gained in the rank; negative where lost."""

    score: Decimal
    places: int


@dataclass(frozen=True, slots=True)
class Decomposition:
    """One lab's change between two snapshots; the four effects add up to the whole change."""

    method: Effect
    disclosure: Effect
    cohort: Effect
    preparer: Effect


def decompose(
    before: Snapshot, after: Snapshot, regraded: Mapping[str, LabInputs] | None = None
) -> dict[str, Decomposition]:
    """Tell apart what moved each lab that is in both snapshots, by slug.

    Everything is recomputed four times, each time with one more thing as it is ``after``:

    1. *method*: the standard with its constants, and the grades of the old cards under it.
    2. *disclosure*: the labs in both snapshots as they are after, on the later day: cards
       published, changed and withdrawn, releases that became known or due, tiers, invitations,
       designations. A card prepared by someone else than the card it replaces keeps the old grades.
    3. *cohort*: labs that entered the registry are added, labs that left are taken out.
    4. *preparer*: the cards kept back in 2 get their new grades.

    ``regraded`` holds the labs of ``before`` with their cards graded under the standard of
    ``after``; needed only if the editions differ. A lab without a counted release takes the place
    below all ranked labs, with 0 points. Raises ``ValueError`` if ``regraded`` is missing or does
    not hold the same labs.
    """
    if regraded is None:
        if before.standard.version != after.standard.version:
            raise ValueError("Cards must be regraded to compare two editions of the standard.")
        regraded = before.labs
    if regraded.keys() != before.labs.keys():
        raise ValueError("The regraded labs are not the labs of the earlier snapshot.")
    kept_back = {
        slug: _with_old_grades(lab, regraded[slug]) if slug in regraded else lab
        for slug, lab in after.labs.items()
    }
    standard = after.standard
    old = _scores(before.labs, before.standard, before.on)
    by_method = _scores(regraded, standard, before.on)
    by_cohort = _scores(kept_back, standard, after.on)
    by_disclosure = by_method | {slug: by_cohort[slug] for slug in by_method if slug in by_cohort}
    new = _scores(after.labs, standard, after.on)
    stages = [_places(scores) for scores in (old, by_method, by_disclosure, by_cohort, new)]
    return {
        slug: Decomposition(
            *(
                Effect(later[slug][0] - earlier[slug][0], earlier[slug][1] - later[slug][1])
                for earlier, later in pairwise(stages)
            )
        )
        for slug in before.labs
        if slug in after.labs
    }


def _with_old_grades(lab: LabInputs, earlier: LabInputs) -> LabInputs:
    """Return ``lab`` with the earlier grades of cards that now come from another preparer."""
    cards = {release.id: release for release in earlier.releases if release.profile is not None}

    def kept(release: KnownRelease) -> KnownRelease:
        card = cards.get(release.id)
        if card is None or release.profile is None or card.preparer == release.preparer:
            return release
        return replace(release, profile=card.profile)

    return replace(lab, releases=tuple(kept(release) for release in lab.releases))


def _scores(
    labs: Mapping[str, LabInputs], standard: Standard, on: date
) -> dict[str, Decimal | None]:
    scores = {slug: score_lab(lab, standard, on) for slug, lab in labs.items()}
    return {slug: score.displayed if score.is_rankable else None for slug, score in scores.items()}


def _places(scores: Mapping[str, Decimal | None]) -> dict[str, tuple[Decimal, int]]:
    ranked = {slug: score for slug, score in scores.items() if score is not None}
    last = (Decimal(0), len(ranked) + 1)
    ranks = competition_ranks(list(ranked.values()))
    places = dict(zip(ranked, zip(ranked.values(), ranks, strict=True), strict=True))
    return {slug: places.get(slug, last) for slug in scores}


@dataclass(frozen=True, slots=True)
class MeanChange:
    """A change of the mean over a cohort: by those who returned, and by who came and went."""

    total: Fraction
    returning: Fraction
    composition: Fraction


def decompose_mean(before: Mapping[KeyT, Fraction], after: Mapping[KeyT, Fraction]) -> MeanChange:
    """Tell apart how far a mean moved because its members changed and because others make it up.

    *Returning* is the change of the mean over those in both, 0 if there are none; *composition* is
    the rest. Raises ``ValueError`` if one side is empty.
    """
    if not before or not after:
        raise ValueError("A change of the mean needs members on both sides.")
    both = before.keys() & after.keys()
    total = _mean(list(after.values())) - _mean(list(before.values()))
    returning = Fraction(0)
    if both:
        returning = _mean([after[key] for key in both]) - _mean([before[key] for key in both])
    return MeanChange(total, returning, total - returning)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def fallen_due(
    lab: LabInputs, method: RankingMethod, since: date, on: date
) -> tuple[KnownRelease, ...]:
    """Return the releases that became due after ``since``, up to ``on``: the calendar's doing."""
    due_dates = ((release, due_date(release, lab, method)) for release in lab.releases)
    return tuple(
        release
        for release, day in due_dates
        if release.tier and day is not None and since < day <= on
    )


def change_sentence(
    *,
    rank: int | None,
    previous_rank: int | None,
    causes: Sequence[str] = (),
    score_change: Decimal = Decimal(0),
) -> str:
    """Say in one sentence how a lab moved since the ranking before, and why.

    ``causes`` are clauses such as "the card of DeepSeek-R1 was published", the weightiest first;
    without one, the lab itself did not change. Empty for a lab that still has no rank.
    """
    movement = _movement(rank, previous_rank, score_change)
    if not movement:
        return ""
    reason = _causes(causes) if causes else _others(rank, previous_rank, score_change)
    return f"{movement}: {reason}." if reason else f"{movement}."


def _movement(rank: int | None, previous_rank: int | None, score_change: Decimal) -> str:
    if rank is None:
        return "" if previous_rank is None else "No longer ranked"
    if previous_rank is None:
        return f"New at rank {rank}"
    if rank != previous_rank:
        return f"{'Up' if rank < previous_rank else 'Down'} {abs(previous_rank - rank)}"
    if score_change:
        return f"Score {'up' if score_change > 0 else 'down'} {abs(score_change):f}"
    return "Score unchanged"


def _causes(causes: Sequence[str]) -> str:
    others = len(causes) - 1
    if not others:
        return causes[0]
    return f"{causes[0]}, and {small_number(others)} other change{'s' if others > 1 else ''}"


def _others(rank: int | None, previous_rank: int | None, score_change: Decimal) -> str:
    """What moved a lab that gives no cause itself; its rank is one more than the labs above it."""
    if score_change or rank is None or previous_rank is None or rank == previous_rank:
        return ""
    count = abs(rank - previous_rank)
    labs, are = ("lab", "is") if count == 1 else ("labs", "are")
    if rank > previous_rank:
        return f"{small_number(count)} more {labs} {are} ranked above it"
    return f"{small_number(count)} {labs} fewer {are} ranked above it"
