"""Tables with a row for each model of a family: hours, energy, emissions, tokens, parameters.

Where exactly one row names the model of the file, its figures are offered and the other rows are
told as those of other models; else every row stands against every other. A row of totals that is
not the sum of the rows is offered as well, so that a contradiction is seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from registry.importers.collecting import Collector
from registry.importers.emissions import LOCATION_BASED
from registry.importers.figures import is_of_training
from registry.importers.prose import (
    ACCELERATOR_HOURS,
    DATA_SIZE,
    ENERGY,
    MARKET_BASED,
    PARAMETERS,
)
from registry.rules.names import slugify
from registry.rules.quantity_text import parse_quantity
from registry.rules.quantity_units import factor_of

Row = tuple[int, list[str]]

_RULE = re.compile(r":?-{1,200}:?")
_DIGIT = re.compile("[0-9]")
_NO_UNIT = "It is no figure of a unit that is known here, or too small to be about training."
_IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
_SCALE = re.compile(r"(?:in\s)?(K|M|B|T|thousand|million|billion|trillion)s?", re.IGNORECASE)
_TOTALS = frozenset({"total", "totals", "sum", "all", "overall"})
# Longer tables list results or files.
_MOST_ROWS = 100
# By what the heading of a column says: the place in a card, and its unit.
_COLUMNS = tuple(
    (re.compile(pattern, re.IGNORECASE), path, unit)
    for pattern, path, unit in (
        (
            r"(?:gpu|tpu|accelerator|chip|[ah]\d00)[ -]?hours",
            ACCELERATOR_HOURS,
            "accelerator-hours",
        ),
        (r"market.{0,60}(?:emission|co2|carbon)", MARKET_BASED, "tCO2e"),
        (r"emission|co2|co₂|carbon", LOCATION_BASED, "tCO2e"),
        (r"energy|electricity", ENERGY, "MWh"),
        (r"token count|(?:training|pretraining) tokens|^tokens$", DATA_SIZE, "tokens"),
        (r"^(?:total )?param(?:eter)?s?\b|^(?:model )?size$", PARAMETERS, "parameters"),
    )
)
# These are counted, so that a bare number is one of them; the others are nothing without a unit.
_COUNTED = frozenset({"accelerator-hours", "tokens", "parameters"})
# A sum may differ from its rows by what rounding of each leaves.
_ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class _Column:
    """``written`` is the unit or scale that the heading names, where a figure needs one."""

    position: int
    path: str
    unit: str
    written: str


def read_table(table: Sequence[Row], names: frozenset[str], collector: Collector) -> None:
    """Offer the figures of the rows that can be about the model with the slugs ``names``."""
    heading = table[0][1]
    found = (_column(position, cell) for position, cell in enumerate(heading))
    columns = [column for column in found if column]
    if not columns or len(table) > _MOST_ROWS:
        return
    rows = [row for row in table[1:] if not all(_RULE.fullmatch(cell) for cell in row[1])]
    others = [row for row in rows if not _is_total(row)]
    mine = [row for row in others if _names_one_of(row[1][0], names)]
    chosen = mine if len(mine) == 1 else others
    for column in columns:
        for row in rows:
            if row in chosen or (_is_total(row) and not _is_sum(row, others, column)):
                _offer_cell(row, column, heading, collector)
            elif _quantity(row, column):
                reason = "The sum of the rows." if _is_total(row) else "A row of another model."
                collector.drop(f"line {row[0]}", _sentence(row, column, heading), reason)


def _column(position: int, cell: str) -> _Column | None:
    if position == 0:
        return None
    for pattern, path, unit in _COLUMNS:
        if pattern.search(cell):
            written = _written_in(cell, unit)
            return None if written is None else _Column(position, path, unit, written)
    return None


def _written_in(heading: str, unit: str) -> str | None:
    """What belongs behind the figures of a column; None where the heading leaves it in doubt."""
    named = _IN_BRACKETS.search(heading)
    if not named:
        return ""
    factor = factor_of(named[1], unit)
    if unit not in _COUNTED:
        return named[1] if factor is not None else ""
    if factor == 1:
        return ""
    scale = _SCALE.fullmatch(named[1])
    return scale[1] if scale else None


def _offer_cell(row: Row, column: _Column, heading: Sequence[str], collector: Collector) -> None:
    quantity = _quantity(row, column)
    if quantity is None:
        if _DIGIT.search(_cell(row, column)):
            collector.drop(f"line {row[0]}", _sentence(row, column, heading), _NO_UNIT)
        return
    value: Any = quantity
    if column.path == DATA_SIZE:
        value = [{"amount": quantity, "unit": "tokens"}]
    collector.add(
        column.path,
        value,
        place=f"line {row[0]}",
        as_stated=_cell(row, column),
        certainty="suggested",
        sentence=_sentence(row, column, heading),
    )


def _sentence(row: Row, column: _Column, heading: Sequence[str]) -> str:
    return f"{row[1][0]}: {heading[column.position]}: {_cell(row, column)}"


def _cell(row: Row, column: _Column) -> str:
    return row[1][column.position] if column.position < len(row[1]) else ""


def _is_total(row: Row) -> bool:
    return slugify(row[1][0]) in _TOTALS


def _quantity(row: Row, column: _Column) -> dict[str, Any] | None:
    """The Quantity of a cell; None where it holds no figure, or one without a unit."""
    text = _cell(row, column)
    if not _DIGIT.search(text):
        return None
    understood = parse_quantity(text, column.unit)
    if column.written and not understood.unit:
        understood = parse_quantity(f"{text} {column.written}", column.unit)
    figure = understood.figure
    if figure is None or not (understood.unit or column.unit in _COUNTED):
        return None
    return figure if is_of_training(column.unit, figure) else None


def _is_sum(total: Row, rows: Sequence[Row], column: _Column) -> bool:
    """Whether a total is what the rows come to; also where that cannot be told."""
    stated = (_quantity(total, column) or {}).get("value")
    figures = [(_quantity(row, column) or {}).get("value") for row in rows]
    known = [figure for figure in figures if figure is not None]
    if stated is None or len(known) < len(rows):
        return len(rows) > 1
    return bool(abs(sum(known) - stated) <= _ROUNDING * max(sum(known), stated))


def _names_one_of(label: str, names: frozenset[str]) -> bool:
    """Whether the label of a row is part of a name of the model: "3.1 70B" of Llama-3.1-70B."""
    slug = slugify(label)
    return bool(slug) and any(f"-{slug}-" in f"-{name}-" for name in names)
