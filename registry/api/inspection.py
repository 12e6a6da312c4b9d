"""Endpoints as operations of the OpenAPI document: what drf-spectacular asks of each view."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.openapi import AutoSchema

from registry.api.answers import JSON
from registry.api.components import (
    SCHEMAS,
    path_parameter,
    problem_reply,
    query_parameter,
    reference_to,
)
from registry.api.header_fields import HEADERS, SECURITY, Node
from registry.api.operations import Bare, Many, One, Operation
from registry.rules.request_problems import TYPES

if TYPE_CHECKING:
    from registry.api.endpoint import Endpoint

# What every address may refuse a request for.
COMMON_REFUSALS = (
    "invalid-parameters",
    "not-acceptable",
    "address-too-long",
    "internal-error",
)
NEXT = {
    "type": "string",
    "format": "uri",
    "description": "Address of the next page; absent on the last.",
}


class EndpointSchema(AutoSchema):
    """An operation of an ``Endpoint``, from what it declares and nothing else."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: object
    ) -> Node:
        view = cast("Endpoint", self.view)
        operation = view.described()[method]
        handler = getattr(view, method.lower())
        described: Node = {
            "operationId": operation.id,
            "tags": [operation.tag],
            "summary": operation.summary,
            "description": " ".join(
                (inspect.getdoc(handler) or inspect.getdoc(type(view)) or "").split()
            ),
            "parameters": _parameters(view, path, method),
            "responses": _responses(view, path, method),
        }
        body = operation.body or dict.fromkeys(
            operation.media_types, reference_to(operation.takes) if operation.takes else {}
        )
        if body:
            content = {name: {"schema": schema} for name, schema in body.items()}
            described["requestBody"] = {"required": operation.body_required, "content": content}
        if view.is_private:
            described["security"] = [{SECURITY: []}]
        return described


def _parameters(view: Endpoint, path: str, method: str) -> list[Node]:
    of_path = [path_parameter(name) for name in re.findall(r"{(\w+)}", path)]
    of_query = [query_parameter(parameter) for parameter in view.parameters]
    fields = view.described()[method].headers
    if _is_conditional(view, method):
        fields = ("IfNoneMatch",)
    of_header = [{"$ref": f"#/components/parameters/{name}"} for name in fields]
    return [*of_path, *(of_query if method == "GET" else []), *of_header]


def _is_conditional(view: Endpoint, method: str) -> bool:
    """Whether a client may have the answer already: nobody keeps those of private addresses."""
    return method == "GET" and not view.is_private


def _responses(view: Endpoint, path: str, method: str) -> dict[str, Node]:
    operation = view.described()[method]
    responses: dict[str, Node] = {
        str(operation.status): {
            "description": operation.summary,
            "headers": _headers(view, method),
            "content": {
                media_type: {"schema": schema}
                for media_type, schema in _content(operation, is_sparse=view.has_fields).items()
            },
        }
    }
    if _is_conditional(view, method):
        responses["304"] = {"$ref": "#/components/responses/NotModified"}
    if operation.moves:
        responses["308"] = {"$ref": "#/components/responses/Moved"}
    for status, codes in _refusals(view, path, method).items():
        responses[str(status)] = problem_reply(codes)
    return dict(sorted(responses.items()))


def _refusals(view: Endpoint, path: str, method: str) -> Mapping[int, Sequence[str]]:
    operation = view.described()[method]
    codes = [*COMMON_REFUSALS, *operation.refusals]
    codes += ["token-required", "token-refused"] if view.is_private else []
    codes += ["not-found"] if "{" in path else []
    codes += ["precondition-failed"] if _is_conditional(view, method) else []
    codes += ["precondition-failed", "precondition-required"] * ("IfMatch" in operation.headers)
    codes += ["too-many-requests"] if view.quota is not None else []
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(TYPES[code].status, []).append(code)
    return by_status


def _headers(view: Endpoint, method: str) -> dict[str, Node]:
    operation = view.described()[method]
    names = {"X-Request-Id", "Cache-Control"}
    if method == "GET" and not (view.is_private and isinstance(operation.answer, Many)):
        names.add("ETag")
    if operation.headers:
        names |= {"Idempotency-Replayed"} | ({"ETag"} if view.is_private else set())
    if operation.status == 201:
        names.add("Location")
    if view.quota is not None:
        names |= {"RateLimit", "RateLimit-Policy"}
    if operation.is_linked and not view.is_private:
        names.add("Link")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS if name in names}


def _content(operation: Operation, *, is_sparse: bool) -> Mapping[str, Any]:
    answer = operation.answer
    if isinstance(answer, Bare):
        return answer.schemas
    data = reference_to(answer.shape, is_sparse=is_sparse)
    if isinstance(answer, One) and not answer.is_enveloped:
        return {JSON: data}
    properties: Node = {"data": data, "meta": {"$ref": f"{SCHEMAS}Meta"}}
    if isinstance(answer, Many):
        properties["data"] = {"type": "array", "items": data}
        properties |= {"next": NEXT} if answer.is_paged else {}
    envelope = {"type": "object", "properties": properties, "required": ["data", "meta"]}
    return {JSON: envelope, **(answer.others if isinstance(answer, Many) else {})}
