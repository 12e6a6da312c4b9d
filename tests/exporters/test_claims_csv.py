"""Claims as a table: what a row has is in it, and a spreadsheet takes nothing for a formula."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from registry.exporters.claims_csv import claims_csv

MEMBERS = ("model", "path", "value", "low", "unit", "scope", "answer", "evidence", "links")
ROW: dict[str, Any] = {
    "model": "lab/model",
    "path": "cost.final_run.amount",
    "value": 294000,
    "low": 294000.0,
    "unit": "USD",
    "scope": {
        "text": "for reinforcement learning",
        "stages": ["reinforcement_learning", "synthetic_data_generation"],
        "base": "excluded",
        "base_models": ["Base"],
        "cumulative": [{"measure": "cost", "low": 5.86e6, "high": 5.86e6, "bound": "sum"}],
    },
    "answer": '=HYPERLINK("https://example.org/")',
    "evidence": [
        {"title": "Report", "url": "https://example.org/r", "locator": "p. 3"},
        {"title": "@Article", "doi": "10.1000/1"},
    ],
    "links": {"page": "https://example.org/models/lab/model/"},
}


def table(*rows: dict[str, Any], members: tuple[str, ...] = MEMBERS) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(claims_csv(rows, members), newline="")))


def test_a_row_is_spread_over_columns() -> None:
    (line,) = table(ROW)
    assert line["model"] == "lab/model"
    assert (line["value"], line["low"], line["unit"]) == ("294000", "294000.0", "USD")
    assert line["scope"] == "for reinforcement learning"
    assert line["stages"] == "reinforcement_learning | synthetic_data_generation"
    assert (line["base"], line["base_models"]) == ("excluded", "Base")
    assert (line["cumulative_low"], line["cumulative_bound"]) == ("5860000.0", "sum")
    assert line["source_urls"] == "https://example.org/r | "
    assert line["source_locators"] == "p. 3 | "
    assert line["link"] == "https://example.org/models/lab/model/"


def test_text_that_looks_like_a_formula_is_guarded() -> None:
    (line,) = table(ROW)
    assert line["answer"].startswith("'=")
    assert line["source_titles"] == "Report | @Article"
    (first,) = table({**ROW, "evidence": ROW["evidence"][1:]})
    assert first["source_titles"] == "'@Article"


def test_what_a_row_lacks_is_an_empty_cell() -> None:
    (line,) = table({"model": "lab/model", "status": "silent"})
    assert line["model"] == "lab/model"
    assert {value for name, value in line.items() if name != "model"} == {""}


def test_a_whole_value_is_json_and_two_measures_have_no_single_sum() -> None:
    flop = {"measure": "flop", "low": 1e24, "high": 1e24, "bound": "at least"}
    value = {"flop": {"value": 3.8e25}, "stages": ["pretraining"]}
    scope = {**ROW["scope"], "cumulative": [*ROW["scope"]["cumulative"], flop]}
    (line,) = table({**ROW, "value": value, "scope": scope})
    assert json.loads(line["value"]) == value
    assert line["cumulative_low"] == ""


def test_only_the_members_asked_for_in_their_order() -> None:
    text = claims_csv([ROW], ("unit", "model"))
    assert text.splitlines() == ["unit,model", "USD,lab/model"]
