"""Model cards for people and, byte for byte, for programs."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from registry.models import ModelCard, Release
from registry.models.stored_text import CardName, card_text, live_name, version_name
from registry.web.presenters.announced import announced_words
from registry.web.presenters.cards import model_page
from registry.web.presenters.heads import card_head
from registry.web.presenters.sharing import card_sharing
from registry.web.presenters.shown import shown_live
from registry.web.presenters.versions import removed_page


@require_safe
def detail(request: HttpRequest, lab: str, model: str) -> HttpResponse:
    public_id = f"{lab}/{model}"
    card = (
        ModelCard.objects.select_related(
            "release__lab__merged_into",
            "live_version__card__release__lab__merged_into",
            "current_grading",
        )
        .filter(release__public_id=public_id)
        .first()
    )
    if card is None:
        return without_card(request, public_id)
    if card.live_version is None:
        return _removed(request, card)
    shown = shown_live(card)
    if shown is None:
        raise Http404("The card was taken down while this page was being built.")
    page = model_page(shown)
    context = {
        "page": page,
        "head": card_head(shown.version, shown.document, shown.grading, page.summary),
        "sharing": card_sharing(shown.version, shown.grading),
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


def _removed(request: HttpRequest, card: ModelCard) -> HttpResponse:
    return render(request, "410.html", {"page": removed_page(card)}, status=410)


@require_safe
def canonical(request: HttpRequest, lab: str, model: str) -> HttpResponseBase:
    """The canonical bytes of the live version, as stored and hashed."""
    public_id = f"{lab}/{model}"
    name = live_name(public_id)
    if name is None:
        card = get_object_or_404(_cards(), release__public_id=public_id)
        return _removed(request, card)
    return _card_json(request, public_id, name, "max-age=60, stale-while-revalidate=600")


@require_safe
def version(request: HttpRequest, lab: str, model: str, number: int) -> HttpResponseBase:
    """The canonical bytes of one version, live or superseded, at an address that stays."""
    public_id = f"{lab}/{model}"
    name = version_name(public_id, number)
    if name is None:
        card = get_object_or_404(_cards(), release__public_id=public_id, versions__number=number)
        return _removed(request, card)
    return _card_json(request, public_id, name, "max-age=31536000, immutable")


def _cards() -> QuerySet[ModelCard]:
    return ModelCard.objects.select_related("release__lab__merged_into")


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
