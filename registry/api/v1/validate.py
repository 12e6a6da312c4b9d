"""Checking a card without an account: nothing is stored, whatever comes in."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.http import parse_header_parameters

from registry.api.answers import NEVER, Answer, Body, json_text
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.operations import One, Operation
from registry.api.parameters import Asked
from registry.api.throttling import VALIDATE
from registry.api.v1.shapes import validation as shapes
from registry.models.relatives import relatives_of
from registry.rules.checking.check import check_card
from registry.rules.checking.reading import MAXIMUM_BYTES, Format
from registry.rules.validation import validate_card, validation_to_data

FORMATS: dict[str, Format] = {
    "application/json": "json",
    "application/yaml": "yaml",
    "application/x-yaml": "yaml",
    "text/yaml": "yaml",
    "text/x-yaml": "yaml",
}
SUFFIXES: dict[str, Format] = {"+json": "json", "+yaml": "yaml"}
SHOWN: dict[str, Format] = {"application/json": "json", "application/yaml": "yaml"}
# Any object may be asked about; what is wrong with it as a card is the answer.
DOCUMENT = {"type": "object", "description": "A model card, or what is meant to become one."}
TYPES_TAKEN = "application/json, application/yaml or text/yaml"


class Validate(Endpoint):
    """What the registry thinks of a card: its problems, its plausibility, the score it would get.

    No account, and nothing is stored. A card that is wrong gets 200 with valid: false; only what
    cannot be read is refused. At most 1 MiB, uncompressed.
    """

    operation = Operation(
        "validateCard",
        "Checking",
        "Check a card",
        One(shapes.Validation, is_enveloped=False),
        ("unreadable-document", "malformed-request", "too-large", "unsupported-media-type"),
        body=dict.fromkeys(SHOWN, DOCUMENT),
    )
    quota = VALIDATE

    def post(self, asked: Asked) -> Answer:
        file_format = _format(self.request)
        data = _body(self.request)
        return Answer("", lambda: Body(_validated(data, file_format)), caching=NEVER)


def _validated(data: bytes, file_format: Format) -> str:
    checked = check_card(data, file_format)
    if checked.document is None:
        raise RequestRefused(
            "unreadable-document",
            "The body cannot be read as a model card.",
            problems=checked.problems,
        )
    validation = validate_card(checked, today=datetime.now(UTC).date(), relatives=relatives_of)
    return json_text(validation_to_data(validation))


def _format(request: HttpRequest) -> Format:
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() != "identity":
        raise RequestRefused("unsupported-media-type", "Send the body uncompressed.")
    found = request.META.get("CONTENT_TYPE", "")
    media_type, parameters = parse_header_parameters(found)
    suffix = SUFFIXES.get(media_type[-5:]) if "/" in media_type else None
    file_format = FORMATS.get(media_type, suffix)
    charset = parameters.get("charset", "utf-8")
    if file_format is None or charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        shown = found[:100].encode("ascii", "replace").decode() or "no Content-Type"
        raise RequestRefused(
            "unsupported-media-type",
            f"Found {shown}; send {TYPES_TAKEN}, in UTF-8.",
        )
    return file_format


def _body(request: HttpRequest) -> bytes:
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
