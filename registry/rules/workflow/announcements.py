"""What readers see of a review before it is published: nothing, unless the lab had it shown."""

from __future__ import annotations

from enum import StrEnum

from registry.rules.workflow.vocabulary import CLOSED, OPEN, State


class Announcement(StrEnum):
    UNDER_REVIEW = "under_review"
    ENDED = "ended"


def announcement(state: State, *, is_shown: bool) -> Announcement | None:
    """What is public of a submission in a state; why a review ended never is."""
    if not is_shown:
        return None
    if state in OPEN or state is State.APPEAL_OPEN:
        return Announcement.UNDER_REVIEW
    return Announcement.ENDED if state in CLOSED else None
