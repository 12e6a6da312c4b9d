"""Invitations and work of one referee, in lists and before anybody accepts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from registry.actions.audit import now
from registry.models import Assignment, Submission, SubmissionReferee
from registry.models.review import queries
from registry.rules.numerals import date_text
from registry.rules.review.asked import POLICY, time_text
from registry.rules.standard import load_standard
from registry.rules.workflow.assignments import (
    BY_ASSIGNMENT_ACTION,
    WAITING,
    AssignmentAction,
    AssignmentState,
)
from registry.rules.workflow.vocabulary import State
from registry.web.view_models.referee import InvitationPage, WorkLists, WorkRow
from registry.web.view_models.shared import Link

RECUSABLE = BY_ASSIGNMENT_ACTION[AssignmentAction.RECUSE].sources
STATE_WORDS = {
    AssignmentState.INVITED: "Invited",
    AssignmentState.ACCEPTED: "At work",
    AssignmentState.SUBMITTED: "Report handed in",
    AssignmentState.DECLINED: "Declined",
    AssignmentState.EXPIRED: "Not answered in time",
    AssignmentState.CANCELLED: "Ended by the editor or with the round",
    AssignmentState.RECUSED: "Left for an interest",
}


def work_lists(assignments: Iterable[Assignment]) -> WorkLists:
    """What waits for the person, the next due first; then all that is over, the newest first."""
    found = list(assignments)
    waits = [one for one in found if AssignmentState(one.state) in WAITING]
    over = [one for one in found if AssignmentState(one.state) not in WAITING]
    waits.sort(key=lambda one: (_due_day(one) or date.max, one.pk))
    over.sort(key=lambda one: -one.pk)
    return WorkLists(tuple(map(_row, waits)), tuple(map(_row, over)))


def invitation_page(assignment: Assignment) -> InvitationPage:
    submission, this, standard = assignment.submission, assignment.round, load_standard()
    items = this.items if this else []
    sections = {standard.item_by_id[item].section for item in items}
    has_accepted = assignment.referee_id is not None
    return InvitationPage(
        public_id=assignment.public_id,
        url=reverse("referee:invitation", args=[assignment.public_id]),
        model=submission.model_name,
        lab=submission.lab.name if submission.lab else "",
        round=this.number if this else 0,
        items=len(items),
        sections=tuple(one.title for one in standard.sections if one.id in sections),
        time=time_text(len(items)),
        policy=POLICY,
        answer_until=_day(assignment.answer_until),
        due=_day(assignment.due_on),
        due_text=_due_text(assignment),
        state=STATE_WORDS[AssignmentState(assignment.state)],
        token=assignment.token,
        is_open=assignment.state == AssignmentState.INVITED,
        can_leave=AssignmentState(assignment.state) in RECUSABLE,
        report_url=reverse("referee:report", args=[assignment.public_id]) if has_accepted else "",
    )


def before_text(submission: Submission) -> str:
    """That an earlier submission of the card came to nothing, how and when; nothing of its file."""
    before = submission.predecessor
    if before is None:
        return ""
    decision = queries.last_decision(before)
    is_withdrawn = before.state == State.WITHDRAWN
    day = before.moved_at if is_withdrawn or decision is None else decision.at
    word = "withdrawn" if is_withdrawn else "rejected"
    how = f"reviewed and {word}" if before.rounds.exists() else f"{word} without a review"
    on = f" on {date_text(day.date().isoformat())}" if day else ""
    return f"An earlier submission of this card was {how}{on}."


def _row(assignment: Assignment) -> WorkRow:
    page = invitation_page(assignment)
    return WorkRow(
        model=Link(page.model, page.report_url or page.url),
        lab=page.lab,
        round=f"Round {page.round}" if page.round else "",
        state=page.state,
        due=page.due_text,
    )


def _due_text(assignment: Assignment) -> str:
    """What is due when, in words; empty once nothing is."""
    what = {AssignmentState.INVITED: "Answer", AssignmentState.ACCEPTED: "Report"}.get(
        AssignmentState(assignment.state), ""
    )
    day = _due_day(assignment)
    if assignment.submission.is_held:
        return "On hold; the time stands still"
    if not what or day is None:
        return ""
    return f"{what} {'overdue since' if day < now().date() else 'by'} {_day(day)}"


def has_signed(referee: SubmissionReferee) -> bool | None:
    """Whether the referee's name will be published; None while they have not chosen."""
    newest = referee.signing_choices.order_by("-id").first()
    return newest.signs if newest else None


def _due_day(assignment: Assignment) -> date | None:
    is_invited = assignment.state == AssignmentState.INVITED
    return assignment.answer_until if is_invited else assignment.due_on


def _day(day: date | None) -> str:
    return date_text(day.isoformat()) if day else ""
