"""Mails about moves, written in the transaction of the move itself.

``moves`` calls ``of_submission`` and ``of_assignment`` after each move, so no action forgets it.
Whom a move would tell, pages ask ``recipients``. What no row tells of, ``waits`` writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.urls import reverse

from registry.actions.outbox import post_mail, take_back
from registry.actions.review import recipients
from registry.actions.review.recipients import Recipient
from registry.models import Actor, Assignment, Clock, Submission, User
from registry.rules.names import split_card_id
from registry.rules.permissions import Person
from registry.rules.review.asked import POLICY, time_text
from registry.rules.workflow.assignments import AssignmentAction, AssignmentMove, AssignmentState
from registry.rules.workflow.mail_shapes import Addressee, Page, Words
from registry.rules.workflow.mails import (
    clocks_of,
    day_text,
    filled,
    issues_text,
    kind_of,
    kinds_taken_back,
    leaves_at,
    moment_text,
    one_line,
    why_ended,
    words_of,
)
from registry.rules.workflow.vocabulary import Action, Party, State, Transition

TAKEN_BACK = "taken back: what it told of holds no more"
ADDRESSES: Mapping[Page, str] = {
    Page.DRAFT: "submission:detail",
    Page.ATTEST: "submission:attest",
    Page.REVIEW: "submission:review",
    Page.ANSWERS: "submission:answers",
    Page.SUBMISSION: "editor:submission",
    Page.DECISION: "editor:decision",
    Page.PUBLICATION: "editor:publication",
    Page.REFEREES: "editor:referees",
    Page.INTERESTS: "editor:interests",
    Page.MOTION: "editor:motion",
    Page.INVITATION: "referee:invitation",
    Page.REPORT: "referee:report",
}
OF_REFEREES = frozenset({Page.INVITATION, Page.REPORT})


def of_submission(
    submission: Submission,
    row: Transition,
    *,
    by: Person,
    event: str,
    at: datetime,
    reason: str = "",
    letter: str = "",
    editor: Actor | None = None,
) -> None:
    """Tell of a move of a submission that was just made, and drop what waits and holds no more.

    ``letter`` is what the editor wrote to the lab, ``editor`` who takes over.
    """
    kinds = kinds_taken_back(row.action)
    if kinds:
        take_back(about=f"submission {submission.public_id}", kinds=kinds, because=TAKEN_BACK)
    if row.action is Action.RETURN:
        letter = issues_letter(submission)
    for one in recipients.of_move(submission, row, by=by, editor=editor):
        tell(
            one.user,
            words_of(row.action, one.addressee),
            kind=kind_of(row.action, one.addressee),
            event=event,
            path=_path(one, words_of(row.action, one.addressee).page, submission),
            facts=_facts(submission, at, due=_due(submission, one.party)),
            reason=reason,
            letter=letter if one.addressee is Addressee.LAB else "",
            due_at=leaves_at(row.action, at),
        )


def of_assignment(
    assignment: Assignment,
    row: AssignmentMove,
    source: AssignmentState | None,
    *,
    by: Person,
    event: str,
    at: datetime,
    reason: str = "",
) -> None:
    """Tell of a move of an assignment that was just made and led away from ``source``."""
    submission = assignment.submission
    is_invitation = row.action is AssignmentAction.INVITE
    due = assignment.answer_until if is_invitation else assignment.due_on
    for one in recipients.of_assignment(assignment, row, source, by=by):
        facts = _facts(submission, at, due=due if one.party is Party.REFEREES else None) | {
            "referee": str(assignment.referee or "Somebody whom you had invited"),
            "why": why_ended(State(submission.state), by_the_clock=by.is_system),
        }
        tell(
            one.user,
            words_of(row.action, one.addressee),
            kind=kind_of(row.action, one.addressee),
            event=event,
            path=_path(one, words_of(row.action, one.addressee).page, submission),
            facts=facts,
            reason=reason,
            details=_asked(assignment) if is_invitation else (),
            points=POLICY if is_invitation else (),
        )


def tell(
    user: User,
    words: Words,
    *,
    kind: str,
    event: str,
    path: str,
    facts: Mapping[str, str],
    reason: str = "",
    letter: str = "",
    details: Iterable[tuple[str, str]] = (),
    points: Iterable[str] = (),
    due_at: datetime | None = None,
) -> None:
    """Post one mail, in the caller's transaction: what happened, what to do, and one link.

    ``details`` are named facts, ``points`` what the receiver agrees to, a line each.
    """
    post_mail(
        "move",
        user.email,
        event=event,
        kind=kind,
        due_at=due_at,
        title=filled(words.subject, facts),
        says=filled(words.says, facts),
        asks=filled(words.asks, facts),
        reason=reason if words.gives_reason else "",
        letter=letter,
        details=tuple(details),
        points=tuple(points),
        path=path,
    )


def issues_letter(submission: Submission) -> str:
    """What a returned card has to mend: the issues that go to the lab with the return."""
    issues = submission.issues.filter(sent_at__isnull=True, taken_back_at__isnull=True)
    return issues_text(
        [(one.number, one.get_severity_display(), one.item, one.text) for one in issues]
    )


def _facts(submission: Submission, at: datetime, *, due: date | None) -> dict[str, str]:
    return {
        "model": one_line(submission.model_name),
        "lab": one_line(submission.lab.name) if submission.lab else "",
        "on": moment_text(at),
        "due": day_text(due),
    }


def _due(submission: Submission, party: Party) -> date | None:
    """The first day by which the party has to act on the submission as it stands now."""
    clock = (
        Clock.objects.filter(
            submission=submission,
            assignment__isnull=True,
            stopped_at__isnull=True,
            kind__in=clocks_of(party),
        )
        .order_by("due_on")
        .first()
    )
    return clock.due_on if clock else None


def _path(one: Recipient, page: Page, submission: Submission) -> str:
    if page is Page.CARD:
        return reverse("model:detail", args=split_card_id(submission.card_id))
    if page in OF_REFEREES and one.assignment is not None:
        return reverse(ADDRESSES[page], args=[one.assignment.public_id])
    return reverse(ADDRESSES[page], args=[submission.public_id])


def _asked(assignment: Assignment) -> tuple[tuple[str, str], ...]:
    """What an invitation tells of the work: never the card."""
    submission, this = assignment.submission, assignment.round
    return (
        ("Model", one_line(submission.model_name)),
        ("Lab", one_line(submission.lab.name) if submission.lab else ""),
        ("Round", str(this.number) if this else ""),
        ("Time asked", time_text(len(this.items) if this else 0)),
        ("Report due", day_text(assignment.due_on)),
    )
