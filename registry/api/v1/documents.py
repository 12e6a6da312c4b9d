"""Schemas and standards, byte for byte as they were released."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from registry.api.addresses import address_of
from registry.api.answers import FOREVER, JSON, Answer
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.fields import fields_of
from registry.api.fixed import fixed, fixed_list
from registry.api.operations import Bare, Many, Operation
from registry.api.parameters import Asked
from registry.api.v1.shapes import references as shapes
from registry.rules.standard import SCHEMAS_DIR

SCHEMA_JSON = "application/schema+json"
CARD_SUFFIX = ".schema.json"


class Schemas(Endpoint):
    """All versions of the card schema."""

    operation = Operation(
        "listSchemas",
        "Reference",
        "Versions of the card schema",
        Many(shapes.Document, is_paged=False),
    )
    parameters = (fields_of(shapes.Document),)

    def get(self, asked: Asked) -> Answer:
        return fixed_list([_described(v, p, "schema") for v, p in card_schemas().items()], asked)


class CardSchema(Endpoint):
    """The JSON Schema (2020-12) of a card, in one version. It never changes."""

    operation = Operation(
        "getCardSchema",
        "Reference",
        "The card schema",
        Bare({SCHEMA_JSON: {"type": "object"}}),
    )
    media_types = (SCHEMA_JSON, JSON)
    quota = None

    def get(self, asked: Asked, version: str) -> Answer:
        content = _content(card_schemas(), version, "card schema")
        return fixed(content, media_type=SCHEMA_JSON, caching=FOREVER)


class Standards(Endpoint):
    """All editions of the disclosure standard."""

    operation = Operation(
        "listStandards",
        "Reference",
        "Editions of the standard",
        Many(shapes.Document, is_paged=False),
    )
    parameters = (fields_of(shapes.Document),)

    def get(self, asked: Asked) -> Answer:
        return fixed_list([_described(v, p, "standard") for v, p in standards().items()], asked)


class OneStandard(Endpoint):
    """One edition of the disclosure standard: items, weights, rules and constants, as data. It
    never changes.
    """

    operation = Operation(
        "getStandard", "Reference", "One edition of the standard", Bare({JSON: {"type": "object"}})
    )
    quota = None

    def get(self, asked: Asked, version: str) -> Answer:
        content = _content(standards(), version, "edition of the standard")
        return fixed(content, caching=FOREVER)


@cache
def card_schemas() -> dict[str, Path]:
    """The files of the card schema by version."""
    files = sorted((SCHEMAS_DIR / "card").glob(f"*{CARD_SUFFIX}"))
    return {path.name.removesuffix(CARD_SUFFIX): path for path in files}


@cache
def standards() -> dict[str, Path]:
    """The files of the standard by version."""
    return {path.stem: path for path in sorted((SCHEMAS_DIR / "standard").glob("*.json"))}


def _content(files: dict[str, Path], version: str, kind: str) -> bytes:
    if version not in files:
        raise RequestRefused("not-found", f"There is no such {kind}; known: {', '.join(files)}.")
    return _read(files[version])


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()


def _described(version: str, path: Path, name: str) -> shapes.Document:
    content = _read(path)
    return {
        "version": version,
        "title": json.loads(content)["title"],
        "sha256": sha256(content).hexdigest(),
        "bytes": len(content),
        "links": {"self": address_of(name, version)},
    }
