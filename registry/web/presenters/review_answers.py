"""Numbered comments and issues with the lab's answers, and the reports they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from registry.actions.readiness import current_card
from registry.actions.review.revisions import changed_items
from registry.models import (
    CommentRuling,
    Issue,
    Rebuttal,
    ReplyDraft,
    Report,
    ReportComment,
    Submission,
)
from registry.models.review import queries, visible
from registry.rules.review.verdicts import (
    COMMENT_CLASS_LABELS,
    DISPOSITION_LABELS,
    RECOMMENDATION_LABELS,
    VERDICT_LABELS,
    CommentClass,
    Disposition,
    Verdict,
)
from registry.rules.standard import load_standard
from registry.rules.visibility import Viewer
from registry.rules.workflow.vocabulary import State
from registry.web.presenters.draft_links import claim_url, place_link
from registry.web.presenters.review_timeline import address
from registry.web.presenters.review_words import generator_of
from registry.web.view_models.reviewed import (
    Answers,
    Choice,
    Given,
    Question,
    ReportView,
    VerdictLine,
)
from registry.web.view_models.shared import Link

RULINGS = {"settled": "The editor holds it settled.", "overruled": "The editor overruled it."}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent for one answer and not saved, and why."""

    text: str
    disposition: str
    error: str
    stored: str = ""


def askable(submission: Submission, viewer: Viewer) -> dict[str, ReportComment | Issue]:
    """What the lab reads and may have to answer, by its label: issues first."""
    found: dict[str, ReportComment | Issue] = {
        f"Issue {one.number}": one for one in visible.issues(submission, viewer)
    }
    return found | {one.label: one for one in visible.comments(submission, viewer)}


def answers_page(
    submission: Submission, viewer: Viewer, typed: Mapping[str, Typed] | None = None
) -> Answers:
    """``typed`` are answers that could not be saved, by label."""
    asked = askable(submission, viewer)
    drafts = {(one.comment_id, one.issue_id): one for one in submission.reply_drafts.all()}
    comments = [one for one in asked.values() if isinstance(one, ReportComment)]
    rulings = queries.rulings_on(comments)
    rebuttals: dict[int, list[Rebuttal]] = {}
    for row in visible.rebuttals(submission, viewer):
        rebuttals.setdefault(row.comment_id, []).append(row)
    texts = _texts(comments)
    changed = _changed(submission)
    answered = queries.answered_since_decision(submission)
    state, typed = State(submission.state), typed or {}
    questions = []
    for label, one in asked.items():
        if isinstance(one, Issue):
            draft = drafts.get((None, one.pk))
            questions.append(_issue(submission, label, one, draft, typed.get(label)))
        else:
            questions.append(
                _comment(
                    submission,
                    one,
                    texts.get(one.pk, ""),
                    rulings.get(one.pk),
                    rebuttals.get(one.pk, ()),
                    drafts.get((one.pk, None)),
                    typed.get(label),
                    is_answered=one.pk in answered,
                    changed=changed,
                )
            )
    can_answer = state in (State.RETURNED, State.REVISION_REQUESTED) and not submission.is_held
    return Answers(
        title=submission.model_name,
        back=Link(submission.model_name, address(submission, "review")),
        questions=questions,
        open=sum(one.is_open for one in questions),
        can_answer=can_answer,
        why_not="The review is on hold; answers can be read, not written."
        if submission.is_held
        else "Answers are written while the card is with you; now they can only be read.",
        next=Link("What changed, and send", address(submission, "resubmit"))
        if can_answer
        else None,
    )


def _issue(
    submission: Submission, label: str, issue: Issue, draft: ReplyDraft | None, typed: Typed | None
) -> Question:
    is_now = (
        submission.state == State.RETURNED
        and issue.snapshot_id == queries.current_snapshot(submission).pk
    )
    return Question(
        label=label,
        title=label,
        weight="Must be answered" if issue.severity == "major" else "Advice",
        place=_place(submission, issue.item),
        text=issue.text,
        standing="",
        given=[Given(one.at, one.text, "", ()) for one in issue.answers.all()],
        reply=typed.text if typed else draft.text if draft else "",
        lacks="",
        doubt="",
        choices=(),
        token=draft.token if draft else "",
        saved_at=draft.saved_at if draft else None,
        is_open=is_now and issue.severity == "major" and not (draft and draft.text),
        error=typed.error if typed else "",
        stored=typed.stored if typed else "",
    )


