"""The score of a lab from what is stored: computed once for each set of inputs.

Rankings share the stored scores; only labs that were touched, or for which a due date has come, are
computed again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from registry.models import CardVersion, Lab, LabScore, Release
from registry.rules.grading.level import Level
from registry.rules.profile import profile_from_data
from registry.rules.ranking.changes import fallen_due
from registry.rules.ranking.draws import draw_lab
from registry.rules.ranking.lab_data import releases_to_data, score_to_data
from registry.rules.ranking.lab_inputs import (
    KnownRelease,
    LabInputs,
    inputs_digest,
    next_due_date,
)
from registry.rules.ranking.lab_score import score_lab
from registry.rules.standard import Standard, load_standard

TIERS = {
    Release.Tier.FLAGSHIP_LINE: "flagship_line",
    Release.Tier.OTHER: "other_named_release",
    Release.Tier.DERIVATIVE: "derivative",
}


@dataclass(frozen=True)
class Counts:
    """What is known of one lab: releases that can count, and their cards by who prepared them."""

    known_releases: int
    cards: int
    cards_by_lab: int
    cards_reviewed: int
    sources_read: int


@dataclass(frozen=True)
class Dossier:
    """A lab with all that its score depends on, and the names of its releases by id."""

    lab: Lab
    inputs: LabInputs
    counts: Counts
    release_names: Mapping[str, str]


def load_dossiers(labs: Iterable[Lab]) -> list[Dossier]:
    """What the scores of these labs depend on, in two queries."""
    by_id = {lab.pk: lab for lab in labs}
    releases: dict[int, list[Release]] = {lab_id: [] for lab_id in by_id}
    for release in (
        Release.objects.filter(Q(lab__in=by_id) | Q(lab__merged_into__in=by_id))
        .select_related("lab", "card__current_grading", "card__live_version")
        # Documents that no score reads: parsing them for each card would take longer than scoring.
        .defer(
            "variants",
            "card__current_grading__assessment",
            "card__current_grading__missing_for_next_level",
        )
        .order_by("public_id")
    ):
        releases[release.lab.merged_into_id or release.lab_id].append(release)
    designated = dict(
        Release.objects.filter(
            pk__in=[lab.designated_flagship_id for lab in by_id.values()]
        ).values_list("pk", "public_id")
    )
    return [
        Dossier(
            lab=lab,
            inputs=LabInputs(
                slug=lab.slug,
                name=lab.name,
                invited_on=lab.invited_on,
                releases=tuple(_known(release) for release in releases[lab.pk]),
                designated_flagship=designated.get(lab.designated_flagship_id or 0),
            ),
            counts=_count(releases[lab.pk]),
            release_names={release.public_id: release.name for release in releases[lab.pk]},
        )
        for lab in by_id.values()
    ]


def _known(release: Release) -> KnownRelease:
    card = getattr(release, "card", None)
    grading = card.current_grading if card else None
    version = card.live_version if card else None
    return KnownRelease(
        id=release.public_id,
        released_on=release.released_on,
        tier=load_standard().ranking.tiers[TIERS[Release.Tier(release.tier)]],
        profile=profile_from_data(grading.result["counted_profile"]) if grading else None,
        preparer=version.preparer if version else "",
    )


def _count(releases: Sequence[Release]) -> Counts:
    known = [release for release in releases if release.tier != Release.Tier.DERIVATIVE]
    cards = [release.card for release in known if hasattr(release, "card")]
    versions = [card.live_version for card in cards if card.live_version is not None]
    gradings = [card.current_grading for card in cards if card.current_grading is not None]
    return Counts(
        known_releases=len(known),
        cards=len(versions),
        cards_by_lab=sum(v.preparer == CardVersion.Preparer.DEVELOPER for v in versions),
        cards_reviewed=sum(grading.level == Level.REVIEWED for grading in gradings),
        sources_read=sum(version.sources_read for version in versions),
    )


def find_or_store(dossier: Dossier, standard: Standard, on: date, at: datetime) -> LabScore:
    """The stored score for these inputs, computed and stored first where there is none.

    Runs under the lock on the registry's state, so nobody stores the same in between.
    """
    digest = inputs_digest(dossier.inputs, standard, on)
    stored = LabScore.objects.filter(lab=dossier.lab, inputs_digest=digest).first()
    if stored is not None:
        return stored
    score = compute(dossier, standard, on, at)
    score.save(force_insert=True)
    return score


def compute(dossier: Dossier, standard: Standard, on: date, at: datetime) -> LabScore:
    """The score, its working and its draws; not stored."""
    inputs = dossier.inputs
    score = score_lab(inputs, standard, on)
    return LabScore(
        lab=dossier.lab,
        inputs_digest=inputs_digest(inputs, standard, on),
        computed_at=at,
        score=f"{score.score:f}",
        displayed=f"{score.displayed:f}",
        coverage=f"{score.coverage:f}",
        carded=score.carded,
        counted=len(score.members),
        working=score_to_data(score),
        releases=releases_to_data(score),
        draws=draw_lab(inputs, standard, on).tobytes(),
        next_change_on=next_due_date(inputs, standard.ranking, on),
    )


def due_sentences(dossier: Dossier, standard: Standard, *, since: date, on: date) -> list[str]:
    """What the calendar did to a lab after ``since``, up to ``on``, one clause for each release."""
    return [
        f"{dossier.release_names[release.id]} fell due"
        + ("" if release.profile is not None else " without a card")
        for release in fallen_due(dossier.inputs, standard.ranking, since, on)
    ]
