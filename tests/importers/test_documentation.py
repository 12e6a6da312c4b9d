"""docs/importing.md names all that is read, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from registry.importers.collecting import field_at
from registry.importers.front_matter import KEYS
from registry.importers.labels import LABELS
from registry.rules.names import slugify

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "importing.md").read_text()
EXPECTED = json.loads((Path(__file__).parent / "readmes" / "expected.json").read_text())
PATHS = sorted(set(re.findall(r"`([a-z_]+(?:\.[a-z0-9_]+)+)`", PAGE)))
# Read beside the keys that have a reader of their own.
OTHER_KEYS = {"tags", ".geographical_location", ".hardware_used", "extra_gated_…"}


def first_cells(heading: str) -> list[str]:
    table = PAGE.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0].strip()
    return [line.split("|")[1].strip() for line in table.split("\n")[2:]]


def test_every_key_of_the_front_matter_is_named() -> None:
    cells = first_cells("Key")
    named = {cell.removeprefix("… ").strip("`") for cell in cells}
    assert named == {*KEYS, *OTHER_KEYS}


def test_every_line_of_the_template_is_named() -> None:
    named = {
        slugify(label)
        for cell in first_cells("Line")
        for label in cell.split(", ")
        if not label.startswith(("where", "with"))
    }
    assert named == set(LABELS)


@pytest.mark.parametrize("path", PATHS)
def test_each_place_exists(path: str) -> None:
    assert field_at(path).key == path.rpartition(".")[2]


def test_the_places_are_those_that_files_fill() -> None:
    filled = {path for told in EXPECTED.values() for _, path, *_ in told["findings"]}
    assert {path for path in filled if not path.endswith(".evidence")} == set(PATHS)
