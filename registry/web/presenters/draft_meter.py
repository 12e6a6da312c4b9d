"""What a card in the making would earn, what it lost, and what would add most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from registry.models import Submission
from registry.rules.draft_check import DraftCheck
from registry.rules.grading.completeness import SectionResult
from registry.rules.grading.potential import losses
from registry.rules.profile import Bar as RulesBar
from registry.rules.profile import SectionShares
from registry.rules.standard import Standard, load_standard
from registry.rules.workflow.vocabulary import Kind
from registry.web.presenters.draft_links import claim_url
from registry.web.presenters.shared import LEVELS, plain_number, score_text
from registry.web.view_models.drafts import LostPoints, Meter, MeterFigure, NextBest, SectionMeter
from registry.web.view_models.shared import Bar, Link

MOST_NEXT = 3


def meter(submission: Submission, check: DraftCheck, section: str = "") -> Meter:
    """The meter of the card; with a ``section`` of the form also of that section."""
    standard, preview = load_standard(), check.preview
    result = preview.result
    applicable = [finding for finding in result.claims if finding.applicable]
    answered = [finding for finding in applicable if finding.grade]
    level = preview.level_if_attested if submission.kind == Kind.LAB else preview.level
    return Meter(
        score=score_text(result.score),
        bar=Bar(float(result.bar.verified), float(result.bar.evidenced), float(result.bar.stated)),
        figures=_figures(result.bar, standard),
        answered=f"{len(answered)} of {len(applicable)} questions that apply",
        level=LEVELS[level.level],
        next_best=tuple(
            NextBest(
                Link(item.title, claim_url(submission, item)),
                f"+{score_text(one.points)}",
                item.question,
            )
            for one in preview.next_best[:MOST_NEXT]
            for item in (standard.item_by_id[one.item],)
        ),
        section=_section_meter(submission, check, section),
    )


def section_points(check: DraftCheck, name: str) -> str:
    """What a section of the form earned: "48.0 of 100"; empty where no question of it applies."""
    result = _result_of(check, name)
    if result is None or result.score is None:
        return ""
    return f"{score_text(100 * result.score)} of 100"


def _figures(bar: RulesBar, standard: Standard) -> Sequence[MeterFigure]:
    trusts = standard.readings["nominal"]
    stated = plain_number(trusts[1])
    return (
        MeterFigure(
            "Declared",
            score_text(bar.verified + bar.evidenced + bar.stated),
            "of 100 by weight are answered, well enough to count.",
        ),
        MeterFigure(
            "Evidenced",
            score_text(bar.verified + bar.evidenced),
            "of 100 by weight have a source and the place in it.",
        ),
        MeterFigure(
            "Verified ceiling",
            score_text(bar.confirmed().score(trusts)),
            "is the score once referees confirm every evidenced claim. What is only stated keeps "
            f"{stated} of its weight: sources raise the ceiling.",
        ),
    )


def _section_meter(submission: Submission, check: DraftCheck, name: str) -> SectionMeter | None:
    result = _result_of(check, name)
    if result is None or result.shares is None or result.score is None:
        return None
    standard = load_standard()
    lost = [
        (item, loss)
        for loss in losses(check.preview.result.claims, standard)
        for item in (standard.item_by_id[loss.item],)
        if item.section == result.section
    ]
    return SectionMeter(
        score=score_text(100 * result.score),
        bar=_section_bar(result.shares),
        lost=score_text(sum((loss.points for _, loss in lost), Fraction(0))),
        reasons=tuple(
            LostPoints(
                Link(item.title, claim_url(submission, item)),
                f"−{score_text(loss.points)}",
                loss.reason,
            )
            for item, loss in lost
        ),
    )


def _section_bar(shares: SectionShares) -> Bar:
    return Bar(
        *(100 * float(share) for share in (shares.verified, shares.evidenced, shares.stated))
    )


def _result_of(check: DraftCheck, name: str) -> SectionResult | None:
    standard = load_standard()
    return next(
        (
            result
            for result in check.preview.result.sections
            if standard.section_by_id[result.section].card_section == name
        ),
        None,
    )
