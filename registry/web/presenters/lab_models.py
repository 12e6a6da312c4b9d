"""The known models of a lab for its own people: with and without a card, and what is due when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from registry.models import Lab, Release
from registry.rules.numerals import date_text
from registry.rules.permissions import Membership
from registry.rules.ranking.lab_inputs import KnownRelease, LabInputs, due_date
from registry.rules.standard import load_standard
from registry.web.view_models.draft_lists import LabModel, LabModels
from registry.web.view_models.shared import Link

ROLES = {Membership.SUBMITTER: "submitter", Membership.REPRESENTATIVE: "representative"}
NOT_INVITED = "The registry has not invited this lab to disclose yet, so no card is due."


def lab_models(
    lab: Lab,
    role: Membership,
    releases: Sequence[Release],
    in_hand: Mapping[str, Link],
    today: date,
) -> LabModels:
    """``releases`` come with their cards; ``in_hand`` are drafts of the lab by card id."""
    models = [_model(lab, release, in_hand, today) for release in releases]
    without = [model for model in models if not model.card]
    with_card = [model for model in models if model.card]
    return LabModels(
        lab=Link(lab.name, lab.get_absolute_url()),
        role=ROLES[role],
        note="" if lab.invited_on else NOT_INVITED,
        models=(*without, *with_card),
        with_card=len(with_card),
    )


def _model(lab: Lab, release: Release, in_hand: Mapping[str, Link], today: date) -> LabModel:
    version = release.card.live_version if hasattr(release, "card") else None
    due = _due_date(lab, release)
    start = f"{reverse('submission:start')}?model={release.public_id}"
    return LabModel(
        name=Link(release.name, release.get_absolute_url() if version else ""),
        card=f"version {version.number}, prepared by {version.get_preparer_display()}"
        if version
        else "",
        due="" if version or due is None else date_text(due.isoformat()),
        is_overdue=version is None and due is not None and due <= today,
        next=in_hand.get(release.public_id)
        or Link("Prepare a new version" if version else "Start a card", start),
    )


def _due_date(lab: Lab, release: Release) -> date | None:
    """The first day on which silence about the release counts; None where it never does."""
    if release.tier == Release.Tier.DERIVATIVE:
        return None
    method = load_standard().ranking
    known = KnownRelease(release.public_id, release.released_on, method.tiers["flagship_line"])
    inputs = LabInputs(lab.slug, lab.name, lab.invited_on, (known,))
    return due_date(known, inputs, method)
