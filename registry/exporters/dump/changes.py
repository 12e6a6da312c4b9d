"""The feed of changes up to the state of the dump."""

from __future__ import annotations

from collections.abc import Iterator

from registry.exporters.dump.columns import Column, Kind, Row, Table
from registry.models import Change

COLUMNS = (
    Column("seq", Kind.INTEGER, "The number of the change, from 1 without gaps."),
    Column("at", Kind.TIME, "When it was made."),
    Column("kind", Kind.TEXT, "What it was: " + ", ".join(Change.Kind.values) + "."),
    Column("subject", Kind.TEXT, "A lab, a model (<lab>/<model>) or the number of a ranking."),
    Column("version", Kind.INTEGER, "The version of the card; empty where it is not about one."),
)


def rows() -> Iterator[Row]:
    changes = Change.objects.order_by("seq")
    return changes.values_list("seq", "at", "kind", "subject", "version").iterator()


TABLE = Table(
    "changes",
    "The feed of changes: what readers could see differently, in the order it came about.",
    COLUMNS,
    rows,
    in_parquet=False,
)
