"""The JSON Schema of the card, generated from its models and committed under ``schemas/``.

``python -m registry.rules.schema_generation`` writes it anew; ``--check`` only compares.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from registry.rules.card.claim import Claim
from registry.rules.card.document import Card
from registry.rules.card.rule import JsonSchema, RuledShape
from registry.rules.card_fields import CURRENT_VERSION, SCHEMA_PATH

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = f"urn:model-disclosure-registry:card:{CURRENT_VERSION}"

_CLAIM_RULES = {
    "title": "Rules every claim obeys",
    "description": "A value exactly with disclosed; a reason exactly with withheld.",
    "allOf": [rule.keywords() for rule in Claim.rules],
}
# Words first, parts last; everything between in alphabetical order.
_FIRST = ("$schema", "$id", "title", "description", "x-item", "x-unit", "examples", "$ref", "type")
_LAST = ("items", "properties", "required", "additionalProperties", "allOf", "$defs")


def generate_card_schema() -> bytes:
    """The schema file: UTF-8, two spaces of indentation, the same bytes on every run."""
    text = json.dumps(card_schema(), ensure_ascii=False, indent=2) + "\n"
    return text.replace("\ufeff", "\\ufeff").encode()


def card_schema() -> JsonSchema:
    """The JSON Schema (2020-12) of a card.

    A shape or alias with a title of its own is a definition; any other is written out in place.
    """
    root = Card.model_json_schema(schema_generator=_CardSchema)
    shapes = root.pop("$defs")
    definitions = {_snake_case(name): node for name, node in shapes.items() if "title" in node}
    definitions["claim_rules"] = _CLAIM_RULES
    return _write({"$schema": DIALECT, "$id": SCHEMA_ID, **root, "$defs": definitions}, shapes)


class _CardSchema(GenerateJsonSchema):
    """Pydantic's schema with the rules of the shapes, and without what a card does not mean."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        # An absent key has no default: it says nothing.
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        node = super().model_schema(schema)
        shape = schema["cls"]
        if "title" not in shape.model_config:
            del node["title"]
        node["description"] = " ".join((inspect.getdoc(shape) or "").split())
        if issubclass(shape, RuledShape) and not issubclass(shape, Claim):
            for rule in shape.rules:
                node.update(rule.keywords())
        return node


def _write(node: JsonSchema, shapes: Mapping[str, JsonSchema]) -> JsonSchema:
    node = _with_reference(node, shapes)
    if "x-item" in node:
        node = _as_claim(node)
    return {keyword: _write_parts(keyword, node[keyword], shapes) for keyword in _ordered(node)}


def _write_parts(keyword: str, part: Any, shapes: Mapping[str, JsonSchema]) -> Any:
    if keyword == "items":
        return _write(part, shapes)
    if keyword in ("properties", "$defs"):
        return {name: _write(child, shapes) for name, child in part.items()}
    return part


def _with_reference(node: JsonSchema, shapes: Mapping[str, JsonSchema]) -> JsonSchema:
    """Rename the reference of ``node`` to its definition, or put the shape in its place."""
    if "$ref" not in node:
        return node
    name = node["$ref"].removeprefix("#/$defs/")
    definition = shapes[name]
    own = {keyword: value for keyword, value in node.items() if keyword != "$ref"}
    if "title" not in definition:
        return {**definition, **own}
    if "description" in own:
        # Words that pydantic left out because the definition has the same.
        same: JsonSchema = {
            word: definition[word] for word in ("title", "examples") if word in definition
        }
        return {**same, **own, "$ref": f"#/$defs/{_snake_case(name)}"}
    return {"$ref": f"#/$defs/{_snake_case(name)}"}


def _as_claim(node: JsonSchema) -> JsonSchema:
    value = {**node["properties"]["value"], "title": f"{node['title']} — value"}
    return {
        **node,
        "properties": {**node["properties"], "value": value},
        "allOf": [{"$ref": "#/$defs/claim_rules"}],
    }


def _ordered(node: JsonSchema) -> list[str]:
    middle = sorted(node.keys() - {*_FIRST, *_LAST})
    return [keyword for keyword in (*_FIRST, *middle, *_LAST) if keyword in node]


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def main(arguments: Sequence[str]) -> None:
    """Write the schema file, or with ``--check`` fail if it is not what the models say."""
    if "--check" not in arguments:
        SCHEMA_PATH.write_bytes(generate_card_schema())
    elif SCHEMA_PATH.read_bytes() != generate_card_schema():
        sys.exit(f"{SCHEMA_PATH} does not match registry/rules/card: run `make fix`.")


if __name__ == "__main__":
    main(sys.argv[1:])
