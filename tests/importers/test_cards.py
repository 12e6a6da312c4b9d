"""A card of ours comes back statement by statement, and one bad field costs nothing around it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from registry.importers.reading import read_import
from registry.rules.imports import Finding, Import
from registry.starter.loader import STARTER_DIR

CARDS = sorted((STARTER_DIR / "cards").glob("*/*.json"))
OF_THE_FILE = {"schema_version", "card_id", "prepared_by"}


def put_together(findings: tuple[Finding, ...]) -> dict[str, Any]:
    card: dict[str, Any] = {}
    for finding in findings:
        *way, last = finding.path.split(".")
        place = card
        for token in way:
            place = place.setdefault(token, {})
        if isinstance(finding.value, list) and not way:
            place.setdefault(last, []).extend(finding.value)
        else:
            place[last] = finding.value
    return card


def reasons(read: Import) -> dict[str, str]:
    return {dropped.place: dropped.reason for dropped in read.dropped}


@pytest.mark.parametrize("path", CARDS, ids=[path.stem for path in CARDS])
def test_every_statement_of_a_card_comes_back(path: Any) -> None:
    card = json.loads(path.read_bytes())
    read = read_import(path.read_bytes(), file_name="card.json")
    expected = {member: value for member, value in card.items() if member not in OF_THE_FILE}
    expected.pop("fact_evidence", None)  # all of it set by editors
    expected["facts"].get("hardware", {}).pop("export_controlled_accelerator", None)
    expected["facts"] = {name: group for name, group in expected["facts"].items() if group}
    assert put_together(read.findings) == expected
    assert not read.problems
    assert not any(finding.conflict for finding in read.findings)
    assert read_import(path.read_bytes()) == read


def test_yaml_says_the_same_as_json() -> None:
    card = json.loads(CARDS[0].read_bytes())
    from_json = read_import(json.dumps(card).encode(), file_name="card.json")
    text = yaml.safe_dump(card, allow_unicode=True, sort_keys=False)
    from_yaml = read_import(b"\xef\xbb\xbf" + text.encode(), file_name="card.yml")
    assert from_yaml.format == "card_yaml"
    said = [(finding.path, finding.value) for finding in from_yaml.findings]
    assert said == [(finding.path, finding.value) for finding in from_json.findings]


def test_what_no_card_holds_is_left_out_by_name() -> None:
    read = read_import(
        b"""schema_version: "1.0"
model: {name: Alpha, colour: red}
modle: {}
cost:
  final_run:
    status: disclosed
    value:
      amount: {amount: -5, currency: USD}
      price: 3
      stages: [pretraining, cooking]
  fnal_run: {status: none}
  scope: proprietary
""",
        file_name="card.yaml",
    )
    assert [(finding.path, finding.value) for finding in read.findings] == [
        ("model.name", "Alpha"),
        (
            "cost.final_run",
            {
                "status": "disclosed",
                "value": {"amount": {"currency": "USD"}, "stages": ["pretraining"]},
            },
        ),
    ]
    told = reasons(read)
    assert "Did you mean model?" in told["line 3"]
    assert "found -5, expected at least 0" in told["line 8"]
    assert "there is no such field" in told["line 9"]
    assert "cooking" in told["line 10"]
    assert "final_run" in told["line 11"]
    assert 'found "proprietary"' in told["line 12"]


def test_what_only_editors_say_is_not_taken() -> None:
    card = {
        "facts": {"hardware": {"export_controlled_accelerator": True, "multi_node": True}},
        "fact_evidence": [
            {"fact": "hardware.multi_node", "set_by": "editor"},
            {"fact": "hardware.multi_node", "set_by": "developer", "note": "Ours."},
        ],
    }
    read = read_import(json.dumps(card).encode())
    assert [finding.path for finding in read.findings] == [
        "facts.hardware.multi_node",
        "fact_evidence",
    ]
    assert len(read.dropped) == 2


def test_a_text_too_long_for_its_field_is_cut_and_told() -> None:
    card = {"cost": {"scope": {"status": "disclosed", "value": {"statement": "x" * 1500}}}}
    read = read_import(json.dumps(card).encode())
    statement = read.findings[0].value["value"]["statement"]
    assert len(statement) == 1000
    assert statement.endswith("…")
    assert "cut off" in read.dropped[0].reason


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "reading.syntax"),
        (b'{"model": {}, "model": {}}', "reading.duplicate_key"),
        (b'{"schema_version": "1.7"}', "schema.version"),
        (b"[" * 5000, "reading.depth"),
        (b"model: &a {name: x}\nother: *a", "reading.yaml_alias"),
        (b"\xff\xfe{\x00", "reading.encoding"),
        (b" " * (2 * 2**20 + 1), "reading.size"),
    ],
)
def test_what_cannot_be_read_is_a_problem(data: bytes, code: str) -> None:
    read = read_import(data, file_name="card.yaml" if b"&a" in data else "card.json")
    assert [problem.code for problem in read.problems] == [code]
    assert not read.findings
