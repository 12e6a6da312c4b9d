"""Which clocks run in which state, and for whom: one row for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from registry.rules.review.clocks import ClockKind
from registry.rules.workflow.assignments import AssignmentState
from registry.rules.workflow.concerns import ConcernState
from registry.rules.workflow.versions import PUBLISHED, UNDER_CONCERN
from registry.rules.workflow.vocabulary import (
    LAB_ONLY,
    SUBMITTED_KINDS,
    Action,
    Kind,
    Party,
    State,
    Track,
)

PEER = frozenset({Track.PEER})
REGISTRY = frozenset({Track.REGISTRY})


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that runs while a submission is in a state, and who has to act.

    REPRESENTATIVES stand for whoever speaks for the card: of a listing, its author.
    """

    kind: ClockKind
    party: Party
    tracks: frozenset[Track] = frozenset(Track)
    kinds: frozenset[Kind] = SUBMITTED_KINDS


TIME_BOX = Due(ClockKind.TIME_BOX, Party.HANDLING_EDITOR, tracks=REGISTRY)
# Of these two, the one that the decision asked for.
REVISIONS = {
    "minor": Due(ClockKind.MINOR_REVISION, Party.REPRESENTATIVES, kinds=LAB_ONLY),
    "major": Due(ClockKind.MAJOR_REVISION, Party.REPRESENTATIVES, kinds=LAB_ONLY),
}
IN_STATE: Mapping[State, tuple[Due, ...]] = {
    State.SUBMITTED: (Due(ClockKind.ASSIGN_EDITOR, Party.CHIEFS), TIME_BOX),
    State.TRIAGE: (Due(ClockKind.TRIAGE, Party.HANDLING_EDITOR), TIME_BOX),
    State.RETURNED: (Due(ClockKind.RETURNED, Party.REPRESENTATIVES),),
    State.DECISION_PENDING: (Due(ClockKind.DECISION, Party.HANDLING_EDITOR),),
    State.REVISION_REQUESTED: tuple(REVISIONS.values()),
    State.REVISION_RECEIVED: (Due(ClockKind.DECISION, Party.HANDLING_EDITOR),),
    State.ACCEPTED: (
        Due(ClockKind.PROOF, Party.REPRESENTATIVES, kinds=LAB_ONLY),
        Due(ClockKind.SIGNING, Party.REFEREES, tracks=PEER, kinds=LAB_ONLY),
        # Counted from the day on which nothing of the others is waited for any more.
        Due(ClockKind.PUBLISH, Party.HANDLING_EDITOR),
    ),
    State.DESK_REJECTED: (Due(ClockKind.APPEAL, Party.REPRESENTATIVES),),
    State.REJECTED: (Due(ClockKind.APPEAL, Party.REPRESENTATIVES),),
}
# A clock that goes through several states, and stands still where somebody else has the move.
LASTING = frozenset({ClockKind.TIME_BOX})
STANDING_STILL: Mapping[State, frozenset[ClockKind]] = {State.RETURNED: LASTING}
# There is one appeal: after it the time to appeal does not begin anew.
WITHOUT_CLOCK = frozenset({Action.DISMISS_APPEAL})

OF_ASSIGNMENT: Mapping[AssignmentState, ClockKind] = {
    AssignmentState.INVITED: ClockKind.INVITATION,
    AssignmentState.ACCEPTED: ClockKind.REPORT,
}
OF_CONCERN: Mapping[ConcernState, ClockKind] = {
    ConcernState.RECEIVED: ClockKind.CONCERN_RECEIPT,
    ConcernState.ASSESSING: ClockKind.CONCERN_OUTCOME,
}
# Those of a published version: the first from its publication on, the other while the banner shows.
OF_VERSION: Mapping[str, ClockKind] = {
    PUBLISHED: ClockKind.REVERIFICATION,
    UNDER_CONCERN: ClockKind.CONCERN_BANNER,
}
# Who has to act where the clock is not that of a submission's state.
PARTIES: Mapping[ClockKind, Party] = {
    ClockKind.INVITATION: Party.REFEREES,
    ClockKind.REPORT: Party.REFEREES,
    ClockKind.CONCERN_RECEIPT: Party.CHIEFS,
    ClockKind.CONCERN_OUTCOME: Party.CHIEFS,
    ClockKind.CONCERN_BANNER: Party.CHIEFS,
    ClockKind.REVERIFICATION: Party.REPRESENTATIVES,
} | {due.kind: due.party for dues in IN_STATE.values() for due in dues}
# What ends a submission of which nobody takes care.
LAPSING = frozenset({ClockKind.RETURNED, ClockKind.MINOR_REVISION, ClockKind.MAJOR_REVISION})


def clocks_after(
    action: Action, state: State, *, kind: Kind, track: Track, revision: str = ""
) -> tuple[Due, ...]:
    """The clocks that run once a move has led to ``state``.

    ``revision`` is the kind of revision that the last decision asked for. What was sent back as
    incomplete has the time of a minor one.
    """
    if action in WITHOUT_CLOCK:
        return ()
    dues = IN_STATE.get(state, ())
    if state is State.REVISION_REQUESTED:
        dues = (REVISIONS["minor" if action is Action.BOUNCE else revision or "major"],)
    return tuple(due for due in dues if kind in due.kinds and track in due.tracks)
