"""What may happen to a reader's report that something in a published card is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from registry.rules.errors import TransitionRefused


class ConcernState(StrEnum):
    RECEIVED = "received"
    ASSESSING = "assessing"
    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    DUPLICATE = "duplicate"


class ConcernAction(StrEnum):
    FILE = "file_concern"
    ACKNOWLEDGE = "acknowledge_concern"
    UPHOLD = "uphold_concern"
    NOT_UPHOLD = "not_uphold_concern"
    MARK_DUPLICATE = "mark_duplicate_concern"


@dataclass(frozen=True, slots=True)
class ConcernMove:
    """One row; all of them are P09. Anyone files; an editor without a part in the case answers."""

    action: ConcernAction
    sources: frozenset[ConcernState]
    target: ConcernState
    label: str
    by_editor: bool = True
    needs_reason: bool = True


OPEN_CONCERN = frozenset({ConcernState.RECEIVED, ConcernState.ASSESSING})

CONCERN_MOVES: tuple[ConcernMove, ...] = (
    ConcernMove(
        ConcernAction.FILE,
        frozenset(),
        ConcernState.RECEIVED,
        "Report a concern",
        by_editor=False,
        needs_reason=False,
    ),
    ConcernMove(
        ConcernAction.ACKNOWLEDGE,
        frozenset({ConcernState.RECEIVED}),
        ConcernState.ASSESSING,
        "Take up the concern",
        needs_reason=False,
    ),
    ConcernMove(
        ConcernAction.UPHOLD,
        frozenset({ConcernState.ASSESSING}),
        ConcernState.UPHELD,
        "Uphold the concern",
    ),
    ConcernMove(
        ConcernAction.NOT_UPHOLD,
        frozenset({ConcernState.ASSESSING}),
        ConcernState.NOT_UPHELD,
        "Close without upholding",
    ),
    ConcernMove(
        ConcernAction.MARK_DUPLICATE,
        OPEN_CONCERN,
        ConcernState.DUPLICATE,
        "Close as a duplicate",
    ),
)
BY_CONCERN_ACTION = {row.action: row for row in CONCERN_MOVES}


def check_concern_move(action: ConcernAction, state: ConcernState | None) -> ConcernMove:
    """Return the row; raise ``TransitionRefused`` where the table does not list the move."""
    row = BY_CONCERN_ACTION[action]
    if state in row.sources or (state is None and not row.sources):
        return row
    raise TransitionRefused(f"“{row.label}” is not possible for a concern that is {state}.")
