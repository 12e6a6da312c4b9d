"""The sentence about a review that the lab lets readers know of."""

from registry.models import Release
from registry.models.review.announced import announced_review
from registry.rules.workflow.announcements import Announcement


def announced_words(release: Release) -> str:
    """Empty where nothing is public."""
    found = announced_review(release)
    if found is None:
        return ""
    day = f"{found.since:%-d %B %Y}"
    if found.what is Announcement.ENDED:
        return f"A review of a card for this model ended on {day}; nothing was published from it."
    now = f", now in round {found.round}" if found.round else ""
    return f"A card for this model has been under review since {day}{now}."
