"""Comparing the scores of labs and storing numbered rankings.

What grows with the number of labs is the comparison alone, and nothing grows with the number of
cards.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

import numpy as np

from registry.actions import scores
from registry.actions.scores import Counts, Dossier
from registry.models import Lab, LabScore, Ranking, RankingEntry, RegistryState
from registry.rules.ranking.changes import change_sentence
from registry.rules.ranking.draws import TENTHS_DTYPE
from registry.rules.ranking.lab_inputs import METHOD_VERSION
from registry.rules.ranking.rank_interval import rank_intervals
from registry.rules.ranking.table import RankedLab, rank_labs
from registry.rules.standard import Standard, load_standard

TOLD_CAUSES = 20

Causes = Mapping[int, Sequence[str]]


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


def refresh(state: RegistryState, causes: Causes, *, on: date, at: datetime) -> Ranking | None:
    """Store a new ranking if anything differs from the current one; return it, else ``None``.

    Without labs there is nothing to rank. Runs inside the transaction of the change, under the lock
    on ``state``. ``causes`` names the labs whose inputs may have changed, by primary key, each with
    clauses that say why.
    """
    standard = load_standard()
    before = entries_by_lab(state.current_ranking)
    causes = _of_standing_labs(causes)
    labs = list(Lab.objects.independent())
    if not labs:
        return None
    stale = [lab for lab in labs if lab.pk in causes or _is_stale(before.get(lab.pk), standard, on)]
    dossiers = scores.load_dossiers(stale)
    causes = _with_calendar(causes, dossiers, before, standard, on)
    fresh = {
        dossier.lab.pk: line_of(dossier, scores.find_or_store(dossier, standard, on, at))
        for dossier in dossiers
    }
    lines = [fresh.get(lab.pk) or _unchanged(lab, before[lab.pk]) for lab in labs]
    ranking, entries = draw_up(lines, before, state, standard)
    RegistryState.objects.filter(pk=state.pk).update(checked_on=on)
    if state.current_ranking is not None and state.current_ranking.digest == ranking.digest:
        return None
    last = Ranking.objects.newest_first().values_list("number", flat=True).first() or 0
    ranking.number, ranking.as_of, ranking.created_at = last + 1, on, at
    ranking.causes = _told(causes)
    ranking.save(force_insert=True)
    for entry in entries:
        previous = before.get(entry.lab_id)
        entry.change = _change(entry, previous, causes) if before else ""
    RankingEntry.objects.bulk_create(entries)
    RegistryState.objects.filter(pk=state.pk).update(current_ranking=ranking)
    return ranking


def draw_up(
    lines: Sequence[Line],
    before: Mapping[int, RankingEntry],
    state: RegistryState,
    standard: Standard,
) -> tuple[Ranking, list[RankingEntry]]:
    """The ranking of ``lines`` and its entries; without number, dates and reasons, and not stored.

    ``before`` holds the entries of the ranking before by lab.
    """
    table = rank_labs(lines)
    intervals = _intervals(table, standard)
    ranking = Ranking(
        standard_version=standard.version,
        method_version=METHOD_VERSION,
        digest=_digest(table, intervals, standard, state.releases_listed_until),
        listed_until=state.releases_listed_until,
        known_releases=sum(line.counts.known_releases for line in lines),
        cards=sum(line.counts.cards for line in lines),
        cards_by_labs=sum(line.counts.cards_by_lab for line in lines),
        cards_reviewed=sum(line.counts.cards_reviewed for line in lines),
        sources_read=sum(line.counts.sources_read for line in lines),
    )
    entries = []
    for position, place in enumerate(table, start=1):
        line = place.lab
        low, high = intervals.get(line.lab_id, (None, None))
        previous = before.get(line.lab_id)
        entries.append(
            RankingEntry(
                ranking=ranking,
                lab_id=line.lab_id,
                score=line.score,
                position=position,
                lab_name=line.name,
                rank=place.rank,
                rank_low=low,
                rank_high=high,
                previous_rank=previous.rank if previous else None,
                **asdict(line.counts),
            )
        )
    return ranking, entries


def line_of(dossier: Dossier, score: LabScore) -> Line:
    lab = dossier.lab
    return Line(lab.pk, lab.slug, lab.name, score, dossier.counts)


def _unchanged(lab: Lab, entry: RankingEntry) -> Line:
    counts = Counts(
        known_releases=entry.known_releases,
        cards=entry.cards,
        cards_by_lab=entry.cards_by_lab,
        cards_reviewed=entry.cards_reviewed,
        sources_read=entry.sources_read,
    )
    return Line(lab.pk, lab.slug, lab.name, entry.score, counts)


def entries_by_lab(ranking: Ranking | None) -> dict[int, RankingEntry]:
    if ranking is None:
        return {}
    entries = ranking.entries.select_related("score").defer("score__working", "score__releases")
    return {entry.lab_id: entry for entry in entries}


def _is_stale(entry: RankingEntry | None, standard: Standard, on: date) -> bool:
    if entry is None:
        return True
    ranking, due = entry.ranking, entry.score.next_change_on
    if (ranking.standard_version, ranking.method_version) != (standard.version, METHOD_VERSION):
        return True
    # A day before the ranking's own: what was due may not have been due then.
    return (due is not None and due <= on) or on < ranking.as_of


def _of_standing_labs(causes: Causes) -> dict[int, list[str]]:
    """Give what was said of a lab that was merged into another to that other."""
    successors = dict(
        Lab.objects.filter(pk__in=causes, merged_into__isnull=False).values_list(
            "pk", "merged_into_id"
        )
    )
    standing: dict[int, list[str]] = {}
    for lab_id, clauses in causes.items():
        standing.setdefault(successors.get(lab_id, lab_id), []).extend(clauses)
    return standing


def _with_calendar(
    causes: Causes,
    dossiers: Sequence[Dossier],
    before: Mapping[int, RankingEntry],
    standard: Standard,
    on: date,
) -> Causes:
    """Add what fell due since the ranking before, as a reason like any other."""
    every = {lab_id: list(clauses) for lab_id, clauses in causes.items()}
    for dossier in dossiers:
        previous = before.get(dossier.lab.pk)
        if previous is not None:
            since = previous.ranking.as_of
            clauses = scores.due_sentences(dossier, standard, since=since, on=on)
            every.setdefault(dossier.lab.pk, []).extend(clauses)
    return every


def _told(causes: Causes) -> list[str]:
    """The clauses a page can show; a bulk load has hundreds, all of them in the audit trail."""
    clauses = [clause for of_lab in causes.values() for clause in of_lab]
    if len(clauses) <= TOLD_CAUSES:
        return clauses
    return [*clauses[:TOLD_CAUSES], f"and {len(clauses) - TOLD_CAUSES} other changes"]


def _change(entry: RankingEntry, previous: RankingEntry | None, causes: Causes) -> str:
    before = Decimal(previous.score.displayed if previous else entry.score.displayed)
    return change_sentence(
        rank=entry.rank,
        previous_rank=entry.previous_rank,
        causes=causes.get(entry.lab_id, ()),
        score_change=Decimal(entry.score.displayed) - before,
    )


def _intervals(table: Sequence[RankedLab[Line]], standard: Standard) -> dict[int, tuple[int, int]]:
    ranked = [place.lab for place in table if place.rank is not None]
    draws = [np.frombuffer(line.score.draws, dtype=TENTHS_DTYPE) for line in ranked]
    intervals = rank_intervals(draws, standard.ranking.interval.percentiles)
    return {line.lab_id: interval for line, interval in zip(ranked, intervals, strict=True)}


def _digest(
    table: Collection[RankedLab[Line]],
    intervals: Mapping[int, tuple[int, int]],
    standard: Standard,
    listed_until: date | None,
) -> str:
    """The SHA-256 hex digest of all that a ranking says, whenever it says it."""
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
                *astuple(place.lab.counts),
            ]
            for place in table
        ],
    }
    return sha256(json.dumps(document, separators=(",", ":")).encode()).hexdigest()
