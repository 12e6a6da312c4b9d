"""Taking words out of a report that must not be published, visibly and nothing else.

Only text that is offensive, identifying or confidential may go; verdicts, recommendations and
classes cannot. The report as it was submitted is kept, sealed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.rules.errors import Refused
from registry.rules.pointer import join_pointer, tokens_in

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


def free_texts(
    report: Mapping[str, Any], path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str, str]]:
    """The texts of a report's data that words can be taken out of, each with its pointer."""
    for token, value in report.items():
        yield from _texts_in(value, (*path, token))


def passages_in(
    report: Mapping[str, Any],
    passages: Iterable[str],
    reason: Reason,
    before: Iterable[Redaction] = (),
) -> tuple[Redaction, ...]:
    """Wherever the passages stand in a report, letter by letter, as redactions to be made.

    What was taken out ``before`` is left as it is. Passages that overlap go as one. Raises
    ``Refused`` for a passage that is empty or stands nowhere in the report.
    """
    texts = dict(free_texts(report))
    done: defaultdict[str, set[int]] = defaultdict(set)
    for one in before:
        done[one.pointer].update(range(one.start, one.end))
    going: defaultdict[str, set[int]] = defaultdict(set)
    for passage in passages:
        places = [
            (pointer, found.start(), found.end())
            for pointer, text in texts.items()
            for found in re.finditer(re.escape(passage), text)
            if passage.strip() and not done[pointer].issuperset(range(*found.span()))
        ]
        if not places:
            raise Refused(
                f"Passage: found {passage!r}, which stands nowhere in this report. Expected words "
                "exactly as the referee wrote them."
            )
        for pointer, start, end in places:
            going[pointer].update(range(start, end))
    return tuple(
        Redaction(pointer, start, end, reason)
        for pointer in texts
        for start, end in _runs(going[pointer] - done[pointer])
    )


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


def _texts_in(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        yield from free_texts(value, path)
    elif isinstance(value, list):
        for at, entry in enumerate(value):
            yield from _texts_in(entry, (*path, at))
    elif isinstance(value, str) and _FREE_TEXT.fullmatch(pointer := join_pointer(path)):
        yield pointer, value


def _runs(characters: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The stretches of characters that follow each other, each with its end."""
    start = end = None
    for at in sorted(characters):
        if start is None or at != end:
            if start is not None and end is not None:
                yield start, end
            start = at
        end = at + 1
    if start is not None and end is not None:
        yield start, end


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
