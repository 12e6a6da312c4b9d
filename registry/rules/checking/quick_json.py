"""Reads JSON that nobody will object to by the standard library's scanner, which is compiled.

Nearly every card is sound, and then nobody asks in which line a value stands. Whatever is out of
the ordinary (an escape, a key twice, a number at the limits, too many values, too deep) is left to
``checking.json_text``, which takes ten times as long and has the words for it.
"""

from __future__ import annotations

import json
import math
from typing import Any

from registry.rules.checking.document_builder import (
    MAXIMUM_DEPTH,
    MAXIMUM_KEY_LENGTH,
    MAXIMUM_VALUES,
    SAFE_INTEGER,
)

# Every value stands behind one of these, or at the very beginning.
_BEFORE_A_VALUE = ",[{"
# Escapes of characters can write NUL and halves of characters; a decoded text holds neither.
_CHARACTER_ESCAPE = "\\u"
# As a tuple, for it is asked of every value, and a union takes three times as long.
_CONTAINERS = (dict, list)
_LONGEST_INTEGER = len(str(SAFE_INTEGER)) + 1


class _OutOfTheOrdinaryError(Exception):
    """The careful scanner has to look at this text."""


def quick_json(text: str) -> dict[str, Any] | None:
    """The object that ``text`` holds, or None where only ``scan_json`` can tell."""
    may_have_too_many = sum(map(text.count, _BEFORE_A_VALUE)) >= MAXIMUM_VALUES
    if may_have_too_many or _CHARACTER_ESCAPE in text:
        return None
    try:
        document = _DECODER.decode(text)
    except (_OutOfTheOrdinaryError, ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and _is_shallow(document) else None


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(members)
    longest_key = max(map(len, document), default=0)
    if len(document) < len(members) or longest_key > MAXIMUM_KEY_LENGTH:
        raise _OutOfTheOrdinaryError
    return document


def _integer(text: str) -> int:
    if len(text) > _LONGEST_INTEGER or abs(number := int(text)) > SAFE_INTEGER:
        raise _OutOfTheOrdinaryError
    return number


def _float(text: str) -> float:
    number = float(text)
    if number == 0 or math.isinf(number):
        raise _OutOfTheOrdinaryError
    return number


def _constant(text: str) -> float:
    raise _OutOfTheOrdinaryError


def _is_shallow(document: dict[str, Any]) -> bool:
    level: list[Any] = [document]
    for _ in range(MAXIMUM_DEPTH):
        level = [
            part
            for container in level
            for part in (container.values() if isinstance(container, dict) else container)
            if isinstance(part, _CONTAINERS)
        ]
        if not level:
            return True
    return False


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant
)
