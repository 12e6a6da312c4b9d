"""What a card scores: claims, sections, readings, percentages and the bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Any

from registry.rules.documents import Document
from registry.rules.grading.assessment import NO_ASSESSMENT, Assessment
from registry.rules.grading.claims import Finding, Grade, grade_claims
from registry.rules.profile import Bar, Profile, SectionShares, bar
from registry.rules.standard import Section, Standard

FindingOf = Mapping[str, Finding]


@dataclass(frozen=True, slots=True)
class SectionResult:
    """What one section earned. ``shares`` and ``score`` (0 to 1) are None where no item applies."""

    section: str
    shares: SectionShares | None
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Items without weights: how many apply, and how many of these reach a grade with substance."""

    applicable: int
    declared: int
    evidenced: int
    verified: int

    def percent(self, count: int) -> Fraction:
        """Return ``count`` as a percentage of the applicable items; 0 where none applies."""
        return Fraction(100 * count, self.applicable) if self.applicable else Fraction(0)


@dataclass(frozen=True, slots=True)
class CardResult:
    """One card measured against one edition of the standard; every score runs from 0 to 100.

    ``profile`` describes the card as shown, ``counted_profile`` what enters the score of its lab:
    the same, unless too few items apply (``rankable`` is False); then the removed items count as 0
    there, so that no lab gains by declaring items away. ``applicable_share`` runs from 0 to 1.
    """

    claims: tuple[Finding, ...]
    sections: tuple[SectionResult, ...]
    score: Fraction
    strict: Fraction
    lenient: Fraction
    applicable_share: Fraction
    rankable: bool
    counts: Counts
    bar: Bar
    profile: Profile
    counted_profile: Profile


def assess(
    document: Document, standard: Standard, assessment: Assessment = NO_ASSESSMENT
) -> CardResult:
    """Measure a card that passed the schema, with what editors and referees recorded about it."""
    return summarize(grade_claims(document, standard, assessment), standard)


def summarize(claims: tuple[Finding, ...], standard: Standard) -> CardResult:
    """Add up the findings of one card."""
    finding_of = {finding.item: finding for finding in claims}
    sections = tuple(_section(section, finding_of, standard) for section in standard.sections)
    profile = tuple(section.shares for section in sections if section.shares is not None)
    split = bar(profile, standard.section_weights)
    applicable_share = 1 - sum(
        (standard.item_shares[finding.item] for finding in claims if not finding.applicable),
        Fraction(0),
    )
    rankable = applicable_share >= standard.ranking.minimum_applicable_share
    return CardResult(
        claims=claims,
        sections=sections,
        score=split.score(standard.readings["nominal"]),
        strict=split.score(standard.readings["strict"]),
        lenient=split.score(standard.readings["lenient"]),
        applicable_share=applicable_share,
        rankable=rankable,
        counts=_counts(claims),
        bar=split,
        profile=profile,
        counted_profile=profile if rankable else _undiminished_profile(finding_of, standard),
    )


def _section(section: Section, finding_of: FindingOf, standard: Standard) -> SectionResult:
    applicable = sum(
        (item.weight for item in standard.items_of(section) if finding_of[item.id].applicable),
        Fraction(0),
    )
    shares = _shares(section, finding_of, standard, applicable) if applicable else None
    return SectionResult(
        section=section.id,
        shares=shares,
        score=shares.score(standard.readings["nominal"]) if shares else None,
    )


def _shares(
    section: Section, finding_of: FindingOf, standard: Standard, counting_weight: Fraction
) -> SectionShares:
    earned = dict.fromkeys(Grade, Fraction(0))
    for item in standard.items_of(section):
        finding = finding_of[item.id]
        if finding.substance:
            earned[finding.grade] += item.weight * finding.substance
    return SectionShares(
        section=section.id,
        stated=earned[Grade.STATED] / counting_weight,
        evidenced=earned[Grade.EVIDENCED] / counting_weight,
        verified=earned[Grade.VERIFIED] / counting_weight,
    )


def _undiminished_profile(finding_of: FindingOf, standard: Standard) -> Profile:
    return tuple(
        _shares(section, finding_of, standard, standard.item_weights[section.id])
        for section in standard.sections
    )


def _counts(claims: Iterable[Finding]) -> Counts:
    grades = [finding.grade for finding in claims if finding.applicable]
    return Counts(
        applicable=len(grades),
        declared=sum(grade >= Grade.STATED for grade in grades),
        evidenced=sum(grade >= Grade.EVIDENCED for grade in grades),
        verified=sum(grade >= Grade.VERIFIED for grade in grades),
    )


def ceilings(standard: Standard) -> Mapping[str, Fraction]:
    """Return the score of a card all of whose claims are full and have the same grade, by name."""
    return {level.name: 100 * level.trust for level in standard.levels}


def grades_to_data(claims: Iterable[Finding]) -> dict[str, dict[str, Any]]:
    """Write the findings as the export ``grades.json`` holds them: fractions as "n/d" text."""
    return {
        finding.item: {
            "status": finding.status,
            "applicable": finding.applicable,
            "level": int(finding.grade),
            "substance": str(finding.substance),
            "credit": str(finding.credit),
            "reason": finding.reason,
        }
        for finding in claims
    }


def result_to_data(result: CardResult) -> dict[str, Any]:
    """Write everything but the findings as plain data, by field name: fractions as "n/d" text."""
    return {
        field.name: _plain(getattr(result, field.name))
        for field in fields(result)
        if field.name != "claims"
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
