"""All plausibility checks on one card: the entry point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from registry.rules.accelerators.table import Table, load_accelerators
from registry.rules.conditions.applicability import answered_facts
from registry.rules.documents import Document, Lookup
from registry.rules.lineage.edges import WeightEdge
from registry.rules.plausibility import (
    cost_scope,
    dates,
    energy,
    evidence,
    facts,
    hours,
    money,
    operations,
    shares,
    six_nd,
    size,
    stage_match,
    sums,
    text_numbers,
    unit_slips,
)
from registry.rules.plausibility.evidence_findings import EvidenceFinding
from registry.rules.plausibility.inputs import Inputs
from registry.rules.plausibility.results import Compared, Result
from registry.rules.standard import load_standard

# Raised with every change of a rule or a sentence, so that stored results are made again.
PLAUSIBILITY_VERSION = "1.1"

Check = Callable[[Inputs], Iterable[Compared | Result]]

CHECKS: tuple[Check, ...] = (
    hours.check_chip_hours,
    sums.check_sums,
    money.check_cost_rate,
    money.check_rate_market,
    six_nd.check_six_nd,
    operations.check_utilization,
    energy.check_energy,
    energy.check_carbon,
    dates.check_dates,
    size.check_tokens_per_parameter,
    cost_scope.check_cost_scope,
    stage_match.check_stage_mismatch,
    size.check_parameters,
    cost_scope.check_lineage,
    hours.check_calendar,
    money.check_energy_cost,
    evidence.check_license,
    hours.check_topology,
    shares.check_shares,
    evidence.check_doi,
    evidence.check_evidence,
    facts.check_stage_facts,
    facts.check_applicability,
    text_numbers.check_text_numbers,
    facts.check_stage_coverage,
)


def checks_version() -> str:
    """What a stored result rests on: the edition of the rules, and the day of the table."""
    return f"{PLAUSIBILITY_VERSION}/{load_accelerators().compiled_on}"


def check_plausibility(
    document: Document,
    lookup: Lookup,
    accelerators: Table | None = None,
    *,
    today: date,
    implied: Sequence[WeightEdge] = (),
    editor_facts: Mapping[str, Any] | None = None,
    findings: Sequence[EvidenceFinding] = (),
) -> tuple[Result, ...]:
    """Run every check on a card that passed the schema and meaning checks.

    ``lookup`` gives the published cards of ancestors, ``implied`` the base models that only other
    cards name, ``editor_facts`` the facts that an editor set (they win over the card's), and
    ``findings`` what an evidence checker stored. ``today`` is the day after which a date lies in
    the future. Every check gives at least one result; those that cannot run say why. Results are in
    the order of the checks' numbers.
    """
    known = load_standard().facts
    inputs = Inputs(
        document,
        lookup,
        accelerators or load_accelerators(),
        today,
        facts=answered_facts(document.get("facts", {}), editor_facts or {}, known),
        implied=implied,
        findings=findings,
    )
    results: list[Result] = []
    comparisons: list[Compared] = []
    for check in CHECKS:
        for found in check(inputs):
            if isinstance(found, Compared):
                comparisons.append(found)
                results.append(found.result)
            else:
                results.append(found)
    results += unit_slips.check_unit_slips(inputs, comparisons)
    return tuple(sorted(results, key=lambda result: result.check))


def check_sources(document: Document, findings: Sequence[EvidenceFinding]) -> tuple[Result, ...]:
    """The results that rest on visits of the evidence checker alone, as ``check_plausibility``."""
    inputs = Inputs(document, _nobody, load_accelerators(), date.max, findings=findings)
    results = [
        *evidence.check_license(inputs),
        *evidence.check_doi(inputs),
        *evidence.check_evidence(inputs),
    ]
    return tuple(results)


def _nobody(card_id: str) -> None:
    """No other card says anything of the sources of this one."""
