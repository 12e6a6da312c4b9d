"""Where the checks find their inputs in a card, always together with the stages they cover.

Two figures meet only if their stages are equal as sets. Estimates by others are never read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.rules.accelerators.matching import Match, find, may_describe
from registry.rules.accelerators.table import Table
from registry.rules.documents import Document, Lookup, value_at
from registry.rules.lineage.edges import WeightEdge
from registry.rules.plausibility.evidence_findings import EvidenceFinding
from registry.rules.plausibility.numbers import Number, added, number, read

FINAL_RUN, DURATION, PER_STAGE = "compute.final_run", "compute.duration", "compute.per_stage"
ENERGY, ESTIMATION = "compute.energy_and_emissions", "compute.estimation_method"
ACCELERATORS, COUNT = "hardware.accelerators", "hardware.accelerator_count"
TOPOLOGY = "hardware.topology"
COST, PRICE_BASIS = "cost.final_run", "cost.price_basis"
INHERITED, PROGRAM = "cost.inherited", "cost.program"
ARCHITECTURE, SIZE = "method.architecture", "data.size"
LINEAGE, VERSION = "identity.lineage", "identity.model_version"
PUBLICATION, TIME_SPAN = "peer_review.publication", "data.time_span"
TRAINING_STAGES = "method.training_stages"

# A superchip counts as one accelerator, as its maker counts it; a core is a part of one.
_WHOLE = frozenset({"accelerator", "superchip"})


@dataclass(frozen=True)
class Inputs:
    """One card and what the registry knows beside it.

    ``today`` is the day after which a date lies in the future. ``facts`` are the answered facts by
    dotted path, those of editors included. ``implied`` are base models that only other published
    cards name; ``findings`` come from an evidence checker, if one has run.
    """

    document: Document
    lookup: Lookup
    table: Table
    today: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    implied: Sequence[WeightEdge] = ()
    findings: Sequence[EvidenceFinding] = ()

    def value(self, path: str) -> Mapping[str, Any]:
        return value_at(self.document, path)

    def figure(self, path: str, name: str) -> Number | None:
        """The figure in a field of a claim; None if absent or an order of magnitude."""
        return read(self.value(path).get(name))

    def stages(self, path: str) -> frozenset[str]:
        return frozenset(self.value(path).get("stages", ()))


@dataclass(frozen=True, slots=True)
class Hours:
    """Accelerator-hours, the stages they cover, and the claims they come from."""

    number: Number
    stages: frozenset[str]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hardware:
    """The accelerator behind a figure, or why it is not known."""

    match: Match | None
    claim: str
    reason: str = ""


def hours_of(inputs: Inputs, stages: Collection[str], prefer: str = FINAL_RUN) -> Hours | None:
    """Accelerator-hours stated for exactly these stages; ``prefer`` is looked at first."""
    found = [hours for hours in all_hours(inputs) if hours.stages == frozenset(stages)]
    return min(found, key=lambda hours: hours.claims[0] != prefer, default=None)


def all_hours(inputs: Inputs) -> Iterator[Hours]:
    """Every statement of accelerator-hours about whole stages, the most direct first."""
    for path in (FINAL_RUN, DURATION):
        stated = inputs.figure(path, "accelerator_hours")
        if stated:
            yield Hours(stated, inputs.stages(path), (path,))
    for stages in sorted({*_stage_sets(inputs)}, key=sorted):
        segments = segments_of(inputs, stages)
        total = _total_hours(segments, inputs)
        if total:
            yield Hours(total, stages, (COUNT,))


def _stage_sets(inputs: Inputs) -> Iterator[frozenset[str]]:
    """Stage sets for which the segments of the cluster can be added up."""
    segments = inputs.value(COUNT).get("segments", ())
    for segment in segments:
        yield frozenset(segment["stages"])
    yield frozenset().union(*(segment["stages"] for segment in segments))
    yield inputs.stages(FINAL_RUN)
    yield inputs.stages(DURATION)


def segments_of(inputs: Inputs, stages: Collection[str]) -> Sequence[Mapping[str, Any]]:
    """The segments that make up exactly these stages; empty where they do not."""
    wanted = frozenset(stages)
    segments = [
        segment
        for segment in inputs.value(COUNT).get("segments", ())
        if wanted & frozenset(segment["stages"])
    ]
    covered = frozenset().union(*(segment["stages"] for segment in segments))
    return segments if covered == wanted else ()


def _total_hours(segments: Sequence[Mapping[str, Any]], inputs: Inputs) -> Number | None:
    """Hours of all segments: as stated, or else count × elapsed hours. None if one lacks both."""
    parts = []
    for segment in segments:
        stated = read(segment.get("accelerator_hours"))
        part = stated or chip_hours(segment, inputs)
        if part is None:
            return None
        parts.append(part)
    if len(parts) == 1:
        return parts[0]
    return added(parts) if parts else None


def chip_hours(segment: Mapping[str, Any], inputs: Inputs) -> Number | None:
    """Count × elapsed hours of one segment."""
    count, elapsed = accelerators_in(segment, inputs), read(segment.get("wall_clock_hours"))
    return count * elapsed if count and elapsed else None


def accelerators_in(segment: Mapping[str, Any], inputs: Inputs) -> Number | None:
    """The number of accelerators of a segment; None where only parts of them are counted."""
    count, unit = read(segment.get("count")), segment.get("count_unit", "accelerator")
    if count is None or unit in _WHOLE:
        return count
    per_node = inputs.value(TOPOLOGY).get("accelerators_per_node")
    return count * number(per_node) if unit == "node" and per_node else None


def hardware_of(inputs: Inputs, stages: Collection[str]) -> Hardware:
    """The one accelerator that these stages ran on.

    The accelerator named with the hours of the same stages comes first, then the segments of
    ``hardware.accelerators`` that ran them.
    """
    wanted = frozenset(stages)
    named = ""
    if inputs.stages(FINAL_RUN) == wanted:
        named = inputs.value(FINAL_RUN).get("accelerator", "")
    if named and (match := find(inputs.table, named)):
        return Hardware(match, FINAL_RUN)
    found = _of_segments(inputs, wanted)
    if named and not (found.match and may_describe(named, found.match.row, inputs.table)):
        return Hardware(None, FINAL_RUN, _unknown(named))
    return found


def _of_segments(inputs: Inputs, wanted: frozenset[str]) -> Hardware:
    segments = inputs.value(ACCELERATORS).get("segments", ())
    used = [row for row in segments if not row.get("stages") or wanted & {*row["stages"]}]
    if not used:
        return Hardware(None, ACCELERATORS, "The accelerator of these stages is not given.")
    covered = frozenset().union(*(row.get("stages", wanted) for row in used))
    if not wanted <= covered:
        return Hardware(None, ACCELERATORS, "The accelerator of some of the stages is not given.")
    rows: dict[str, Match] = {}
    for row in used:
        match = match_of(inputs.table, row)
        if match is None:
            return Hardware(None, ACCELERATORS, _unknown(row["model"]))
        rows[match.row.id] = match
    if len(rows) > 1:
        return Hardware(None, ACCELERATORS, "Several accelerators share these stages.")
    return Hardware(next(iter(rows.values())), ACCELERATORS)


def match_of(table: Table, segment: Mapping[str, Any]) -> Match | None:
    return find(
        table,
        segment["model"],
        vendor=segment.get("vendor", ""),
        form_factor=segment.get("form_factor", ""),
        memory_gb=segment.get("memory_gb"),
        catalog_id=segment.get("catalog_id", ""),
    )


def _unknown(name: str) -> str:
    return f"{name} is not in the registry's table of accelerators."
