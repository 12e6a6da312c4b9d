"""Who is told of a move by mail, and in which words: looked up from the rows, decided nowhere else.

What a mail says, ``mails_of_submissions`` and its like have; to whom it goes,
``actions.review.told`` finds out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from registry.rules.numerals import date_text
from registry.rules.workflow.assignments import (
    BY_ASSIGNMENT_ACTION,
    AssignmentAction,
    AssignmentMove,
    AssignmentState,
)
from registry.rules.workflow.clock_table import PARTIES
from registry.rules.workflow.mail_shapes import Addressee, Words
from registry.rules.workflow.mails_of_assignments import OF_ASSIGNMENTS
from registry.rules.workflow.mails_of_submissions import OF_SUBMISSIONS
from registry.rules.workflow.submissions import BY_ACTION
from registry.rules.workflow.vocabulary import Action, Party, State, Transition

# What the words may name.
FACTS = ("model", "lab", "on", "due", "referee", "why", "what")
# Long enough to see a mistake and have the decision taken back, too short for anybody to wait for.
UNDO_WINDOW = timedelta(minutes=10)
# Decisions of an editor: what is mailed of them leaves only after the undo window.
DECISIONS = frozenset(
    {
        Action.RETURN,
        Action.DESK_REJECT,
        Action.PASS_CHECK,
        Action.REVISE,
        Action.ACCEPT,
        Action.REJECT,
    }
)
# Whose mails are dropped where they still wait: what they tell of holds no more.
TAKEN_BACK_BY: Mapping[Action, frozenset[Action]] = {
    Action.RESCIND: frozenset({Action.PASS_CHECK, Action.TIME_BOX, Action.ACCEPT}),
    Action.GRANT_APPEAL: frozenset({Action.DESK_REJECT, Action.REJECT}),
    Action.WITHDRAW: frozenset(
        {Action.RETURN, Action.PASS_CHECK, Action.TIME_BOX, Action.REVISE, Action.ACCEPT}
    ),
}
# Told in another way: referees by their invitations, the lab of a listing with its right of reply.
TOLD_APART = frozenset(
    {
        (Action.SEND_TO_REVIEW, Party.REFEREES),
        (Action.NEW_ROUND, Party.REFEREES),
        (Action.LIST, Party.REPRESENTATIVES),
    }
)
# They end the assignments that are open; whoever has one is told of that end, not of the move.
ENDING_ASSIGNMENTS = frozenset({Action.CLOSE_ROUND, Action.WITHDRAW, Action.LAPSE})
ADDRESSEES: Mapping[Party, Addressee] = {
    Party.SUBMITTER: Addressee.LAB,
    Party.REPRESENTATIVES: Addressee.LAB,
    Party.REFEREES: Addressee.REFEREE,
    Party.HANDLING_EDITOR: Addressee.EDITOR,
    Party.CHIEFS: Addressee.EDITOR,
}


def told_of(row: Transition) -> tuple[tuple[Party, Addressee], ...]:
    """Who is told of a submission's move by a mail of its own."""
    parties = [party for party in row.notices if (row.action, party) not in TOLD_APART]
    found = [(party, ADDRESSEES[party]) for party in parties]
    if row.action is Action.REASSIGN_EDITOR:
        found.append((Party.HANDLING_EDITOR, Addressee.FORMER_EDITOR))
    return tuple(found)


def told_of_assignment(
    row: AssignmentMove, source: AssignmentState | None
) -> tuple[tuple[Party, Addressee], ...]:
    """The same for an assignment's move; who was only proposed knows nothing of it.

    REFEREES is the referee of this very assignment.
    """
    found = [(party, ADDRESSEES[party]) for party in row.notices]
    if source in (None, AssignmentState.PROPOSED) and row.action is not AssignmentAction.INVITE:
        return tuple(one for one in found if one[0] is not Party.REFEREES)
    if row.action is AssignmentAction.INVITE or source is AssignmentState.INVITED:
        as_invitee = (Party.REFEREES, Addressee.INVITEE)
        return tuple(as_invitee if one[0] is Party.REFEREES else one for one in found)
    return tuple(found)


def words_of(action: Action | AssignmentAction, addressee: Addressee) -> Words:
    """The words of a mail; raises ``KeyError`` where none were written."""
    if isinstance(action, AssignmentAction):
        return OF_ASSIGNMENTS[action, addressee]
    return OF_SUBMISSIONS[action, addressee]


def kind_of(action: str, addressee: Addressee) -> str:
    """What the outbox calls a mail: for one event, one kind and one address there is one."""
    return f"{action}_{addressee}"


def label_of(kind: str) -> str:
    """The move that a kind of mail tells of, as its button calls it; the kind for other mails."""
    return _LABELS.get(kind, kind.replace("_", " "))


def leaves_at(action: str, at: datetime) -> datetime | None:
    """When the mails of a move made at ``at`` leave; None for at once."""
    return at + UNDO_WINDOW if action in DECISIONS else None


def kinds_taken_back(action: Action) -> frozenset[str]:
    """The kinds of mails that are dropped, where they still wait, once this move is made."""
    decisions = TAKEN_BACK_BY.get(action, frozenset())
    return frozenset(kind_of(one, addressee) for one in decisions for addressee in Addressee)


def clocks_of(party: Party) -> frozenset[str]:
    """The kinds of clocks by which a party has to act; whoever prepares acts for the lab."""
    whose = Party.REPRESENTATIVES if party is Party.SUBMITTER else party
    return frozenset(kind.value for kind, one in PARTIES.items() if one is whose)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A text with its names filled in; empty where it names a fact that there is none of."""
    if any(f"{{{name}}}" in text and not facts.get(name) for name in FACTS):
        return ""
    return text.format_map(facts)


def one_line(text: str) -> str:
    """A name as it can stand in a sentence or a header, whatever breaks are in it."""
    return " ".join(text.split())


def day_text(day: date | None) -> str:
    return date_text(day.isoformat()) if day else ""


def moment_text(at: datetime) -> str:
    """A moment in UTC, to the minute: "2 March 2026, 12:00 UTC"."""
    return f"{day_text(at.date())}, {at:%H:%M} UTC"


def why_ended(state: State, *, by_the_clock: bool) -> str:
    """Why a referee's part ended, in words that tell nothing of other referees."""
    if not by_the_clock:
        return "the editor ended it"
    if state is State.WITHDRAWN:
        return "the card was withdrawn"
    return "the round is closed"


def issues_text(issues: Sequence[tuple[int, str, str, str]]) -> str:
    """The issues of triage as a letter: number, severity, item and text of each."""
    return "\n\n".join(
        f"{number}. {item}, {severity}\n{text}" for number, severity, item, text in issues
    )


_LABELS: dict[str, str] = {
    kind_of(action, addressee): label
    for action, label in (
        *((row.action, row.label) for row in BY_ACTION.values()),
        *((row.action, row.label) for row in BY_ASSIGNMENT_ACTION.values()),
    )
    for addressee in Addressee
}
