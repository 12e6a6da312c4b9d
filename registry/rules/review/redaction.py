"""Taking words out of a report that must not be published, visibly and nothing else.

Only text that is offensive, identifying or confidential may go; verdicts, recommendations and
classes cannot. The report as it was submitted is kept, sealed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.rules.errors import Refused
from registry.rules.pointer import tokens_in

# The texts that a referee wrote freely; what is chosen from a list is not the referee's wording.
_FREE_TEXT = re.compile(
    r"/(?:summary|ai_statement|consulted|competence/\d+|comments/\d+/text"
    r"|verdicts/[^/]+/(?:comment|for_full|links/\d+))"
)


class Reason(StrEnum):
    OFFENSIVE = "offensive"
    IDENTIFYING = "identifying"
    CONFIDENTIAL = "confidential"


REASON_LABELS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.OFFENSIVE: "Offensive",
        Reason.IDENTIFYING: "Identifies a person",
        Reason.CONFIDENTIAL: "Confidential",
    }
)


@dataclass(frozen=True, slots=True)
class Redaction:
    """The characters from ``start`` up to ``end`` of one text of a report, counted from 0.

    ``pointer`` is the text's place in the report's data (RFC 6901). Characters are Unicode code
    points.
    """

    pointer: str
    start: int
    end: int
    reason: Reason


def mark(reason: Reason) -> str:
    """What stands in the place of redacted words."""
    return f"[redacted: {reason}]"


def redacted(report: Mapping[str, Any], redactions: Iterable[Redaction]) -> dict[str, Any]:
    """A copy of a report's data with a mark for each redaction; everything else is as it was.

    Raises ``Refused`` for a place that is no free text, a range outside the text, and two
    redactions that overlap.
    """
    copy: dict[str, Any] = deepcopy(dict(report))
    by_place: defaultdict[str, list[Redaction]] = defaultdict(list)
    for redaction in redactions:
        by_place[redaction.pointer].append(redaction)
    for pointer, here in by_place.items():
        holder, last = _place(copy, pointer)
        holder[last] = _redacted_text(holder[last], here)
    return copy


def _place(report: dict[str, Any], pointer: str) -> tuple[Any, str | int]:
    """The container of a free text, and its key or index there."""
    *path, last = tokens_in(report, pointer) or [""]
    try:
        holder: Any = report
        for token in path:
            holder = holder[token]
        found = holder[last]
    except (KeyError, IndexError, TypeError):
        found = None
    if not isinstance(found, str) or not _FREE_TEXT.fullmatch(pointer):
        raise Refused(
            f"Redaction: found the place {pointer!r}. Expected a text of the report that the "
            "referee wrote, such as /comments/0/text."
        )
    return holder, last


def _redacted_text(text: str, redactions: list[Redaction]) -> str:
    kept, at = [], 0
    for one in sorted(redactions, key=lambda redaction: (redaction.start, redaction.end)):
        if not 0 <= one.start < one.end <= len(text):
            raise Refused(
                f"Redaction of {one.pointer}: found characters {one.start} to {one.end}. Expected "
                f"a range that is not empty, within 0 to {len(text)}."
            )
        if one.start < at:
            raise Refused(
                f"Redaction of {one.pointer}: found two ranges that overlap at character "
                f"{one.start}. Expected ranges apart from each other."
            )
        kept += [text[at : one.start], mark(one.reason)]
        at = one.end
    return "".join([*kept, text[at:]])
