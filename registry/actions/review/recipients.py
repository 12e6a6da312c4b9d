"""Who is told of a move: the parties of its row as people, each looked at by the permissions.

Whoever may not see what a mail tells of is not told, and nobody is told of what they did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from registry.actions.accounts import actor_of
from registry.actions.audit import Signing
from registry.actions.people import person_of_user, subject_of
from registry.models import Actor, Assignment, LabMembership, Role, Submission, User
from registry.models.review import queries
from registry.rules.permissions import (
    Subject,
    may_handle,
    may_list,
    may_referee,
    may_see,
)
from registry.rules.workflow.assignments import AssignmentAction, AssignmentMove, AssignmentState
from registry.rules.workflow.mail_shapes import Addressee
from registry.rules.workflow.mails import (
    ENDING_ASSIGNMENTS,
    told_of,
    told_of_assignment,
)
from registry.rules.workflow.vocabulary import Action, Kind, Party, Transition

# Their new handling editor is named by whoever makes the move.
NAMING_EDITOR = frozenset({Action.ASSIGN_EDITOR, Action.REASSIGN_EDITOR, Action.GRANT_APPEAL})
# Somebody has to go on: where nobody handles the submission, the chiefs are told.
ELSE_TO_CHIEFS = frozenset({Action.TIME_BOX})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told. ``part`` is what they are in the review, in words for its editors.

    ``assignment`` is that of a referee: where the mail's link leads.
    """

    user: User
    party: Party
    addressee: Addressee
    part: str
    assignment: Assignment | None = None


def of_move(
    submission: Submission, row: Transition, *, by: Signing, editor: Actor | None = None
) -> list[Recipient]:
    """Whom this move of a submission tells, asked before it or in its transaction.

    ``editor`` is who takes over with it. Somebody with two parts on one side is told once.
    """
    subject = subject_of(submission)
    found: dict[tuple[int, Addressee], Recipient] = {}
    for party, addressee in told_of(row):
        for one in _people(party, addressee, submission, subject, row, editor):
            found.setdefault((one.user.pk, one.addressee), one)
    return _without(by, found.values())


def of_assignment(
    assignment: Assignment, row: AssignmentMove, source: AssignmentState | None, *, by: Signing
) -> list[Recipient]:
    """The same for a move of an assignment that led away from ``source``."""
    found = []
    subject = subject_of(assignment.submission)
    for party, addressee in told_of_assignment(row, source):
        if party is Party.REFEREES:
            if row.action is AssignmentAction.CANCEL and assignment.person_id in subject.recused:
                continue  # What else they were asked ends with the recusal, which they were told.
            user = _user(assignment.person_id)
            part = str(assignment.referee or "a referee who was invited")
            if user is not None:
                found.append(Recipient(user, party, addressee, part, assignment))
        else:
            found += _handling_editor(subject.handling_editor, subject)
    return _without(by, found)


def losing_their_part(submission: Submission, row: Transition) -> list[Assignment]:
    """The assignments that a move would end; each referee is told of that end by itself."""
    if row.action not in ENDING_ASSIGNMENTS:
        return []
    waiting = Assignment.objects.filter(
        submission=submission, state__in=[AssignmentState.INVITED, AssignmentState.ACCEPTED]
    )
    return list(waiting.select_related("person__user", "referee", "submission"))


def _without(by: Signing, found: Iterable[Recipient]) -> list[Recipient]:
    return [one for one in found if actor_of(one.user).key != by.key]


def _people(
    party: Party,
    addressee: Addressee,
    submission: Submission,
    subject: Subject,
    row: Transition,
    editor: Actor | None,
) -> Iterator[Recipient]:
    match party:
        case Party.SUBMITTER:
            yield from _preparer(submission, subject)
        case Party.REPRESENTATIVES:
            yield from _speakers(submission, subject, row)
        case Party.REFEREES:
            yield from _referees(submission, subject, row)
        case Party.HANDLING_EDITOR if addressee is Addressee.FORMER_EDITOR:
            yield from _former_editor(subject, editor)
        case Party.HANDLING_EDITOR if row.action in NAMING_EDITOR:
            yield from _handling_editor(editor.key if editor else None, subject)
        case Party.HANDLING_EDITOR:
            found = list(_handling_editor(subject.handling_editor, subject))
            if not found and row.action in ELSE_TO_CHIEFS:
                found = [replace(one, party=party) for one in _chiefs(subject)]
            yield from found
        case Party.CHIEFS:
            yield from _chiefs(subject)


