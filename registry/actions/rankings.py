"""Scoring labs and storing numbered rankings.

Only labs that were touched, or for which a due date has come, are scored; the others keep the
stored score they had in the ranking before. What grows with the number of labs is the comparison
alone, and nothing grows with the number of cards.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

import numpy as np
from django.db.models import Q

from registry.models import Lab, LabScore, Ranking, RankingEntry, RegistryState, Release
from registry.models.cards import CardVersion
from registry.rules.grading.level import Level
from registry.rules.profile import profile_from_data
from registry.rules.ranking.changes import change_sentence
from registry.rules.ranking.draws import TENTHS_DTYPE, Tenths, draw_lab
from registry.rules.ranking.lab_data import score_to_data
from registry.rules.ranking.lab_inputs import (
    METHOD_VERSION,
    KnownRelease,
    LabInputs,
    due_date,
    inputs_digest,
)
from registry.rules.ranking.lab_score import score_lab
from registry.rules.ranking.rank_interval import rank_intervals
from registry.rules.ranking.table import RankedLab, rank_labs
from registry.rules.standard import Standard, load_standard

TOLD_CAUSES = 20


@dataclass(frozen=True)
class Counts:
    """What is known of one lab: releases that can count, and their cards by who prepared them."""

    known_releases: int
    cards: int
    cards_by_lab: int
    cards_reviewed: int
    sources_read: int


@dataclass(frozen=True)
class Line:
    """One lab on its way into a ranking; what ranking asks for is read from the stored score."""

    lab_id: int
    slug: str
    name: str
    score: LabScore
    counts: Counts

    @property
    def displayed(self) -> Decimal:
        return Decimal(self.score.displayed)

    @property
    def coverage(self) -> Decimal:
        return Decimal(self.score.coverage)

    @property
    def carded(self) -> int:
        return self.score.carded

    @property
    def is_rankable(self) -> bool:
        return self.score.counted > 0


def refresh(
    state: RegistryState, causes: Mapping[int, Sequence[str]], *, on: date, at: datetime
) -> Ranking | None:
    """Store a new ranking if anything differs from the current one; return it, else ``None``.

    Runs inside the transaction of the change, under the lock on ``state``. ``causes`` names the
    labs whose inputs may have changed, each with sentences that say why.
    """
    standard = load_standard()
    before = _entries_by_lab(state.current_ranking)
    lines = _lines(before, set(causes), standard, on=on, at=at)
    table = rank_labs(lines)
    intervals = _intervals(table, standard)
    digest = _digest(table, intervals, standard, state.releases_listed_until)
    RegistryState.objects.filter(pk=state.pk).update(checked_on=on)
    if state.current_ranking is not None and state.current_ranking.digest == digest:
        return None
    last = Ranking.objects.newest_first().values_list("number", flat=True).first() or 0
    ranking = Ranking.objects.create(
        number=last + 1,
        as_of=on,
        created_at=at,
        standard_version=standard.version,
        method_version=METHOD_VERSION,
        digest=digest,
        listed_until=state.releases_listed_until,
        causes=_told(causes),
        known_releases=sum(line.counts.known_releases for line in lines),
        cards=sum(line.counts.cards for line in lines),
        cards_by_labs=sum(line.counts.cards_by_lab for line in lines),
        cards_reviewed=sum(line.counts.cards_reviewed for line in lines),
        sources_read=sum(line.counts.sources_read for line in lines),
    )
    RankingEntry.objects.bulk_create(
        _entry(ranking, position, place, intervals, before, causes)
        for position, place in enumerate(table, start=1)
    )
    RegistryState.objects.filter(pk=state.pk).update(current_ranking=ranking)
    return ranking


def _told(causes: Mapping[int, Sequence[str]]) -> list[str]:
    """The sentences a page can show; a bulk load has hundreds, all of them in the audit trail."""
    sentences = [sentence for of_lab in causes.values() for sentence in of_lab]
    if len(sentences) <= TOLD_CAUSES:
        return sentences
    return [*sentences[:TOLD_CAUSES], f"and {len(sentences) - TOLD_CAUSES} other changes"]


def labs_to_rank() -> list[Lab]:
    return list(Lab.objects.independent())


def load_inputs(labs: Iterable[Lab]) -> list[tuple[Lab, LabInputs, Counts]]:
    """What the scores of these labs depend on, in two queries."""
    by_id = {lab.pk: lab for lab in labs}
    releases: dict[int, list[Release]] = {lab_id: [] for lab_id in by_id}
    for release in (
        Release.objects.filter(Q(lab__in=by_id) | Q(lab__merged_into__in=by_id))
        .select_related("lab", "card__current_grading", "card__live_version", "card")
        .order_by("public_id")
    ):
        owner = release.lab_id if release.lab_id in by_id else release.lab.merged_into_id
        releases[owner or release.lab_id].append(release)
    designated = dict(
        Release.objects.filter(
            pk__in=[lab.designated_flagship_id for lab in by_id.values()]
        ).values_list("pk", "public_id")
    )
    return [
        (lab, _inputs(lab, releases[lab.pk], designated), _counts(releases[lab.pk]))
        for lab in by_id.values()
    ]


def _inputs(lab: Lab, releases: list[Release], designated: Mapping[int, str]) -> LabInputs:
    tiers = {"1": "flagship_line", "1/2": "other_named_release", "0": "derivative"}
    method = load_standard().ranking
    known = []
    for release in releases:
        card = getattr(release, "card", None)
        grading = card.current_grading if card else None
        known.append(
            KnownRelease(
                id=release.public_id,
                released_on=release.released_on,
                tier=method.tiers[tiers[release.tier]],
                profile=profile_from_data(grading.result["counted_profile"]) if grading else None,
                preparer=card.live_version.preparer if card and card.live_version else "",
            )
        )
    return LabInputs(
        slug=lab.slug,
        name=lab.name,
        invited_on=lab.invited_on,
        releases=tuple(known),
        designated_flagship=designated.get(lab.designated_flagship_id or 0),
    )


def _counts(releases: list[Release]) -> Counts:
    known = [release for release in releases if release.tier != Release.Tier.DERIVATIVE]
    cards = [release.card for release in known if hasattr(release, "card")]
    versions = [card.live_version for card in cards if card.live_version is not None]
    gradings = [card.current_grading for card in cards if card.current_grading is not None]
    developer = CardVersion.Preparer.DEVELOPER
    return Counts(
        known_releases=len(known),
        cards=len(versions),
        cards_by_lab=sum(version.preparer == developer for version in versions),
        cards_reviewed=sum(grading.level == Level.REVIEWED for grading in gradings),
        sources_read=sum(version.sources_read for version in versions),
    )


def _entries_by_lab(ranking: Ranking | None) -> dict[int, RankingEntry]:
    if ranking is None:
        return {}
    entries = ranking.entries.select_related("score").defer("score__working")
    return {entry.lab_id: entry for entry in entries}


def _lines(
    before: Mapping[int, RankingEntry],
    touched: Collection[int],
    standard: Standard,
    *,
    on: date,
    at: datetime,
) -> list[Line]:
    """Every lab with its score: computed where needed, as it stood in the ranking before if not."""
    labs = labs_to_rank()
    stale = [lab for lab in labs if lab.pk in touched or _is_stale(before.get(lab.pk), on)]
    fresh = {
        lab.pk: Line(lab.pk, lab.slug, lab.name, _score(lab, inputs, standard, on, at), counts)
        for lab, inputs, counts in load_inputs(stale)
    }
    return [fresh.get(lab.pk) or _unchanged(lab, before[lab.pk]) for lab in labs]


def _is_stale(entry: RankingEntry | None, on: date) -> bool:
    if entry is None:
        return True
    due = entry.score.next_change_on
    # A day before the ranking's own: what was due may not have been due then.
    return (due is not None and due <= on) or on < entry.ranking.as_of


def _unchanged(lab: Lab, entry: RankingEntry) -> Line:
    counts = Counts(
        known_releases=entry.known_releases,
        cards=entry.cards,
        cards_by_lab=entry.cards_by_lab,
        cards_reviewed=entry.cards_reviewed,
        sources_read=entry.sources_read,
    )
    return Line(lab.pk, lab.slug, lab.name, entry.score, counts)


def _score(lab: Lab, inputs: LabInputs, standard: Standard, on: date, at: datetime) -> LabScore:
    """The stored score for these inputs, computed and stored first where there is none."""
    digest = inputs_digest(inputs, standard, on)
    stored = LabScore.objects.filter(lab=lab, inputs_digest=digest).first()
    if stored is not None:
        return stored
    score = score_lab(inputs, standard, on)
    return LabScore.objects.create(
        lab=lab,
        inputs_digest=digest,
        computed_at=at,
        score=f"{score.score:f}",
        displayed=f"{score.displayed:f}",
        coverage=f"{score.coverage:f}",
        carded=score.carded,
        counted=len(score.members),
        working=score_to_data(score),
        draws=draw_lab(inputs, standard, on).tobytes(),
        next_change_on=_next_change(inputs, standard, on),
    )


def _next_change(inputs: LabInputs, standard: Standard, on: date) -> date | None:
    """The first day after ``on`` on which a release becomes due."""
    days = [
        due_date(release, inputs, standard.ranking) for release in inputs.releases if release.tier
    ]
    return min((day for day in days if day is not None and day > on), default=None)


def _draws(line: Line) -> Tenths:
    return np.frombuffer(line.score.draws, dtype=TENTHS_DTYPE)


def _intervals(table: Sequence[RankedLab[Line]], standard: Standard) -> dict[int, tuple[int, int]]:
    ranked = [place.lab for place in table if place.rank is not None]
    intervals = rank_intervals(
        [_draws(line) for line in ranked], standard.ranking.interval.percentiles
    )
    return {line.lab_id: interval for line, interval in zip(ranked, intervals, strict=True)}


def _digest(
    table: Sequence[RankedLab[Line]],
    intervals: Mapping[int, tuple[int, int]],
    standard: Standard,
    listed_until: date | None,
) -> str:
    document = {
        "standard": [standard.id, standard.version],
        "method": METHOD_VERSION,
        "listed_until": listed_until.isoformat() if listed_until else None,
        "labs": [
            [
                place.lab.slug,
                place.lab.name,
                place.rank,
                intervals.get(place.lab.lab_id),
                place.lab.score.inputs_digest,
                place.lab.counts.known_releases,
                place.lab.counts.cards_by_lab,
            ]
            for place in table
        ],
    }
    return sha256(json.dumps(document, separators=(",", ":")).encode()).hexdigest()


def _entry(
    ranking: Ranking,
    position: int,
    place: RankedLab[Line],
    intervals: Mapping[int, tuple[int, int]],
    before: Mapping[int, RankingEntry],
    causes: Mapping[int, Sequence[str]],
) -> RankingEntry:
    line = place.lab
    previous = before.get(line.lab_id)
    low, high = intervals.get(line.lab_id, (None, None))
    return RankingEntry(
        ranking=ranking,
        lab_id=line.lab_id,
        score=line.score,
        position=position,
        lab_name=line.name,
        rank=place.rank,
        rank_low=low,
        rank_high=high,
        previous_rank=previous.rank if previous else None,
        change=change_sentence(
            rank=place.rank,
            previous_rank=previous.rank if previous else None,
            causes=causes.get(line.lab_id, ()),
            score_change=line.displayed - Decimal(previous.score.displayed)
            if previous
            else Decimal(0),
        )
        if before
        else "",
        known_releases=line.counts.known_releases,
        cards=line.counts.cards,
        cards_by_lab=line.counts.cards_by_lab,
        cards_reviewed=line.counts.cards_reviewed,
        sources_read=line.counts.sources_read,
    )


def table_differences(ranking: Ranking, lines: Sequence[Line], state: RegistryState) -> list[str]:
    """Rank ``lines`` anew and compare with the stored ranking; writes nothing."""
    standard = load_standard()
    table = rank_labs(lines)
    intervals = _intervals(table, standard)
    stored = {entry.lab_id: entry for entry in ranking.entries.all()}
    differences = []
    for position, place in enumerate(table, start=1):
        entry = stored.pop(place.lab.lab_id)
        recomputed = (position, place.rank, *intervals.get(place.lab.lab_id, (None, None)))
        if recomputed != (entry.position, entry.rank, entry.rank_low, entry.rank_high):
            differences.append(f"{place.lab.name}: recomputed place {recomputed} differs.")
    differences += [f"{entry.lab_name}: ranked, but no longer known." for entry in stored.values()]
    if _digest(table, intervals, standard, state.releases_listed_until) != ranking.digest:
        differences.append(f"{ranking}: the digest differs from the recomputed one.")
    return differences
