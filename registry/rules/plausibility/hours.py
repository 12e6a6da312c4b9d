"""Accelerators × hours: PC01 chip hours, PC18 calendar, PC21 topology."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import (
    COUNT,
    DURATION,
    TOPOLOGY,
    Inputs,
    accelerators_in,
    chip_hours,
    segments_of,
)
from registry.rules.plausibility.numbers import Number, added, compare, number, read, within
from registry.rules.plausibility.results import Compared, Result, Severity, not_run
from registry.rules.plausibility.wording import compared

CHIP_HOURS = within(
    (Severity.PASS, "0.05"),
    (Severity.NOTE, "0.15"),
    (Severity.WARN, "0.25"),
    otherwise=Severity.ERROR,
)
EXACTLY = within((Severity.PASS, "0"), otherwise=Severity.ERROR)

TOO_MANY = "Check whether {} are hours of the whole project, or give the average number in use."
TOO_FEW = "Check whether the hours include other runs, or give the largest number in use."
NODES = "Check the number of nodes, the accelerators per node and the count."
HOURS_PER_DAY = 24


def check_chip_hours(inputs: Inputs) -> Iterator[Compared | Result]:
    """PC01: each segment with its own hours, and the segments of a run against its duration."""
    found = list(_segments(inputs))
    seen = {_key(one) for one in found}
    whole_run = [one for one in _duration(inputs) if _key(one) not in seen]
    yield from (*found, *whole_run)
    if not (found or whole_run):
        yield not_run(
            "PC01",
            (COUNT, DURATION),
            "A number of accelerators, their elapsed hours and their accelerator-hours are not all "
            "given for the same stages.",
        )


def _key(one: Compared) -> tuple[object, object]:
    return one.result.computed, one.result.stated


def _segments(inputs: Inputs) -> Iterator[Compared]:
    segments = inputs.value(COUNT).get("segments", ())
    for segment in segments:
        count, hours = accelerators_in(segment, inputs), read(segment.get("accelerator_hours"))
        elapsed = read(segment.get("wall_clock_hours"))
        claims: tuple[str, ...] = (COUNT,)
        if elapsed is None and _is_the_run(inputs, segment):
            elapsed, claims = inputs.figure(DURATION, "wall_clock_hours"), (COUNT, DURATION)
        if count and elapsed and hours:
            label = segment.get("label", "") if len(segments) > 1 else ""
            yield _chip_hours(count, elapsed, hours, claims, label)


def _is_the_run(inputs: Inputs, segment: Mapping[str, Any]) -> bool:
    """Whether the duration is about this segment and no other."""
    return [segment] == list(segments_of(inputs, inputs.stages(DURATION)))


def _duration(inputs: Inputs) -> Iterator[Compared]:
    hours = inputs.figure(DURATION, "accelerator_hours")
    segments = segments_of(inputs, inputs.stages(DURATION))
    if hours is None or not segments:
        return
    if len(segments) == 1:
        count = accelerators_in(segments[0], inputs)
        elapsed = read(segments[0].get("wall_clock_hours")) or inputs.figure(
            DURATION, "wall_clock_hours"
        )
        if count and elapsed:
            yield _chip_hours(count, elapsed, hours, (COUNT, DURATION))
        return
    products = [chip_hours(segment, inputs) for segment in segments]
    known = [product for product in products if product]
    if len(known) == len(products):
        total = added(known)
        terms = " + ".join(texts.figure(product) for product in known)
        yield compared(
            "PC01",
            (COUNT, DURATION),
            compare(total, hours, CHIP_HOURS),
            sum_text=f"{terms} = {texts.figure(total)} accelerator-hours",
            short=f"{terms} = {texts.figure(total)}",
            stated=texts.figure(hours),
            advice="Check the numbers and hours of the segments, or the hours of the run.",
        )


def _chip_hours(
    count: Number, elapsed: Number, hours: Number, claims: tuple[str, ...], label: str = ""
) -> Compared:
    product = count * elapsed
    comparison = compare(product, hours, CHIP_HOURS)
    if count.open_below and not comparison.kept_bound:
        comparison = replace(comparison, severity=Severity.ERROR)
    is_more = comparison.computed > comparison.stated
    lead = f"{label}: " if label else ""
    return compared(
        "PC01",
        claims,
        comparison,
        sum_text=f"{lead}{texts.figure(count)} accelerators × {texts.figure(elapsed)} hours = "
        f"{texts.figure(product)} accelerator-hours",
        short=f"{texts.figure(count)} × {texts.figure(elapsed)} h = {texts.figure(product)}",
        stated=texts.figure(hours),
        advice=TOO_MANY.format(texts.figure(elapsed)) if is_more else TOO_FEW,
    )


def check_calendar(inputs: Inputs) -> Iterator[Result]:
    """PC18: elapsed hours fit between the first and the last day of the run."""
    value = inputs.value(DURATION)
    elapsed = inputs.figure(DURATION, "wall_clock_hours")
    if elapsed is None or "started" not in value or "ended" not in value:
        reason = "Elapsed hours and both dates of the run are needed."
        yield not_run("PC18", (DURATION,), reason)
        return
    first, last = first_day(value["started"]), last_day(value["ended"])
    days = (last - first).days + 1
    room = Fraction(max(days, 0) * HOURS_PER_DAY)
    fits = elapsed.low - elapsed.slack <= room or elapsed.open_below
    left = f"{texts.digits(Fraction(days))} days × 24 = {texts.digits(room)} hours"
    stated = texts.figure(elapsed)
    dates = f"{value['started']} to {value['ended']}"
    advice = "" if fits else "Check the dates, or whether these are accelerator-hours."
    outcome = "fit" if fits else "do not fit"
    yield Result(
        "PC18",
        (Severity.NOTE if elapsed.is_bound else Severity.PASS) if fits else Severity.ERROR,
        (DURATION,),
        computed=room,
        stated=elapsed.low,
        ratio=room / elapsed.low if elapsed.low else None,
        message=f"{dates}: {left}; {stated} elapsed hours {outcome}. {advice}".rstrip(),
        formula=f"{left}, stated {stated}",
        advice=advice,
    )


def first_day(text: str) -> date:
    """The first day that a date of a card can mean."""
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    """The last day that a date of a card can mean."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def check_topology(inputs: Inputs) -> Iterator[Result]:
    """PC21: nodes × accelerators per node is the count, exactly."""
    value = inputs.value(TOPOLOGY)
    nodes, per_node = value.get("nodes"), value.get("accelerators_per_node")
    segments = inputs.value(COUNT).get("segments", ())
    counts = [
        (read(segment.get("count")), segment.get("count_unit", "accelerator"))
        for segment in segments
    ]
    known = [(count, unit) for count, unit in counts if count and unit != "core"]
    if not known or nodes is None or (per_node is None and known[0][1] != "node"):
        yield not_run(
            "PC21",
            (TOPOLOGY, COUNT),
            "Nodes, accelerators per node and a count of accelerators are needed.",
        )
        return
    distinct = {(count.low, count.high, unit): (count, unit) for count, unit in known}
    if len(distinct) > 1:
        yield _differing_counts(number(nodes) * number(per_node or 1), known)
        return
    count, unit = known[0]
    yield _topology(number(nodes), None if unit == "node" else number(per_node or 1), count)


