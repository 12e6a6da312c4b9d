"""CSV that programs read exactly and spreadsheets cannot be tricked by (RFC 4180).

Lines end with CR LF, the first names the columns. A spreadsheet runs a cell that begins like a
formula, so such text gets an apostrophe in front; ``unguarded`` takes it off again. Numbers are
left alone: −5 stays a number.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"

Cell = str | int | float | Decimal | date | None

# Also the wide forms, which some spreadsheets take for the same; and also after apostrophes, so
# that taking one off always gives back what was there.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_GUARD = "'"
# A decimal is written out up to as many digits: 0.000000000, not 0E-9.
_LONGEST_PLAIN = 30


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The whole table; see ``csv_lines``."""
    return "".join(csv_lines(columns, rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the heading and then one record for each row, to be streamed.

    Raises ``ValueError`` for a row of another length, and for what ``cell_text`` refuses.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")

    def line(cells: Sequence[Cell]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([cell_text(cell) for cell in cells])
        return buffer.getvalue()

    yield line(columns)
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise ValueError(f"Row {number} has {len(row)} cells for {len(columns)} columns.")
        yield line(row)


def cell_text(cell: Cell) -> str:
    """One cell, unquoted: nothing is empty, yes and no are words, times are ISO 8601 in UTC.

    Raises ``ValueError`` for a number that is none (NaN, infinity) and for a time without a zone.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        if cell.tzinfo is None:
            raise ValueError(f"{cell} has no time zone.")
        return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(cell, date):
        return cell.isoformat()
    if not (cell.is_finite() if isinstance(cell, Decimal) else math.isfinite(cell)):
        raise ValueError(f"{cell} is not a number.")
    if isinstance(cell, Decimal) and abs(cell.adjusted()) < _LONGEST_PLAIN:
        return f"{cell:f}"
    return str(cell)


def guarded(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return _GUARD + text
    return text


def unguarded(text: str) -> str:
    """The text that ``guarded`` was given."""
    return text.removeprefix(_GUARD) if _FORMULA.match(text) else text
