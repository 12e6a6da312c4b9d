"""A report while it is written: claims beside their evidence, comments, what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from registry.actions.review import reports
from registry.models import Assignment, ReportDraft
from registry.rules.documents import claim_at
from registry.rules.grading.claims import Finding, grade_claims
from registry.rules.review.fields import FieldProblem, FieldsInvalid
from registry.rules.review.report_check import judged_items
from registry.rules.review.reports import ReportContent
from registry.rules.review.verdicts import (
    COMMENT_CLASS_LABELS,
    CONFIDENCE_LABELS,
    RECOMMENDATION_LABELS,
    VERDICT_HELP,
    VERDICT_LABELS,
    Verdict,
)
from registry.rules.showing import sources
from registry.rules.standard import Item, load_standard
from registry.rules.workflow.assignments import AssignmentState
from registry.web.presenters.claims import evidence, whole_answer
from registry.web.presenters.referee import before_text, has_signed, invitation_page
from registry.web.presenters.referee_problems import PLACES, errors_by_field, problem_lines
from registry.web.presenters.referee_rounds import earlier_by_item
from registry.web.presenters.shared import GRADES
from registry.web.view_models import referee as view

BLANK_REMARKS = 3
YES_NO = {"yes": "Yes", "no": "No"}
# The parts of a verdict, and the values that are stored in other words than the form's.
PARTS = {
    "verdict": "verdict",
    "confidence": "confidence",
    "comment": "why",
    "links": "public evidence against it",
    "for_full": "what would make it full",
}
WORDS: Mapping[str, Mapping[Any, str]] = {
    "verdict": VERDICT_LABELS,
    "confidence": CONFIDENCE_LABELS,
    "recommendation": RECOMMENDATION_LABELS,
    "ai_used": {True: "Yes", False: "No"},
}


def work_page(
    assignment: Assignment,
    draft: ReportDraft | None,
    data: Mapping[str, Any],
    note: str,
    problems: Sequence[FieldProblem] = (),
) -> view.WorkPage:
    """``data`` is the report as it was typed or saved, in the shape of ``ReportContent``."""
    this, referee = assignment.round, assignment.referee
    assert this is not None and referee is not None  # noqa: S101 - who accepted has both
    document, standard = this.snapshot.document(), load_standard()
    found = {one.item: one for one in grade_claims(document, standard)}
    earlier = earlier_by_item(assignment, document)
    judged = _judged(data, assignment)
    told = errors_by_field(problems)
    items = tuple(
        _item(
            standard.item_by_id[item],
            document,
            found[item],
            data["verdicts"].get(item, {}),
            told.get(f"verdicts.{item}", ()),
            earlier.get(item),
            is_judged=item in judged,
        )
        for item in this.items
    )
    ai = {True: "yes", False: "no"}.get(data["ai_used"], "")
    return view.WorkPage(
        invitation=invitation_page(assignment),
        before=before_text(assignment.submission),
        pseudonym=referee.pseudonym,
        signs=has_signed(referee),
        token=draft.token if draft else reports.UNSAVED,
        saved_at=draft.saved_at if draft else None,
        items=items,
        remarks=_remarks(data["comments"], this.items, told),
        summary=data["summary"],
        recommendations=_options(RECOMMENDATION_LABELS, data["recommendation"]),
        competence="\n".join(data["competence"]),
        ai=_options(YES_NO, ai),
        ai_statement=data["ai_statement"],
        consulted=data["consulted"],
        note=note,
        problems=problem_lines(problems),
        is_late=assignment.state == AssignmentState.CANCELLED,
    )


def _judged(data: Mapping[str, Any], assignment: Assignment) -> frozenset[str]:
    try:
        content = ReportContent.from_data(dict(data))
    except FieldsInvalid:
        # What cannot be read is told at its field; nothing of it counts as done.
        return frozenset()
    return judged_items(content, reports.assigned_items(assignment))


def _item(
    item: Item,
    document: Mapping[str, Any],
    finding: Finding,
    given: Mapping[str, Any],
    errors: tuple[str, ...],
    earlier: view.Earlier | None,
    *,
    is_judged: bool,
) -> view.JudgedItem:
    claim = claim_at(document, item.claim) or {}
    lines, tables = whole_answer(item.claim, claim)
    confidence = given.get("confidence")
    return view.JudgedItem(
        item=item.id,
        anchor=f"verdicts-{item.id}",
        title=item.title,
        question=item.question,
        full=item.full,
        status=claim.get("status", "silent"),
        lines=lines,
        tables=tables,
        evidence=evidence(sources.sources(claim), {}),
        grade=GRADES[finding.grade],
        reason=finding.reason,
        verdicts=tuple(
            view.Option(one, VERDICT_LABELS[one], VERDICT_HELP[one], one == given.get("verdict"))
            for one in Verdict
        ),
        confidences=_options(
            {str(step): label for step, label in CONFIDENCE_LABELS.items()}, str(confidence)
        ),
        comment=given.get("comment", ""),
        links="\n".join(given.get("links", ())),
        for_full=given.get("for_full", ""),
        errors=errors,
        is_judged=is_judged,
        earlier=earlier,
    )


def _remarks(
    comments: Sequence[Mapping[str, Any]],
    items: Sequence[str],
    told: Mapping[str, tuple[str, ...]],
) -> tuple[view.Remark, ...]:
    standard = load_standard()
    titles = {item: f"{item} {standard.item_by_id[item].title}" for item in items}
    blank: Mapping[str, Any] = {"class": None, "item": None, "text": ""}
    return tuple(
        view.Remark(
            place=place,
            anchor=f"comments-{place}",
            text=one["text"],
            classes=_options(COMMENT_CLASS_LABELS, one["class"]),
            items=_options(titles, one["item"]),
            errors=told.get(f"comments.{place}", ()),
        )
        for place, one in enumerate([*comments, *[blank] * BLANK_REMARKS])
    )


def _options(labels: Mapping[Any, str], chosen: str | None) -> tuple[view.Option, ...]:
    return tuple(
        view.Option(str(value), text, chosen=value == chosen) for value, text in labels.items()
    )


def differences(
    assignment: Assignment, stored: ReportDraft | None, data: Mapping[str, Any], note: str
) -> tuple[view.Difference, ...]:
    """Where the report as saved meanwhile says something else than what was typed."""
    theirs = reports.draft_content(assignment).to_data()
    found = []
    for item in sorted({*theirs["verdicts"], *data["verdicts"]}):
        other = theirs["verdicts"].get(item, {})
        for part, text in other.items():
            if text and text != data["verdicts"].get(item, {}).get(part):
                found.append(view.Difference(f"{item}, {PARTS[part]}", _in_words(part, text)))
    found += [
        view.Difference(f"Comment {place + 1}", one["text"])
        for place, one in enumerate(theirs["comments"])
        if one not in data["comments"]
    ]
    for name, words in PLACES.items():
        if theirs[name] not in ("", None, []) and theirs[name] != data[name]:
            found.append(view.Difference(words, _in_words(name, theirs[name])))
    if stored and stored.confidential_note and stored.confidential_note != note:
        found.append(view.Difference("Confidential note", stored.confidential_note))
    return tuple(found)


def _in_words(name: str, value: Any) -> str:
    """A value as the form shows it, in the words of its choices."""
    if isinstance(value, list):
        return "\n".join(value)
    return WORDS[name][value] if name in WORDS else str(value)
