"""The card schema as data: its file, and the tree of its fields with their titles and units.

Whatever speaks to people about a card finds its words here, so a message, a form and the schema
never call the same field by different names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from registry.rules.pointer import join_pointer
from registry.rules.problems import Problem, shown
from registry.rules.standard import SCHEMAS_DIR

CURRENT_VERSION = "1.0"
SCHEMA_PATH = SCHEMAS_DIR / "card" / f"{CURRENT_VERSION}.schema.json"

# A number, a range's ends: the parts of a figure that share the unit of the field it answers.
_PARTS_OF_A_FIGURE = frozenset({"value", "low", "high"})


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a card. ``keywords`` are those of the schema there, references resolved.

    ``kind`` is the definition it refers to, such as ``date`` or ``money``; ``form`` says in words
    what a value looks like.
    """

    key: str
    title: str
    kind: str | None
    form: str
    unit: str | None
    keywords: Mapping[str, Any]
    properties: Mapping[str, Field]
    entries: Field | None

    @property
    def is_claim(self) -> bool:
        return "x-item" in self.keywords

    def part(self, token: str | int) -> Field | None:
        """Return the field of a member or entry; None where the schema knows none."""
        return self.entries if isinstance(token, int) else self.properties.get(token)

    def example(self) -> Any:
        """Return a small valid value: the schema's own example, or one built from its parts."""
        if examples := self.keywords.get("examples"):
            return examples[0]
        if self.entries:
            return [self.entries.example()]
        if not self.properties:
            return self.keywords.get("const", "…")
        alternatives = (*self.keywords.get("oneOf", ()), *self.keywords.get("anyOf", ()))
        keys = [next(iter(self.properties)), *(["value"] if self.is_claim else [])]
        for rule in (self.keywords, *alternatives[:1]):
            keys += rule.get("required", ())
        return {key: self.properties[key].example() for key in dict.fromkeys(keys)}


@cache
def load_schema() -> dict[str, Any]:
    """Return the JSON Schema of a card, in its current version."""
    schema: dict[str, Any] = json.loads(SCHEMA_PATH.read_bytes())
    return schema


@cache
def card_fields() -> Field:
    """Return the whole card as a field, its sections, claims and values below it."""
    schema = load_schema()
    return _field("", schema, schema["$defs"])


def title_path(tokens: Sequence[str | int], root: Field) -> str:
    """Return the titles on the way to a place: "Cost › Final run › Amount", or ""."""
    titles: list[str] = []
    field: Field | None = root
    for token in tokens:
        parent, field = field, field.part(token) if field else None
        if isinstance(token, int) and titles:
            titles[-1] += f" {token + 1}"
        elif not (parent and parent.is_claim and field is parent.properties["value"]):
            titles.append(field.title if field else shown(token).strip('"'))
    return " › ".join(titles)


def problem_at(
    tokens: Sequence[str | int], root: Field, code: str, sentence: str, hint: str | None = None
) -> Problem:
    """Return the problem of one place of a card, its ``sentence`` led in by the place's titles."""
    title = title_path(tokens, root)
    message = f"{title}: {sentence}" if title else sentence[:1].upper() + sentence[1:]
    return Problem(join_pointer(tokens), code, message, hint)


def _field(
    key: str, schema: Mapping[str, Any], definitions: Mapping[str, Any], unit: str | None = None
) -> Field:
    keywords, kind = _resolved(schema, definitions)
    own_unit = keywords.get("x-unit", unit if key in _PARTS_OF_A_FIGURE else None)
    return Field(
        key=key,
        title=keywords.get("title", key),
        kind=kind,
        form=(definitions[kind] if kind else keywords).get("description", "").rstrip("."),
        unit=own_unit,
        keywords=keywords,
        properties={
            name: _field(name, part, definitions, own_unit)
            for name, part in keywords.get("properties", {}).items()
        },
        entries=_field(key, keywords["items"], definitions) if "items" in keywords else None,
    )


def _resolved(
    schema: Mapping[str, Any], definitions: Mapping[str, Any], kind: str | None = None
) -> tuple[Mapping[str, Any], str | None]:
    """Return the keywords at one place and the name of the last definition they refer to.

    Keywords beside a reference win over those behind it.
    """
    if "$ref" not in schema:
        return schema, kind
    name = schema["$ref"].removeprefix("#/$defs/")
    keywords, kind = _resolved(definitions[name], definitions, name)
    return {**keywords, **schema}, kind
