"""The score of one lab from ranking to ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from registry.exporters.csv_text import Cell as CsvCell
from registry.models import Lab, Ranking, RankingEntry
from registry.rules.numerals import date_text
from registry.rules.rounding import half_up
from registry.web.charts import findings, history
from registry.web.charts.history import Moment
from registry.web.charts.layout import NARROW, WIDE
from registry.web.presenters.charts.edition import NAME, lab_files
from registry.web.presenters.shared import score_text
from registry.web.view_models.charts import Figure
from registry.web.view_models.shared import Cell, Table

COLUMNS = (
    "lab",
    "lab_name",
    "ranking",
    "as_of",
    "standard_version",
    "method_version",
    "rank",
    "rank_low",
    "rank_high",
    "score_of_100",
    "change",
)
# A year of daily rankings and more; older ones stay at their own addresses.
MOST_RANKINGS = 500
NOT_RANKED = "not ranked"


@dataclass(frozen=True, slots=True)
class Edition:
    """The lab's line in one ranking."""

    number: int
    on: date
    standard: str
    method: str
    rank: int | None
    low: int | None
    high: int | None
    displayed: str
    change: str

    @property
    def score(self) -> Decimal | None:
        return None if self.rank is None else Decimal(self.displayed)

    @property
    def score_text(self) -> str:
        return NOT_RANKED if self.rank is None else score_text(self.displayed)

    @property
    def rank_text(self) -> str:
        if self.rank is None:
            return "–"
        return f"{self.rank} ({self.low}–{self.high})" if self.low != self.high else str(self.rank)


def lab_history(lab: Lab, ranking: Ranking | None) -> Figure:
    """A lab's score over its rankings, up to the current one."""
    editions, is_cut = _editions(lab)
    shown = _turning_points(editions)
    since = next((e.on for e in editions if e.rank is not None), None)
    until = max((edition.on for edition in editions), default=date.min)
    is_line = len({edition.on for edition in editions}) > 1 and since is not None
    moments = _moments(shown)
    return Figure(
        id="history-chart",
        title=findings.history(
            lab.name, [e.score for e in editions], date_text(since.isoformat()) if since else ""
        ),
        subtitle=(
            "Score in each ranking, 0 to 100; of several on one day (UTC) the last. "
            + _told(len(editions), is_cut=is_cut)
        ),
        description="Steps from left to right, one for each change of the score.",
        source=f"Source: {NAME}, rankings 1 to {ranking.number}." if ranking else "",
        url=lab.get_absolute_url(),
        table=_history_table(shown),
        columns=COLUMNS,
        rows=tuple(_history_row(lab, edition) for edition in editions),
        wide=history.draw(moments, until, WIDE) if is_line else None,
        narrow=history.draw(moments, until, NARROW) if is_line else None,
        empty_title="The score over time will be here.",
        empty=_too_early(editions, is_ranked=since is not None),
        files=lab_files(lab, "history") if editions else (),
    )


def _editions(lab: Lab) -> tuple[list[Edition], bool]:
    """The lab's lines, oldest first, and whether older ones were left out."""
    rows = (
        RankingEntry.objects.filter(lab=lab)
        .order_by("-pk")
        .values_list(
            "ranking_id",
            "ranking__as_of",
            "ranking__standard_version",
            "ranking__method_version",
            "rank",
            "rank_low",
            "rank_high",
            "score__displayed",
            "change",
        )
    )
    newest = [Edition(*row) for row in rows[: MOST_RANKINGS + 1]]
    return newest[:MOST_RANKINGS][::-1], len(newest) > MOST_RANKINGS


def _turning_points(editions: Sequence[Edition]) -> list[Edition]:
    """The last of each day where anything differs from the day before, and the newest."""
    by_day = {edition.on: edition for edition in editions}
    last_of_day = [by_day[day] for day in sorted(by_day)]
    kept: list[Edition] = []
    for edition in last_of_day:
        before = kept[-1] if kept else None
        if before is None or _said(before) != _said(edition) or edition is last_of_day[-1]:
            kept.append(edition)
    return kept


def _said(edition: Edition) -> tuple[object, ...]:
    return edition.score, edition.rank, edition.standard, edition.method


def _moments(shown: Sequence[Edition]) -> list[Moment]:
    moments = []
    for index, edition in enumerate(shown):
        day = date_text(edition.on.isoformat())
        standing = (
            f"{edition.score_text} of 100, rank {edition.rank_text}" if edition.rank else NOT_RANKED
        )
        event = _event(shown[index - 1], edition) if index else ""
        moments.append(
            Moment(
                on=edition.on,
                score=None if edition.score is None else float(edition.score),
                score_text=edition.score_text,
                title=f"Ranking {edition.number}, {day}: {standing}{f'; {event}' if event else ''}",
                url=Ranking(number=edition.number).get_absolute_url(),
                event=event,
            )
        )
    return moments


def _event(before: Edition, edition: Edition) -> str:
    """What scores are computed by, where it is new: "standard 1.1, method 2"."""
    changed = []
    if edition.standard != before.standard:
        changed.append(f"standard {edition.standard}")
    if edition.method != before.method:
        changed.append(f"method {edition.method}")
    return ", ".join(changed)


def _told(rankings: int, *, is_cut: bool) -> str:
    if is_cut:
        return f"The newest {rankings} rankings."
    return f"{rankings} ranking{'s'[: rankings != 1]} so far."


def _too_early(editions: Sequence[Edition], *, is_ranked: bool) -> str:
    if not editions:
        return "The lab has not been part of a ranking yet."
    if not is_ranked:
        return "The lab has not been ranked yet, so it has no score that could change."
    day = date_text(editions[-1].on.isoformat())
    if len(editions) == 1:
        return f"There is only one ranking so far, of {day}; a line needs a second day."
    return f"All {len(editions)} rankings so far are of {day}; a line needs a second day."


def _history_table(shown: Sequence[Edition]) -> Table:
    return Table(
        "Rankings in which the score, the rank, the standard or the method changed, newest first",
        (
            Cell("Ranking"),
            Cell("As of"),
            Cell("Score of 100", is_number=True),
            Cell("Rank (range)", is_number=True),
            Cell("Standard, method"),
            Cell("What changed"),
        ),
        tuple(
            (
                Cell(
                    f"Ranking {edition.number}", Ranking(number=edition.number).get_absolute_url()
                ),
                Cell(date_text(edition.on.isoformat())),
                Cell(edition.score_text, is_number=True),
                Cell(edition.rank_text, is_number=True),
                Cell(f"{edition.standard}, {edition.method}"),
                Cell(edition.change or "–"),
            )
            for edition in reversed(shown)
        ),
    )


def _history_row(lab: Lab, edition: Edition) -> tuple[CsvCell, ...]:
    return (
        lab.slug,
        lab.name,
        edition.number,
        edition.on,
        edition.standard,
        edition.method,
        edition.rank,
        edition.low,
        edition.high,
        None if edition.score is None else half_up(Fraction(edition.score), 1),
        edition.change,
    )
