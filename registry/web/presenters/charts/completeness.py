"""Labs by sections, from the scores stored with the current ranking."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from registry.exporters.csv_text import Cell as CsvCell
from registry.models import Ranking, RankingEntry
from registry.rules.standard import Section, load_standard
from registry.web.charts import findings, heat_map
from registry.web.charts.heat_map import HeatMap, Row, SilentRow
from registry.web.charts.layout import NARROW, WIDE
from registry.web.presenters.charts.edition import day_text, files, ranking_source
from registry.web.presenters.charts.section_means import (
    SECTION_COLUMNS,
    bar_of,
    mean_rows,
    named_means,
    section_columns,
    section_name,
    section_rows,
)
from registry.web.presenters.leaderboard import invitation_text
from registry.web.presenters.shared import score_text
from registry.web.view_models.charts import Figure
from registry.web.view_models.shared import Bar, Cell, Table

COLUMNS = (
    "ranking",
    "as_of",
    "standard_version",
    "method_version",
    "lab",
    "lab_name",
    "rank",
    *SECTION_COLUMNS,
    "note",
)
# More rows are no picture; the CSV has them all.
MOST_ROWS, MOST_SILENT = 50, 30
NO_CARD = "no model card"
MEAN = "Mean of the ranked labs"


def completeness(ranking: Ranking | None, address: str) -> Figure:
    """The heat map of ``ranking``; says in words what it lacks before the first."""
    entries = _entries(ranking)
    ranked = [entry for entry in entries if entry.rank is not None]
    carded = [entry for entry in entries if _has_profile(entry)]
    silent = [entry for entry in entries if not _has_profile(entry)]
    ranks = Counter(entry.rank for entry in ranked)
    sections = load_standard(*([ranking.standard_version] if ranking else [])).sections
    names = tuple(section_name(section) for section in sections)
    means = mean_rows(ranked)
    data = HeatMap(
        sections=names,
        rows=tuple(
            _row(entry, names, is_tied=ranks[entry.rank] > 1) for entry in carded[:MOST_ROWS]
        ),
        mean=_mean_row(ranked, names, means) if len(ranked) > 1 else None,
        silent=tuple(_silent(entry) for entry in silent[:MOST_SILENT]),
        more_rows=max(len(carded) - MOST_ROWS, 0),
        more_silent=max(len(silent) - MOST_SILENT, 0),
    )
    is_drawn = bool(data.rows or data.silent)
    return Figure(
        id="completeness",
        title=findings.completeness(named_means(sections, means), len(ranked)),
        subtitle=_subtitle(ranking),
        description=(
            "A row for each ranked lab with a model card, a column for each section of the "
            "standard. The bar in a cell shows how much of the section is verified, evidenced and "
            "stated, the number is its score of 100. Labs without a card follow as outlined rows."
        ),
        source=ranking_source(ranking) if ranking else "",
        url=f"{address}/",
        table=_table(data),
        table_note=_table_note(data),
        columns=COLUMNS,
        rows=tuple(_csv_rows(ranking, entries, sections)) if ranking else (),
        wide=heat_map.draw(data, WIDE) if is_drawn else None,
        narrow=heat_map.draw(data, NARROW) if is_drawn else None,
        empty_title="Labs by sections will be here.",
        empty="No lab is on record yet, so there is no ranking to take scores from.",
        files=files(address),
    )


def _entries(ranking: Ranking | None) -> Sequence[RankingEntry]:
    if ranking is None:
        return []
    entries = ranking.entries.select_related("lab", "score")
    return list(entries.defer("score__draws", "score__releases"))


def _has_profile(entry: RankingEntry) -> bool:
    """Whether there is a card to draw; a lab that is ranked for its silence alone has none."""
    return entry.rank is not None and entry.cards > 0


def _row(entry: RankingEntry, names: Sequence[str], *, is_tied: bool) -> Row:
    return Row(
        rank=f"{entry.rank}{'=' if is_tied else ''}",
        name=entry.lab_name,
        url=entry.lab.get_absolute_url(),
        score=score_text(entry.score.displayed),
        cells=_cells(section_rows(entry), names),
    )


def _mean_row(
    ranked: Sequence[RankingEntry], names: Sequence[str], means: Sequence[Mapping[str, str]]
) -> Row:
    scores = [Fraction(entry.score.displayed) for entry in ranked]
    return Row(
        "", MEAN, "", score_text(sum(scores, Fraction(0)) / len(scores)), _cells(means, names)
    )


def _cells(rows: Iterable[Mapping[str, str]], names: Sequence[str]) -> tuple[heat_map.Cell, ...]:
    return tuple(
        heat_map.Cell(name, score_text(row["score"]), bar_of(row))
        for name, row in zip(names, rows, strict=True)
    )


def _silent(entry: RankingEntry) -> SilentRow:
    return SilentRow(entry.lab_name, entry.lab.get_absolute_url(), _silent_words(entry))


def _silent_words(entry: RankingEntry) -> str:
    """How a lab stands that has no card to draw."""
    if entry.rank is not None:
        return f"{NO_CARD} although due; ranked {entry.rank}"
    if entry.cards:
        return "its model card does not count yet"
    return f"{NO_CARD}; {invitation_text(entry.lab, entry.summary.first_due_on)}"


def _subtitle(ranking: Ranking | None) -> str:
    if ranking is None:
        return "Scores of each section of the standard, 0 to 100."
    return (
        "Score of each section of the standard, 0 to 100, over the models that count for the lab, "
        f"newer ones weighing more. Ranking {ranking.number}, {day_text(ranking)}."
    )


def _table(data: HeatMap) -> Table:
    shares = ("Verified", "Evidenced", "Stated", "Not disclosed")
    rows = [
        (
            Cell(row.name, row.url),
            Cell(cell.section),
            Cell(cell.score, is_number=True),
            *(Cell(_percent(share), is_number=True) for share in _shares(cell.bar)),
        )
        for row in (*data.rows, *([data.mean] if data.mean else []))
        for cell in row.cells
    ]
    nothing = (Cell("–", is_number=True),) * (len(shares) + 1)
    rows += [(Cell(row.name, row.url), Cell(row.words), *nothing) for row in data.silent]
    return Table(
        "Score of each section and the share of its questions at each grade, in percent",
        (
            Cell("Lab"),
            Cell("Section"),
            Cell("Score of 100", is_number=True),
            *(Cell(f"{share}, %", is_number=True) for share in shares),
        ),
        tuple(rows),
    )


def _shares(bar: Bar) -> tuple[float, ...]:
    rest = 100 - bar.verified - bar.evidenced - bar.stated
    return bar.verified, bar.evidenced, bar.stated, max(rest, 0.0)


def _percent(share: float) -> str:
    return score_text(str(share))


def _table_note(data: HeatMap) -> str:
    if not (data.more_rows or data.more_silent):
        return ""
    return (
        f"The first {len(data.rows)} labs with and {len(data.silent)} without a card; the CSV has "
        "all."
    )


def _csv_rows(
    ranking: Ranking, entries: Iterable[RankingEntry], sections: Sequence[Section]
) -> Iterable[tuple[CsvCell, ...]]:
    edition = (ranking.number, ranking.as_of, ranking.standard_version, ranking.method_version)
    for entry in entries:
        lab = (*edition, entry.lab.slug, entry.lab_name, entry.rank)
        if not _has_profile(entry):
            yield (*lab, *[None] * len(SECTION_COLUMNS), _silent_words(entry))
            continue
        for section, row in zip(sections, section_rows(entry), strict=True):
            yield (*lab, *section_columns(section, row), "")
