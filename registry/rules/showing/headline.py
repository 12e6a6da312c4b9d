"""The five facts at the head of a card.

No figure of cost or compute leaves this module without its stages and, where weights were
inherited, the base models it leaves out and the cumulative figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from registry.rules import words
from registry.rules.documents import Document, Lookup, value_at
from registry.rules.figures import figure_text, money, quantity, sourced_text
from registry.rules.lineage.edges import WeightEdge
from registry.rules.lineage.rollup import roll_up
from registry.rules.lineage.spending import Measure
from registry.rules.showing.headline_facts import HeadlineFact, chips, data, fact, peer_review
from registry.rules.showing.rollup_text import (
    cumulative_text,
    full_scope_text,
    inherited_text,
    scope_text,
)

# A run has two measures of compute; a card may give either or both.
_COMPUTE = (Measure.FLOP, Measure.ACCELERATOR_HOURS)


def panel(
    document: Document, lookup: Lookup, implied: Sequence[WeightEdge] = ()
) -> tuple[HeadlineFact, ...]:
    """Compute, chips, cost, peer review and data, in this order.

    ``lookup`` gives the published cards of ancestors, ``implied`` base models that only other cards
    name (``lineage.implied_bases``).
    """
    return (
        compute(document, lookup, implied),
        chips(document),
        cost(document, lookup, implied),
        peer_review(document),
        data(document),
    )


def compute(document: Document, lookup: Lookup, implied: Sequence[WeightEdge] = ()) -> HeadlineFact:
    """Operations and accelerator-hours of the final run, or else the hours of its duration."""
    rollups = [roll_up(document, lookup, measure, implied) for measure in _COMPUTE]
    own = [rollup for rollup in rollups if rollup.own]
    duration = _duration(value_at(document, "compute.duration"))
    if own:
        value = words.listed([figure_text(rollup.own.figure) for rollup in own if rollup.own])
        cumulative = dict.fromkeys(cumulative_text(rollup) for rollup in own)
        scope = _joined(scope_text(own[0]), *cumulative)
        return fact(document, "compute", ["compute.final_run"], value, scope)
    if duration:
        stages = value_at(document, "compute.duration")["stages"]
        covered = words.FOR_STAGES.format(words.listed_values(stages))
        excluding = scope_text(rollups[1])
        scope = ", ".join(text for text in (covered, excluding) if text)
        return fact(document, "compute", ["compute.duration"], duration, scope)
    scope = _joined(*map(inherited_text, rollups))
    return fact(document, "compute", ["compute.final_run", "compute.duration"], "", scope)


def _duration(value: Mapping[str, Any]) -> str:
    if "accelerator_hours" in value:
        return figure_text(quantity(value["accelerator_hours"], "accelerator-hours"))
    if "wall_clock_hours" in value:
        return words.ELAPSED.format(figure_text(quantity(value["wall_clock_hours"], "hours")))
    return ""


def cost(document: Document, lookup: Lookup, implied: Sequence[WeightEdge] = ()) -> HeadlineFact:
    """The amount of the final run, or else that of the whole program."""
    rollup = roll_up(document, lookup, Measure.COST, implied)
    program = value_at(document, "cost.program")
    if rollup.own:
        value = figure_text(rollup.own.figure)
        return fact(document, "cost", ["cost.final_run"], value, full_scope_text(rollup))
    if "amount" in program:
        value = sourced_text(money(program["amount"]))
        return fact(document, "cost", ["cost.program"], value, _program_scope(program))
    claims = ["cost.final_run", "cost.program"]
    return fact(document, "cost", claims, "", inherited_text(rollup))


def _program_scope(program: Mapping[str, Any]) -> str:
    stages = words.listed_values(program.get("stages", ()))
    return _joined(
        words.FOR_WHOLE_PROGRAM,
        words.listed_values(program.get("components", ())),
        words.FOR_STAGES.format(stages) if stages else words.PROGRAM_STAGES_NOT_STATED,
    )


def _joined(*texts: str) -> str:
    return "; ".join(text for text in texts if text)
