"""What an invitation sets going for a lab, worked out before it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from registry.rules.ranking.lab_inputs import KnownRelease, LabInputs, due_date, next_due_date
from registry.rules.ranking.lab_score import LabScore, score_lab
from registry.rules.standard import Standard


@dataclass(frozen=True, slots=True)
class Due:
    """A known release without a card, and the first day on which silence about it counts."""

    release: KnownRelease
    due_on: date


@dataclass(frozen=True, slots=True)
class Effect:
    """``due``: what is asked of the lab, the earliest first, newest release first on one day.

    ``then`` is the score on the first due day if no card, release or edition of the standard came
    in between; None for a lab without a release that can count.
    """

    due: tuple[Due, ...]
    now: LabScore
    then: LabScore | None


def effect_of_inviting(lab: LabInputs, standard: Standard, on: date) -> Effect:
    """What follows if the lab was invited on its day, or else is invited on ``on``."""
    invited = replace(lab, invited_on=lab.invited_on or on)
    method = standard.ranking
    asked = (
        Due(release, day)
        for release in lab.releases
        if release.tier and release.profile is None
        for day in [due_date(release, invited, method)]
        if day is not None
    )
    first = next_due_date(invited, method, on)
    return Effect(
        due=tuple(
            sorted(asked, key=lambda one: (one.due_on, -one.release.released_on.toordinal()))
        ),
        now=score_lab(lab, standard, on),
        then=score_lab(invited, standard, first) if first else None,
    )


def rank_among(score: Decimal, others: Iterable[Decimal]) -> int:
    """The rank that a displayed score has among those of other ranked labs; ties share one."""
    return 1 + sum(other > score for other in others)
