"""What operations of the OpenAPI document share: shapes, parameters, headers, problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from registry.api.errors import PROBLEM_JSON
from registry.api.header_fields import Node
from registry.api.parameters import Parameter
from registry.rules.drafts import SECTION_MEMBERS
from registry.rules.problems import CODES
from registry.rules.request_problems import TYPES

SCHEMAS = "#/components/schemas/"
_SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 119}
_NUMBER = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
_NAME = {"type": "string", "minLength": 1}

# Parts of paths by name: words, schema, example.
PATH_PARTS: Mapping[str, tuple[str, Node, Any]] = {
    "lab": ("Slug of the lab.", _SLUG, "deepseek"),
    "model": ("Slug of the model within its lab.", _SLUG, "deepseek-r1"),
    "number": ("Number of the version or ranking, from 1.", _NUMBER, 1),
    "name": ("Name of the vocabulary.", _NAME, "stage"),
    "version": ("Version of the schema or edition of the standard.", _NAME, "1.0"),
    "slug": ("Slug of the accelerator.", _SLUG, "nvidia-h800-sxm5"),
    "draft": ("Id of the draft.", {"type": "string", "pattern": "^[a-z0-9]{12}$"}, "k7m2p9qr4stu"),
    "section": ("Section of the form.", {"type": "string", "enum": [*SECTION_MEMBERS]}, "cost"),
    "item": ("Item, claim or field of a claim.", _NAME, "cost.final_run"),
}

RESPONSES: Mapping[str, Node] = {
    "NotModified": {
        "description": "What you have is current. Not counted.",
        "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
    },
    "Moved": {
        "description": "For good at another address.",
        "headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}},
    },
}


def problem_reply(codes: Sequence[str]) -> Node:
    """The response of refusals that have one status."""
    kinds = [TYPES[code] for code in codes]
    reply: Node = {
        "description": " Or: ".join(f"{kind.title} ({kind.code})." for kind in kinds),
        "content": {PROBLEM_JSON: {"schema": {"$ref": f"{SCHEMAS}Problem"}}},
    }
    if "too-many-requests" in codes:
        names = ("RateLimit", "RateLimit-Policy", "Retry-After")
        reply["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return reply


def path_parameter(name: str) -> Node:
    words, schema, example = PATH_PARTS[name]
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": words,
        "schema": schema,
        "example": example,
    }


def query_parameter(parameter: Parameter) -> Node:
    described: Node = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }
    if parameter.schema.get("type") == "array":
        described["schema"] = {**parameter.schema, "minItems": 1}
        described |= {"style": "form", "explode": False}
    if parameter.example is not None:
        described["example"] = parameter.example
    return described


def reference_to(shape: Any, *, is_sparse: bool = False) -> Node:
    """The shape, or where ``fields`` may be asked for, some of its members."""
    whole = {"$ref": f"{SCHEMAS}{shape.__name__}"}
    return {"anyOf": [whole, {"$ref": f"{SCHEMAS}{_sparse_name(shape)}"}]} if is_sparse else whole


def _sparse_name(shape: Any) -> str:
    return f"Some{shape.__name__}"


def shape_schemas(shapes: Iterable[Any], sparse: Iterable[Any]) -> dict[str, Node]:
    """The schemas of these shapes and of all they are made of, by name.

    Of the ``sparse`` ones there is a second schema, for answers with only some members.
    """
    schemas: dict[str, Node] = {"Meta": _META, "Problem": _problem()}
    for shape in shapes:
        schema = TypeAdapter(shape).json_schema(ref_template=SCHEMAS + "{model}")
        schemas |= schema.pop("$defs", {})
        schemas[shape.__name__] = schema
    for shape in sparse:
        schemas[_sparse_name(shape)] = {
            "type": "object",
            "description": f"The members of {shape.__name__} that fields named.",
            "properties": schemas[shape.__name__]["properties"],
        }
    return {name: _without_titles(schemas[name]) for name in sorted(schemas)}


_META: Node = {
    "type": "object",
    "description": "What the answer rests on.",
    "required": ["schema"],
    "properties": {
        "seq": {
            "type": "integer",
            "minimum": 0,
            "description": "The last change that is in the answer; of later pages of a list, the "
            "last when the first page was read. Ask for /changes?after= it to be told of the rest.",
        },
        "schema": {"type": "string", "description": "Version of the card schema."},
        "count": {
            "type": "integer",
            "minimum": 0,
            "description": "Rows on all pages, if count=true was asked for.",
        },
        "ranking": {
            "type": "integer",
            "minimum": 1,
            "description": "Number of the ranking that the list is ordered by.",
        },
    },
}


def _problem() -> Node:
    text = {"type": "string"}
    line = {"type": "integer", "minimum": 1}
    entry = {
        "type": "object",
        "required": ["code", "message"],
        "properties": {
            "code": {"type": "string", "enum": list(CODES)},
            "message": {**text, "description": "What was found and what is expected."},
            "hint": {**text, "description": "What to do, with the nearest valid value."},
            "parameter": {**text, "description": "The parameter of the query."},
            "pointer": {**text, "description": "The place in the body (RFC 6901)."},
            "line": line,
            "column": line,
        },
    }
    return {
        "type": "object",
        "description": "Why a request was refused (RFC 9457).",
        "required": ["type", "title", "status", "code", "detail", "instance"],
        "properties": {
            "type": {"type": "string", "format": "uri", "description": "A page that explains it."},
            "title": text,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "code": {"type": "string", "enum": list(TYPES)},
            "detail": text,
            "instance": {**text, "description": "urn:uuid: and the id of the request."},
            "errors": {"type": "array", "items": entry},
            "current": {
                "type": "object",
                "description": "What is stored now, where a change rests on an older state.",
                "required": ["etag", "value"],
                "properties": {
                    "etag": {**text, "description": "For If-Match, with its quotation marks."},
                    "value": {"type": "object", "description": "As the address itself has it."},
                },
            },
            "notices": {
                "type": "array",
                "description": "Why the content is gone, the newest first.",
                "items": {"$ref": f"{SCHEMAS}Notice"},
            },
        },
    }


def _without_titles(node: Any, *, is_of_names: bool = False) -> Any:
    """Leave out the titles that pydantic makes of names; a member called title stays."""
    if isinstance(node, list):
        return [_without_titles(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _without_titles(value, is_of_names=key == "properties" and not is_of_names)
        for key, value in node.items()
        if is_of_names or key != "title"
    }
