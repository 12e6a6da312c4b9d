"""The only place that writes the status of a version and its card's pointers.

What moves on a review - submissions, assignments, concerns - ``actions.moves`` writes alike.
"""

from datetime import datetime

from registry.actions import gradings, tallies
from registry.actions.audit import Signing
from registry.actions.review import clocks
from registry.models import (
    CardVersion,
    Grading,
    ModelCard,
    VersionStatusEvent,
)
from registry.rules.errors import Conflict, TransitionRefused
from registry.rules.workflow import versions as workflow


def status_of(version: CardVersion) -> str | None:
    """The status of a version: its last event, ``None`` before the first."""
    return version.status_events.order_by("-id").values_list("status", flat=True).first()


def history_of(version: CardVersion) -> list[str]:
    """The statuses of a version, the oldest first."""
    return list(version.status_events.order_by("id").values_list("status", flat=True))


def set_status(
    version: CardVersion, status: str, *, by: Signing, at: datetime, reason: str = ""
) -> None:
    """Add a status event; raise ``TransitionRefused`` where the table does not list the change."""
    current = status_of(version)
    if not workflow.may_follow(current, status):
        raise TransitionRefused(
            f"A version that is {current or 'not yet published'} cannot become {status}."
        )
    VersionStatusEvent.objects.create(
        version=version, status=status, at=at, actor_key=by.key, reason=reason
    )
    clocks.after_version(version, status, at=at)


def go_live(
    card: ModelCard, version: CardVersion, grading: Grading, *, by: Signing, at: datetime
) -> None:
    """Make ``version`` the card's live one and mark the one it replaces as superseded.

    Compare-and-set on the pointer the caller saw: another publication in between is a ``Conflict``.
    """
    replaced = card.live_version
    set_status(version, workflow.PUBLISHED, by=by, at=at)
    if replaced is not None:
        set_status(replaced, workflow.SUPERSEDED, by=by, at=at, reason=f"version {version.number}")
    _point(card, replaced, version, grading)


def regrade(card: ModelCard, *, at: datetime) -> bool:
    """Grade the live version again; point the card to the result and say so if it is new."""
    version = card.live_version
    if version is None:
        return False
    grading = gradings.grade(card, version, at=at)
    if grading == card.current_grading:
        return False
    _point(card, version, version, grading)
    return True


def take_down(version: CardVersion, status: str, *, by: Signing, at: datetime, reason: str) -> None:
    """Retract or remove a version; where it was live, the card has no live version any more.

    The ranking then has the model as one of which nothing is disclosed.
    """
    set_status(version, status, by=by, at=at, reason=reason)
    card = version.card
    if card.live_version_id == version.pk:
        _point(card, version, None, None)


def doubt(version: CardVersion, *, by: Signing, at: datetime, reason: str) -> None:
    """Put a version under concern. A live one stays live, with a warning, and is graded again."""
    set_status(version, workflow.UNDER_CONCERN, by=by, at=at, reason=reason)


def bring_back(
    version: CardVersion, row: workflow.VersionMove, *, by: Signing, at: datetime, reason: str
) -> str:
    """Let a version be what it was before, as far as no newer one has taken its place.

    Returns its status. Where it is live again and was not, it is graded anew, and takes the place
    of an older version that had become live meanwhile.
    """
    card, live = version.card, version.card.live_version
    is_replaced = live is not None and live.number > version.number
    history = history_of(version)
    status = workflow.target_of(row, history, is_replaced=is_replaced)
    set_status(version, status, by=by, at=at, reason=reason)
    if workflow.is_live([*history, status]) and live != version:
        if live is not None:
            set_status(live, workflow.SUPERSEDED, by=by, at=at, reason=f"version {version.number}")
        _point(card, live, version, gradings.grade(card, version, at=at))
    return status


def _point(
    card: ModelCard,
    seen: CardVersion | None,
    version: CardVersion | None,
    grading: Grading | None,
) -> None:
    moved = ModelCard.objects.filter(pk=card.pk, live_version=seen).update(
        live_version=version, current_grading=grading
    )
    if not moved:
        raise Conflict(f"{card} was changed by somebody else at the same moment; nothing is lost.")
    tallies.move(card.current_grading, grading)
    card.live_version, card.current_grading = version, grading
