"""A claim's value as lines and tables, driven by the card schema: no code knows any one item.

Titles, units, closed lists and their order come from the schema. Every leaf of a value is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.rules import words
from registry.rules.card_fields import Field
from registry.rules.showing.leaves import Cell, claim_field, is_leaf, leaf, names_unit, unit_member

# Names of languages or products fit one line together, sentences do not.
_LONGEST_NAME = 40
_NOTHING = Cell(words.NOT_GIVEN, given=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One labeled text; lines that share a label follow each other. ``link`` may be empty."""

    label: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length under ``headers``, which name the units of their columns."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]


def answer(path: str, value: Mapping[str, Any]) -> Answer:
    """Render the disclosed ``value`` of the claim at ``path``; ``KeyError`` for an unknown path."""
    claim = claim_field(path)
    field = claim.properties["value"]
    # A value that is a single list is named by its claim: "Accelerators" says more than "Segments".
    sole_title = claim.title if len(field.properties) == 1 else ""
    parts = list(_rendered(field, value, sole_title=sole_title))
    return Answer(
        lines=tuple(part for part in parts if isinstance(part, Line)),
        tables=tuple(part for part in parts if isinstance(part, Table)),
    )


def _rendered(
    field: Field, value: Mapping[str, Any], *, prefix: str = "", sole_title: str = ""
) -> Iterator[Line | Table]:
    for name, part in field.properties.items():
        if name not in value:
            continue
        title = sole_title or part.title
        label = f"{prefix}, {words.uncapitalized(title)}" if prefix else title
        if part.entries is None and not is_leaf(part):
            yield from _rendered(part, value[name], prefix=label)
        elif part.entries is None:
            yield _line(label, leaf(part, value[name]))
        elif is_leaf(part.entries):
            yield from (_line(label, cell) for cell in _list_cells(part.entries, value[name]))
        else:
            yield from _records(part.entries, value[name], label)


def _line(label: str, cell: Cell) -> Line:
    return Line(label, cell.text, cell.link)


def _list_cells(entry: Field, values: Sequence[Any]) -> list[Cell]:
    """Choices from a closed list and short names make one text; longer texts stay one each."""
    cells = [leaf(entry, value) for value in values]
    texts = [cell.text for cell in cells]
    if "enum" in entry.keywords:
        return [Cell(words.listed(texts))]
    if max(map(len, texts)) <= _LONGEST_NAME and not any(cell.link for cell in cells):
        return [Cell("; ".join(texts))]
    return cells


def _records(entry: Field, rows: Sequence[Mapping[str, Any]], label: str) -> Iterator[Line | Table]:
    columns = [part for name, part in entry.properties.items() if any(name in row for row in rows)]
    if len(columns) == 1:
        names = [row[columns[0].key] for row in rows]
        yield from (_line(label, cell) for cell in _list_cells(columns[0], names))
    else:
        yield Table(
            label,
            headers=tuple(_header(entry, column, columns) for column in columns),
            rows=tuple(tuple(_row_cell(column, row) for column in columns) for row in rows),
        )


def _header(entry: Field, column: Field, columns: Sequence[Field]) -> str:
    """The title of a column and its unit, unless the title or a column of units names it."""
    unit_beside = unit_member(column, entry) in {other.key for other in columns}
    if unit_beside or names_unit(column) or not column.unit:
        return column.title
    return f"{column.title} ({words.unit_words(column.unit)})"


def _row_cell(column: Field, row: Mapping[str, Any]) -> Cell:
    if column.key not in row:
        return _NOTHING
    value = row[column.key]
    if column.entries:
        return Cell("; ".join(cell.text for cell in _list_cells(column.entries, value)))
    return leaf(column, value, with_unit=False)
