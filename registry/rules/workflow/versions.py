"""The one table of status changes of a published card version, and of the notices they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.rules.errors import TransitionRefused
from registry.rules.workflow.vocabulary import Role

PUBLISHED = "published"
SUPERSEDED = "superseded"
UNDER_CONCERN = "under_concern"
RETRACTED = "retracted"
REMOVED = "removed"

# What can be read as the lab's word on its model; a retracted version is in no ranking.
READABLE = frozenset({PUBLISHED, SUPERSEDED, UNDER_CONCERN, RETRACTED})


class VersionAction(StrEnum):
    CORRECT = "correct"
    REPLACE = "replace"
    EXPRESS_CONCERN = "express_concern"
    LIFT_CONCERN = "lift_concern"
    RETRACT = "retract"
    REINSTATE = "reinstate"
    REMOVE = "remove"
    RESTORE = "restore"


class NoticeKind(StrEnum):
    """What stands above the title of a version from then on."""

    CORRECTION = "correction"
    CONCERN = "concern"
    CONCERN_LIFTED = "concern_lifted"
    RETRACTION = "retraction"
    REINSTATEMENT = "reinstatement"
    REMOVAL = "removal"
    RESTORATION = "restoration"


@dataclass(frozen=True, slots=True)
class VersionMove:
    """One row. ``target`` None goes back to the status before.

    ``seconds`` are the roles of those who must agree, each another person. ``notice`` is what the
    move leaves for readers; a mere newer version leaves none.
    """

    number: str
    action: VersionAction
    sources: frozenset[str]
    target: str | None
    roles: frozenset[Role]
    label: str
    rule: str
    public: str
    seconds: tuple[Role, ...] = ()
    notice: NoticeKind | None = None


CHIEF = frozenset({Role.CHIEF})

VERSION_MOVES: tuple[VersionMove, ...] = (
    VersionMove(
        "P01",
        VersionAction.CORRECT,
        frozenset({PUBLISHED, UNDER_CONCERN}),
        SUPERSEDED,
        frozenset({Role.HANDLING_EDITOR, Role.SYSTEM}),
        "Correct",
        "a corrected version was accepted and is published (T24)",
        "both versions, each with a notice: what was wrong, why, who found it",
        notice=NoticeKind.CORRECTION,
    ),
    VersionMove(
        "P02",
        VersionAction.REPLACE,
        frozenset({PUBLISHED, UNDER_CONCERN}),
        SUPERSEDED,
        frozenset({Role.HANDLING_EDITOR, Role.SYSTEM}),
        "Replace",
        "a newer version was accepted and is published (T24)",
        "the list of versions and the difference",
    ),
    VersionMove(
        "P03",
        VersionAction.EXPRESS_CONCERN,
        frozenset({PUBLISHED, SUPERSEDED}),
        UNDER_CONCERN,
        frozenset({Role.EDITOR}),
        "Express concern",
        "the lab was told 72 hours before, unless safety forbids to wait",
        "a banner; the claims named lose what referees gave them",
        seconds=(Role.CHIEF,),
        notice=NoticeKind.CONCERN,
    ),
    VersionMove(
        "P04",
        VersionAction.LIFT_CONCERN,
        frozenset({UNDER_CONCERN}),
        None,
        CHIEF,
        "Lift the concern",
        "a note on the outcome",
        "the notice stays, with its outcome",
        notice=NoticeKind.CONCERN_LIFTED,
    ),
    VersionMove(
        "P05",
        VersionAction.RETRACT,
        frozenset({PUBLISHED, SUPERSEDED, UNDER_CONCERN}),
        RETRACTED,
        CHIEF,
        "Retract",
        "a notice: who retracts, why, when, which claims",
        "readable and marked; in no ranking; marked in the API",
        seconds=(Role.EDITOR,),
        notice=NoticeKind.RETRACTION,
    ),
    VersionMove(
        "P06",
        VersionAction.REINSTATE,
        frozenset({RETRACTED}),
        None,
        CHIEF,
        "Reinstate",
        "a notice",
        "the history shows both",
        seconds=(Role.EDITOR, Role.EDITOR),
        notice=NoticeKind.REINSTATEMENT,
    ),
    VersionMove(
        "P07",
        VersionAction.REMOVE,
        frozenset({PUBLISHED, SUPERSEDED, UNDER_CONCERN, RETRACTED}),
        REMOVED,
        CHIEF,
        "Remove",
        "for law or privacy only; the content is destroyed",
        "a tombstone: name, dates, class of reason, notices; 410",
        seconds=(Role.ADMINISTRATOR,),
        notice=NoticeKind.REMOVAL,
    ),
    VersionMove(
        "P08",
        VersionAction.RESTORE,
        frozenset({REMOVED}),
        None,
        CHIEF,
        "Restore",
        "the very bytes that were removed are brought back, and match their hash",
        "a notice",
        seconds=(Role.ADMINISTRATOR,),
        notice=NoticeKind.RESTORATION,
    ),
)
BY_VERSION_ACTION = {row.action: row for row in VERSION_MOVES}


def _followers() -> Mapping[str | None, frozenset[str]]:
    """From (None: not yet published) to the statuses a version may take next."""
    statuses = (PUBLISHED, SUPERSEDED, UNDER_CONCERN, RETRACTED, REMOVED)
    following: dict[str | None, set[str]] = {None: {PUBLISHED}}
    following |= {status: set() for status in statuses}
    for row in VERSION_MOVES:
        for source in row.sources:
            # Back to the status before: one from which the present one can be reached.
            before = {
                status
                for other in VERSION_MOVES
                if other.target == source
                for status in other.sources
            }
            following[source] |= {row.target} if row.target else before
    return {status: frozenset(after) for status, after in following.items()}


TRANSITIONS = _followers()


def may_follow(current: str | None, status: str) -> bool:
    return status in TRANSITIONS[current]


def check_version_move(action: VersionAction, status: str | None) -> VersionMove:
    """Return the row; raise ``TransitionRefused`` where the table does not list the move."""
    row = BY_VERSION_ACTION[action]
    if status in row.sources:
        return row
    raise TransitionRefused(
        f"“{row.label}” is not possible for a version that is {status or 'not yet published'}."
    )


def target_of(row: VersionMove, history: Sequence[str]) -> str:
    """The status a row leads to; ``history`` are the version's statuses, oldest first."""
    if row.target is not None:
        return row.target
    present = history[-1]
    return next(status for status in reversed(history) if status != present)
