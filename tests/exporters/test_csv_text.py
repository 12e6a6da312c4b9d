"""CSV comes back as it went in, and no cell is a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exporters.csv_text import (
    Cell,
    cell_text,
    csv_lines,
    csv_text,
    guarded,
    unguarded,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A1"]
STARTS = tuple("=+-@\t\r\n＝＋－＠")


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_lines_end_as_the_standard_says() -> None:
    assert csv_text(["a", "b"], [["x", 1], [None, 'say "y", z']]) == (
        'a,b\r\nx,1\r\n,"say ""y"", z"\r\n'
    )


def test_a_table_without_rows_still_names_its_columns() -> None:
    assert csv_text(["lab", "score"], []) == "lab,score\r\n"


def test_lines_are_made_one_by_one() -> None:
    lines = csv_lines(["n"], ([number] for number in iter(int, 1)))
    assert [next(lines) for _ in range(3)] == ["n\r\n", "0\r\n", "0\r\n"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-5, "-5"),
        (-5.5, "-5.5"),
        (3.3e24, "3.3e+24"),
        (Decimal("-0.10"), "-0.10"),
        (Decimal("0e-9"), "0.000000000"),
        (Decimal("1e400"), "1E+400"),
        ("-5", "-5"),
        ("+1.5e-3", "+1.5e-3"),
        (date(2026, 11, 28), "2026-11-28"),
        (datetime(2026, 11, 28, 9, tzinfo=timezone(timedelta(hours=9))), "2026-11-28T00:00:00Z"),
        (datetime(2026, 11, 28, 9, 0, 0, 5, tzinfo=UTC), "2026-11-28T09:00:00.000005Z"),
        ("言葉モデル", "言葉モデル"),
        ("'70s", "'70s"),
    ],
)
def test_cells(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize("formula", [*FORMULAS, "-", "=", "-2+3", "--1", "-1,5", "'=1"])
def test_formulas_become_text(formula: str) -> None:
    assert guarded(formula) == "'" + formula
    assert unguarded(guarded(formula)) == formula


@given(TEXT | st.sampled_from(STARTS).flatmap(lambda start: TEXT.map(lambda text: start + text)))
def test_the_guard_can_be_taken_off_and_leaves_no_formula(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    if cell.startswith(STARTS):
        assert float(cell) == float(text)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2)))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    heading, *found = read(csv_text(["a", "b"], rows))
    assert heading == ["a", "b"]
    assert [[unguarded(cell) for cell in row] for row in found] == rows


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (float("nan"), "nan is not a number"),
        (float("-inf"), "-inf is not a number"),
        (Decimal("NaN"), "NaN is not a number"),
        (datetime(2026, 11, 28), "has no time zone"),  # noqa: DTZ001 - that is the point
    ],
)
def test_what_cannot_be_written_is_refused(cell: Cell, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        cell_text(cell)


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="Row 2 has 1 cells for 2 columns"):
        csv_text(["a", "b"], [["1", "2"], ["3"]])
