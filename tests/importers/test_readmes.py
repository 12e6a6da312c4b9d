"""READMEs as model hubs have them, whole and broken: what is read, what is not, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from registry.importers.collecting import problems_at
from registry.importers.reading import MAXIMUM_BYTES, read_import
from registry.rules.draft_check import malformed
from registry.rules.drafts import SectionDraft
from registry.rules.imports import Import
from registry.rules.proposals.proposal import Proposal, placed

README_DIR = Path(__file__).parent / "readmes"
NAMES = sorted(path.stem for path in README_DIR.glob("*.md"))
EXPECTED = json.loads((README_DIR / "expected.json").read_text())
LICENSE = "identity.access_and_license.value.weights.license"


def read(name: str) -> Import:
    return read_import((README_DIR / f"{name}.md").read_bytes(), file_name="README.md")


def told(found: Import) -> dict[str, Any]:
    return {
        "format": found.format,
        "findings": [
            [one.place, one.path, one.value, one.certainty, "conflict" if one.conflict else ""]
            for one in found.findings
        ],
        "dropped": [[one.place, one.reason] for one in found.dropped],
        "problems": [[one.code, one.line] for one in found.problems],
    }


def values(found: Import) -> dict[str, Any]:
    return {finding.path: finding.value for finding in found.findings}


def filled(found: Import) -> dict[str, SectionDraft]:
    """The sections with every finding that stands against no other taken in."""
    sections: dict[str, SectionDraft] = {}
    for finding in found.findings:
        if not finding.conflict:
            proposal = Proposal(str(finding.number), finding.path, finding.value)
            draft = sections.get(proposal.section, SectionDraft())
            sections[proposal.section] = placed(draft, proposal)
    return sections


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read(name: str) -> None:
    assert told(read(name)) == EXPECTED[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_can_store_it(name: str) -> None:
    found = read(name)
    assert found == read(name)
    for finding in found.findings:
        assert not problems_at(finding.path, finding.value)
    for section, draft in filled(found).items():
        assert not malformed(section, draft.content)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_disclosed_that_the_file_does_not_say(name: str) -> None:
    text = (README_DIR / f"{name}.md").read_text()
    found = read(name)
    assert not {"none", "withheld", "not_applicable"} & set(
        _texts([draft.content for draft in filled(found).values()])
    )
    for finding in found.findings:
        if finding.certainty == "suggested":
            assert finding.sentence
        if finding.place.startswith("line "):
            number = int(finding.place.removeprefix("line "))
            # The first mark of what is stated stands on the line that is named.
            assert finding.as_stated[:2].strip() in text.split("\n")[number - 1].replace(
                "<sup>", "^"
            )


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


def test_there_are_enough_of_them() -> None:
    assert len(NAMES) >= 40
    assert sorted(EXPECTED) == NAMES


def test_line_ends_and_byte_order_marks_change_nothing() -> None:
    data = (README_DIR / "template.md").read_bytes()
    assert read_import(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")) == read_import(data)


def test_a_file_is_told_apart_by_what_it_holds() -> None:
    assert read_import(b"---\n# a card\nschema_version: '1.0'\n").format == "card_yaml"
    assert read_import(b'  {"model": {}}').format == "card_json"
    assert read_import(b"card_id: in prose it is a word", file_name="notes.txt").format == "text"
    assert read_import(b"").findings == ()


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"---\nlicense: mit\n---\n\0", "reading.null_character", 4),
        (b"# Caf\xe9\n", "reading.encoding", 1),
        ("# UTF-16".encode("utf-16"), "reading.encoding", 1),
        (b"x" * (MAXIMUM_BYTES + 1), "reading.size", None),
    ],
)
def test_what_is_no_text_is_a_problem(data: bytes, code: str, line: int | None) -> None:
    found = read_import(data, file_name="README.md")
    assert [(problem.code, problem.line) for problem in found.problems] == [(code, line)]
    assert not found.findings


def test_two_megabytes_with_one_figure() -> None:
    text = b"It took 1,000 A100 GPU hours.\n\n" + b"Nothing is stated here.\n" * 80_000
    found = read_import(text + b"[x](data:image/png;base64," + b"A" * 50_000 + b")")
    assert values(found)["compute.duration.value.accelerator_hours"]["value"] == 1_000


def test_deep_front_matter_is_read_as_far_as_it_goes() -> None:
    found = read_import(b"---\nlicense: mit\ndeep: " + b"{a: " * 50 + b"\n---\n# Deep\n")
    assert [problem.code for problem in found.problems] == ["reading.depth"]
    assert values(found) == {LICENSE: "MIT", "model.name": "Deep"}


def test_long_lists_are_told_in_one_line() -> None:
    names = "".join(f"- set-{number}\n" for number in range(230))
    found = read_import(f"---\ndatasets:\n{names}---\n".encode())
    assert len(found.findings) == 200
    assert [dropped.as_stated for dropped in found.dropped] == [
        "30 more for data.public_datasets.value.datasets"
    ]


def test_a_long_name_is_cut_and_told() -> None:
    found = read_import(f"---\nmodel_name: {'x' * 300}\n---\n".encode())
    assert len(values(found)["model.name"]) == 200
    assert "cut off" in found.dropped[0].reason
