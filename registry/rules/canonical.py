"""The canonical bytes of a document (RFC 8785): what is stored, hashed and served.

Two documents that say the same have the same bytes in every language and on every database. As RFC
8785 writes 1e20 as 100000000000000000000, canonical bytes are read with ``checking.reading``, which
knows that this is a double, and never with ``json`` alone.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection
from json.encoder import encode_basestring as _quoted
from typing import Any

import rfc8785

_SAFE_INTEGER = 2**53 - 1


class NotCanonicalError(ValueError):
    """The value has no canonical form: it is not JSON, or a number in it cannot be kept exactly."""


def canonical_bytes(document: object) -> bytes:
    """Return the RFC 8785 form of ``document``, made of dict, list, str, int, float, bool, None.

    Every document that ``checking.reading`` accepts has one. Raises ``NotCanonicalError`` for NaN,
    infinities, integers beyond 2^53 − 1, lone surrogates and other types.
    """
    try:
        return _written(document).encode()
    except (
        rfc8785.CanonicalizationError,
        UnicodeEncodeError,
        RecursionError,
        TypeError,  # a key that is no text
    ) as error:
        raise NotCanonicalError(str(error)) from error


def content_hash(content: bytes) -> str:
    """Return the name of ``content``: ``sha256:`` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _written(value: Any) -> str:
    """Write what cards are made of; the rest, and what cannot be written, is for the library.

    Every card is written whenever it is checked, and the library takes three times as long: it
    passes each text through an expression where the standard library's compiled writer of JSON
    strings escapes the same characters in the same way.
    """
    kind = type(value)
    if kind is str:
        return _quoted(value)
    if kind is dict:
        members = [f"{_quoted(key)}:{_written(value[key])}" for key in _in_order(value)]
        return "{" + ",".join(members) + "}"
    if kind is list:
        return "[" + ",".join([_written(entry) for entry in value]) + "]"
    if kind is bool:
        return "true" if value else "false"
    if kind is int and -_SAFE_INTEGER <= value <= _SAFE_INTEGER:
        return str(value)
    if kind is float and (text := _number(value)):
        return text
    return rfc8785.dumps(value).decode()


def _in_order(keys: Collection[str]) -> list[str]:
    """Sort by UTF-16 code units, in which characters beyond U+FFFF come before some others."""
    if "".join(keys).isascii():
        return sorted(keys)
    return sorted(keys, key=lambda key: key.encode("utf-16-be"))


def _number(number: float) -> str | None:
    """The number where Python writes it as ECMAScript does, else ``None``.

    Both write the fewest digits that tell a double from all others, and differ in when they use an
    exponent, in its form, and in ".0".
    """
    if number.is_integer():
        return str(int(number)) if abs(number) <= _SAFE_INTEGER else None
    return repr(number) if 1e-4 <= abs(number) < math.inf else None
