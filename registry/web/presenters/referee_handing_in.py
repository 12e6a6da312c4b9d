"""What a referee reads before handing a report in, and what became of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from registry.actions.review.reports import draft_content
from registry.models import (
    Assignment,
    ConfidentialNote,
    Rebuttal,
    Report,
    ReportComment,
    ReportDraft,
)
from registry.models.review import visible
from registry.rules.permissions import Person
from registry.rules.review.fields import FieldProblem
from registry.rules.review.reports import ReportContent
from registry.rules.review.verdicts import (
    COMMENT_CLASS_LABELS,
    CONFIDENCE_LABELS,
    DISPOSITION_LABELS,
    RECOMMENDATION_LABELS,
    VERDICT_LABELS,
    Disposition,
    Verdict,
)
from registry.rules.standard import load_standard
from registry.web.presenters.referee import has_signed, invitation_page
from registry.web.presenters.referee_problems import problem_lines
from registry.web.presenters.review_timeline import letters
from registry.web.view_models import referee as view

Replies = Mapping[int, Sequence[Rebuttal]]


def summary_page(
    assignment: Assignment, content: ReportContent, problems: Sequence[FieldProblem]
) -> view.SummaryPage:
    draft = ReportDraft.objects.filter(assignment=assignment).first()
    invitation = invitation_page(assignment)
    assert assignment.referee is not None  # noqa: S101 - who accepted has one
    return view.SummaryPage(
        invitation=invitation,
        seen=draft.token if draft else "",
        report=_drafted(assignment, content, draft),
        problems=problem_lines(problems, invitation.report_url),
    )


def done_page(assignment: Assignment, person: Person) -> view.DonePage:
    """One's own reports; the others', the lab's replies and the letters once they may be read."""
    submission, referee = assignment.submission, assignment.referee
    assert referee is not None  # noqa: S101 - who accepted has one
    viewer = visible.referee_viewer(submission, person.key)
    seen = list(visible.reports(submission, viewer).select_related("returned"))
    replies: dict[int, list[Rebuttal]] = {}
    for row in visible.rebuttals(submission, viewer):
        replies.setdefault(row.comment_id, []).append(row)
    notes = dict(
        ConfidentialNote.objects.filter(report__assignment__person=person.key).values_list(
            "report_id", "text"
        )
    )
    handed_in = assignment.reports.exists()
    draft = None if handed_in else ReportDraft.objects.filter(assignment=assignment).first()
    return view.DonePage(
        invitation=invitation_page(assignment),
        pseudonym=referee.pseudonym,
        own=tuple(
            _handed_in(one, replies, notes.get(one.pk, ""))
            for one in seen
            if one.assignment.person_id == person.key
        ),
        draft=_drafted(assignment, draft_content(assignment), draft) if draft else None,
        others=tuple(
            _handed_in(one, replies) for one in seen if one.assignment.person_id != person.key
        ),
        letters=letters(submission, viewer),
        signs=has_signed(referee),
        can_choose=submission.state != "published",
    )


def _drafted(
    assignment: Assignment, content: ReportContent, draft: ReportDraft | None
) -> view.ReportShown:
    this, referee = assignment.round, assignment.referee
    return _shown(
        content,
        who=referee.pseudonym if referee else "",
        round=this.number if this else 0,
        note=draft.confidential_note if draft else "",
    )


def _handed_in(report: Report, replies: Replies, note: str = "") -> view.ReportShown:
    returned = getattr(report, "returned", None)
    this, referee = report.assignment.round, report.assignment.referee
    return _shown(
        report.shown(),
        who=referee.pseudonym if referee else "",
        round=this.number if this else 0,
        at=report.at,
        return_reason=returned.reason if returned else "",
        is_returned=returned is not None,
        comments=tuple(report.comments.order_by("place")),
        replies=replies,
        note=note,
    )


def _shown(
    content: ReportContent,
    *,
    comments: Sequence[ReportComment] = (),
    replies: Replies = MappingProxyType({}),
    **told: Any,
) -> view.ReportShown:
    """``comments`` are the rows of those in a report that was handed in, in their order."""
    standard = load_standard()
    members: dict[str, Any] = {"at": None, "is_returned": False, "return_reason": ""} | told
    return view.ReportShown(
        lines=tuple(
            view.ReportLine(
                item=item,
                title=standard.item_by_id[item].title,
                verdict=VERDICT_LABELS[one.verdict] if one.verdict else "No verdict yet",
                confidence=CONFIDENCE_LABELS[one.confidence] if one.confidence else "",
                comment=one.comment,
                links=one.links,
                for_full=one.for_full,
                is_plain=one.verdict is Verdict.SUPPORTED_FULL
                and not (one.comment or one.links or one.for_full),
            )
            for item, one in content.verdicts.items()
        ),
        remarks=tuple(
            view.NumberedRemark(
                label=comments[place].label if comments else str(place + 1),
                weight=COMMENT_CLASS_LABELS[one.comment_class] if one.comment_class else "",
                item=one.item or "",
                text=one.text,
                replies=tuple(
                    view.LabsReply(DISPOSITION_LABELS[Disposition(reply.disposition)], reply.text)
                    for reply in (replies.get(comments[place].pk, ()) if comments else ())
                ),
            )
            for place, one in enumerate(content.comments)
        ),
        summary=content.summary,
        recommendation=RECOMMENDATION_LABELS[content.recommendation]
        if content.recommendation
        else "None yet",
        competence=", ".join(content.competence),
        ai={True: content.ai_statement or "Used", False: "Not used", None: "Not said yet"}[
            content.ai_used
        ],
        consulted=content.consulted,
        **members,
    )
