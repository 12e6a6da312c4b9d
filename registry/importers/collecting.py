"""Gathers what a reader finds, and holds all findings to the same rules.

Whatever a reader adds has the form that a draft can store, is told once, and stands against what
else the file says of the same thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from registry.rules.canonical import canonical_bytes
from registry.rules.card_fields import Field, card_fields
from registry.rules.draft_check import malformed
from registry.rules.drafts import SECTION_MEMBERS
from registry.rules.imports import (
    MAXIMUM_FINDINGS,
    Certainty,
    Dropped,
    Finding,
    Format,
    Import,
)
from registry.rules.problems import Problem, json_text

# Enough to recognize a passage by; the file has the rest.
LONGEST_SHOWN = 500
MAXIMUM_DROPPED = 2_000
# So many figures for one place are alternatives that a person can still choose from.
MOST_SUGGESTED = 50

_SECTION_OF = {
    member: section for section, members in SECTION_MEMBERS.items() for member in members
}


class Collector:
    """Takes findings in the order of the file; ``result`` numbers them and marks conflicts.

    Lists end where a card's do, unless ``offers_all_rows``: then a person chooses among them.
    """

    def __init__(self, *, offers_all_rows: bool = False) -> None:
        self._offers_all_rows = offers_all_rows
        self._findings: list[Finding] = []
        self._dropped: list[Dropped] = []
        self._first_places: dict[tuple[str, bytes], str] = {}
        self._entries: Counter[str] = Counter()
        self._left_out: Counter[tuple[str, str]] = Counter()

    def add(
        self,
        path: str,
        value: Any,
        *,
        place: str,
        as_stated: str,
        certainty: Certainty = "stated",
        sentence: str = "",
    ) -> None:
        """Add a value for a path; texts longer than their field are cut, with a line that says so.

        A value that no draft could store becomes a line of what was dropped.
        """
        key = (path, canonical_bytes(value))
        if key in self._first_places:
            self.drop(place, as_stated, f"Said already: {self._first_places[key]}.")
            return
        if limit := self._limit_reached(path, certainty):
            self._left_out[path, limit] += 1
            return
        value = self.fitted(path, value, place, as_stated)
        if problems := problems_at(path, value):
            self.drop(place, as_stated, problems[0].message)
            return
        self._entries[path] += len(value) if isinstance(value, list) else 1
        self._first_places[key] = place
        self._findings.append(
            Finding(
                number=len(self._findings) + 1,
                place=place,
                path=path,
                as_stated=shortened(as_stated),
                value=value,
                certainty=certainty,
                sentence=shortened(sentence),
            )
        )

    def fitted(self, path: str, value: Any, place: str, as_stated: str) -> Any:
        """``value`` with texts that are too long for their fields cut off, which is told."""
        fitting, is_cut = _cut(value, field_at(path))
        if is_cut:
            self.drop(place, as_stated, "Longer than the field: what does not fit was cut off.")
        return fitting

    def drop(self, place: str, as_stated: str, reason: str) -> None:
        if len(self._dropped) == MAXIMUM_DROPPED:
            reason = f"At most {MAXIMUM_DROPPED:,} lines of this kind are shown."
            self._left_out["this list", reason] += 1
            return
        self._dropped.append(Dropped(place, shortened(as_stated), reason))

    def result(self, file_format: Format, problems: Sequence[Problem] = ()) -> Import:
        paths = Counter(finding.path for finding in self._findings if not _adds_rows(finding))
        findings = tuple(
            replace(finding, conflict=finding.path) if paths[finding.path] > 1 else finding
            for finding in self._findings
        )
        left_out = (
            Dropped("the rest of the file", f"{count:,} more for {what}", reason)
            for (what, reason), count in self._left_out.items()
        )
        return Import(file_format, findings, (*self._dropped, *left_out), tuple(problems))

    def _limit_reached(self, path: str, certainty: Certainty) -> str:
        """Why no more is taken for a place; empty where it is."""
        if len(self._findings) == MAXIMUM_FINDINGS:
            return f"At most {MAXIMUM_FINDINGS:,} findings are read from one file."
        if certainty == "suggested" and self._entries[path] >= MOST_SUGGESTED:
            return f"At most {MOST_SUGGESTED} suggestions are made for one place."
        most = None if self._offers_all_rows else field_at(path).keywords.get("maxItems")
        if most is not None and self._entries[path] >= most:
            return f"A card holds at most {most} of them: choose those that matter."
        return ""


def problems_at(path: str, value: Any) -> tuple[Problem, ...]:
    """What keeps a draft from storing ``value`` at ``path``; pointers begin at the card."""
    return malformed(_SECTION_OF[path.partition(".")[0]], around(path, value))


def around(path: str, value: Any) -> dict[str, Any]:
    """The part of a card that has ``value`` at ``path`` and nothing else."""
    for token in reversed(path.split(".")):
        value = {token: value}
    content: dict[str, Any] = value
    return content


def has_field(path: str) -> bool:
    try:
        field_at(path)
    except KeyError:
        return False
    return True


def field_at(path: str) -> Field:
    """The field at a dotted path of the card. Raises ``KeyError`` where there is none."""
    field = card_fields()
    for token in path.split("."):
        field = field.properties[token]
    return field


def stated(value: object) -> str:
    """A value of a file as text: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json_text(value)


def shortened(text: str, limit: int = LONGEST_SHOWN) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _adds_rows(finding: Finding) -> bool:
    """Whether the place is a list of rows, which several findings fill together."""
    entries = field_at(finding.path).entries
    return bool(entries and entries.properties)


def _cut(value: Any, field: Field | None) -> tuple[Any, bool]:
    """``value`` with texts that are too long for their fields cut off, and whether any was."""
    if field is None:
        return value, False
    if isinstance(value, str):
        fitting = shortened(value, field.keywords.get("maxLength", len(value)))
        return fitting, fitting != value
    if isinstance(value, dict):
        cut = {key: _cut(part, field.part(key)) for key, part in value.items()}
        return {key: part for key, (part, _) in cut.items()}, any(it for _, it in cut.values())
    if isinstance(value, list):
        parts = [_cut(part, field.entries) for part in value]
        return [part for part, _ in parts], any(it for _, it in parts)
    return value, False
