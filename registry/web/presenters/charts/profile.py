"""The profile of one lab by section, from the score stored with a ranking."""

from collections.abc import Iterator

from registry.exporters.csv_text import Cell as CsvCell
from registry.models import Lab, RankingEntry
from registry.rules.standard import load_standard
from registry.web.charts import findings, profile
from registry.web.charts.layout import NARROW, WIDE
from registry.web.presenters.charts.edition import day_text, lab_files, ranking_source
from registry.web.presenters.charts.section_means import (
    SECTION_COLUMNS,
    named_means,
    section_columns,
    section_rows,
    section_shares,
)
from registry.web.view_models.charts import Figure
from registry.web.view_models.shared import Table

COLUMNS = (
    "lab",
    "lab_name",
    "ranking",
    "as_of",
    *SECTION_COLUMNS,
)


def lab_profile(lab: Lab, entry: RankingEntry | None) -> Figure:
    """The nine sections of a lab in the ranking of ``entry``."""
    ranked = entry if entry is not None and entry.rank is not None else None
    sections = load_standard(*([ranked.ranking.standard_version] if ranked else [])).sections
    rows = section_rows(ranked) if ranked else []
    bars = section_shares(sections, rows)
    means = named_means(sections, rows)
    return Figure(
        id="profile-chart",
        title=findings.profile(lab.name, means) if means else f"{lab.name} is not ranked",
        subtitle=(
            f"Score of each section, 0 to 100, over the models of {lab.name} that count, newer "
            f"ones weighing more. Ranking {ranked.ranking.number}, {day_text(ranked.ranking)}."
            if ranked
            else "Score of each section of the standard, 0 to 100."
        ),
        description="A bar for each section of the standard: what is verified, evidenced, stated.",
        source=ranking_source(entry.ranking) if entry else "",
        url=lab.get_absolute_url(),
        table=Table("", (), ()),
        columns=COLUMNS,
        rows=tuple(_rows(lab, ranked)) if ranked else (),
        wide=profile.draw(bars, WIDE) if bars else None,
        narrow=profile.draw(bars, NARROW) if bars else None,
        empty_title="The profile will be here.",
        empty=f"No model of {lab.name} has a card, and none is due: there is nothing to draw.",
        files=lab_files(lab, "profile") if ranked else (),
    )


def _rows(lab: Lab, entry: RankingEntry) -> Iterator[tuple[CsvCell, ...]]:
    ranking = entry.ranking
    sections = load_standard(ranking.standard_version).sections
    for section, row in zip(sections, section_rows(entry), strict=True):
        yield (
            lab.slug,
            lab.name,
            ranking.number,
            ranking.as_of,
            *section_columns(section, row),
        )
