"""What badges say: level and score of one card version, or score and rank in one ranking."""

from datetime import date
from typing import Any

from registry.models import CardVersion, Grading, RankingEntry
from registry.rules.numerals import date_text
from registry.rules.words import MONTHS
from registry.rules.workflow.notices import mark_of
from registry.web.presenters.leaderboard import interval_text
from registry.web.presenters.shared import LEVELS, card_bar, lab_bar, score_text
from registry.web.view_models.badges import BadgeImage

LABEL = "disclosure"
# One colour for all: a badge is no traffic light.
SHIELDS_COLOR = "35807d"
SHIELDS_GREY = "7f858f"

NOT_REGISTERED = "not in the registry"
NO_CARD = "no model card yet"
REMOVED = "model card removed"
RETRACTED = "model card retracted"


def card_badge(version: CardVersion, grading: Grading, status: str) -> BadgeImage:
    """``version`` comes with its card, release and lab.

    Whoever reads of a doubt reads no level beside it, which would say the contrary.
    """
    release = version.card.release
    if mark := mark_of(status):
        day = version.published_at.date()
        return BadgeImage(
            label=LABEL,
            message=f"{mark} · v{version.number} · {_short_day(day)}",
            title=f"Disclosure of {release.name} by {release.lab.standing.name}: card version "
            f"{version.number} of {_day(day)} is {mark}. Model Disclosure Registry.",
            is_error=True,
        )
    level, score = LEVELS[grading.level], score_text(grading.score)
    day = version.published_at.date()
    return BadgeImage(
        label=LABEL,
        message=f"{level} · {score}/100 · v{version.number} · {_short_day(day)}",
        title=f"Disclosure of {release.name} by {release.lab.standing.name}: level {level}, score "
        f"{score} of 100, card version {version.number} of {_day(day)}, prepared by "
        f"{version.get_preparer_display()}. Model Disclosure Registry.",
        bar=card_bar(grading.result),
    )


def lab_badge(entry: RankingEntry, labs: int) -> BadgeImage:
    """``entry`` comes with its ranking and score; ``labs`` is the number of ranked labs."""
    ranking = entry.ranking
    dated = f"ranking {ranking.number} · {_short_day(ranking.as_of)}"
    place = f"ranking {ranking.number} of {_day(ranking.as_of)}. Model Disclosure Registry."
    if entry.rank is None:
        return BadgeImage(
            label=LABEL,
            message=f"not yet rankable · {dated}",
            title=f"Disclosure of {entry.lab_name}: not yet rankable in {place}",
        )
    score = score_text(entry.score.displayed)
    return BadgeImage(
        label=LABEL,
        message=f"{score}/100 · rank {entry.rank} of {labs} · {dated}",
        title=f"Disclosure of {entry.lab_name}: score {score} of 100, rank {entry.rank} of {labs} "
        f"(range {interval_text(entry)}) in {place}",
        bar=lab_bar(entry.summary.bar),
    )


def badge_without(message: str) -> BadgeImage:
    """A badge for what cannot be shown, in place of a broken picture."""
    title = f"Disclosure: {message}. Model Disclosure Registry."
    return BadgeImage(label=LABEL, message=message, title=title, is_error=True)


def shields_data(badge: BadgeImage) -> dict[str, Any]:
    """The badge as the service shields.io reads it from an address."""
    return {
        "schemaVersion": 1,
        "label": badge.label,
        "message": badge.message,
        "color": SHIELDS_GREY if badge.is_error else SHIELDS_COLOR,
        **({"isError": True} if badge.is_error else {}),
    }


def _day(day: date) -> str:
    return date_text(day.isoformat())


def _short_day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
