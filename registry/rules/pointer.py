"""JSON Pointers (RFC 6901): the address of one value in a document, "" for the whole of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def join_pointer(tokens: Iterable[str | int]) -> str:
    """Return the pointer made of ``tokens``: object keys and array indices, outermost first."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def split_pointer(pointer: str) -> tuple[str, ...]:
    """Return the tokens of ``pointer``; array indices stay text, since only the document knows."""
    if not pointer:
        return ()
    return tuple(
        token.replace("~1", "/").replace("~0", "~")
        for token in pointer.removeprefix("/").split("/")
    )


def tokens_in(document: Any, pointer: str) -> list[str | int]:
    """Return the tokens of ``pointer`` with the array indices of ``document`` as numbers.

    Beyond the last place that the document has, tokens stay text.
    """
    tokens: list[str | int] = []
    for text in split_pointer(pointer):
        is_index = isinstance(document, list) and text.isdecimal() and int(text) < len(document)
        token = int(text) if is_index else text
        tokens.append(token)
        try:
            document = document[token]
        except (KeyError, IndexError, TypeError):
            document = None
    return tokens
