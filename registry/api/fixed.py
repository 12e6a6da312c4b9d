"""Answers that rest on the registry's own files and code: the same until it is updated."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from registry.api.answers import LATEST, Answer, Body, envelope, json_list, json_text
from registry.api.fields import chosen
from registry.api.paging import written
from registry.api.parameters import Asked


def fixed_object(data: Mapping[str, Any], asked: Asked) -> Answer:
    """One thing in the envelope of all answers."""
    return fixed(envelope(json_text(chosen(data, asked))).encode())


def fixed_list(rows: Iterable[Mapping[str, Any]], asked: Asked) -> Answer:
    """All rows of a short list, on one page."""
    return fixed(envelope(json_list(written(rows, asked))).encode())


def fixed(content: bytes, *, media_type: str = "application/json", caching: str = LATEST) -> Answer:
    """Content that is its own validator."""
    validator = sha256(content).hexdigest()
    return Answer(validator, lambda: Body(content), caching, media_type)
