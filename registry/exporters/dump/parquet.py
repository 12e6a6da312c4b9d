"""Tables as Parquet: exact types, row group after row group. Needs pyarrow, which is an extra."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from typing import Any, BinaryIO

from registry.exporters.dump.about import about
from registry.exporters.dump.columns import Kind, Row, Table
from registry.exporters.dump.state import DumpRefused, State
from registry.rules.rounding import PUBLISHED_DECIMALS

MISSING = (
    "Parquet needs pyarrow, which is not installed. "
    'Run: pip install "pyarrow>=26,<27", or leave --parquet away.'
)
# Of claims, whose rows are the longest, a group this large takes about 15 MiB to make.
ROWS_IN_A_GROUP = 8192
# Three digits before the point: a score is 100 at most.
_DIGITS = PUBLISHED_DECIMALS + 3


def require_pyarrow() -> None:
    """Raise ``DumpRefused`` where there is no pyarrow."""
    try:
        import_module("pyarrow.parquet")
    except ImportError:
        raise DumpRefused(MISSING) from None


def write_parquet(target: BinaryIO, table: Table, rows: Iterator[Row], state: State) -> None:
    """Write ``rows``; an empty text is a missing value, as it is to whoever reads the CSV."""
    pyarrow: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    schema = _schema(pyarrow, table, state)
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        while group := list(islice(rows, ROWS_IN_A_GROUP)):
            columns = zip(*group, strict=True)
            arrays = [
                pyarrow.array([None if cell == "" else cell for cell in cells], field.type)
                for cells, field in zip(columns, schema, strict=True)
            ]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))


def _schema(pyarrow: Any, table: Table, state: State) -> Any:
    types = {
        Kind.TEXT: pyarrow.string(),
        Kind.INTEGER: pyarrow.int64(),
        Kind.NUMBER: pyarrow.float64(),
        Kind.DECIMAL: pyarrow.decimal128(_DIGITS, PUBLISHED_DECIMALS),
        Kind.BOOLEAN: pyarrow.bool_(),
        Kind.DAY: pyarrow.date32(),
        Kind.TIME: pyarrow.timestamp("us", tz="UTC"),
    }
    fields = [
        pyarrow.field(column.name, types[column.kind], metadata={"description": column.meaning})
        for column in table.columns
    ]
    said = {name: str(value) for name, value in about(state).items()}
    return pyarrow.schema(fields, metadata={"description": table.meaning, **said})
