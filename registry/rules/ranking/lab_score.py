"""The score of a lab on one day, with every number a reader needs to follow it.

The letters (M, D, F, P, K, Q, L) are those of ``lab_reading``, which does the arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from registry.rules.profile import Bar as CardBar
from registry.rules.profile import bar, weighted_mean
from registry.rules.ranking.lab_inputs import (
    Candidates,
    KnownRelease,
    LabInputs,
    due_date,
    find_candidates,
    recency_weight,
    recency_weights,
)
from registry.rules.ranking.lab_reading import Reading, read_lab
from registry.rules.rounding import half_up, published
from registry.rules.standard import Standard

_NOMINAL = "nominal"


class Standing(StrEnum):
    """How a known release with a tier above 0 stands on one day; the first two make up D."""

    DUE = "due"
    EARLY = "early"  # has a card, not yet due, raises P: joined
    WAITING = "waiting"  # has a card, not yet due, would not raise P: waits until due
    NOT_DUE = "not_due"  # has no card and owes none yet


class Band(StrEnum):
    """Where a lab belongs on the leaderboard."""

    DISCLOSING = "disclosing"
    NO_DISCLOSURE = "no_disclosure"  # ranked, but no release counted has a card (K = 0)
    NOT_RANKABLE = "not_rankable"  # no release counts yet (D is empty)


@dataclass(frozen=True, slots=True)
class ScoredRelease:
    """One known release in the score of its lab.

    ``model_score`` is the exact M, ``None`` without a card (counted as 0). ``recency`` is u on the
    day of the score at 9 decimals, to be shown: the score itself uses exact proportions.
    """

    id: str
    released_on: date
    tier: Fraction
    standing: Standing
    due_on: date | None
    model_score: Fraction | None
    recency: Decimal

    @property
    def is_counted(self) -> bool:
        return self.standing in (Standing.DUE, Standing.EARLY)


@dataclass(frozen=True, slots=True)
class Flagship:
    """F, 0 to 100 at 9 decimals, and the due release it is taken from."""

    release_id: str
    score: Decimal
    is_designated: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A mean over D split by grade: parts of the stacked bar, 0 to 100 at 9 decimals."""

    stated: Decimal
    evidenced: Decimal
    verified: Decimal


@dataclass(frozen=True, slots=True)
class SectionMean(Bar):
    """The mean score S_k of a section over D, and its bar."""

    section: str
    score: Decimal


@dataclass(frozen=True, slots=True)
class LabScore:
    """A lab's score on the day ``on``.

    Scores run from 0 to 100 and coverage from 0 to 1, at 9 decimals; ``displayed`` is ``score``
    at the decimals of the leaderboard, the value that is ranked. ``readings`` holds L by name of
    the reading, ``bar`` the mean of the cards' bars, ``sections`` the same by section in the order
    of the standard, ``releases`` all known releases with a tier above 0, newest first. A lab that
    is not rankable has zeros.
    """

    slug: str
    name: str
    on: date
    releases: tuple[ScoredRelease, ...]
    flagship: Flagship | None
    mean: Decimal  # P
    coverage: Decimal  # K
    depth: Decimal  # Q
    score: Decimal  # L
    displayed: Decimal
    readings: Mapping[str, Decimal]
    bar: Bar
    sections: tuple[SectionMean, ...]
    is_small: bool

    @property
    def members(self) -> tuple[ScoredRelease, ...]:
        """D, the releases counted."""
        return tuple(release for release in self.releases if release.is_counted)

    @property
    def waiting(self) -> tuple[ScoredRelease, ...]:
        """The cards that count only when due, since their M does not exceed P."""
        return tuple(r for r in self.releases if r.standing is Standing.WAITING)

    @property
    def carded(self) -> int:
        """The number n of releases counted that have a card."""
        return sum(release.model_score is not None for release in self.members)

    @property
    def band(self) -> Band:
        if not self.members:
            return Band.NOT_RANKABLE
        return Band.DISCLOSING if self.carded else Band.NO_DISCLOSURE

    @property
    def is_rankable(self) -> bool:
        return self.band is not Band.NOT_RANKABLE

    @property
    def basis(self) -> str | None:
        """The release the score rests on most: the due flagship, the best card while none is."""
        if self.flagship is not None:
            return self.flagship.release_id
        carded = [release for release in self.members if release.model_score is not None]
        best = max(carded, key=lambda release: release.model_score or 0, default=None)
        return best.id if best else None

    @property
    def first_due_on(self) -> date | None:
        """The day on which the first of the known releases falls or fell due."""
        return min((r.due_on for r in self.releases if r.due_on), default=None)


