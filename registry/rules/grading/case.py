"""One card before the standard: which items apply, and how much of each question is answered.

The order of adjustments is part of the method: (a) the item's rule, (b) referees, or the editor who
settled their dispute, (c) inherited zeros, (d) gates. Each can only lower the substance, so the
reason of the last one that did is the reason of the loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from registry.rules.conditions.applicability import Facts, answered_facts
from registry.rules.conditions.substance import FULL, HALF, NOTHING
from registry.rules.documents import Document, claim_at, compiled_by_others
from registry.rules.grading import reasons
from registry.rules.grading.assessment import Assessment, Ruling
from registry.rules.grading.verdicts import NO_VERDICT, Consensus, combine
from registry.rules.standard import Item, Standard

Claim = Mapping[str, Any]
SILENT = "silent"
SILENT_CLAIM: Claim = {"status": SILENT}


class Earned(NamedTuple):
    """Substance so far, and the reason where it is not full."""

    substance: Fraction
    reason: str = ""


FULL_ANSWER = Earned(FULL)


class Applicability(NamedTuple):
    applies: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """All that decides the grades of a card.

    By item id: what it claims, what referees found, what applies, and what each answer is worth by
    itself (steps a and b).
    """

    standard: Standard
    assessment: Assessment
    compiled_by_others: bool
    claims: Mapping[str, Claim]
    consensus: Mapping[str, Consensus]
    applicability: Mapping[str, Applicability]
    judged: Mapping[str, Earned]

    def verdicts(self, item: Item) -> Consensus:
        return self.consensus.get(item.id, NO_VERDICT)


def open_case(document: Document, standard: Standard, assessment: Assessment) -> Case:
    """Bring a card that passed the schema, and what was recorded about it, before the standard."""
    facts = answered_facts(document.get("facts", {}), assessment.facts, standard.facts)
    claims = {item.id: claim_at(document, item.claim) or SILENT_CLAIM for item in standard.items}
    consensus = {
        item: combine(verdicts, standard) for item, verdicts in assessment.verdicts.items()
    }
    by_others = compiled_by_others(document)
    return Case(
        standard=standard,
        assessment=assessment,
        compiled_by_others=by_others,
        claims=claims,
        consensus=consensus,
        applicability={
            item.id: _applicability(item, facts, standard, assessment) for item in standard.items
        },
        judged={
            item.id: _judged(
                _answered(claims[item.id], item, standard, by_others=by_others),
                consensus.get(item.id, NO_VERDICT),
                assessment.rulings.get(item.id),
                standard,
            )
            for item in standard.items
        },
    )


def earned(case: Case, item: Item) -> Earned:
    """What an answer is worth among the others: steps (c) and (d)."""
    inherited = _inherited(case, item)
    if (
        item.gate is None
        or inherited.substance <= HALF
        or not case.applicability[item.gate].applies
    ):
        return inherited
    gate = case.standard.item_by_id[item.gate]
    if _inherited(case, gate).substance >= HALF:
        return inherited
    # A figure without its scope is at most half an answer.
    return Earned(HALF, reasons.gated(gate))


def _applicability(
    item: Item, facts: Facts, standard: Standard, assessment: Assessment
) -> Applicability:
    ruling = assessment.applicable.get(item.id)
    if ruling is not None:
        return Applicability(ruling, reasons.ruled_applicability(applies=ruling))
    outcome = item.applicability.outcome(facts)
    words = reasons.applicability(outcome, facts, standard)
    return Applicability(outcome.applies is not False, words)


def _judged(
    answered: Earned, consensus: Consensus, ruling: Ruling | None, standard: Standard
) -> Earned:
    """Step (b): verdicts can lower the worth of an answer and never raise it.

    A ruling takes the place of verdicts that are in dispute, and of no others: an editor cannot
    overrule referees who agree.
    """
    if ruling is not None and consensus.disputed:
        found = standard.verdict_substance[ruling.verdict]
        if found < answered.substance:
            return Earned(found, reasons.ruled(found, ruling.verdict))
        return answered
    median = consensus.median
    if median is None:
        return answered
    found = standard.verdict_substance[median]
    if found < answered.substance:
        return Earned(found, reasons.referees(found, median))
    return answered


def _answered(claim: Claim, item: Item, standard: Standard, *, by_others: bool) -> Earned:
    """Step (a): the item's rule."""
    match claim["status"]:
        case "disclosed":
            substance, gaps = item.substance_rule.substance(
                claim.get("value"), standard.precise_presence, standard.lenient_presence
            )
            return Earned(substance, reasons.rule_gaps(substance, gaps) if gaps else "")
        case "none":
            if item.none_counts == FULL:
                return FULL_ANSWER
            return Earned(item.none_counts, reasons.explicit_negative(item.none_counts))
        case "silent":
            return Earned(NOTHING, reasons.silent(compiled_by_others=by_others))
        case status:
            return Earned(NOTHING, reasons.unanswered(status, claim.get("withheld_reason")))


def _inherited(case: Case, item: Item) -> Earned:
    """Step (c): an answer about something is worth nothing while the thing itself is missing."""
    answer = case.judged[item.id]
    parents = [case.standard.item_by_id[parent] for parent in item.inherits_zero_from]
    if not parents or not answer.substance or any(case.judged[p.id].substance for p in parents):
        return answer
    all_silent = all(case.claims[parent.id]["status"] == SILENT for parent in parents)
    return Earned(NOTHING, reasons.inherited_zero(parents, all_silent=all_silent))
