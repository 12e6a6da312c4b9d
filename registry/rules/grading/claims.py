"""From the claims of a card to what each earns, and why not more.

The order of adjustments is part of the method: (a) the item's rule, (b) referees, (c) inherited
zeros, (d) gates. Each can only lower the substance, so the reason of the last one that did is the
reason of the loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Any, NamedTuple

from registry.rules.conditions.applicability import Facts, answered_facts
from registry.rules.conditions.substance import FULL, HALF, NOTHING
from registry.rules.documents import Document, claim_at, compiled_by_others
from registry.rules.grading import reasons
from registry.rules.grading.assessment import NO_ASSESSMENT, Assessment
from registry.rules.grading.evidence import has_located_peer_review, has_located_source
from registry.rules.grading.verdicts import NO_VERDICT, Consensus, combine
from registry.rules.standard import Item, Standard

Claim = Mapping[str, Any]
SILENT = "silent"
SILENT_CLAIM: Claim = {"status": SILENT}


class Grade(IntEnum):
    """How far a claim can be trusted."""

    SILENT = 0
    STATED = 1
    EVIDENCED = 2
    VERIFIED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What one claim earned.

    ``status`` is the card's own word, or "silent" where it makes no claim. ``substance`` and
    ``credit`` run from 0 to 1. ``judging_referees`` counts verdicts that are not abstentions.
    ``applicability`` and ``reason`` are sentences; ``reason`` is empty only at full credit. An item
    that does not apply earns 0 and does not count.
    """

    item: str
    applicable: bool
    applicability: str
    status: str
    withheld_reason: str | None
    substance: Fraction
    grade: Grade
    credit: Fraction
    reason: str
    judging_referees: int
    disputed: bool


class _Earned(NamedTuple):
    """Substance so far, and the reason where it is not full."""

    substance: Fraction
    reason: str = ""


class _Applicability(NamedTuple):
    applies: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Case:
    """One card before the standard: all that decides a grade."""

    standard: Standard
    assessment: Assessment
    facts: Facts
    compiled_by_others: bool
    claims: Mapping[str, Claim]
    consensus: Mapping[str, Consensus]

    def claim(self, item: Item) -> Claim:
        return self.claims[item.id]

    def verdicts(self, item: Item) -> Consensus:
        return self.consensus.get(item.id, NO_VERDICT)


def grade_claims(
    document: Document, standard: Standard, assessment: Assessment = NO_ASSESSMENT
) -> tuple[Finding, ...]:
    """Grade every item, in the order of the standard.

    ``document`` is a card that passed the schema; the assessment holds what editors and referees
    recorded about it.
    """
    case = _Case(
        standard=standard,
        assessment=assessment,
        facts=answered_facts(document.get("facts", {}), assessment.facts, standard.facts),
        compiled_by_others=compiled_by_others(document),
        claims={item.id: claim_at(document, item.claim) or SILENT_CLAIM for item in standard.items},
        consensus={
            item: combine(verdicts, standard) for item, verdicts in assessment.verdicts.items()
        },
    )
    applicability = {item.id: _applicability(case, item) for item in standard.items}
    judged = {item.id: _judged(case, item) for item in standard.items}
    inherited = {item.id: _inherited(case, item, judged) for item in standard.items}
    gated = {item.id: _gated(case, item, inherited, applicability) for item in standard.items}
    return tuple(
        _finding(case, item, gated[item.id], applicability[item.id]) for item in standard.items
    )


def _applicability(case: _Case, item: Item) -> _Applicability:
    ruling = case.assessment.applicable.get(item.id)
    if ruling is not None:
        return _Applicability(ruling, reasons.ruled_applicability(applies=ruling))
    outcome = item.applicability.outcome(case.facts)
    words = reasons.applicability(outcome, case.facts, case.standard)
    return _Applicability(outcome.applies is not False, words)


