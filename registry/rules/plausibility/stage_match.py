"""PC14: operations and energy are set against hours of the same stages, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import (
    COUNT,
    DURATION,
    ENERGY,
    FINAL_RUN,
    Hours,
    Inputs,
    all_hours,
)
from registry.rules.plausibility.results import Result, Severity, not_run


def check_stage_mismatch(inputs: Inputs) -> Iterator[Result]:
    """PC14: operations and energy are set against hours of the same stages, or not at all."""
    rows = [*all_hours(inputs)]
    pairs = (
        (FINAL_RUN, "flop", "operations cover", "PC06"),
        (ENERGY, "energy_mwh", "energy covers", "PC08"),
    )
    figures = [
        (path, words, other) for path, name, words, other in pairs if inputs.figure(path, name)
    ]
    if not figures or not rows:
        reason = "Operations or energy and accelerator-hours are not both given."
        yield not_run("PC14", (FINAL_RUN, DURATION, COUNT), reason)
    for path, words, other in figures if rows else ():
        yield _stage_pair(path, words, other, inputs.stages(path), rows)


def _stage_pair(
    path: str, covers: str, other: str, stages: frozenset[str], rows: list[Hours]
) -> Result:
    same = next((hours for hours in rows if hours.stages == stages), None)
    hours = same or rows[0]
    claims = tuple(dict.fromkeys((path, *hours.claims)))
    own, theirs = texts.stages(stages), texts.stages(hours.stages)
    if same:
        message = f"The {covers} {own}, and so do the accelerator-hours."
        return Result("PC14", Severity.PASS, claims, message=message, formula=own)
    advice = f"Give both for the same stages; until then {other} does not run."
    return Result(
        "PC14",
        Severity.NOTE,
        claims,
        message=f"The {covers} {own}, the accelerator-hours {theirs}. {advice}",
        formula=f"{own}; {theirs}",
        advice=advice,
    )
