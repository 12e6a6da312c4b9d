"""The committed OpenAPI document as a judge of answers: stricter than clients need to be."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema

from registry.api.openapi import OPENAPI_PATH

# Described wherever there may be one.
SOMETIMES = {"Link", "Idempotency-Replayed"}


@cache
def committed() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(OPENAPI_PATH.read_bytes())
    return document


def operation_of(path: str, method: str = "get") -> dict[str, Any]:
    """The operation behind an address; literal paths win over those with variables."""
    bare = urlsplit(path).path
    for template, methods in sorted(committed()["paths"].items(), key=lambda item: "{" in item[0]):
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if method in methods and re.fullmatch(pattern, bare):
            operation: dict[str, Any] = methods[method]
            return operation
    raise LookupError(f"the OpenAPI document has no {method} {bare}")


def check_described(
    path: str, response: Any, *, method: str = "get", is_whole: bool = True
) -> None:
    """Assert that status, headers and body of ``response`` are as described, with nothing else.

    ``is_whole`` is False for an answer of which only some fields were asked for.
    """
    described = _resolved(operation_of(path, method)["responses"][str(response.status_code)])
    for name in described.get("headers", {}):
        assert name in response.headers or name in SOMETIMES, name
    media_type = response.headers["Content-Type"].partition(";")[0]
    schema = described["content"][media_type]["schema"]
    if not media_type.endswith("json"):
        assert schema == {"type": "string"}
        return
    strict = {
        **_strict(schema, is_whole),
        "components": _strict(committed()["components"], is_whole),
    }
    jsonschema.Draft202012Validator(strict).validate(response.json())


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    target: Any = committed()
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return _resolved(target)


def _strict(node: Any, is_whole: bool) -> Any:
    """``node`` with every object closed, so that no member goes undescribed."""
    if isinstance(node, list):
        return [_strict(entry, is_whole) for entry in node]
    if not isinstance(node, dict):
        return node
    closed = {key: _strict(value, is_whole) for key, value in node.items()}
    if "properties" in node and isinstance(node["properties"], dict) and "type" in node:
        is_card = "card_id" in node["properties"]
        closed |= {} if is_card else {"additionalProperties": False}
        if not is_whole:
            closed.pop("required", None)
    return closed