def _comment(
    submission: Submission,
    comment: ReportComment,
    text: str,
    ruling: CommentRuling | None,
    given: Iterable[Rebuttal],
    draft: ReplyDraft | None,
    typed: Typed | None,
    *,
    is_answered: bool,
    changed: Collection[str],
) -> Question:
    reclassed = ruling is not None and ruling.ruling == "reclassed"
    weight = CommentClass(ruling.weight if ruling and reclassed else comment.weight)
    chosen = typed.disposition if typed else draft.disposition if draft else ""
    reply = typed.text if typed else draft.text if draft else ""
    number = comment.report.assignment.round.number if comment.report.assignment.round else 1
    return Question(
        label=comment.label,
        title=f"{comment.label}, {comment.report.assignment.referee}, round {number}",
        weight=COMMENT_CLASS_LABELS[weight],
        place=_place(submission, comment.item),
        text=text,
        standing=RULINGS.get(ruling.ruling, "") if ruling else "",
        given=[
            Given(
                one.at,
                one.text,
                DISPOSITION_LABELS[Disposition(one.disposition)],
                [place_link(submission, pointer, "the changed claim") for pointer in one.pointers],
                generator_of(one.snapshot),
            )
            for one in given
        ],
        reply=reply,
        lacks=lack_of(reply, chosen),
        doubt=doubt_about(chosen, comment.item, changed),
        choices=[
            Choice(one.value, DISPOSITION_LABELS[one], one.value == chosen) for one in Disposition
        ],
        token=draft.token if draft else "",
        saved_at=draft.saved_at if draft else None,
        is_open=submission.state == State.REVISION_REQUESTED
        and weight is CommentClass.MUST
        and (ruling is None or reclassed)
        and not is_answered,
        error=typed.error if typed else "",
        stored=typed.stored if typed else "",
    )


def lack_of(reply: str, disposition: str) -> str:
    """What an answer that was begun still needs; it counts as none, and is not sent, without it."""
    if reply.strip() and not disposition:
        return "Choose what was done: without it the answer stays open."
    if disposition and not reply.strip():
        return "Write the answer: what was done does not stand alone."
    return ""


def doubt_about(disposition: str, item: str, changed: Collection[str]) -> str:
    """What speaks against an answer by which something changed; it keeps nobody from sending it.

    ``changed`` are the items whose claim or evidence is another than when it was submitted last.
    """
    if disposition not in (Disposition.CHANGED, Disposition.REDUCED_CLAIM):
        return ""
    if item and item not in changed:
        return "You answered that the claim changed; it has not."
    return "" if changed else "You answered that the card changed; no claim has."


def _changed(submission: Submission) -> Collection[str]:
    if submission.state != State.REVISION_REQUESTED:
        return ()
    before = queries.current_snapshot(submission).document()
    return changed_items(before, current_card(submission))


def reports_page(submission: Submission, viewer: Viewer) -> Sequence[ReportView]:
    """The reports that the viewer reads, the oldest first."""
    return [_report(submission, one) for one in visible.reports(submission, viewer)]


def _report(submission: Submission, report: Report) -> ReportView:
    content, standard = report.shown(), load_standard()
    told = [
        VerdictLine(
            Link(
                f"{item} {standard.item_by_id[item].title}",
                reverse("standard:item", args=[item]),
            ),
            VERDICT_LABELS[one.verdict],
            one.comment,
            one.for_full,
            one.links,
        )
        for item, one in content.verdicts.items()
        if one.verdict is not None and one.verdict is not Verdict.SUPPORTED_FULL
    ]
    assignment = report.assignment
    return ReportView(
        referee=str(assignment.referee),
        round=assignment.round.number if assignment.round else 1,
        summary=content.summary,
        recommendation=RECOMMENDATION_LABELS[content.recommendation]
        if content.recommendation
        else "none",
        verdicts=told,
        others=len(content.verdicts) - len(told),
        ai=content.ai_statement,
    )


def _texts(comments: Iterable[ReportComment]) -> dict[int, str]:
    """The words of comments as anybody reads them, by key; each report is read once."""
    shown = {one.report_id: one.report for one in comments}
    contents = {key: report.shown() for key, report in shown.items()}
    return {one.pk: contents[one.report_id].comments[one.place].text for one in comments}


def _place(submission: Submission, item: str) -> Link | None:
    found = load_standard().item_by_id.get(item)
    if found is None:
        return None
    return Link(f"{found.id} {found.title}", claim_url(submission, found))
