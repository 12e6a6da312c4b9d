"""What may happen to the assignment of one referee in one round, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from registry.rules.errors import TransitionRefused
from registry.rules.workflow.vocabulary import Party, Role


class AssignmentState(StrEnum):
    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    RECUSED = "recused"


# The person is asked or at work; the others are over.
WAITING = frozenset({AssignmentState.INVITED, AssignmentState.ACCEPTED})


class AssignmentAction(StrEnum):
    PROPOSE = "propose"
    INVITE = "invite"
    ACCEPT = "accept_invitation"
    DECLINE = "decline_invitation"
    EXPIRE = "expire_invitation"
    SUBMIT_REPORT = "submit_report"
    RETURN_REPORT = "return_report"
    CANCEL = "cancel_assignment"
    FILE_LATE = "file_late_report"
    RECUSE = "recuse"
    REDACT = "redact_report"


# By which somebody becomes a referee: not after having had another part.
LETTING_IN = frozenset({AssignmentAction.PROPOSE, AssignmentAction.INVITE, AssignmentAction.ACCEPT})


@dataclass(frozen=True, slots=True)
class AssignmentMove:
    """One row. ``target`` None leaves the state as it is. ``rule`` says in words what it asks for.

    ``second`` is the role of a second person without whom nothing happens. Who is a ``REFEREE``
    here is the referee of this very assignment, and so is the party of that name in ``notices``.
    """

    number: str
    action: AssignmentAction
    sources: frozenset[AssignmentState]
    target: AssignmentState | None
    roles: frozenset[Role]
    label: str
    rule: str
    second: Role | None = None
    needs_reason: bool = False
    notices: tuple[Party, ...] = ()


State, Do = AssignmentState, AssignmentAction
HANDLING = frozenset({Role.HANDLING_EDITOR})
THE_REFEREE = frozenset({Role.REFEREE})
TO_REFEREE, TO_EDITOR = (Party.REFEREES,), (Party.HANDLING_EDITOR,)

ASSIGNMENT_MOVES: tuple[AssignmentMove, ...] = (
    AssignmentMove(
        "R01a",
        Do.PROPOSE,
        frozenset(),
        State.PROPOSED,
        HANDLING,
        "Propose a referee",
        "no interest known to the registry forbids it, nor a part as an editor, now or before; one "
        "suggested by the lab at most, and never most of them",
    ),
    AssignmentMove(
        "R01",
        Do.INVITE,
        frozenset({State.PROPOSED, State.DECLINED, State.EXPIRED, State.CANCELLED}),
        State.INVITED,
        HANDLING,
        "Invite",
        "their round is open, and the person had no part as an editor; the invitation tells lab, "
        "model, time and policy, never the card",
        notices=TO_REFEREE,
    ),
    AssignmentMove(
        "R02",
        Do.ACCEPT,
        frozenset({State.INVITED}),
        State.ACCEPTED,
        THE_REFEREE,
        "Accept the invitation",
        "no part as an editor; interests declared, none of which forbids it; confidentiality, "
        "publication of the report and the rule on text generators accepted; a pseudonym is drawn",
        notices=TO_EDITOR,
    ),
    AssignmentMove(
        "R03a",
        Do.DECLINE,
        frozenset({State.INVITED}),
        State.DECLINED,
        THE_REFEREE,
        "Decline the invitation",
        "a reason and suggestions are optional; may be invited again",
        notices=TO_EDITOR,
    ),
    AssignmentMove(
        "R03b",
        Do.EXPIRE,
        frozenset({State.INVITED}),
        State.EXPIRED,
        frozenset({Role.SYSTEM}),
        "Let the invitation expire",
        "the days of the invitation are over; may be invited again",
        notices=TO_REFEREE + TO_EDITOR,
    ),
    AssignmentMove(
        "R04",
        Do.SUBMIT_REPORT,
        frozenset({State.ACCEPTED}),
        State.SUBMITTED,
        THE_REFEREE,
        "Submit the report",
        "each item has a verdict or an abstention; a recommendation was chosen",
        notices=TO_EDITOR,
    ),
    AssignmentMove(
        "R05",
        Do.RETURN_REPORT,
        frozenset({State.SUBMITTED}),
        State.ACCEPTED,
        HANDLING,
        "Return the report",
        "nobody else could read it: the round was not closed since; the first text is kept",
        needs_reason=True,
        notices=TO_REFEREE,
    ),
    AssignmentMove(
        "R06a",
        Do.CANCEL,
        frozenset({State.PROPOSED, State.INVITED, State.ACCEPTED}),
        State.CANCELLED,
        frozenset({Role.HANDLING_EDITOR, Role.SYSTEM}),
        "End the assignment",
        "also when the round closes; what was drafted stays readable to its author; may be invited "
        "again while that round is open",
        notices=TO_REFEREE,
    ),
    AssignmentMove(
        "R06b",
        Do.FILE_LATE,
        frozenset({State.CANCELLED}),
        State.SUBMITTED,
        THE_REFEREE,
        "File the report late",
        "the referee had accepted, and no decision was made yet",
        notices=TO_EDITOR,
    ),
    AssignmentMove(
        "R07",
        Do.RECUSE,
        frozenset(
            {
                State.PROPOSED,
                State.INVITED,
                State.ACCEPTED,
                State.SUBMITTED,
                State.CANCELLED,
            }
        ),
        State.RECUSED,
        frozenset({Role.REFEREE, Role.HANDLING_EDITOR, Role.CHIEF}),
        "Recuse",
        "an interest was found; a report is kept, marked and counts no more; where it is "
        "published, a notice says on which claims, and the lab's representatives get it",
        needs_reason=True,
        notices=TO_REFEREE + TO_EDITOR,
    ),
    AssignmentMove(
        "R08",
        Do.REDACT,
        frozenset({State.SUBMITTED, State.RECUSED}),
        None,
        HANDLING,
        "Redact a passage of the report",
        "only what is offensive, identifying or confidential; a mark shows, the original is sealed",
        second=Role.CHIEF,
        needs_reason=True,
        notices=TO_REFEREE,
    ),
)
BY_ASSIGNMENT_ACTION = {row.action: row for row in ASSIGNMENT_MOVES}


def check_assignment_move(
    action: AssignmentAction, state: AssignmentState | None, *, is_held: bool = False
) -> AssignmentMove:
    """Return the row; raise ``TransitionRefused`` where the table does not list the move.

    While the submission is on hold, nothing moves.
    """
    row = BY_ASSIGNMENT_ACTION[action]
    if is_held:
        raise TransitionRefused(f"“{row.label}” is not possible while the submission is on hold.")
    if state in row.sources or (state is None and not row.sources):
        return row
    now = f"an assignment that is {state}" if state else "no assignment yet"
    raise TransitionRefused(f"“{row.label}” is not possible: there is {now}.")