def _topology(nodes: Number, per_node: Number | None, count: Number) -> Result:
    product = nodes * per_node if per_node else nodes
    comparison = compare(product, count, EXACTLY)
    left = f"{texts.figure(nodes)} nodes"
    short = texts.figure(nodes)
    if per_node:
        left += f" × {texts.figure(per_node)} accelerators"
        short += f" × {texts.figure(per_node)}"
    agrees = comparison.severity is Severity.PASS or comparison.kept_bound
    tail = f"and the count is {texts.figure(count)}: agrees."
    if comparison.kept_bound:
        tail = f"and the count is {texts.figure(count)}: possible."
    if not agrees:
        tail = f"but the count is {texts.figure(count)}. {NODES}"
    equals = f" = {texts.figure(product)}" if per_node else ""
    return Result(
        "PC21",
        comparison.severity,
        (TOPOLOGY, COUNT),
        computed=comparison.computed,
        stated=comparison.stated,
        ratio=comparison.ratio,
        message=f"{left}{equals}, {tail}",
        formula=f"{short}{equals}, stated {texts.figure(count)}",
        advice="" if agrees else NODES,
    )


def _differing_counts(product: Number, counts: list[tuple[Number, str]]) -> Result:
    listed = " and ".join(dict.fromkeys(texts.figure(count) for count, _ in counts))
    advice = "Say in a note which of them the topology describes."
    return Result(
        "PC21",
        Severity.NOTE,
        (TOPOLOGY, COUNT),
        computed=product.low,
        stated=counts[0][0].low,
        ratio=product.low / counts[0][0].low if counts[0][0].low else None,
        message=f"The topology makes {texts.figure(product)} accelerators, and the segments count "
        f"{listed}. {advice}",
        formula=f"{texts.figure(product)}, stated {listed}",
        advice=advice,
    )
