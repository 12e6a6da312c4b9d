"""Which review the lab lets readers know of while it is under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from registry.models.cards import CardVersion
from registry.models.releases import Release
from registry.models.submissions import Submission
from registry.rules.workflow.announcements import Announcement, announcement
from registry.rules.workflow.vocabulary import State


@dataclass(frozen=True, slots=True)
class Announced:
    """``since``: when the card was submitted, or the review ended. ``round`` is 0 before one."""

    what: Announcement
    since: datetime
    round: int


def announced_review(release: Release) -> Announced | None:
    """The newest review of a model that is shown; one that ended until a version comes out."""
    submission = (
        Submission.objects.filter(release=release, shows_badge=True, submitted_at__isnull=False)
        .order_by("-submitted_at", "-id")
        .first()
    )
    if submission is None or submission.submitted_at is None or submission.moved_at is None:
        return None
    what = announcement(State(submission.state), is_shown=submission.shows_badge)
    if what is Announcement.UNDER_REVIEW:
        return Announced(what, submission.submitted_at, submission.rounds.count())
    later = CardVersion.objects.filter(card__release=release, published_at__gt=submission.moved_at)
    if what is None or later.exists():
        return None
    return Announced(what, submission.moved_at, 0)
