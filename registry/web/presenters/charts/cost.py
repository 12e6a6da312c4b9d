"""Disclosed cost against disclosed compute."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.rules.words import listed
from registry.web.charts import cost, findings
from registry.web.charts.cost import Amount, Model
from registry.web.charts.findings import CostExample
from registry.web.charts.layout import NARROW, WIDE
from registry.web.presenters.charts import figures
from registry.web.presenters.charts.edition import Edition, catalogue_source, files, listed_until
from registry.web.presenters.charts.figures import Counts, Shown, counted
from registry.web.view_models.charts import Figure
from registry.web.view_models.shared import Cell, Table

COLUMNS = (
    *figures.MODEL_COLUMNS,
    "cost_currency",
    *figures.prefixed("cost"),
    *figures.prefixed("accelerator_hours"),
)
# What the scope itself does not say of a base model.
UNTOLD = ("none", "unstated")
# Sums that are surely as high as they say come before those that may be lower.
CERTAIN = ("sum", "at least")


def cost_against_compute(edition: Edition, address: str) -> Figure:
    """Cost by accelerator-hours, with the base model where the lineage adds up."""
    counts = figures.count_all()
    entries = figures.newest(figures.HAS_COST | figures.HAS_HOURS)
    models = [model for entry in entries if (model := _model(entry))]
    words = tuple(_silent_words(counts, entries))
    return Figure(
        id="cost",
        title=findings.cost(counts.cards, counts.cost, _example(entries)),
        subtitle=(
            "Cost (US$) by accelerator-hours of final runs, both as the model card gives them; "
            f"known models listed up to {listed_until(edition.ranking)}. The shape says whether a "
            "base model is in the figure; a ring stands where the figure comes with everything it "
            f"is built on.{figures.cut_note(len(entries), counts.cost_or_hours)}"
        ),
        description=(
            f"{counted(len(models), 'point')}, one for each model whose card gives a cost or "
            "accelerator-hours of its final run: hours to the right, US dollars upwards, both on "
            "logarithmic scales. A dashed line leads from a figure without its base model to the "
            "sum with it. "
            "Dotted diagonals are equal prices of an hour."
        ),
        source=catalogue_source(edition),
        url=f"{address}/",
        table=_table(entries[: figures.MOST_TABLE_ROWS]),
        table_note=figures.table_note(len(entries)),
        columns=COLUMNS,
        rows=tuple(_csv_row(entry) for entry in entries),
        wide=cost.draw(models, words, WIDE) if models else None,
        narrow=cost.draw(models, words, NARROW) if models else None,
        empty_title="Cost against compute will be here.",
        empty="No model card gives a cost or accelerator-hours of its final run yet.",
        files=files(address),
    )


def _model(entry: Shown) -> Model | None:
    """The model as it is drawn; ``None`` where its cost is in a currency without an axis."""
    own = entry.figures
    money = own.get("cost")
    in_dollars = money is not None and money["currency"] == "USD"
    if money is not None and not in_dollars:
        return None
    hours = own.get("accelerator_hours")
    figure = money or hours
    if figure is None:
        return None
    return Model(
        name=entry.name,
        title=figures.sentence(entry, "cost", "accelerator_hours"),
        url=entry.url,
        cost=_amount(entry.name, money),
        hours=_amount(entry.name, hours),
        base=figures.base_of(figure),
        grade=entry.grades[figures.COST if money else figures.COMPUTE],
    )


def _amount(name: str, figure: Mapping[str, Any] | None) -> Amount | None:
    if figure is None:
        return None
    return Amount(figure["low"], figure["high"], figures.sum_of(name, figure))


def _example(entries: Sequence[Shown]) -> CostExample | None:
    """The model whose cost grows most with its base model, among the surest sums."""
    found = []
    for entry in entries:
        figure = entry.figures.get("cost", {})
        total = figures.sum_of(entry.name, figure) if figure.get("base") == "excluded" else None
        if total and figure["high"] > 0:
            growth = total.low / figure["high"]
            found.append((total.bound in CERTAIN, growth, entry.name, figure))
    if not found:
        return None
    *_, name, figure = max(found, key=lambda row: row[:3])
    return CostExample(name, figure["text"], figure["cumulative"]["text"])


def _silent_words(counts: Counts, entries: Sequence[Shown]) -> Iterator[str]:
    """What is not in the picture, with its number."""
    neither, without = counts.cards - counts.cost_or_hours, counts.models - counts.cards
    if neither:
        verb = "gives" if neither == 1 else "give"
        yield f"{counted(neither, 'card')} {verb} neither cost nor hours of the final run."
    if without:
        yield f"{counted(without, 'known model')} without a model card."
    other = [
        f"{entry.name} ({entry.figures['cost']['text']})"
        for entry in entries
        if entry.figures.get("cost", {}).get("currency", "USD") != "USD"
    ]
    if other:
        yield f"Not drawn, in another currency: {listed(other[:10])}" + (
            f" and {len(other) - 10} more." if len(other) > 10 else "."
        )


def _table(entries: Sequence[Shown]) -> Table:
    return Table(
        "Cost and accelerator-hours of the final run, newest model first",
        tuple(
            Cell(head)
            for head in (
                "Model",
                "Lab",
                "Released",
                "Cost",
                "Scope of the cost",
                "Accelerator-hours",
                "Scope of the hours",
                "Grade of cost, of hours",
            )
        ),
        tuple(
            (
                *figures.model_cells(entry),
                *_figure_cells(entry.figures.get("cost")),
                *_figure_cells(entry.figures.get("accelerator_hours")),
                Cell(
                    ", ".join(
                        figures.grade_words(entry.grades[claim])
                        for claim in (figures.COST, figures.COMPUTE)
                    )
                ),
            )
            for entry in entries
        ),
    )


def _figure_cells(figure: Mapping[str, Any] | None) -> tuple[Cell, Cell]:
    if figure is None:
        return Cell("not given"), Cell("–")
    scope = figure["scope"]
    if figure["base"] in UNTOLD:
        scope = f"{scope}; {figures.base_words(figure)}"
    return Cell(figure["text"]), Cell(scope)


def _csv_row(entry: Shown) -> tuple[Any, ...]:
    money, hours = entry.figures.get("cost"), entry.figures.get("accelerator_hours")
    return (
        *figures.model_columns(entry),
        money["currency"] if money else None,
        *figures.figure_columns(money, entry.grades[figures.COST]),
        *figures.figure_columns(hours, entry.grades[figures.COMPUTE]),
    )
