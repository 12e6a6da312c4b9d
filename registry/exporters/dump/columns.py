"""What a table of the dump is: typed columns with their meaning, and rows one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from registry.exporters.csv_text import csv_lines
from registry.rules.rounding import PUBLISHED_DECIMALS

Value = str | int | float | Decimal | date | datetime | None
Row = Sequence[Value]


class Kind(StrEnum):
    """What the cells of a column hold; the value is the word the manifest has for it."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "double"
    DECIMAL = f"decimal with {PUBLISHED_DECIMALS} decimals"
    BOOLEAN = "true or false"
    DAY = "date"
    TIME = "time in UTC"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``meaning`` says units, and what an empty cell means where there are any."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table of the dump: a CSV file, and a Parquet file where these are asked for."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]
    in_parquet: bool = True

    def csv(self, rows: Iterator[Row]) -> Iterator[str]:
        """The lines of the CSV file, the names of the columns first."""
        return csv_lines([column.name for column in self.columns], rows)


def joined(values: Sequence[str]) -> str:
    """A list in one cell, with the separator of all our tables."""
    return " | ".join(values)
