"""The mails of a review as its editors see them: those an act would send, those that still wait."""

from __future__ import annotations

from collections.abc import Iterator

from registry.actions.audit import Signing, now
from registry.actions.review import recipients
from registry.actions.review.recipients import NAMING_EDITOR, Recipient
from registry.models import Assignment, OutboxMessage, Submission, User
from registry.rules.permissions import Person
from registry.rules.workflow.assignments import (
    BY_ASSIGNMENT_ACTION,
    AssignmentAction,
    AssignmentMove,
    AssignmentState,
)
from registry.rules.workflow.mail_shapes import Addressee
from registry.rules.workflow.mails import (
    DECISIONS,
    TAKEN_BACK_BY,
    TOLD_APART,
    label_of,
    leaves_at,
    words_of,
)
from registry.rules.workflow.submissions import BY_ACTION
from registry.rules.workflow.vocabulary import Action, Party, Transition
from registry.web.view_models.editorial import MailLine, Mails

PARTY_WORDS = {
    Party.SUBMITTER: "whoever prepares the card",
    Party.REPRESENTATIVES: "the representatives of the lab",
    Party.REFEREES: "the referees",
    Party.HANDLING_EDITOR: "the handling editor",
    Party.CHIEFS: "the editors-in-chief",
}
APART_WORDS = {
    Party.REFEREES: "each referee who is invited",
    Party.REPRESENTATIVES: "the lab that it is about",
}
AT_ONCE = "They leave at once."
NOBODY = Person("")
CANCEL = BY_ASSIGNMENT_ACTION[AssignmentAction.CANCEL]


def mails_of_act(row: Transition, submission: Submission, *, by: Signing, is_whole: bool) -> Mails:
    """Whom the act of ``by`` would tell if it were made now, found as the act itself finds them.

    Without ``is_whole`` only by their parts: who the referees are, and how many, is confidential.
    """
    if is_whole:
        lines = (*_named(row, submission, by), *_to_be_named(row), *_unreached(row, submission, by))
    else:
        lines = tuple(MailLine(PARTY_WORDS[party]) for party in row.notices)
    return Mails(lines, when=_when(row) if lines else "")


def mails_of_part(row: AssignmentMove, assignment: Assignment, *, by: Signing) -> Mails:
    """The same for a move of one referee's assignment."""
    source = AssignmentState(assignment.state)
    lines = tuple(
        MailLine(one.user.display_name, one.part, "with the reason" * words.gives_reason)
        for one in recipients.of_assignment(assignment, row, source, by=by)
        for words in (words_of(row.action, one.addressee),)
    )
    return Mails(lines, AT_ONCE if lines else "")


def leaving(action: str) -> str:
    """A sentence that says when the mails of a decision leave that was just made; else nothing."""
    at = leaves_at(action, now())
    return f" Its mails leave at {at:%H:%M} UTC." if at else ""


def unsent_mails(submission: Submission) -> tuple[MailLine, ...]:
    """What was written about a submission and did not leave yet, or never will."""
    messages = OutboxMessage.objects.filter(
        event__startswith=f"submission {submission.public_id} ",
        channel=OutboxMessage.Channel.MAIL,
        sent_at=None,
    ).order_by("due_at", "id")
    names = dict(
        User.objects.filter(email__in=[one.recipient for one in messages]).values_list(
            "email", "display_name"
        )
    )
    return tuple(
        MailLine(names.get(one.recipient) or one.recipient, label_of(one.kind), _state(one))
        for one in messages
    )


def _state(message: OutboxMessage) -> str:
    if message.given_up_at is not None:
        return f"not sent: {message.last_error}"
    if message.due_at > now():
        return f"leaves at {message.due_at:%H:%M} UTC"
    return f"not delivered yet: {message.last_error}" if message.last_error else "leaves now"


def _named(row: Transition, submission: Submission, by: Signing) -> Iterator[MailLine]:
    for one in recipients.of_move(submission, row, by=by):
        yield MailLine(one.user.display_name, one.part, _brings(row, one))
    for assignment in recipients.losing_their_part(submission, row):
        source = AssignmentState(assignment.state)
        for one in recipients.of_assignment(assignment, CANCEL, source, by=by):
            yield MailLine(one.user.display_name, one.part, "says that their part ends")


def _brings(row: Transition, one: Recipient) -> str:
    if words_of(row.action, one.addressee).gives_reason:
        return "with the reason"
    if one.addressee is Addressee.LAB and row.action is Action.RETURN:
        return "with the issues"
    if one.addressee is Addressee.LAB and row.action in DECISIONS:
        return "with the letter"
    return ""


def _to_be_named(row: Transition) -> Iterator[MailLine]:
    """Who is told and not known yet, or in another way."""
    if row.action in NAMING_EDITOR:
        yield MailLine("The editor you choose", "handling editor")
    for party in row.notices:
        if (row.action, party) in TOLD_APART:
            yield MailLine(APART_WORDS[party].capitalize(), "by a mail of its own")


def _unreached(row: Transition, submission: Submission, by: Signing) -> Iterator[MailLine]:
    """The parties in whose name nobody gets a mail, so that nobody believes they were told."""
    reached = {one.party for one in recipients.of_move(submission, row, by=by)}
    there = {one.party for one in recipients.of_move(submission, row, by=NOBODY)}
    for party in row.notices:
        if party is Party.SUBMITTER and Party.REPRESENTATIVES in reached:
            continue  # Somebody with both parts is told once.
        is_apart = (row.action, party) in TOLD_APART
        is_named = party is Party.HANDLING_EDITOR and row.action in NAMING_EDITOR
        if party not in reached and not is_apart and not is_named:
            why = "that is you" if party in there else "there is nobody to be told"
            yield MailLine(f"None to {PARTY_WORDS[party]}", why)


def _when(row: Transition) -> str:
    at = leaves_at(row.action, now())
    if at is None:
        return AT_ONCE
    undone = row.action in TAKEN_BACK_BY[Action.RESCIND]
    back = BY_ACTION[Action.RESCIND].label.lower()
    return (
        f"They leave ten minutes after the decision: at {at:%H:%M} UTC, if it is made now. The "
        "decision itself stands at once, and the lab’s page shows it. "
    ) + (
        f"Until then an editor-in-chief can take it back (“{back}”), and none of them leaves."
        if undone
        else "No button takes it back."
    )
