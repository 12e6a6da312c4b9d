"""The one form of all refusals, as a JSON Schema and as a check of a response."""

from __future__ import annotations

from typing import Any

import jsonschema

from registry.rules.problems import CODES
from registry.rules.request_problems import TYPES

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "instance"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string", "pattern": "^http://localhost:8000/problems/[a-z-]+/$"},
        "title": {"type": "string", "minLength": 1},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"enum": list(TYPES)},
        "detail": {"type": "string", "minLength": 1, "maxLength": 2000},
        "instance": {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"},
        "current": {
            "type": "object",
            "required": ["etag", "value"],
            "additionalProperties": False,
            "properties": {
                "etag": {"type": "string", "pattern": '^"[A-Za-z0-9_-]{1,16}"$'},
                "value": {"type": "object"},
            },
        },
        "notices": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["number", "kind", "at", "text"]},
        },
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["code", "message"],
                "additionalProperties": False,
                "properties": {
                    "code": {"enum": list(CODES)},
                    "message": {"type": "string", "minLength": 1, "maxLength": 1000},
                    "hint": {"type": "string", "minLength": 1},
                    "parameter": {"type": "string", "maxLength": 60},
                    "pointer": {"type": "string"},
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1},
                },
            },
        },
    },
}


def check_problem(response: Any, code: str) -> dict[str, Any]:
    """Assert that ``response`` is this problem in the one form; return its body."""
    kind = TYPES[code]
    assert response.status_code == kind.status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    body: dict[str, Any] = response.json()
    jsonschema.validate(body, PROBLEM)
    assert (body["code"], body["status"], body["title"]) == (code, kind.status, kind.title)
    assert body["type"].endswith(f"/problems/{code}/")
    assert body["instance"] == f"urn:uuid:{response.headers['X-Request-Id']}"
    return body
