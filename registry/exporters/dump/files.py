"""The files of a dump and how each is written: a stream of rows into one open file."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from registry.exporters.dump import cards, changes, claims, figures, models, rankings
from registry.exporters.dump.columns import Column, Table
from registry.exporters.dump.parquet import write_parquet
from registry.exporters.dump.state import State

T = TypeVar("T")
# Called now and then with the name of the file being written and its rows so far.
Tell = Callable[[str, int], None]

TABLES = (claims.TABLE, figures.TABLE, rankings.TABLE, models.TABLE, changes.TABLE)
GZIP = "application/gzip"
PARQUET = "application/vnd.apache.parquet"
# A quarter smaller than the fastest, one percent larger than the slowest.
_LEVEL = 6
_ROWS_BETWEEN_WORDS = 500


@dataclass(frozen=True)
class File:
    """One file of a dump. ``write`` takes an open file, passes rows through the given function."""

    name: str
    media_type: str
    meaning: str
    columns: tuple[Column, ...]
    write: Callable[[BinaryIO, Counter], None]


class Counter:
    """Counts what passes through it, and tells of it now and then."""

    def __init__(self, name: str, tell: Tell) -> None:
        self.rows = 0
        self._name = name
        self._tell = tell

    def __call__(self, rows: Iterable[T]) -> Iterator[T]:
        for row in rows:
            self.rows += 1
            if self.rows % _ROWS_BETWEEN_WORDS == 0:
                self._tell(self._name, self.rows)
            yield row


def files(state: State, *, with_parquet: bool) -> tuple[File, ...]:
    """All files but the manifest, in the order in which they are written."""
    return (
        File("cards.jsonl.gz", GZIP, cards.MEANING, cards.MEMBERS, _write_cards),
        *(_csv(table) for table in TABLES),
        *(_parquet(table, state) for table in TABLES if with_parquet and table.in_parquet),
    )


def _write_cards(target: BinaryIO, counter: Counter) -> None:
    compress(target, counter(cards.lines()))


def _csv(table: Table) -> File:
    def write(target: BinaryIO, counter: Counter) -> None:
        compress(target, table.csv(counter(table.rows())))

    return File(f"{table.name}.csv.gz", GZIP, table.meaning, table.columns, write)


def _parquet(table: Table, state: State) -> File:
    def write(target: BinaryIO, counter: Counter) -> None:
        write_parquet(target, table, counter(table.rows()), state)

    return File(f"{table.name}.parquet", PARQUET, table.meaning, table.columns, write)


def compress(target: BinaryIO, lines: Iterator[str]) -> None:
    """Write ``lines`` compressed; without name and time, so that equal lines make equal bytes."""
    with (
        gzip.GzipFile("", "wb", _LEVEL, target, mtime=0) as compressed,
        io.TextIOWrapper(compressed, encoding="utf-8", newline="") as text,
    ):
        text.writelines(lines)
