"""The league table, of the current ranking or of an earlier one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from registry.models import Lab, Ranking, RankingEntry, Release
from registry.models.standing import card_status
from registry.rules.numerals import date_text, decimal_text
from registry.rules.ranking.lab_score import Band
from registry.rules.standard import load_standard
from registry.web.charts import findings
from registry.web.frame import stamp
from registry.web.presenters.charts.section_means import mean_rows, named_means, section_shares
from registry.web.presenters.history import difference_link
from registry.web.presenters.notices import release_mark
from registry.web.presenters.shared import lab_bar, release_link, score_text
from registry.web.view_models.leaderboard import (
    Basis,
    Change,
    LeaderboardPage,
    LeaderboardRow,
    Provisional,
    RankingPage,
    UnrankedLab,
)
from registry.web.view_models.shared import Link

NOTHING_DUE = (
    "No lab has been invited yet, so nothing is due: each lab is ranked on its best card, and on "
    "further cards only as far as they raise its mean."
)
ALL_SMALL = "Every score here rests on fewer than three models: one more card can move it far."


def leaderboard(ranking: Ranking | None) -> LeaderboardPage:
    """The page of one ranking, or the empty page before the first."""
    standard = load_standard()
    entries = _entries(ranking)
    releases = _basis_releases(entries)
    ranks = Counter(entry.rank for entry in entries)
    ranked = [entry for entry in entries if entry.rank is not None]
    rows = tuple(_row(entry, releases, is_tied=ranks[entry.rank] > 1) for entry in ranked)
    means = mean_rows(ranked)
    sections = load_standard(ranking.standard_version).sections if ranking else ()
    all_small = bool(rows) and all(row.is_small_number for row in rows)
    if all_small:  # a mark on every line marks nothing; one sentence says it for all
        rows = tuple(replace(row, is_small_number=False) for row in rows)
    nothing_due = bool(rows) and not any(entry.summary.flagship for entry in entries)
    return LeaderboardPage(
        stamp=stamp(ranking) if ranking else None,
        rows=rows,
        unranked=tuple(_unranked(entry) for entry in entries if entry.rank is None),
        labs=len(entries),
        cards=ranking.cards if ranking else 0,
        known_models=ranking.known_releases if ranking else 0,
        items=len(standard.items),
        listed_until=_day(ranking.listed_until if ranking else None),
        draws=f"{standard.ranking.interval.draws:,}",
        basis_note=" ".join(
            note for note, holds in ((NOTHING_DUE, nothing_due), (ALL_SMALL, all_small)) if holds
        ),
        standard_version=ranking.standard_version if ranking else standard.version,
        method_version=ranking.method_version if ranking else "",
        cards_by_labs=ranking.cards_by_labs if ranking else 0,
        cards_reviewed=ranking.cards_reviewed if ranking else 0,
        due_after_days=standard.ranking.due_after_days,
        provisional=_provisional(ranking) if ranking else None,
        finding=findings.completeness(named_means(sections, means), len(ranked)),
        sections=section_shares(sections, means),
        difference=difference_link(ranking.number) if ranking else None,
    )


def _provisional(ranking: Ranking) -> Provisional | None:
    if not ranking.is_provisional or not ranking.cards:
        return None
    average = Fraction(ranking.sources_read, ranking.cards)
    return Provisional(ranking.cards, ranking.sources_read, decimal_text(average))


def ranking_page(ranking: Ranking, *, is_current: bool) -> RankingPage:
    neighbours = {
        number: Link(f"Ranking {number}", Ranking(number=number).get_absolute_url())
        for number in Ranking.objects.filter(
            number__in=(ranking.number - 1, ranking.number + 1)
        ).values_list("number", flat=True)
    }
    return RankingPage(
        leaderboard=leaderboard(ranking),
        is_current=is_current,
        previous=neighbours.get(ranking.number - 1),
        next=neighbours.get(ranking.number + 1),
        causes=tuple(ranking.causes),
    )


def invitation_text(lab: Lab, next_due: date | None) -> str:
    if lab.invited_on is None:
        return "not invited yet"
    invited = f"invited on {_day(lab.invited_on)}"
    return f"{invited}; first card due on {_day(next_due)}" if next_due else invited


def _entries(ranking: Ranking | None) -> Sequence[RankingEntry]:
    if ranking is None:
        return []
    entries = ranking.entries.select_related("lab", "score")
    return list(entries.defer("score__draws", "score__releases"))


def _basis_releases(entries: Sequence[RankingEntry]) -> dict[str, Release]:
    ids = [basis for entry in entries if (basis := entry.summary.basis)]
    found = Release.objects.filter(public_id__in=ids).select_related("card__current_grading")
    marked = found.annotate(card_status=card_status("card"))
    return {release.public_id: release for release in marked}


def _row(entry: RankingEntry, releases: dict[str, Release], *, is_tied: bool) -> LeaderboardRow:
    score = entry.summary
    basis = score.basis
    return LeaderboardRow(
        rank=str(entry.rank),
        interval=interval_text(entry),
        lab=Link(entry.lab_name, entry.lab.get_absolute_url()),
        bar=lab_bar(score.bar),
        score=score_text(entry.score.displayed),
        basis=Basis(
            release_link(releases[basis]),
            "designated flagship"
            if score.flagship and score.flagship.is_designated
            else "flagship"
            if score.flagship
            else "",
            release_mark(releases[basis]),
        )
        if basis
        else None,
        carded=entry.cards,
        known=entry.known_releases,
        sources_read=entry.sources_read,
        is_tied=is_tied,
        is_small_number=score.is_small,
        has_no_disclosure=score.band is Band.NO_DISCLOSURE,
        change=_change(entry),
    )


def interval_text(entry: RankingEntry) -> str:
    if entry.rank_low == entry.rank_high:
        return str(entry.rank_low)
    return f"{entry.rank_low}–{entry.rank_high}"


def _change(entry: RankingEntry) -> Change | None:
    """The stored sentence, its reason apart from the movement."""
    movement, _, reason = entry.change.partition(": ")
    return Change(text=movement, reason=reason) if movement else None


def _unranked(entry: RankingEntry) -> UnrankedLab:
    return UnrankedLab(
        lab=Link(entry.lab_name, entry.lab.get_absolute_url()),
        known=entry.known_releases,
        invitation=invitation_text(entry.lab, entry.summary.first_due_on),
    )


def _day(day: date | None) -> str:
    return date_text(day.isoformat()) if day else ""
