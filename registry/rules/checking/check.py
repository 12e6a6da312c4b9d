"""The one way to check a card: all layers, in order, for every interface."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from registry.rules.canonical import canonical_bytes, content_hash
from registry.rules.checking.meaning import check_meaning
from registry.rules.checking.reading import Format, read_card
from registry.rules.checking.schema import validate
from registry.rules.checking.source_map import SourceMap
from registry.rules.problems import Problem


@dataclass(frozen=True, slots=True)
class CheckedCard:
    """What was read and what is wrong with it.

    ``document`` is None if the text could not be read. ``canonical`` and ``content_hash`` are None
    while there are errors, so that the bytes of an invalid card cannot be stored by accident;
    warnings do not keep a card from being published. ``source_map`` has the places of a document.
    """

    document: dict[str, Any] | None
    canonical: bytes | None
    content_hash: str | None
    problems: tuple[Problem, ...]
    source_map: SourceMap | None = field(default=None, compare=False)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def check_card(data: bytes, file_format: Format | None = None) -> CheckedCard:
    """Read and check ``data``; each layer runs only if the one before found no error.

    Never raises, whatever the bytes. Every problem has its line and column.
    """
    read = read_card(data, file_format)
    if read.document is None or read.source_map is None:
        return CheckedCard(None, None, None, read.problems)
    problems = validate(read.document) or check_meaning(read.document)
    located = tuple(read.source_map.located(problem) for problem in problems)
    checked = CheckedCard(read.document, None, None, located, read.source_map)
    if checked.has_errors:
        return checked
    canonical = canonical_bytes(read.document)
    return replace(checked, canonical=canonical, content_hash=content_hash(canonical))
