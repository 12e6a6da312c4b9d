"""The level of a published card version: Listed, Stated, Evidenced, Reviewed.

Computed, never typed. A level needs all conditions of the levels below it. It belongs to one card
version under one edition of the standard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from registry.rules.conditions.gaps import MAXIMUM_NAMED
from registry.rules.grading.case import SILENT
from registry.rules.grading.claims import Finding, Grade
from registry.rules.grading.completeness import CardResult
from registry.rules.standard import Item, Standard
from registry.rules.words import listed

MINIMUM_EVIDENCED_SHARE = Fraction(4, 5)
MINIMUM_REVIEWED_SHARE = Fraction(7, 10)
MINIMUM_REFEREES = 2


class Level(IntEnum):
    """What stands behind a card as a whole."""

    LISTED = 0
    STATED = 1
    EVIDENCED = 2
    REVIEWED = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """What the registry knows about a card version besides its claims."""

    attested_by_lab: bool = False
    check_errors: int = 0
    independent_referees: int = 0
    review_file_public: bool = False


@dataclass(frozen=True, slots=True)
class CardLevel:
    """The level and, in sentences, what the next one still needs (nothing at the highest)."""

    level: Level
    missing: tuple[str, ...]


def card_level(result: CardResult, standing: Standing, standard: Standard) -> CardLevel:
    """Return the highest level all of whose conditions, and those below, the card meets."""
    reached = Level.LISTED
    for level, missing_for in _CONDITIONS.items():
        missing = tuple(missing_for(result, standing, standard))
        if missing:
            return CardLevel(reached, missing)
        reached = level
    return CardLevel(reached, ())


def _missing_for_stated(
    result: CardResult, standing: Standing, standard: Standard
) -> Iterable[str]:
    if not standing.attested_by_lab:
        yield "No verified representative of the lab has attested this version."
    open_items = [
        standard.item_by_id[finding.item]
        for finding in _core(result, standard)
        if finding.status in (SILENT, "not_applicable")
    ]
    if open_items:
        yield f"Core items are not answered: {_titles(open_items)}."
    if standing.check_errors:
        yield f"Checks at severity error are open: {standing.check_errors}."


def _missing_for_evidenced(
    result: CardResult, standing: Standing, standard: Standard
) -> Iterable[str]:
    claimed = [
        finding
        for finding in result.claims
        if finding.grade >= Grade.STATED and standard.item_by_id[finding.item].evidence_required
    ]
    evidenced = [finding for finding in claimed if finding.grade >= Grade.EVIDENCED]
    share = _share(evidenced, claimed, standard)
    if share < MINIMUM_EVIDENCED_SHARE:
        yield (
            f"Located evidence covers {_percent(share)} of the claimed weight that needs it; "
            f"{_percent(MINIMUM_EVIDENCED_SHARE)} is needed."
        )
    unsupported = [
        standard.item_by_id[finding.item]
        for finding in _core(result, standard)
        if finding.grade == Grade.STATED
    ]
    if unsupported:
        yield f"Core claims are without located evidence: {_titles(unsupported)}."


def _missing_for_reviewed(
    result: CardResult, standing: Standing, standard: Standard
) -> Iterable[str]:
    if standing.independent_referees < MINIMUM_REFEREES:
        yield (
            f"Independent referees who reported: {standing.independent_referees}; "
            f"{MINIMUM_REFEREES} are needed."
        )
    applicable = [finding for finding in result.claims if finding.applicable]
    judged = [f for f in applicable if f.judging_referees >= MINIMUM_REFEREES]
    share = _share(judged, applicable, standard)
    if share < MINIMUM_REVIEWED_SHARE:
        yield (
            f"At least {MINIMUM_REFEREES} referees judged {_percent(share)} of the applicable "
            f"weight; {_percent(MINIMUM_REVIEWED_SHARE)} is needed."
        )
    if not standing.review_file_public:
        yield "The review file is not public."
    disputed = [standard.item_by_id[f.item] for f in applicable if f.disputed]
    if disputed:
        yield f"Disputes are open: {_titles(disputed)}."


_CONDITIONS: dict[Level, Callable[[CardResult, Standing, Standard], Iterable[str]]] = {
    Level.STATED: _missing_for_stated,
    Level.EVIDENCED: _missing_for_evidenced,
    Level.REVIEWED: _missing_for_reviewed,
}


def _core(result: CardResult, standard: Standard) -> list[Finding]:
    return [f for f in result.claims if f.applicable and standard.item_by_id[f.item].core]


def _share(part: Iterable[Finding], whole: Iterable[Finding], standard: Standard) -> Fraction:
    """Return the weight of ``part`` over that of ``whole``; 0 of nothing, so nothing is proven."""
    total = _weight(whole, standard)
    return _weight(part, standard) / total if total else Fraction(0)


def _weight(findings: Iterable[Finding], standard: Standard) -> Fraction:
    return sum((standard.item_shares[finding.item] for finding in findings), Fraction(0))


def _percent(share: Fraction) -> str:
    # Rounded down: a card just below the line must not read as if it were on it.
    return f"{int(100 * share)}%"


def _titles(items: list[Item]) -> str:
    named = [f"{item.title} ({item.id})" for item in items[:MAXIMUM_NAMED]]
    if len(items) > MAXIMUM_NAMED:
        named.append(f"{len(items) - MAXIMUM_NAMED} more")
    return listed(named)
