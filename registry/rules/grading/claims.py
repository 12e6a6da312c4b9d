"""From the claims of a card to what each earns, and why not more.

How much is answered is settled in ``grading.case``; here it is graded by its support.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from registry.rules.conditions.substance import NOTHING
from registry.rules.documents import Document
from registry.rules.grading import reasons
from registry.rules.grading.assessment import NO_ASSESSMENT, Assessment
from registry.rules.grading.case import Case, earned, open_case
from registry.rules.grading.evidence import has_located_peer_review, has_located_source
from registry.rules.standard import Item, Standard


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


def grade_claims(
    document: Document, standard: Standard, assessment: Assessment = NO_ASSESSMENT
) -> tuple[Finding, ...]:
    """Grade every item, in the order of the standard.

    ``document`` is a card that passed the schema; the assessment holds what editors and referees
    recorded about it.
    """
    case = open_case(document, standard, assessment)
    return tuple(grade_item(case, item) for item in standard.items)


def grade_item(case: Case, item: Item) -> Finding:
    """Grade one item of an opened case."""
    claim, applicability = case.claims[item.id], case.applicability[item.id]
    verdicts = case.verdicts(item)
    disputed = verdicts.disputed and not case.assessment.settles(item.id)
    if applicability.applies:
        substance, loss = earned(case, item)
        grade, grade_reason = _grade(case, item, substance, disputed=disputed)
        reason = " ".join(filter(None, (loss, grade_reason)))
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


def _grade(case: Case, item: Item, substance: Fraction, *, disputed: bool) -> tuple[Grade, str]:
    """Return the grade and why it is not higher."""
    if not substance:
        return Grade.SILENT, ""
    claim, presence = case.claims[item.id], case.standard.lenient_presence
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
