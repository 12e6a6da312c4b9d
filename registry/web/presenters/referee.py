"""Invitations and work of one referee, in lists and before anybody accepts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from registry.actions.audit import now
from registry.models import Assignment, Submission
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
    day = _due_day(assignment)
    is_late = day is not None and day < now().date()
    due = ""
    if assignment.submission.is_held:
        due = "On hold; the time stands still"
    elif assignment.state == AssignmentState.INVITED:
        due = f"Answer {'overdue since' if is_late else 'by'} {page.answer_until}"
    elif assignment.state == AssignmentState.ACCEPTED:
        due = f"Report {'overdue since' if is_late else 'by'} {page.due}"
    return WorkRow(
        model=Link(page.model, page.report_url or page.url),
        lab=page.lab,
        round=f"Round {page.round}" if page.round else "",
        state=page.state,
        due=due,
    )


def _due_day(assignment: Assignment) -> date | None:
    is_invited = assignment.state == AssignmentState.INVITED
    return assignment.answer_until if is_invited else assignment.due_on


def _day(day: date | None) -> str:
    return date_text(day.isoformat()) if day else ""
