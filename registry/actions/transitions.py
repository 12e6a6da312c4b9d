"""The only place that writes the status of a version and its card's pointers.

What moves on a review - submissions, assignments, concerns - ``actions.moves`` writes alike.
"""

from datetime import datetime

from registry.actions import gradings, tallies
from registry.actions.review import clocks
from registry.models import (
    Actor,
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


def set_status(
    version: CardVersion, status: str, *, by: Actor, at: datetime, reason: str = ""
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
    card: ModelCard, version: CardVersion, grading: Grading, *, by: Actor, at: datetime
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


def take_down(version: CardVersion, *, by: Actor, at: datetime, reason: str) -> None:
    """Mark a version as removed; where it was live, the card has no live version any more."""
    set_status(version, workflow.REMOVED, by=by, at=at, reason=reason)
    card = version.card
    if card.live_version_id == version.pk:
        _point(card, version, None, None)


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
