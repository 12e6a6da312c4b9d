"""The header fields of requests and answers, and how a token is sent, for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = dict[str, Any]

HEADERS: Mapping[str, Node] = {
    "Cache-Control": {
        "description": "How long the answer may be kept: for good where it never changes.",
        "schema": {"type": "string"},
    },
    "ETag": {
        "description": "Names this state of the resource; send it back in If-None-Match. Weak (W/) "
        "where the answer is compressed.",
        "schema": {"type": "string"},
    },
    "Idempotency-Replayed": {
        "description": "true where this answer was given before to the same Idempotency-Key.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "Link": {
        "description": "Related addresses (RFC 8288): first and next of lists; canonical, "
        "latest-version, version-history, describedby and up of cards.",
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "Where the new draft is, or what becomes of a concern.",
        "schema": {"type": "string", "format": "uri"},
    },
    "RateLimit": {
        "description": "What is left of the quota (r) and for how many seconds (t).",
        "schema": {"type": "string"},
        "example": '"reads";r=499;t=300',
    },
    "RateLimit-Policy": {
        "description": "The quota (q) and its window in seconds (w).",
        "schema": {"type": "string"},
        "example": '"reads";q=500;w=300',
    },
    "Retry-After": {
        "description": "Seconds to wait before the next request.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "X-Request-Id": {
        "description": "The id under which the request was recorded.",
        "schema": {"type": "string", "format": "uuid"},
    },
}

PARAMETERS: Mapping[str, Node] = {
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag that you have. If it is still current the answer is 304, empty "
        "and not counted.",
        "schema": {"type": "string"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The ETag of what you read and now change. If somebody changed it meanwhile "
        "the answer is 412 with what is stored now.",
        "schema": {"type": "string"},
        "example": '"Xc3vQ1b7Tn9kYw2e"',
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A text of your own, such as a UUID, that stands for this one request. The "
        "same request with the same key is done once, however often it is sent within 48 hours, "
        "and answered the same.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        "example": "7d1f4a6e-2b1c-4d0a-9a7f-6d2f1d3c5b10",
    },
}

SECURITY = "token"
SECURITY_SCHEMES: Mapping[str, Node] = {
    SECURITY: {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that you make at /account/tokens/, for one lab or for your own "
        "drafts. Only drafts take one: everything that is public is read without.",
    }
}
