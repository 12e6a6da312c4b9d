"""The body of a request: its type and size, the document in it, and the shape it must have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.http import parse_header_parameters
from pydantic import TypeAdapter, ValidationError

from registry.api.errors import RequestRefused
from registry.rules.checking.reading import MAXIMUM_BYTES, Format, ReadResult, read_card
from registry.rules.pointer import join_pointer
from registry.rules.problems import Problem, shown

FORMATS: dict[str, Format] = {
    "application/json": "json",
    "application/yaml": "yaml",
    "application/x-yaml": "yaml",
    "text/yaml": "yaml",
    "text/x-yaml": "yaml",
}
SUFFIXES: dict[str, Format] = {"+json": "json", "+yaml": "yaml"}
# The types that the description names; the others are older names of the same.
SHOWN = ("application/json", "application/yaml")
TYPES_TAKEN = "application/json, application/yaml or text/yaml"
# Why every address that takes a document may refuse one.
REFUSALS = ("unreadable-document", "malformed-request", "too-large", "unsupported-media-type")

_CODES = {
    "missing": "schema.missing_key",
    "extra_forbidden": "schema.unknown_key",
    "literal_error": "schema.choice",
    "string_too_short": "schema.length",
    "string_too_long": "schema.length",
    "too_long": "schema.length",
    "string_pattern_mismatch": "schema.pattern",
}


def format_of(request: HttpRequest) -> Format:
    """The format that the Content-Type names; refuses any other, and what is compressed."""
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() != "identity":
        raise RequestRefused("unsupported-media-type", "Send the body uncompressed.")
    found = request.META.get("CONTENT_TYPE", "")
    media_type, parameters = parse_header_parameters(found)
    suffix = SUFFIXES.get(media_type[-5:]) if "/" in media_type else None
    file_format = FORMATS.get(media_type, suffix)
    charset = parameters.get("charset", "utf-8")
    if file_format is None or charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        shown_type = found[:100].encode("ascii", "replace").decode() or "no Content-Type"
        raise RequestRefused(
            "unsupported-media-type",
            f"Found {shown_type}; send {TYPES_TAKEN}, in UTF-8.",
        )
    return file_format


def body_of(request: HttpRequest) -> bytes:
    """The body, at most so much of it that it is told to be too large."""
    stated = request.META.get("CONTENT_LENGTH") or ""
    if "HTTP_TRANSFER_ENCODING" in request.META and not stated:
        raise RequestRefused("malformed-request", "Send the length of the body: Content-Length.")
    length = int(stated) if stated.isdecimal() and stated.isascii() else 0
    if length > MAXIMUM_BYTES:
        raise RequestRefused(
            "too-large",
            f"The body has {length:,} bytes; at most {MAXIMUM_BYTES:,} (1 MiB) are accepted.",
        )
    return request.body


def document_in(request: HttpRequest) -> ReadResult:
    """The object in the body with the places of its values; refuses what cannot be read."""
    file_format = format_of(request)
    read = read_card(body_of(request), file_format)
    if read.document is None:
        raise RequestRefused(
            "unreadable-document", "The body cannot be read.", problems=read.problems
        )
    return read


def shaped(shape: Any, document: Mapping[str, Any]) -> Any:
    """``document`` as ``shape``, a ``TypedDict`` without other members; refuses what differs."""
    try:
        return TypeAdapter(shape).validate_python(document, strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise invalid_document([_problem(detail) for detail in found]) from None


def invalid_document(
    problems: list[Problem], read: ReadResult | None = None, *, below: str = ""
) -> RequestRefused:
    """The refusal of a document; ``read`` tells the lines, ``below`` is where in it the card is."""
    placed = [
        Problem(below + one.pointer, one.code, one.message, one.hint, one.line, one.column)
        for one in problems
    ]
    if read is not None and read.source_map is not None:
        placed = [read.source_map.located(one) for one in placed]
    stands = "one problem stands" if len(placed) == 1 else f"{len(placed)} problems stand"
    return RequestRefused(
        "invalid-document", f"Nothing was changed: {stands} in the way.", problems=placed
    )


def _problem(detail: Any) -> Problem:
    place = ".".join(map(str, detail["loc"])) or "The document"
    is_missing = detail["type"] == "missing"
    found = "" if is_missing else f" Found {shown(detail['input'])}."
    return Problem(
        join_pointer(detail["loc"]),
        _CODES.get(detail["type"], "schema.type"),
        f"{place}: {detail['msg']}.{found}",
    )
