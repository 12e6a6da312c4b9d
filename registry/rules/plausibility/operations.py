"""Operations against the peak of the accelerators: PC06 and PC07 utilization."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import (
    ACCELERATORS,
    ESTIMATION,
    FINAL_RUN,
    Hours,
    Inputs,
    hardware_of,
    hours_of,
)
from registry.rules.plausibility.numbers import Number, bands, number, read
from registry.rules.plausibility.results import Compared, Result, Severity, capped, not_run
from registry.rules.plausibility.wording import with_article
from registry.rules.words import value_words

UTILIZATION = bands(
    (Severity.PASS, "0.15", "0.55"),
    (Severity.NOTE, "0.05", "0.65"),
    (Severity.WARN, "0", "1"),
    otherwise=Severity.ERROR,
)
REPORTED = bands((Severity.PASS, "0.9", "1.6"), otherwise=Severity.WARN)
SECONDS_PER_HOUR = 3600

SCOPE = "Do the operations include stages that the hours leave out?"
LOW = "Do the hours include stages that the operations leave out?"
HIGH = "Check the operations, the hours and the number format."
MIXED = "A run in several number formats can exceed the 16-bit peak: name the format if it has one."


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
