"""All model cards, and the known models without one."""

from itertools import groupby

from registry.models import Grading, Lab, RegistryState, Release
from registry.rules.numerals import date_text
from registry.web.presenters.shared import card_summary, live_grading, released_text
from registry.web.view_models.model_index import (
    ModelIndexPage,
    ModelIndexRow,
    UncardedLab,
    UncardedModel,
)
from registry.web.view_models.shared import Link


def model_index() -> ModelIndexPage:
    releases = (
        Release.objects.exclude(tier=Release.Tier.DERIVATIVE)
        .select_related("lab__merged_into", "card__current_grading__version")
        .order_by("lab__name", "-released_on", "slug")
    )
    carded, uncarded = [], []
    for release in releases:
        grading = live_grading(release)
        if grading:
            carded.append(_row(release, grading))
        else:
            uncarded.append(release)
    listed_until = RegistryState.objects.values_list("releases_listed_until", flat=True).first()
    return ModelIndexPage(
        cards=tuple(sorted(carded, key=lambda row: (-float(row.card.score), row.name))),
        uncarded=tuple(
            _uncarded(lab, list(of_lab)) for lab, of_lab in groupby(uncarded, _standing_lab)
        ),
        uncarded_models=len(uncarded),
        listed_until=date_text(listed_until.isoformat()) if listed_until else "an unknown day",
    )


def _standing_lab(release: Release) -> Lab:
    return release.lab.standing


def _row(release: Release, grading: Grading) -> ModelIndexRow:
    lab = release.lab.standing
    return ModelIndexRow(
        name=release.name,
        lab=Link(lab.name, lab.get_absolute_url()),
        released=released_text(release),
        released_iso=release.released,
        card=card_summary(release, grading),
    )


def _uncarded(lab: Lab, releases: list[Release]) -> UncardedLab:
    return UncardedLab(
        lab=Link(lab.name, lab.get_absolute_url()),
        models=tuple(UncardedModel(release.name, released_text(release)) for release in releases),
    )