def _judged(case: _Case, item: Item) -> _Earned:
    """Steps (a) and (b): the rule, then the referees, who can lower and never raise."""
    earned = _answered(case, item)
    median = case.verdicts(item).median
    if median is None:
        return earned
    found = case.standard.verdict_substance[median]
    return _Earned(found, reasons.referees(found, median)) if found < earned.substance else earned


def _answered(case: _Case, item: Item) -> _Earned:
    claim = case.claim(item)
    match claim["status"]:
        case "disclosed":
            substance, gaps = item.substance_rule.substance(
                claim.get("value"), case.standard.precise_presence, case.standard.lenient_presence
            )
            return _Earned(substance, reasons.rule_gaps(substance, gaps) if gaps else "")
        case "none":
            if item.none_counts == FULL:
                return _Earned(FULL)
            return _Earned(item.none_counts, reasons.explicit_negative(item.none_counts))
        case "silent":
            return _Earned(NOTHING, reasons.silent(compiled_by_others=case.compiled_by_others))
        case status:
            return _Earned(NOTHING, reasons.unanswered(status, claim.get("withheld_reason")))


def _inherited(case: _Case, item: Item, judged: Mapping[str, _Earned]) -> _Earned:
    """Step (c): an answer about something is worth nothing while the thing itself is missing."""
    earned = judged[item.id]
    parents = [case.standard.item_by_id[parent] for parent in item.inherits_zero_from]
    if not parents or not earned.substance or any(judged[p.id].substance for p in parents):
        return earned
    all_silent = all(case.claim(parent)["status"] == SILENT for parent in parents)
    return _Earned(NOTHING, reasons.inherited_zero(parents, all_silent=all_silent))


def _gated(
    case: _Case,
    item: Item,
    inherited: Mapping[str, _Earned],
    applicability: Mapping[str, _Applicability],
) -> _Earned:
    """Step (d): a figure without its scope is at most half an answer."""
    earned = inherited[item.id]
    if item.gate is None or earned.substance <= HALF or not applicability[item.gate].applies:
        return earned
    if inherited[item.gate].substance >= HALF:
        return earned
    return _Earned(HALF, reasons.gated(case.standard.item_by_id[item.gate]))


def _finding(case: _Case, item: Item, earned: _Earned, applicability: _Applicability) -> Finding:
    claim = case.claim(item)
    verdicts = case.verdicts(item)
    disputed = verdicts.disputed and item.id not in case.assessment.adjudicated
    if applicability.applies:
        substance = earned.substance
        grade, grade_reason = _grade(case, item, substance, disputed=disputed)
        reason = " ".join(filter(None, (earned.reason, grade_reason)))
    else:
        substance, grade, reason = NOTHING, Grade.SILENT, applicability.reason
    return Finding(
        item=item.id,
        applicable=applicability.applies,
        applicability=applicability.reason,
        status=claim["status"],
        withheld_reason=claim.get("withheld_reason"),
        substance=substance,
        grade=grade,
        credit=case.standard.levels[grade].trust * substance,
        reason=reason,
        judging_referees=verdicts.judging,
        disputed=disputed,
    )


def _grade(case: _Case, item: Item, substance: Fraction, *, disputed: bool) -> tuple[Grade, str]:
    """Return the grade and why it is not higher."""
    if not substance:
        return Grade.SILENT, ""
    claim, presence = case.claim(item), case.standard.lenient_presence
    has_peer_review = has_located_peer_review(claim, presence)
    confirmed = item.id in case.assessment.confirmed
    supported = case.verdicts(item).supporting >= case.standard.minimum_supporting_verdicts
    if not disputed and (supported or (confirmed and has_peer_review)):
        return Grade.VERIFIED, ""
    self_evident = not (item.evidence_required or case.compiled_by_others)
    if not self_evident and not has_located_source(claim, presence):
        return Grade.STATED, reasons.stated_only(len(claim.get("evidence", ())))
    if disputed:
        return Grade.EVIDENCED, reasons.disputed()
    return Grade.EVIDENCED, reasons.evidenced_only(
        confirmed=confirmed, has_peer_review=has_peer_review
    )
