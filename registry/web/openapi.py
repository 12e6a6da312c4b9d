"""The description of the API as the pages about it read it: the committed OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from registry.rules.standard import SCHEMAS_DIR
from registry.rules.words import listed

OPENAPI_PATH = SCHEMAS_DIR / "openapi" / "v1.json"
# What every operation may refuse a request for is told once for all.
_COMMON = frozenset(
    {
        *("address-too-long", "internal-error", "invalid-parameters", "not-acceptable"),
        *("precondition-failed", "too-many-requests", "token-required", "token-refused"),
    }
)
# Every public answer takes it, and it is told once.
IF_NONE_MATCH = "If-None-Match"
_CODE = re.compile(r"\(([a-z-]+)\)")
# Of a longer list only the names without dots are shown: the members themselves, not what is below.
_LONGEST_LIST = 20


@dataclass(frozen=True, slots=True)
class ParameterDoc:
    """One parameter of the path or the query. ``choices`` is its closed list, if it has one.

    ``takes`` says what it takes, and is empty where that is any text.
    """

    name: str
    meaning: str
    takes: str
    example: str
    choices: tuple[str, ...]
    several: bool
    in_path: bool


@dataclass(frozen=True, slots=True)
class OperationDoc:
    """One operation: ``path`` with its parts in braces; ``takes`` are media types of its body.

    ``refusals`` are codes of ``rules.request_problems`` beyond those of every operation.
    """

    id: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[ParameterDoc, ...]
    media_types: tuple[str, ...]
    takes: tuple[str, ...]
    refusals: tuple[str, ...]
    takes_token: bool


@dataclass(frozen=True, slots=True)
class TagDoc:
    """A group of operations."""

    name: str
    description: str
    operations: tuple[OperationDoc, ...]


@cache
def tags() -> tuple[TagDoc, ...]:
    """All operations by group, in the order of the document."""
    document = json.loads(OPENAPI_PATH.read_bytes())
    found = [
        _operation(document, path, method, described)
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    ]
    return tuple(
        TagDoc(
            tag["name"],
            tag["description"],
            tuple(one for one in found if one.tag == tag["name"]),
        )
        for tag in document["tags"]
    )


def open_tags() -> tuple[TagDoc, ...]:
    """The groups without the operations that take a token."""
    groups = (
        replace(tag, operations=tuple(one for one in tag.operations if not one.takes_token))
        for tag in tags()
    )
    return tuple(tag for tag in groups if tag.operations)


def operations() -> Mapping[str, OperationDoc]:
    """All operations by id."""
    return {one.id: one for tag in tags() for one in tag.operations}


def _operation(
    document: Mapping[str, Any], path: str, method: str, described: Mapping[str, Any]
) -> OperationDoc:
    parameters = [_resolved(document, one) for one in described.get("parameters", ())]
    return OperationDoc(
        id=described["operationId"],
        tag=described["tags"][0],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        description=described["description"],
        parameters=tuple(_parameter(one) for one in parameters if one["name"] != IF_NONE_MATCH),
        media_types=tuple(_success(described)["content"]),
        takes=tuple(described.get("requestBody", {}).get("content", ())),
        refusals=tuple(
            code
            for response in described["responses"].values()
            for code in _CODE.findall(response.get("description", ""))
            if code not in _COMMON
        ),
        takes_token="security" in described,
    )


def _success(described: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(
        response for status, response in described["responses"].items() if status.startswith("2")
    )
    return found


def _resolved(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = node
    if "$ref" in node:
        found = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
    resolved: Mapping[str, Any] = found
    return resolved


def _parameter(described: Mapping[str, Any]) -> ParameterDoc:
    schema = described["schema"]
    several = schema.get("type") == "array"
    one = schema["items"] if several else schema
    choices = ["true", "false"] if one.get("type") == "boolean" else one.get("enum", ())
    return ParameterDoc(
        name=described["name"],
        meaning=described.get("description", ""),
        takes=_takes(choices, one, schema),
        example=_text(described.get("example", "")),
        choices=tuple(choices),
        several=several,
        in_path=described["in"] == "path",
    )


def _takes(choices: Sequence[str], one: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What a parameter takes where that is not any text, and what holds where it is left out."""
    words = ""
    if choices:
        shown = [each for each in choices if len(choices) <= _LONGEST_LIST or "." not in each]
        words = listed([f"`{each}`" for each in shown], "or")
    elif one.get("type") == "integer" and "maximum" in one:
        words = f"{one.get('minimum', 0)} to {one['maximum']:,}"
    default = schema.get("default")
    return words if default is None else f"{words}; left out, `{_text(default)}`"


def _text(value: Any) -> str:
    """A value as an address has it."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def path_parts(path: str) -> tuple[str, ...]:
    """The names of the parts of a path, in their order."""
    return tuple(re.findall(r"{(\w+)}", path))