def score_lab(lab: LabInputs, standard: Standard, on: date) -> LabScore:
    """Score a lab; each reading is computed anew from its own model scores and its own D."""
    method = standard.ranking
    candidates = find_candidates(lab, method, on)
    considered = (*candidates.due, *candidates.early)
    weights = recency_weights(considered, method.recency_half_life_days)
    bars = {
        release.id: bar(release.profile, standard.section_weights)
        for release in considered
        if release.profile is not None
    }
    model_scores = {
        name: {id_: card_bar.score(trusts) for id_, card_bar in bars.items()}
        for name, trusts in standard.readings.items()
    }
    readings = {
        name: read_lab(candidates, weights, scores, method.flagship_share)
        for name, scores in model_scores.items()
    }
    nominal = readings[_NOMINAL]
    score = published(nominal.score)
    mean = _mean_bar(nominal.members, weights, bars)
    return LabScore(
        slug=lab.slug,
        name=lab.name,
        on=on,
        releases=_scored_releases(lab, standard, on, nominal.members, model_scores[_NOMINAL]),
        flagship=_flagship(nominal, candidates),
        mean=published(nominal.mean),
        coverage=published(nominal.coverage),
        depth=published(nominal.depth),
        score=score,
        displayed=half_up(Fraction(score), method.displayed_decimals),
        readings={name: published(reading.score) for name, reading in readings.items()},
        bar=Bar(published(mean.stated), published(mean.evidenced), published(mean.verified)),
        sections=tuple(
            _section_mean(section, nominal.members, weights, bars, standard.readings[_NOMINAL])
            for section in standard.section_weights
        ),
        is_small=len(nominal.members) < method.small_number_of_releases,
    )


def _scored_releases(
    lab: LabInputs,
    standard: Standard,
    on: date,
    members: Sequence[KnownRelease],
    model_scores: Mapping[str, Fraction],
) -> tuple[ScoredRelease, ...]:
    method = standard.ranking
    counted = {release.id for release in members}
    newest_first = sorted(lab.releases, key=lambda r: (-r.released_on.toordinal(), r.id))

    def scored(release: KnownRelease) -> ScoredRelease:
        due_on = due_date(release, lab, method)
        if due_on is not None and due_on <= on:
            standing = Standing.DUE
        elif release.id in counted:
            standing = Standing.EARLY
        else:
            standing = Standing.NOT_DUE if release.profile is None else Standing.WAITING
        return ScoredRelease(
            id=release.id,
            released_on=release.released_on,
            tier=release.tier,
            standing=standing,
            due_on=due_on,
            model_score=model_scores.get(release.id),
            recency=published(recency_weight(release, on, method.recency_half_life_days)),
        )

    return tuple(scored(release) for release in newest_first if release.tier)


def _flagship(nominal: Reading, candidates: Candidates) -> Flagship | None:
    if nominal.flagship is None:
        return None
    score, release_id = nominal.flagship
    return Flagship(release_id, published(score), candidates.is_designated)


def _mean_bar(
    members: Sequence[KnownRelease],
    weights: Mapping[str, Fraction],
    bars: Mapping[str, CardBar],
) -> CardBar:
    silent = CardBar(verified=Fraction(0), evidenced=Fraction(0), stated=Fraction(0))
    of_members = [weights[release.id] for release in members]
    member_bars = [bars.get(release.id, silent) for release in members]
    return CardBar(
        verified=weighted_mean(of_members, [part.verified for part in member_bars]),
        evidenced=weighted_mean(of_members, [part.evidenced for part in member_bars]),
        stated=weighted_mean(of_members, [part.stated for part in member_bars]),
    )


def _section_mean(
    section: str,
    members: Sequence[KnownRelease],
    weights: Mapping[str, Fraction],
    bars: Mapping[str, CardBar],
    trusts: Sequence[Fraction],
) -> SectionMean:
    """Average one section over D.

    Where no item of it applies to a card, the card's own bar stands in: leaving the section out of
    M comes to the same, so the weighted mean of the section scores is always P.
    """
    of_section = {
        release.id: CardBar(100 * part.verified, 100 * part.evidenced, 100 * part.stated)
        for release in members
        for part in release.profile or ()
        if part.section == section
    }
    mean = _mean_bar(members, weights, {**bars, **of_section})
    return SectionMean(
        stated=published(mean.stated),
        evidenced=published(mean.evidenced),
        verified=published(mean.verified),
        section=section,
        score=published(mean.score(trusts)),
    )
