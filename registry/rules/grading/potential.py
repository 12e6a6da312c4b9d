"""What a card lost, and what a better answer would add: where the next hour is best spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from fractions import Fraction

from registry.rules.documents import Document
from registry.rules.grading.assessment import NO_ASSESSMENT, Assessment
from registry.rules.grading.case import FULL_ANSWER, Case, earned, open_case
from registry.rules.grading.claims import Finding, Grade, grade_item
from registry.rules.standard import Item, Standard

# The highest grade that an author reaches alone; the next one takes referees or a journal.
ATTAINABLE = Grade.EVIDENCED


@dataclass(frozen=True, slots=True)
class Improvement:
    """The points (of 100) that a full answer to one item, with a located source, would add.

    ``unlocks`` are other items that would earn more with it, their part included in the points.
    """

    item: str
    points: Fraction
    unlocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """The points (of 100) that one claim falls short of its share of the score, and why."""

    item: str
    points: Fraction
    reason: str


def losses(findings: Iterable[Finding], standard: Standard) -> tuple[Loss, ...]:
    """Every lost point of a card, by claim, the largest first, ties in the standard's order.

    With the score they add up to 100.
    """
    applying = {finding.item: finding for finding in findings if finding.applicable}
    found = [
        Loss(item, 100 * share * (1 - applying[item].credit), applying[item].reason)
        for item, share in _shares(applying.keys(), standard).items()
    ]
    return tuple(sorted((one for one in found if one.points), key=lambda one: -one.points))


def improvements(
    document: Document, standard: Standard, assessment: Assessment = NO_ASSESSMENT
) -> tuple[Improvement, ...]:
    """Every improvement that adds something, the largest first, ties in the standard's order.

    Each is reckoned by itself, with all other claims and all facts as they are.
    """
    case = open_case(document, standard, assessment)
    applying = {item for item, ruling in case.applicability.items() if ruling.applies}
    shares = _shares(applying, standard)
    found = [_improvement(case, standard.item_by_id[item], shares) for item in shares]
    return tuple(sorted((one for one in found if one.points), key=lambda one: -one.points))


def _improvement(case: Case, item: Item, shares: Mapping[str, Fraction]) -> Improvement:
    standard, finding = case.standard, grade_item(case, item)
    answered = replace(case, judged={**case.judged, item.id: FULL_ANSWER})
    trust = standard.levels[max(finding.grade, ATTAINABLE)].trust
    gained = {item.id: trust * earned(answered, item).substance - finding.credit}
    for other in _depending_on(item, standard):
        if other.id in shares:
            gained[other.id] = grade_item(answered, other).credit - grade_item(case, other).credit
    return Improvement(
        item=item.id,
        points=sum((100 * shares[name] * gain for name, gain in gained.items()), Fraction(0)),
        unlocks=tuple(name for name, gain in gained.items() if gain and name != item.id),
    )


def _depending_on(item: Item, standard: Standard) -> list[Item]:
    """The items that a gate or an inherited zero ties to ``item``, in one step or two."""
    tied = {
        other.id
        for other in standard.items
        if item.id == other.gate or item.id in other.inherits_zero_from
    }
    return [
        other
        for other in standard.items
        if other.id != item.id and (other.id in tied or other.gate in tied)
    ]


def _shares(applying: AbstractSet[str], standard: Standard) -> dict[str, Fraction]:
    """The share of the score that each of the applicable items decides; they sum to 1."""
    applicable = {
        section: [item for item in standard.items_of(section) if item.id in applying]
        for section in standard.sections
    }
    counted = {section: items for section, items in applicable.items() if items and section.weight}
    total = sum((section.weight for section in counted), Fraction(0))
    return {
        item.id: section.weight / total * item.weight / sum(other.weight for other in items)
        for section, items in counted.items()
        for item in items
    }
