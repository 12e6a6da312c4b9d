"""Size of model and data: PC12 tokens per parameter, PC15 active and total parameters."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import ARCHITECTURE, SIZE, Inputs
from registry.rules.plausibility.numbers import bands
from registry.rules.plausibility.results import Result, Severity, not_run
from registry.rules.plausibility.tokens import is_language_model, unique_tokens

TOKENS_PER_PARAMETER = bands(
    (Severity.PASS, "1", "3000"), (Severity.NOTE, "0.1", "30000"), otherwise=Severity.WARN
)


def check_tokens_per_parameter(inputs: Inputs) -> Iterator[Result]:
    """PC12, for models of text: distinct tokens ÷ all parameters."""
    total, tokens = inputs.figure(ARCHITECTURE, "parameters_total"), unique_tokens(inputs)
    reason = ""
    if not is_language_model(inputs):
        reason = "The range is known for models of text only."
    elif tokens is None:
        reason = "The number of unique tokens is not given."
    elif total is None or not total.low:
        reason = "The number of parameters is not given."
    if reason or total is None or tokens is None:
        yield not_run("PC12", (SIZE, ARCHITECTURE), reason)
        return
    ratio = tokens.number / total
    severity = TOKENS_PER_PARAMETER.verdict(ratio)
    left = f"{texts.count(tokens.number)} tokens ÷ {texts.count(total)} parameters"
    told = {Severity.PASS: "usual", Severity.NOTE: "unusual", Severity.WARN: "far from usual"}
    if ratio.is_bound and severity is Severity.NOTE:
        told[Severity.NOTE] = "possible, one of them is a bound"
    advice = "Check both numbers." if severity is Severity.WARN else ""
    yield Result(
        "PC12",
        severity,
        (SIZE, ARCHITECTURE),
        computed=ratio.low,
        stated=tokens.number.low,
        ratio=ratio.low,
        message=f"{left} = {texts.times(ratio.low)} tokens per parameter: {told[severity]}. "
        f"{advice}".rstrip(),
        formula=f"{left} = {texts.times(ratio.low)}",
        advice=advice,
    )


def check_parameters(inputs: Inputs) -> Iterator[Result]:
    """PC15: no more parameters are active than there are; a mixture of experts gives both."""
    value = inputs.value(ARCHITECTURE)
    active = inputs.figure(ARCHITECTURE, "parameters_active")
    total = inputs.figure(ARCHITECTURE, "parameters_total")
    if value.get("type") == "mixture_of_experts" and "parameters_active" not in value:
        advice = "Give the parameters active per token."
        whole = f"{texts.count(total)} parameters" if total else "a number of parameters not given"
        yield Result(
            "PC15",
            Severity.WARN,
            (ARCHITECTURE,),
            stated=total.low if total else None,
            message=f"A mixture of experts with {whole}: how many of them are active per token is "
            f"not stated. {advice}",
            formula=f"{whole}, active not stated",
            advice=advice,
        )
        return
    if active is None or total is None:
        yield not_run("PC15", (ARCHITECTURE,), "Active and total parameters are not both given.")
        return
    fits = (
        active.low - active.slack <= total.high + total.slack
        or active.open_below
        or total.open_above
    )
    advice = "" if fits else "Are the two exchanged?"
    left = f"{texts.count(active)} active of {texts.count(total)} parameters"
    yield Result(
        "PC15",
        Severity.PASS if fits else Severity.ERROR,
        (ARCHITECTURE,),
        computed=active.low,
        stated=total.low,
        ratio=active.low / total.low if total.low else None,
        message=f"{left}{': agrees' if fits else ': more than there are'}. {advice}".rstrip(),
        formula=left,
        advice=advice,
    )
