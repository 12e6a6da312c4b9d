"""Problems as JSON data: the same for every program that reads them, online and offline."""

from __future__ import annotations

from typing import Any

from registry.rules.pointer import split_pointer
from registry.rules.problems import Problem
from registry.rules.standard import Standard


def problem_to_data(problem: Problem, standard: Standard) -> dict[str, Any]:
    """Write one problem; ``item`` is the question whose claim it lies in. Absent is left out."""
    data = {
        "pointer": problem.pointer,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
        "line": problem.line,
        "column": problem.column,
        "item": item_at(problem.pointer, standard),
    }
    return {name: value for name, value in data.items() if value is not None}


def item_at(pointer: str, standard: Standard) -> str | None:
    """The item whose claim ``pointer`` leads to or into; None outside the claims."""
    item = standard.item_by_claim.get(".".join(split_pointer(pointer)[:2]))
    return item.id if item else None
