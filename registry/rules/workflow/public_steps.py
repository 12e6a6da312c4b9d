"""What readers learn of the way of a published card: which moves were made, when and by whom.

By a side, never by a name; and only moves of the whole submission. That somebody else took over as
handling editor, what was agreed in between, and whatever befell referees is told nobody.
"""

from __future__ import annotations

from enum import StrEnum

from registry.rules.workflow.submissions import BY_ACTION
from registry.rules.workflow.vocabulary import SPEAKERS, Action, Kind, Role


class Side(StrEnum):
    """Who made a move. REGISTRY: an editor-in-chief or whoever looks after the installation."""

    LAB = "lab"
    AUTHOR = "author"
    EDITORS = "editors"
    REGISTRY = "registry"
    CLOCK = "clock"


# Before the submission a draft is its authors' own. The publication is that of the file itself.
UNTOLD = frozenset(
    {
        Action.CREATE,
        Action.SAVE,
        Action.COMPLETE,
        Action.RETURN_TO_DRAFT,
        Action.REASSIGN_EDITOR,
        Action.PUBLISH,
        Action.DISCARD,
        Action.RESUBMIT_AS_NEW,
    }
)
PUBLIC_STEPS = frozenset(Action) - UNTOLD
ACCEPTANCES = frozenset({Action.ACCEPT, Action.PASS_CHECK, Action.TIME_BOX})


def side_of(action: Action, kind: Kind, *, by_clock: bool) -> Side:
    """From which side a move was made."""
    if by_clock:
        return Side.CLOCK
    roles = BY_ACTION[action].roles
    if roles & SPEAKERS:
        return Side.LAB if kind is Kind.LAB else Side.AUTHOR
    return Side.REGISTRY if Role.ADMINISTRATOR in roles else Side.EDITORS
