"""The one table of what may happen to a submission, and in which state.

A move is refused unless its row is here, the person has one of the row's roles on this submission
(``rules.permissions``), the row's conditions hold (``policies``) and, where the row asks for one, a
second person agreed. Buttons, the API's list of allowed actions, the diagram in the documents and
the tests read the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable

from registry.rules.errors import TransitionRefused
from registry.rules.workflow.ending import ENDING
from registry.rules.workflow.preparing import PREPARING
from registry.rules.workflow.refereeing import REFEREEING
from registry.rules.workflow.vocabulary import (
    REOPENED,
    Action,
    Kind,
    State,
    Target,
    Track,
    Transition,
)

TRANSITIONS: tuple[Transition, ...] = tuple(
    sorted((*PREPARING, *REFEREEING, *ENDING), key=lambda row: row.number)
)
BY_ACTION = {row.action: row for row in TRANSITIONS}


def check_move(
    action: Action,
    state: State | None,
    kind: Kind,
    *,
    track: Track = Track.PEER,
    is_held: bool = False,
) -> Transition:
    """Return the row; raise ``TransitionRefused`` where the table does not list the move."""
    row = BY_ACTION[action]
    if row in moves(state, kind, track=track, is_held=is_held):
        return row
    possible = [other.label.lower() for other in moves(state, kind, track=track, is_held=is_held)]
    raise TransitionRefused(
        f"“{row.label}” is not possible for {STATE_WORDS[state]}"
        + (" and is on hold. " if is_held else ". ")
        + (f"Possible: {', '.join(possible)}." if possible else "Nothing more is possible here.")
    )


def moves(
    state: State | None, kind: Kind, *, track: Track = Track.PEER, is_held: bool = False
) -> Iterable[Transition]:
    """The rows that lead on from a state, in the table's order; on hold, only what ends it."""
    return tuple(
        row
        for row in TRANSITIONS
        if (state in row.sources or (state is None and not row.sources))
        and kind in row.kinds
        and track in row.tracks
        and (row.while_held or not is_held)
        and (is_held or row.action is not Action.LIFT_HOLD)
    )


def target_of(row: Transition, state: State, track: Track, stored: State | None) -> State:
    """The state a row leads to; ``stored`` is the one kept for the way back.

    Raises ``TransitionRefused`` where there is nothing to go back to.
    """
    match row.target:
        case Target.UNCHANGED:
            return state
        case Target.BEFORE_DECISION:
            return State.DECISION_PENDING if track is Track.PEER else State.TRIAGE
        case Target.STORED | Target.REOPENED:
            if stored is None:
                raise TransitionRefused(f"“{row.label}” has no earlier state to go back to.")
            return stored if row.target is Target.STORED else REOPENED[stored]
        case target:
            return target


STATE_WORDS: dict[State | None, str] = {
    None: "a card that was not started",
    State.DRAFT: "a draft",
    State.AWAITING_ATTESTATION: "a card that waits for its attestation",
    State.SUBMITTED: "a card that was submitted",
    State.TRIAGE: "a card that the handling editor looks at",
    State.RETURNED: "a card that was returned before review",
    State.IN_REVIEW: "a card that is with the referees",
    State.DECISION_PENDING: "a card that waits for a decision",
    State.REVISION_REQUESTED: "a card that the lab revises",
    State.REVISION_RECEIVED: "a card whose revision came in",
    State.ACCEPTED: "a card that was accepted",
    State.PUBLISHED: "a card that was published",
    State.DESK_REJECTED: "a card that was rejected without review",
    State.REJECTED: "a card that was rejected",
    State.APPEAL_OPEN: "a card whose rejection was appealed",
    State.WITHDRAWN: "a card that was withdrawn",
    State.DISCARDED: "a draft that was discarded",
}
