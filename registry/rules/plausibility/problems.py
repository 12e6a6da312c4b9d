"""Results of the checks as problems of a card, for those who must repair it."""

from __future__ import annotations

from registry.rules.checking.source_map import SourceMap
from registry.rules.plausibility.results import Result, Severity
from registry.rules.pointer import join_pointer
from registry.rules.problems import Problem, printable

# Cycles of weights are refused by the registry under a code of their own.
CYCLE_CHECK = "PC17"
# What an author is told; figures that agree and checks that did not run stay silent.
TOLD = frozenset({Severity.NOTE, Severity.WARN, Severity.ERROR})
HINT = (
    "Correct the value, or ask an editor of the registry to let it stand for a reason that is "
    "published."
)


def pointer_of(result: Result) -> str:
    """The claim at which the finding belongs; the whole card where there is none."""
    return join_pointer(result.claims[0].split(".")) if result.claims else ""


def error_problem(result: Result) -> Problem:
    """An error of a check as what it is for its author: a reason not to publish the card."""
    return Problem(pointer_of(result), f"plausibility.{result.check}", result.message, HINT)


def result_line(name: str, result: Result, source_map: SourceMap | None) -> str:
    """Return ``name:line:column: severity: pointer: message (check)``, safe for a terminal."""
    pointer = pointer_of(result)
    place = [name]
    if source_map is not None:
        place += map(str, source_map.locate(pointer))
    severity = "warning" if result.severity is Severity.WARN else result.severity.value
    parts = [":".join(place), severity, *([pointer] if pointer else []), result.message]
    return printable(f"{': '.join(parts)} ({result.check})")
