"""The canonical bytes of a document (RFC 8785): what is stored, hashed and served.

Two documents that say the same have the same bytes in every language and on every database. As RFC
8785 writes 1e20 as 100000000000000000000, canonical bytes are read with ``checking.reading``, which
knows that this is a double, and never with ``json`` alone.
"""

from __future__ import annotations

import hashlib

import rfc8785


class NotCanonicalError(ValueError):
    """The value has no canonical form: it is not JSON, or a number in it cannot be kept exactly."""


def canonical_bytes(document: object) -> bytes:
    """Return the RFC 8785 form of ``document``, made of dict, list, str, int, float, bool, None.

    Every document that ``checking.reading`` accepts has one. Raises ``NotCanonicalError`` for NaN,
    infinities, integers beyond 2^53 − 1, lone surrogates and other types.
    """
    try:
        return rfc8785.dumps(document)  # type: ignore[arg-type]  # it checks the type itself
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error


def content_hash(content: bytes) -> str:
    """Return the name of ``content``: ``sha256:`` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(content).hexdigest()
