"""Statements of one object of a card that exclude each other.

Only what cannot both be true is listed; what is merely unlikely is for the plausibility checks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any

from registry.rules.problems import json_text, shown

# The member to repair, the code, the sentence and the hint.
Contradiction = tuple[str, str, str, str]
Check = Callable[[Mapping[str, Any]], Iterator[Contradiction]]

_DATES_IN_ORDER = (("start", "end"), ("started", "ended"), ("received", "accepted", "published"))
_STAGES_APART = (("stages", "excluded"), ("stages_included", "stages_excluded"))
# The student of a distillation starts from scratch; every other relation passes weights on.
_NO_WEIGHTS_PASSED = "distillation"


def contradiction_checks(keys: Collection[str]) -> tuple[Check, ...]:
    """Return the checks that an object with some of ``keys`` can fail: mostly none.

    Each takes one object of a well-formed card and yields what is contradictory in it.
    """
    return tuple(
        check
        for check, families in _CHECKS
        if any(sum(key in keys for key in family) > 1 for family in families)
    )


def _dates(statement: Mapping[str, Any]) -> Iterator[Contradiction]:
    for keys in _DATES_IN_ORDER:
        for first, second in pairwise(key for key in keys if key in statement):
            earlier, later = statement[first], statement[second]
            # A month is not before a day in it: compare at the coarser precision.
            length = min(len(earlier), len(later))
            if earlier[:length] > later[:length]:
                yield (
                    second,
                    "meaning.date_order",
                    f"{second} {later} is before {first} {earlier}.",
                    "Check both dates.",
                )


def _range(statement: Mapping[str, Any]) -> Iterator[Contradiction]:
    if "low" in statement and statement["low"] > statement["high"]:
        low, high = json_text(statement["low"]), json_text(statement["high"])
        yield (
            "low",
            "meaning.range_order",
            f"low {low} is above high {high}.",
            f'Swap them: "low": {high}, "high": {low}.',
        )


def _stages(statement: Mapping[str, Any]) -> Iterator[Contradiction]:
    for included, excluded in _STAGES_APART:
        if included in statement and excluded in statement:
            both = [stage for stage in statement[included] if stage in statement[excluded]]
            if both:
                yield (
                    excluded,
                    "meaning.contradiction",
                    f"{', '.join(both)} cannot be both in {included} and in {excluded}.",
                    "Remove it from one of them.",
                )


def _lineage(statement: Mapping[str, Any]) -> Iterator[Contradiction]:
    if statement.get("trained_from_scratch") is not True:
        return
    for edge in statement.get("derived_from", ()):
        if edge.get("relation") != _NO_WEIGHTS_PASSED:
            yield (
                "trained_from_scratch",
                "meaning.contradiction",
                f"the model cannot be trained from scratch and derive from {shown(edge['model'])}.",
                "Set trained_from_scratch to false, or remove the parent.",
            )


def _versions(statement: Mapping[str, Any]) -> Iterator[Contradiction]:
    if statement.get("relation") == "identical" and statement.get("changes_since"):
        yield (
            "relation",
            "meaning.contradiction",
            "the reviewed version cannot be identical and have changes since.",
            'Write "changed", or remove changes_since.',
        )


def _method(statement: Mapping[str, Any]) -> Iterator[Contradiction]:
    if statement.get("used") is False and statement.get("share_percent"):
        share = json_text(statement["share_percent"])
        yield (
            "share_percent",
            "meaning.contradiction",
            f"a method that was not used cannot have a share of {share} percent.",
            "Set used to true, or remove the share.",
        )


# Each check with its families of keys; it needs two of one family to find anything.
_CHECKS: tuple[tuple[Check, tuple[tuple[str, ...], ...]], ...] = (
    (_dates, _DATES_IN_ORDER),
    (_range, (("low", "high"),)),
    (_stages, _STAGES_APART),
    (_lineage, (("trained_from_scratch", "derived_from"),)),
    (_versions, (("relation", "changes_since"),)),
    (_method, (("used", "share_percent"),)),
)
