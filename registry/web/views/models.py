"""Model cards for people and, byte for byte, for programs."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from registry.exporters.notices import tombstone
from registry.exporters.schema_org import json_text
from registry.models import CardVersion, ModelCard, Release
from registry.models.standing import newest_retracted, version_status
from registry.models.stored_text import CardName, card_text, live_name, version_name
from registry.web.presenters.announced import announced_words
from registry.web.presenters.cards import model_page
from registry.web.presenters.heads import card_head
from registry.web.presenters.sharing import card_sharing
from registry.web.presenters.shown import shown_live
from registry.web.presenters.versions import removed_page
from registry.web.responses import for_others
from registry.web.views.versions import version_page


@require_safe
def detail(request: HttpRequest, lab: str, model: str) -> HttpResponse:
    public_id = f"{lab}/{model}"
    card = (
        ModelCard.objects.select_related(
            "release__lab__merged_into",
            "live_version__card__release__lab__merged_into",
            "current_grading",
        )
        .annotate(status=version_status("live_version"))
        .filter(release__public_id=public_id)
        .first()
    )
    if card is None:
        return without_card(request, public_id)
    if card.live_version is None:
        return _not_current(request, card)
    shown = shown_live(card, card.status)  # type: ignore[attr-defined]
    if shown is None:
        raise Http404("The card was taken down while this page was being built.")
    page = model_page(shown)
    context = {
        "page": page,
        "head": card_head(shown, page),
        "sharing": card_sharing(shown.version, shown.grading, shown.status),
        "review": announced_words(card.release),
    }
    return render(request, "models/detail.html", context)


def without_card(request: HttpRequest, public_id: str) -> HttpResponse:
    """A known model has no page until it has a card; its address says where it is listed."""
    release = get_object_or_404(
        Release.objects.select_related("lab__merged_into"), public_id=public_id
    )
    context = {"release": release, "review": announced_words(release)}
    return render(request, "models/without_card.html", context, status=404)


def _not_current(request: HttpRequest, card: ModelCard) -> HttpResponse:
    """Nothing is live: a retracted version is shown in its place, marked; else what stays of it."""
    retracted = newest_retracted(card.release.public_id)
    return version_page(request, retracted) if retracted else _removed(request, card)


def _removed(request: HttpRequest, card: ModelCard) -> HttpResponse:
    return render(request, "410.html", {"page": removed_page(card)}, status=410)


@require_safe
def canonical(request: HttpRequest, lab: str, model: str) -> HttpResponseBase:
    """The canonical bytes of the live version, as stored and hashed."""
    public_id = f"{lab}/{model}"
    name = live_name(public_id)
    if name is None:
        return _gone(request, _versions(public_id).first())
    return _card_json(request, public_id, name, "max-age=60, stale-while-revalidate=600")


@require_safe
def version(request: HttpRequest, lab: str, model: str, number: int) -> HttpResponseBase:
    """The canonical bytes of one version, live or superseded, at an address that stays."""
    public_id = f"{lab}/{model}"
    name = version_name(public_id, number)
    if name is None:
        return _gone(request, _versions(public_id).filter(number=number).first())
    return _card_json(request, public_id, name, "max-age=31536000, immutable")


def _versions(public_id: str) -> QuerySet[CardVersion]:
    versions = CardVersion.objects.filter(card__release__public_id=public_id)
    with_events = versions.select_related("card__release").prefetch_related("status_events")
    return with_events.order_by("-number")


def _gone(request: HttpRequest, version: CardVersion | None) -> HttpResponseBase:
    """What stays of a version, for programs; of a card without a live one, of its newest."""
    if version is None:
        raise Http404("Nothing was ever published here.")
    body = json_text(tombstone(version))
    return for_others(request, body, "application/json", status=410)


def _card_json(
    request: HttpRequest, public_id: str, name: CardName, caching: str
) -> HttpResponseBase:
    """The content is read only for a client that has not got it."""
    etag = quote_etag(name.content_hash)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        canonical = card_text(public_id, name.number)
        if canonical is None:
            raise Http404("The version was taken down a moment ago.")
        response = HttpResponse(canonical, content_type="application/json")
        response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, {caching}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
