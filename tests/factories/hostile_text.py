"""Cards with text that is not meant well wherever text may stand."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from registry.rules.checking.check import check_card
from registry.rules.pointer import split_pointer


def with_hostile_text(document: dict[str, Any], *texts: str) -> dict[str, Any]:
    """A copy in which every text that may be free is one of ``texts``, and which is still valid."""
    hostile = copy.deepcopy(document)
    _fill(hostile, cycle(texts))
    while True:
        problems = check_card(json.dumps(hostile).encode(), "json").problems
        errors = [problem for problem in problems if problem.severity == "error"]
        if not errors:
            return hostile
        for problem in errors:
            _restore(hostile, document, split_pointer(problem.pointer))


def _fill(node: Any, texts: Iterator[str]) -> None:
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(pairs):
        if isinstance(value, str):
            node[key] = next(texts)
        elif isinstance(value, dict | list):
            _fill(value, texts)


def _restore(target: Any, source: Any, path: tuple[str, ...]) -> None:
    """Put the original back at ``path``, or at the nearest place above it that both have."""
    *above, last = path or ("",)
    for part in above:
        key = int(part) if isinstance(source, list) else part
        target, source = target[key], source[key]
    key = int(last) if isinstance(source, list) else last
    target[key] = copy.deepcopy(source[key])
