"""JSON Pointers (RFC 6901): the address of one value in a document, "" for the whole of it."""

from __future__ import annotations

from collections.abc import Iterable


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
