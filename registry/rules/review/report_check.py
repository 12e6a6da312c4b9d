"""What a report still lacks before it can be submitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.rules.pointer import join_pointer
from registry.rules.problems import shown
from registry.rules.review.fields import NOTHING, FieldProblem
from registry.rules.review.reports import Comment, ItemVerdict, ReportContent
from registry.rules.review.verdicts import (
    COMMENT_CLASS_LABELS,
    CONFIDENCE_LABELS,
    RECOMMENDATION_LABELS,
    Verdict,
)
from registry.rules.visits.addresses import AddressRefused, read_address

_CONFIDENCE = ", ".join(f"{step} ({label.lower()})" for step, label in CONFIDENCE_LABELS.items())


@dataclass(frozen=True, slots=True)
class AssignedItem:
    """A question of the standard that the editor gave to a referee."""

    item: str
    title: str


def check_report(report: ReportContent, items: Sequence[AssignedItem]) -> tuple[FieldProblem, ...]:
    """All that keeps a report from being submitted, in the order of the page; none if it may be."""
    return (
        *_verdict_problems(report, items),
        *_comment_problems(report.comments, {one.item for one in items}),
        *_statement_problems(report),
    )


def judged_items(report: ReportContent, items: Sequence[AssignedItem]) -> frozenset[str]:
    """Those of the assigned items that have all that a verdict needs."""
    return frozenset(
        one.item
        for one in items
        if (given := report.verdicts.get(one.item)) and not list(_problems_of(one, given))
    )


def _verdict_problems(
    report: ReportContent, items: Sequence[AssignedItem]
) -> Iterator[FieldProblem]:
    for one in items:
        yield from _problems_of(one, report.verdicts.get(one.item, ItemVerdict()))
    assigned = {one.item for one in items}
    for item in report.verdicts:
        if item not in assigned:
            found = f"a verdict on {shown(item)}"
            yield _problem(
                ("verdicts", item), "not_assigned", found, "verdicts on the assigned items only"
            )


def _problems_of(one: AssignedItem, given: ItemVerdict) -> Iterator[FieldProblem]:
    place, verdict = ("verdicts", one.item), given.verdict
    if verdict is None:
        expected = f"a verdict on “{one.title}” or an abstention"
        yield _problem((*place, "verdict"), "verdict_missing", NOTHING, expected)
        return
    if given.confidence is None and not verdict.is_abstention:
        yield _problem(
            (*place, "confidence"), "confidence_missing", NOTHING, f"one of {_CONFIDENCE}"
        )
    if verdict is not Verdict.SUPPORTED_FULL and not given.comment.strip():
        expected = f"a comment that says why “{one.title}” is not fully supported"
        if verdict.is_abstention:
            expected = f"a comment that says why you do not judge “{one.title}”"
        yield _problem((*place, "comment"), "comment_missing", NOTHING, expected)
    if verdict is Verdict.CONTRADICTED and not given.links:
        expected = "a link to the public evidence that contradicts the claim"
        yield _problem((*place, "links"), "evidence_missing", NOTHING, expected)
    for at, link in enumerate(given.links):
        yield from _link_problems((*place, "links", at), link)


def _link_problems(place: tuple[str | int, ...], link: str) -> Iterator[FieldProblem]:
    expected = "a public web address such as https://example.org/report"
    try:
        read_address(link)
    except AddressRefused as refused:
        yield _problem(place, "link", f"{shown(link)} ({refused})", expected)


def _comment_problems(comments: Sequence[Comment], assigned: set[str]) -> Iterator[FieldProblem]:
    for at, one in enumerate(comments):
        if one.comment_class is None:
            expected = f"one of “{'”, “'.join(COMMENT_CLASS_LABELS.values())}”"
            yield _problem(("comments", at, "class"), "class_missing", NOTHING, expected)
        if not one.text.strip():
            yield _problem(("comments", at, "text"), "text_missing", NOTHING, "a comment")
        if one.item is not None and one.item not in assigned:
            expected = "one of the assigned items, or none"
            yield _problem(("comments", at, "item"), "not_assigned", shown(one.item), expected)


def _statement_problems(report: ReportContent) -> Iterator[FieldProblem]:
    if not any(area.strip() for area in report.competence):
        expected = "the areas of the card that you are competent to judge"
        yield _problem(("competence",), "competence_missing", NOTHING, expected)
    if report.ai_used is None:
        expected = "whether a text generator was used for the report"
        yield _problem(("ai_used",), "ai_use_missing", NOTHING, expected)
    if report.ai_used and not report.ai_statement.strip():
        expected = "which text generator was used, and for what"
        yield _problem(("ai_statement",), "ai_statement_missing", NOTHING, expected)
    if report.recommendation is None:
        expected = f"one of “{'”, “'.join(RECOMMENDATION_LABELS.values())}”"
        yield _problem(("recommendation",), "recommendation_missing", NOTHING, expected)


def _problem(place: tuple[str | int, ...], code: str, found: str, expected: str) -> FieldProblem:
    return FieldProblem(join_pointer(place), code, found, expected)
