"""What a publication would do to the score of the card and the rank of its lab."""

from __future__ import annotations

from collections.abc import Iterator

from registry.actions.review.publishing import effect_of
from registry.models import Submission
from registry.rules.errors import Refused
from registry.rules.grading.level import Level
from registry.web.presenters.shared import score_text
from registry.web.view_models.editorial import Fact


def effect_facts(submission: Submission) -> Iterator[Fact]:
    """What the publication of the card as it stands would do, made and undone to be sure."""
    try:
        effect = effect_of(submission)
    except Refused as refused:
        yield Fact("As published", f"not possible as it stands: {refused}")
        return
    yield Fact("As published", standing(effect.score, effect.level))
    rank, before = effect.rank or "not ranked", effect.rank_before or "not ranked"
    moved = f"{rank}, as now" if rank == before else f"{rank} after it, {before} now"
    yield Fact("Rank of the lab", moved)


def standing(score: str, level: int) -> str:
    """A card's score and level in words."""
    return f"{score_text(score)} of 100, level {Level(level).name.capitalize()}"