def _preparer(submission: Submission, subject: Subject) -> Iterator[Recipient]:
    user = _user(submission.created_by)
    if user is not None and may_see(person_of_user(user), subject):
        is_listing = subject.kind is Kind.THIRD_PARTY
        part = "author of the listing" if is_listing else "who started the card"
        yield Recipient(user, Party.SUBMITTER, Addressee.LAB, part)


def _speakers(submission: Submission, subject: Subject, row: Transition) -> Iterator[Recipient]:
    """The representatives of the lab, or the author of a listing.

    The lab that a listing is about is told once everybody can read it.
    """
    if subject.kind is Kind.THIRD_PARTY:
        yield from _preparer(submission, subject)
    if subject.kind is Kind.THIRD_PARTY and row.action is not Action.PUBLISH:
        return
    representatives = LabMembership.objects.representatives().filter(
        lab=submission.lab, user__is_active=True
    )
    for one in representatives.select_related("user", "lab"):
        yield Recipient(
            one.user,
            Party.REPRESENTATIVES,
            Addressee.LAB,
            f"representative of {one.lab.name}",
        )


def _referees(submission: Submission, subject: Subject, row: Transition) -> Iterator[Recipient]:
    """Referees at work or done, who were not recused in any round, by their newest assignment."""
    rows = (
        Assignment.objects.filter(
            submission=submission,
            state__in=[AssignmentState.ACCEPTED, AssignmentState.SUBMITTED],
        )
        .exclude(referee__assignments__state=AssignmentState.RECUSED)
        .select_related("person__user", "referee")
        .order_by("id")
    )
    newest = {one.person_id: one for one in rows}
    this = queries.current_round(submission)
    for one in newest.values():
        if row.action in ENDING_ASSIGNMENTS and one.state == AssignmentState.ACCEPTED:
            continue
        # Reports of a round are read by those who reported in it.
        if row.action is Action.CLOSE_ROUND and this is not None and one.round_id != this.pk:
            continue
        user = one.person.user
        if user is not None and user.is_active and may_referee(person_of_user(user), subject):
            yield Recipient(user, Party.REFEREES, Addressee.REFEREE, str(one.referee), one)


def _handling_editor(key: str | None, subject: Subject) -> Iterator[Recipient]:
    user = _user(key)
    if user is not None and may_handle(person_of_user(user), _in_charge(subject, key)):
        yield Recipient(user, Party.HANDLING_EDITOR, Addressee.EDITOR, "handling editor")


def _in_charge(subject: Subject, key: str | None) -> Subject:
    return replace(subject, handling_editor=key)


def _former_editor(subject: Subject, editor: Actor | None) -> Iterator[Recipient]:
    """Who was in charge, unless an interest is the reason why they are no more."""
    key = subject.handling_editor
    user = _user(key) if editor is None or editor.key != key else None
    if user is not None and may_list(person_of_user(user), subject):
        yield Recipient(
            user, Party.HANDLING_EDITOR, Addressee.FORMER_EDITOR, "handling editor until then"
        )


def _chiefs(subject: Subject) -> Iterator[Recipient]:
    chiefs = Role.objects.filter(name=Role.Name.CHIEF, user__is_active=True)
    for role in chiefs.select_related("user").order_by("id"):
        if may_list(person_of_user(role.user), subject):
            yield Recipient(role.user, Party.CHIEFS, Addressee.EDITOR, "editor-in-chief")


def _user(key: str | None) -> User | None:
    """The person behind a key, if it is one who can sign in."""
    if not key:
        return None
    actor = Actor.objects.select_related("user").filter(key=key).first()
    user = actor.user if actor else None
    return user if user is not None and user.is_active else None
