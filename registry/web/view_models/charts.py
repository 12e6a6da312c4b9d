"""Charts on pages and to take away."""

from __future__ import annotations

from dataclasses import dataclass

from registry.exporters.csv_text import Cell as CsvCell
from registry.web.charts.parts import Drawing
from registry.web.view_models.shared import Link, Table

SHORT_TABLE = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart with its words and its numbers.

    ``title`` is the finding. Without drawings ``empty`` says why there is nothing to draw.
    ``columns`` and ``rows`` are the numbers as CSV, with the scope of each beside it; ``table``
    shows the same to readers.
    """

    id: str
    title: str
    subtitle: str
    description: str
    source: str
    url: str  # the page it stands on
    table: Table
    columns: tuple[str, ...]
    rows: tuple[tuple[CsvCell, ...], ...]
    wide: Drawing | None = None
    narrow: Drawing | None = None
    empty_title: str = ""
    empty: str = ""
    table_note: str = ""
    files: tuple[Link, ...] = ()

    @property
    def is_table_short(self) -> bool:
        return len(self.table.rows) <= SHORT_TABLE
