"""Badges of labs and models, as a picture and as data for shields.io."""

import json

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from registry.exporters.xml_text import xml_text
from registry.models import CardVersion, Lab, RankingEntry, Release, VersionStatusEvent
from registry.models.standing import card_status, version_status
from registry.web.presenters.badges import (
    NO_CARD,
    NOT_REGISTERED,
    REMOVED,
    RETRACTED,
    badge_without,
    card_badge,
    lab_badge,
    shields_data,
)
from registry.web.responses import for_others
from registry.web.view_models.badges import BadgeImage

PICTURE, DATA = "svg", "json"


@require_safe
def model(request: HttpRequest, lab: str, model: str, form: str) -> HttpResponseBase:
    """The badge of the live card; where there is none, one that says so with the fitting status."""
    public_id = f"{lab}/{model}"
    version = (
        CardVersion.objects.filter(live_on__release__public_id=public_id)
        .select_related("card__release__lab__merged_into", "card__current_grading")
        .annotate(status=version_status("pk"))
        .first()
    )
    if version is not None and version.card.current_grading is not None:
        status = version.status
        return _badge(request, card_badge(version, version.card.current_grading, status), form)
    releases = Release.objects.filter(public_id=public_id).select_related("card")
    release = releases.annotate(status=card_status("card")).first()
    if release is None:
        return _badge(request, badge_without(NOT_REGISTERED), form, status=404)
    if hasattr(release, "card"):
        is_retracted = release.status == VersionStatusEvent.Status.RETRACTED
        gone = RETRACTED if is_retracted else REMOVED
        return _badge(request, badge_without(gone), form, status=410)
    return _badge(request, badge_without(NO_CARD), form, status=404)


@require_safe
def lab(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The badge of a lab in the current ranking; a merged lab leads to the one that answers."""
    entry = (
        RankingEntry.objects.filter(lab__slug=slug, ranking__currently__isnull=False)
        .select_related("ranking", "score")
        .defer("score__draws", "score__releases")
        .first()
    )
    if entry is not None:
        ranked = entry.ranking.entries.filter(rank__isnull=False).count()
        return _badge(request, lab_badge(entry, ranked), form)
    absorbed = Lab.objects.filter(slug=slug).select_related("merged_into").first()
    if absorbed is not None and absorbed.merged_into:
        return redirect("badge:lab", absorbed.merged_into.slug, form, permanent=True)
    return _badge(request, badge_without(NOT_REGISTERED), form, status=404)


def _badge(
    request: HttpRequest, badge: BadgeImage, form: str, status: int = 200
) -> HttpResponseBase:
    if form == DATA:
        body = json.dumps(shields_data(badge), ensure_ascii=False)
        return for_others(request, body, "application/json", status=status)
    picture = xml_text(render_to_string("badges/badge.svg", {"badge": badge}))
    return for_others(request, picture, "image/svg+xml", status=status)
