"""Disclosed training compute over time."""

from collections.abc import Sequence

from registry.web.charts import compute, findings
from registry.web.charts.compute import Model, Silence
from registry.web.charts.layout import NARROW, WIDE
from registry.web.presenters.charts import figures
from registry.web.presenters.charts.edition import Edition, catalogue_source, files, listed_until
from registry.web.presenters.charts.figures import Counts, Shown, counted
from registry.web.view_models.charts import Figure
from registry.web.view_models.shared import Cell, Table

COLUMNS = (*figures.MODEL_COLUMNS, *figures.prefixed("flop"))


def compute_over_time(edition: Edition, address: str) -> Figure:
    """Operations of final runs by date of release, and how many models do not give theirs."""
    counts = figures.count_all()
    entries = figures.newest(figures.HAS_FLOP)
    models = [_model(entry) for entry in entries]
    years = figures.silent_by_year()
    silences = (
        Silence(
            f"{counted(counts.cards - counts.flop, 'model card')} without the operations of the "
            "final run, by year of release",
            "cards without it",
            years[True],
        ),
        Silence(
            f"{counted(counts.models - counts.cards, 'known model')} without a model card, by year "
            "of release",
            "models without a card",
            years[False],
        ),
    )
    is_drawn = bool(counts.models)
    return Figure(
        id="compute",
        title=findings.compute(counts.cards, counts.flop, *figures.largest_flop()),
        subtitle=_subtitle(counts, len(entries), edition),
        description=(
            f"{counted(len(models), 'point')}, one for each model whose card gives the operations "
            "of its final run: date of release to the right, operations upwards on a logarithmic "
            "scale. Below, outlined boxes count the models of each year that do not give them."
        ),
        source=catalogue_source(edition),
        url=f"{address}/",
        table=_table(entries[: figures.MOST_TABLE_ROWS]),
        table_note=figures.table_note(len(entries)),
        columns=COLUMNS,
        rows=tuple(
            (
                *figures.model_columns(entry),
                *figures.figure_columns(entry.figures["flop"], entry.grades[figures.COMPUTE]),
            )
            for entry in entries
        ),
        wide=compute.draw(models, silences, WIDE) if is_drawn else None,
        narrow=compute.draw(models, silences, NARROW) if is_drawn else None,
        empty_title="Training compute over time will be here.",
        empty="No release is on record yet. An editor adds releases with a dated source.",
        files=files(address),
    )


def _model(entry: Shown) -> Model:
    figure = entry.figures["flop"]
    return Model(
        name=entry.name,
        title=figures.sentence(entry, "flop"),
        url=entry.url,
        released_on=entry.released_on,
        low=figure["low"],
        high=figure["high"],
        base=figures.base_of(figure),
        grade=entry.grades[figures.COMPUTE],
        total=figures.sum_of(entry.name, figure),
    )


def _subtitle(counts: Counts, drawn: int, edition: Edition) -> str:
    hours = (
        f" {counted(counts.hours_alone, 'further card')} give{'s'[: counts.hours_alone == 1]} "
        "accelerator-hours instead."
        if counts.hours_alone
        else ""
    )
    return (
        f"Operations (FLOP) of final runs by date of release, out of "
        f"{counted(counts.models, 'known model')}, listed up to "
        f"{listed_until(edition.ranking)}. The shape says "
        f"whether a base model is in the figure.{hours}{figures.cut_note(drawn, counts.flop)}"
    )


def _table(entries: Sequence[Shown]) -> Table:
    return Table(
        "Operations of the final run, newest model first",
        tuple(
            Cell(head)
            for head in ("Model", "Lab", "Released", "Operations", "Scope", "Base model", "Grade")
        ),
        tuple(
            (
                *figures.model_cells(entry),
                Cell(entry.figures["flop"]["text"]),
                Cell(entry.figures["flop"]["scope"]),
                Cell(figures.base_words(entry.figures["flop"])),
                Cell(figures.grade_words(entry.grades[figures.COMPUTE])),
            )
            for entry in entries
        ),
    )
