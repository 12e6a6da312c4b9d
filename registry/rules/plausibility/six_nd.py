"""PC05: the operations of pre-training are six × parameters × tokens."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import ARCHITECTURE, FINAL_RUN, SIZE, Inputs
from registry.rules.plausibility.numbers import Number, bands, number
from registry.rules.plausibility.results import Compared, Result, Severity, not_run
from registry.rules.plausibility.tokens import (
    LANGUAGE_STAGES,
    is_language_model,
    parameters,
    tokens_seen,
)

SIX_ND = bands(
    (Severity.PASS, "0.8", "1.25"),
    (Severity.NOTE, "0.5", "2"),
    (Severity.WARN, "0.2", "5"),
    otherwise=Severity.ERROR,
)
OPERATIONS_PER_PARAMETER = 6
COUNTS = "Check parameters per token (active, not total), tokens seen and the operations."


def six_nd(flop: Number, active: Number, tokens: Number) -> tuple[Number, Number, Severity]:
    """6·N·D, operations ÷ 6·N·D, and the verdict. Raises ``ZeroDivisionError`` for a zero."""
    counted = number(OPERATIONS_PER_PARAMETER) * active * tokens
    ratio = flop / counted
    is_bound = flop.is_bound or counted.is_bound
    if counted.may_be(flop):
        return counted, ratio, Severity.NOTE if is_bound else Severity.PASS
    return counted, ratio, SIX_ND.verdict(ratio)


def check_six_nd(inputs: Inputs) -> Iterator[Compared | Result]:
    """PC05, for language models and figures that cover nothing but pre-training."""
    flop, stages = inputs.figure(FINAL_RUN, "flop"), inputs.stages(FINAL_RUN)
    claims = (FINAL_RUN, ARCHITECTURE, SIZE)
    reason, active, tokens = "", None, None
    if flop is None:
        reason = "The operations of the final run are not given."
    elif not is_language_model(inputs, stages):
        reason = "The formula holds for language models only."
    elif not ({"pretraining"} <= stages <= LANGUAGE_STAGES):
        reason = "The formula holds for pre-training only, and the figure covers other stages."
    else:
        active, tokens = parameters(inputs), tokens_seen(inputs, stages)
        if active is None:
            reason = "The parameters active per token are not given."
        elif tokens is None:
            reason = "The tokens seen in the same stages are not given."
        elif not active.number.low or not tokens.number.low:
            reason = "Parameters or tokens are zero."
    if reason or flop is None or active is None or tokens is None:
        yield not_run("PC05", claims, reason)
        return
    counted, ratio, severity = six_nd(flop, active.number, tokens.number)
    is_hardware = inputs.value(FINAL_RUN).get("flop_kind") == "hardware_flop"
    if is_hardware and ratio.low > Fraction(5, 4):
        severity = min(severity, Severity.NOTE, key=lambda one: one.rank)
    yield _counted(
        severity,
        counted,
        flop,
        ratio,
        (FINAL_RUN, active.claim, tokens.claim),
        f"6 × {texts.count(active.number)} parameters × {texts.count(tokens.number)} tokens",
    )


def _counted(
    severity: Severity,
    counted: Number,
    flop: Number,
    ratio: Number,
    claims: tuple[str, ...],
    left: str,
) -> Compared:
    stated, outcome = texts.flop(flop), texts.flop(counted)
    opening = f"{left} = {outcome}, but {stated} are stated"
    apart = texts.difference(1 / ratio.low if ratio.low else None)
    advice = COUNTS if severity.rank >= Severity.WARN.rank else ""
    message = f"{opening}{f' ({apart})' if apart else ''}. {advice}".rstrip()
    if severity is Severity.PASS:
        message = f"{left} = {outcome}; {stated} are stated: agrees."
    elif severity is Severity.NOTE and (flop.is_bound or counted.is_bound):
        message = f"{left} = {outcome}; {stated} are stated: possible, one of them is a bound."
    result = Result(
        "PC05",
        severity,
        tuple(dict.fromkeys(claims)),
        computed=counted.low,
        stated=flop.low,
        ratio=ratio.low,
        message=message,
        formula=f"{left} = {outcome}, stated {stated}",
        advice=advice,
    )
    return Compared(result, opening)
