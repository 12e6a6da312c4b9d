"""The published schema: generated, frozen, complete in words, safe to run, and of the standard."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from registry.rules import schema_generation
from registry.rules.card.sections import CLAIM_PATHS
from registry.rules.card_fields import SCHEMA_PATH
from registry.rules.schema_generation import generate_card_schema
from registry.rules.standard import SCHEMAS_DIR, load_standard

SCHEMA: dict[str, Any] = json.loads(SCHEMA_PATH.read_bytes())
DEFINITIONS: dict[str, dict[str, Any]] = SCHEMA["$defs"]


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """``node`` with what its reference says, its own words first."""
    if "$ref" not in node:
        return node
    definition = resolved(DEFINITIONS[node["$ref"].removeprefix("#/$defs/")])
    return {**definition, **node}


def nodes(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field and entry below ``node`` with its path, references resolved."""
    node = resolved(node)
    yield path, node
    for name, child in node.get("properties", {}).items():
        yield from nodes(child, f"{path}.{name}" if path else name)
    if "items" in node:
        yield from nodes(node["items"], f"{path}[]")


ALL_NODES = dict(nodes(SCHEMA))


def test_the_committed_schema_is_the_generated_one() -> None:
    assert SCHEMA_PATH.read_bytes() == generate_card_schema(), (
        "The models of registry/rules/card and schemas/card/1.0.schema.json differ. "
        "To write the schema anew: python -m registry.rules.schema_generation (or make fix). "
        "It is released, so a change of meaning needs a new version."
    )


@pytest.mark.parametrize(
    "name", ["card/1.0.schema.json", "standard/1.0.json", "review-file/1.0.schema.json"]
)
def test_released_schemas_never_change(name: str) -> None:
    released = json.loads((SCHEMAS_DIR / "RELEASED.json").read_bytes())
    found = hashlib.sha256((SCHEMAS_DIR / name).read_bytes()).hexdigest()
    assert found == released[name], (
        f"schemas/{name} is released and may not change: cards and scores rest on it. Add a new "
        "version beside it."
    )


def test_every_released_schema_is_still_there() -> None:
    released = json.loads((SCHEMAS_DIR / "RELEASED.json").read_bytes())
    assert [name for name in released if not (SCHEMAS_DIR / name).is_file()] == []


def test_check_compares_and_writing_repairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "card.json"
    path.write_bytes(generate_card_schema().replace(b"Model card", b"Model Card"))
    monkeypatch.setattr(schema_generation, "SCHEMA_PATH", path)
    with pytest.raises(SystemExit, match="make fix"):
        schema_generation.main(["--check"])
    schema_generation.main([])
    schema_generation.main(["--check"])
    assert path.read_bytes() == SCHEMA_PATH.read_bytes()


def test_it_is_a_schema_of_its_dialect() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "urn:model-disclosure-registry:card:1.0"
    Draft202012Validator.check_schema(SCHEMA)


def test_the_file_ends_with_one_line_feed_and_shows_every_character() -> None:
    text = generate_card_schema().decode()
    assert text.endswith("}\n")
    assert {character for character in text if not character.isprintable()} == {"\n"}


def test_every_field_is_described() -> None:
    assert [path for path, node in ALL_NODES.items() if not node.get("description")] == []


def test_every_field_has_a_title() -> None:
    entries_share_the_title_of_their_list = "[]"
    assert [
        path
        for path, node in ALL_NODES.items()
        if not node.get("title") and not path.endswith(entries_share_the_title_of_their_list)
    ] == []


def test_no_title_is_the_name_of_a_class() -> None:
    titles = {node["title"] for node in ALL_NODES.values() if "title" in node}
    assert [title for title in titles if re.search(r"^([A-Z][a-z]+){2,}|[_\[]", title)] == []


def is_bounded(node: dict[str, Any]) -> bool:
    match node["type"]:
        case "string":
            return bool({"maxLength", "enum", "const"} & node.keys())
        case "array":
            return bool(node["maxItems"] <= 300)
        case "object":
            return node["additionalProperties"] is False
        case "integer":
            return {"minimum", "maximum"} <= node.keys()
        case "number" | "boolean":
            return True
    return False


def test_every_field_is_bounded() -> None:
    assert [path for path, node in ALL_NODES.items() if not is_bounded(node)] == []


def test_examples_are_valid() -> None:
    checker = Draft202012Validator.FORMAT_CHECKER
    refused = [
        (path, example)
        for path, node in ALL_NODES.items()
        for example in node.get("examples", ())
        if not Draft202012Validator(
            {**node, "$defs": DEFINITIONS}, format_checker=checker
        ).is_valid(example)
    ]
    assert refused == []


def test_leaves_have_an_example() -> None:
    leaves = {"string", "number", "integer", "boolean"}
    assert [
        path
        for path, node in ALL_NODES.items()
        if node["type"] in leaves and "examples" not in node
    ] == []


def test_an_absent_key_is_the_only_way_to_say_nothing() -> None:
    assert [path for path, node in ALL_NODES.items() if "default" in node] == []
    assert not Draft202012Validator(SCHEMA["properties"]["model"]).is_valid(
        {"name": "Model", "developer": "Lab", "family": None}
    )


def test_patterns_take_linear_time() -> None:
    """RE2's subset: no look-around, no back-reference."""
    patterns = {node["pattern"] for node in ALL_NODES.values() if "pattern" in node}
    assert len(patterns) >= 10
    assert [pattern for pattern in patterns if re.search(r"\(\?|\\[1-9]", pattern)] == []


def test_every_claim_answers_the_item_that_asks_for_it() -> None:
    items = {path: node["x-item"] for path, node in ALL_NODES.items() if "x-item" in node}
    assert items == {item.claim: item.id for item in load_standard().items}
    assert tuple(items) == CLAIM_PATHS


def test_section_titles_are_those_of_the_standard() -> None:
    for section in load_standard().sections:
        assert ALL_NODES[section.card_section]["title"] == section.title


def test_facts_are_those_of_the_standard() -> None:
    facts = {
        path.removeprefix("facts."): node
        for path, node in ALL_NODES.items()
        if re.fullmatch(r"facts\.\w+\.\w+", path)
    }
    standard = load_standard()
    assert set(facts) == set(standard.facts)
    for path, fact in standard.facts.items():
        node = ALL_NODES[f"facts.{path}[]"] if fact.type == "list" else facts[path]
        assert tuple(node.get("enum", ())) == fact.values


def test_estimates_may_be_about_any_claim() -> None:
    assert tuple(ALL_NODES["estimates[].claim"]["enum"]) == CLAIM_PATHS


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("accelerator_hours", "accelerator-hours"),
        ("energy_mwh", "MWh"),
        ("flop", "FLOP"),
        ("peak_flop_per_second", "FLOP/s"),
        ("share_percent", "percent"),
        ("tokens_seen", "tokens"),
        ("water_m3", "m³"),
        ("wall_clock_hours", "hours"),
    ],
)
def test_a_unit_is_the_same_wherever_the_name_stands(name: str, unit: str) -> None:
    found = [node["x-unit"] for path, node in ALL_NODES.items() if path.endswith(f".{name}")]
    assert set(found) == {unit}


def test_quantities_have_a_unit() -> None:
    unit_in_a_field_of_its_own = {"estimates[].quantity"}
    quantities = {
        path for path, node in ALL_NODES.items() if node.get("$ref") == "#/$defs/quantity"
    }
    without = {path for path in quantities if "x-unit" not in ALL_NODES[path]}
    assert quantities
    assert without == unit_in_a_field_of_its_own
