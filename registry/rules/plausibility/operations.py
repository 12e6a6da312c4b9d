"""Operations: PC05 six × parameters × tokens, PC06 and PC07 utilization, PC14 stages of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import (
    ACCELERATORS,
    ARCHITECTURE,
    COUNT,
    DURATION,
    ENERGY,
    ESTIMATION,
    FINAL_RUN,
    Hours,
    Inputs,
    all_hours,
    hardware_of,
    hours_of,
)
from registry.rules.plausibility.numbers import Number, bands, number, read
from registry.rules.plausibility.results import Compared, Result, Severity, capped, not_run
from registry.rules.plausibility.tokens import is_language_model, parameters, tokens_seen
from registry.rules.plausibility.wording import with_article
from registry.rules.words import value_words

SIX_ND = bands(
    (Severity.PASS, "0.8", "1.25"),
    (Severity.NOTE, "0.5", "2"),
    (Severity.WARN, "0.2", "5"),
    otherwise=Severity.ERROR,
)
UTILIZATION = bands(
    (Severity.PASS, "0.15", "0.55"),
    (Severity.NOTE, "0.05", "0.65"),
    (Severity.WARN, "0", "1"),
    otherwise=Severity.ERROR,
)
REPORTED = bands((Severity.PASS, "0.9", "1.6"), otherwise=Severity.WARN)
SECONDS_PER_HOUR = 3600
OPERATIONS_PER_PARAMETER = 6
# Stages in which a language model learns from every token once per pass.
LANGUAGE_STAGES = frozenset({"pretraining", "mid_training", "context_extension"})

SCOPE = "Do the operations include stages that the hours leave out?"
LOW = "Do the hours include stages that the operations leave out?"
HIGH = "Check the operations, the hours and the number format."
MIXED = "A run in several number formats can exceed the 16-bit peak: name the format if it has one."
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
    claims = (FINAL_RUN, ARCHITECTURE, "data.size")
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


@dataclass(frozen=True, slots=True)
class _Peak:
    """What an accelerator could do at most, and the words for it.

    ``possible`` is the share of it that a run may reach: more than 1 where a mixed run may use FP8.
    """

    per_second: Fraction
    words: str
    row_name: str
    model: str
    claim: str
    is_doubtful: bool
    possible: Fraction


def utilization(flop: Number, hours: Number, peak: Fraction) -> Number:
    """Operations ÷ (hours × 3600 × peak). Raises ``ZeroDivisionError`` for zero hours."""
    return flop / (hours * number(SECONDS_PER_HOUR) * number(peak))


def check_utilization(inputs: Inputs) -> Iterator[Compared | Result]:
    """PC06 operations against the peak of the accelerators, PC07 the utilization reported."""
    flop, stages = inputs.figure(FINAL_RUN, "flop"), inputs.stages(FINAL_RUN)
    hours = hours_of(inputs, stages)
    claims = (FINAL_RUN, ACCELERATORS)
    reported = (ESTIMATION, FINAL_RUN)
    reason, peak = "", None
    if flop is None:
        reason = "The operations of the final run are not given."
    elif hours is None:
        reason = "No accelerator-hours are given for the stages of the operations."
    elif not hours.number.low:
        reason = "The accelerator-hours are zero."
    else:
        peak = _peak(inputs, stages)
        reason = peak if isinstance(peak, str) else ""
    if reason or flop is None or hours is None or not isinstance(peak, _Peak):
        yield not_run("PC06", claims, reason)
        yield not_run("PC07", reported, f"The utilization cannot be computed. {reason}")
        return
    share = utilization(flop, hours.number, peak.per_second)
    yield _utilized(flop, hours, peak, share)
    yield _reported(inputs, share, peak)


def _peak(inputs: Inputs, stages: frozenset[str]) -> _Peak | str:
    """The peak of the accelerator in the number format of the run, or why there is none."""
    hardware = hardware_of(inputs, stages)
    if hardware.match is None:
        return hardware.reason
    row = hardware.match.row
    given: str = inputs.value(FINAL_RUN).get("number_format", "")
    is_reference = given in ("", "mixed")
    number_format = (row.sixteen_bit or "") if is_reference else given
    if number_format not in row.peaks:
        wanted = "16-bit" if is_reference else value_words(given)
        return f"The table gives no dense {wanted} peak of {row.name}."
    peak = row.peaks[number_format]
    return _Peak(
        peak,
        "16-bit peak" if is_reference else f"{value_words(number_format)} peak",
        row.name,
        row.model,
        hardware.claim,
        row.is_doubtful,
        possible=row.peaks.get("fp8", peak) / peak if given == "mixed" else Fraction(1),
    )


def _utilized(flop: Number, hours: Hours, peak: _Peak, share: Number) -> Compared:
    severity = UTILIZATION.verdict(share)
    capacity = hours.number * number(SECONDS_PER_HOUR) * number(peak.per_second)
    if severity is Severity.ERROR and share.low <= peak.possible:
        severity = Severity.WARN
    opening = f"{texts.flop(flop)} in {texts.figure(hours.number)} accelerator-hours"
    chip = f"{with_article(peak.model)}"
    if share.low > 1 and not share.is_bound:
        opening += f" would need {texts.times(share.low)} times the peak of {chip}"
        advice = SCOPE if severity is Severity.ERROR else MIXED
    else:
        bound = "at most " if share.open_below else "at least " if share.open_above else ""
        opening += f" use {bound}{texts.percent(share.low)} of the {peak.words} of {chip}"
        advice = LOW if share.low < Fraction(15, 100) else HIGH
    advice = "" if severity.rank <= Severity.NOTE.rank else advice
    tail = f" ({peak.row_name})."
    result = Result(
        "PC06",
        severity,
        tuple(dict.fromkeys((FINAL_RUN, *hours.claims, peak.claim))),
        computed=capacity.low,
        stated=flop.low,
        ratio=share.low,
        message=f"{opening}{tail if not advice else '.'} {advice}".rstrip(),
        formula=f"{texts.flop(flop)} ÷ ({texts.figure(hours.number)} h × 3,600 s × "
        f"{texts.scientific(peak.per_second)} FLOP/s) = {texts.percent(share.low)}",
        advice=advice,
    )
    return Compared(
        capped(result, Severity.WARN) if peak.is_doubtful else result,
        opening,
        is_doubtful=peak.is_doubtful,
    )


def _reported(inputs: Inputs, implied: Number, peak: _Peak) -> Result:
    value = inputs.value(ESTIMATION)
    if inputs.value(FINAL_RUN).get("flop_kind") == "hardware_flop":
        name, words = "hardware_flop_utilization", "hardware FLOP utilization"
    else:
        name, words = "model_flop_utilization", "model FLOP utilization"
    stated = read(value.get(name))
    claims = (ESTIMATION, FINAL_RUN)
    if stated is None or not implied.low:
        return not_run("PC07", claims, f"No {words} is reported.")
    ratio = stated / implied
    severity = REPORTED.verdict(ratio)
    short = f"{texts.percent(stated.low)} ÷ {texts.percent(implied.low)} = {texts.times(ratio.low)}"
    advice = "" if severity is not Severity.WARN else "Check operations, hours and utilization."
    told = "agrees" if severity is Severity.PASS else "they differ"
    if severity is Severity.NOTE:
        told = "possible, one of them is a bound"
    result = Result(
        "PC07",
        severity,
        claims,
        computed=implied.low,
        stated=stated.low,
        ratio=ratio.low,
        message=f"A {words} of {texts.percent(stated.low)} is reported, and the figures imply "
        f"{texts.percent(implied.low)} ({texts.times(ratio.low)} times): {told}. {advice}".rstrip(),
        formula=short,
        advice=advice,
    )
    return capped(result, Severity.WARN) if peak.is_doubtful else result


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
