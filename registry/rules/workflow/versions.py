"""The one table of status changes of a published card version, and of the notices they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from registry.rules.errors import Conflict, Refused, TransitionRefused
from registry.rules.workflow.vocabulary import Role

PUBLISHED = "published"
SUPERSEDED = "superseded"
UNDER_CONCERN = "under_concern"
RETRACTED = "retracted"
REMOVED = "removed"

# What can be read as the lab's word on its model; a retracted version is in no ranking.
READABLE = frozenset({PUBLISHED, SUPERSEDED, UNDER_CONCERN, RETRACTED})

# So long before an expression of concern the lab is told of it.
NOTICE_PERIOD = timedelta(hours=72)


class ReasonClass(StrEnum):
    """Why content may be removed at all; the tombstone names it."""

    LAW = "law"
    PRIVACY = "privacy"


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
    """What stands above the title of a version from then on.

    A recusal is no move of the version: a referee left it after the publication (R07).
    """

    CORRECTION = "correction"
    CONCERN = "concern"
    CONCERN_LIFTED = "concern_lifted"
    RETRACTION = "retraction"
    REINSTATEMENT = "reinstatement"
    REMOVAL = "removal"
    RESTORATION = "restoration"
    RECUSAL = "recusal"


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


def standing(history: Sequence[str]) -> tuple[str, ...]:
    """The statuses that lie on one another now, the lowest first; ``history`` has the oldest first.

    A concern lies on the status that it is taken back to, a retraction on the concern, and so on.
    A version that was replaced begins anew: the concern about it is closed with it.
    """
    layers: list[str] = []
    for status in history:
        if status in layers:
            del layers[layers.index(status) + 1 :]
        elif status == SUPERSEDED:
            layers = [status]
        else:
            layers.append(status)
    return tuple(layers)


def is_live(history: Sequence[str]) -> bool:
    """Whether readers get this version as the card: no other has replaced it, nothing took it out.

    A version under concern still is the lab's word, with a warning above it.
    """
    layers = standing(history)
    return layers in ((PUBLISHED,), (PUBLISHED, UNDER_CONCERN))


def target_of(row: VersionMove, history: Sequence[str], *, is_replaced: bool) -> str:
    """The status a row leads to; ``history`` are the version's statuses, oldest first.

    Where a newer version has become the live one meanwhile (``is_replaced``), what would come back
    as live comes back as superseded: a card has one live version.
    """
    if row.target is not None:
        return row.target
    layers = standing(history)
    if is_replaced and layers[0] == PUBLISHED:
        return SUPERSEDED
    return layers[-2]


def check_notice_period(told_at: datetime | None, *, at: datetime, safety: str) -> None:
    """Raise ``Conflict`` for a concern of which the lab has not known for 72 hours.

    ``safety`` is the reason why it cannot wait, where there is one; then nobody need have been
    told.
    """
    if safety:
        return
    if told_at is None:
        raise Conflict(
            "Nobody represents the lab here, so no mail told it. Tell it by hand and enter when; "
            "72 hours later the concern can be expressed."
        )
    since = told_at + NOTICE_PERIOD
    if at < since:
        raise Conflict(
            f"The lab was told at {told_at:%H:%M} UTC on {told_at:%-d %B %Y}; the concern can be "
            f"expressed from {since:%H:%M} UTC on {since:%-d %B %Y}."
        )


def check_reason_class(reason_class: str) -> ReasonClass:
    """Raise ``Refused`` for anything but what the law or somebody's privacy asks for."""
    try:
        return ReasonClass(reason_class)
    except ValueError:
        raise Refused(
            "Content is removed for law or privacy only; whatever else is wrong with a version is "
            "a correction, a concern or a retraction."
        ) from None
