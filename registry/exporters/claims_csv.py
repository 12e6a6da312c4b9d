"""Flat rows of claims as a table: objects and lists become columns and texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from registry.exporters.csv_text import Cell, csv_text

Row = Mapping[str, Any]

_BETWEEN = " | "


def _plain(name: str) -> Callable[[Row], Cell]:
    def cell(row: Row) -> Cell:
        value: Cell = row.get(name)
        return value

    return cell


def _value(row: Row) -> Cell:
    """The number or text as it is; an object or a list as JSON."""
    value = row.get("value")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _scope(name: str) -> Callable[[Row], Cell]:
    def cell(row: Row) -> Cell:
        found = row.get("scope", {}).get(name)
        return _BETWEEN.join(found) if isinstance(found, list) else found

    return cell


def _cumulative(name: str) -> Callable[[Row], Cell]:
    """Of the only cumulative figure; a claim with several has none in one column."""

    def cell(row: Row) -> Cell:
        told = row.get("scope", {}).get("cumulative", ())
        value: Cell = told[0].get(name) if len(told) == 1 else None
        return value

    return cell


def _sources(name: str) -> Callable[[Row], Cell]:
    def cell(row: Row) -> Cell:
        return _BETWEEN.join(str(source.get(name, "")) for source in row.get("evidence", ()))

    return cell


# By member of a row: the columns that it becomes, where it is not one cell of its own name.
_COLUMNS: Mapping[str, Mapping[str, Callable[[Row], Cell]]] = {
    "value": {"value": _value},
    "scope": {
        "scope": _scope("text"),
        "stages": _scope("stages"),
        "excluded": _scope("excluded"),
        "base": _scope("base"),
        "base_models": _scope("base_models"),
        "cumulative_low": _cumulative("low"),
        "cumulative_high": _cumulative("high"),
        "cumulative_bound": _cumulative("bound"),
    },
    "evidence": {
        "source_titles": _sources("title"),
        "source_urls": _sources("url"),
        "source_dois": _sources("doi"),
        "source_locators": _sources("locator"),
    },
    "links": {"link": lambda row: row.get("links", {}).get("page")},
}


def claims_csv(rows: Iterable[Row], members: Collection[str]) -> str:
    """The table of ``rows`` with the columns of ``members``, in their order."""
    cells = {
        column: cell
        for member in members
        for column, cell in _COLUMNS.get(member, {member: _plain(member)}).items()
    }
    return csv_text(list(cells), ([cell(row) for cell in cells.values()] for row in rows))
