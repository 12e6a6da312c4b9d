"""What a model stands on: PC13 its cost is never told alone, PC17 its lineage has no cycle."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from registry.rules import words
from registry.rules.lineage.edges import data_edges, find_cycle, weight_edges
from registry.rules.lineage.rollup import Bound, RollUp, roll_up
from registry.rules.lineage.spending import Measure
from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import COST, INHERITED, LINEAGE, Inputs
from registry.rules.plausibility.results import Result, Severity, not_run

NAME_EXCLUDED = "Name the stages that are left out in “excluded”."
STATE_BASE = "Give the cost of the base model, or why it is not known, in cost.inherited."


def check_cost_scope(inputs: Inputs) -> Iterator[Result]:
    """PC13: incremental and cumulative cost together, and "excluding base model X"."""
    costs = roll_up(inputs.document, inputs.lookup, Measure.COST, inputs.implied)
    if costs.own is None:
        yield not_run("PC13", (COST,), "The cost of the final run is not given.")
        return
    if not (costs.base_models or costs.unnamed_base):
        reason = (
            "The amount includes the base model."
            if costs.base_included
            else "The card names no base model that the amount leaves out."
        )
        yield not_run("PC13", (COST, LINEAGE), reason)
        return
    yield _scope(inputs, costs)


def _scope(inputs: Inputs, costs: RollUp) -> Result:
    own = costs.own
    assert own is not None  # noqa: S101 - the caller has looked
    currency = own.figure.currency
    names = words.listed(costs.base_models) or words.UNNAMED_BASE_MODEL
    base = f"base model{'s'[: len(costs.base_models) > 1]} {names}" if costs.base_models else names
    amount = texts.ends(own.figure.low, own.figure.high)
    covered = texts.stages(own.stages)
    message = f"{amount} {currency} cover {covered} only, excluding {base}."
    computed = ratio = None
    formula = f"{amount} {currency}"
    if costs.cumulative is not None:
        bound = "at least " if costs.bound is Bound.AT_LEAST else ""
        bound = "at most " if costs.bound is Bound.AT_MOST else bound
        computed = Fraction(costs.cumulative.low)
        low, high = Fraction(own.figure.low), Fraction(own.figure.high)
        ratio = computed / low if low and low == high else None
        total = texts.ends(costs.cumulative.low, costs.cumulative.high)
        many = f" ({texts.times(ratio)} times)" if ratio and ratio > 1 else ""
        message += f" With it: {bound}{total} {currency}{many}."
        terms = [texts.ends(part.figure.low, part.figure.high) for part in costs.parts]
        formula = f"{' + '.join(terms)} = {bound}{total} {currency}"
        if len(terms) == 1:
            message = f"{message.rstrip('.')}; what {names} cost is not known."
            formula = f"{bound}{total} {currency}"
    else:
        message += " With it: not known."
    advice = " ".join(_missing(inputs))
    return Result(
        "PC13",
        Severity.WARN if NAME_EXCLUDED in advice else Severity.NOTE,
        (COST, LINEAGE, INHERITED),
        computed=computed,
        stated=Fraction(own.figure.low),
        ratio=ratio,
        message=f"{message} {advice}".rstrip(),
        formula=formula,
        advice=advice,
    )


def _missing(inputs: Inputs) -> Iterator[str]:
    """What the card leaves out about the base model in its figure of cost."""
    if not inputs.value(COST).get("excluded"):
        yield NAME_EXCLUDED
    if not inputs.value(INHERITED):
        yield STATE_BASE


def check_lineage(inputs: Inputs) -> Iterator[Result]:
    """PC17: weights cannot come from themselves; data may."""
    weights, data = weight_edges(inputs.document), data_edges(inputs.document)
    if not weights and not data:
        yield not_run("PC17", (LINEAGE,), "The card names no model that this one builds on.")
        return
    cycle = find_cycle(inputs.document, inputs.lookup)
    if cycle is None:
        links = len(weights)
        counted = f"{links} parent{'s'[: links != 1]} by weights, {len(data)} by data"
        message = f"{counted}; no path of weights leads back to this model."
        yield Result("PC17", Severity.PASS, (LINEAGE,), message=message, formula=counted)
        return
    path = " → ".join(cycle)
    advice = "A model's weights cannot derive from themselves: check derived_from."
    yield Result(
        "PC17",
        Severity.ERROR,
        (LINEAGE,),
        message=f"The weights come back to their start after {len(cycle) - 1} steps: {path}. "
        f"{advice}",
        formula=path,
        advice=advice,
    )
