"""Model cards for people and, byte for byte, for programs."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import condition, require_safe

from registry.models import CardContent, CardVersion, ModelCard, Release
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
    }
    return render(request, "models/detail.html", context)


def without_card(request: HttpRequest, public_id: str) -> HttpResponse:
    """A known model has no page until it has a card; its address says where it is listed."""
    release = get_object_or_404(
        Release.objects.select_related("lab__merged_into"), public_id=public_id
    )
    return render(request, "models/without_card.html", {"release": release}, status=404)


def _removed(request: HttpRequest, card: ModelCard) -> HttpResponse:
    return render(request, "410.html", {"page": removed_page(card)}, status=410)


def _live_hash(request: HttpRequest, lab: str, model: str) -> str | None:
    stored = CardContent.objects.filter(version__live_on__release__public_id=f"{lab}/{model}")
    return _etag(stored)


def _version_hash(request: HttpRequest, lab: str, model: str, number: int) -> str | None:
    return _etag(CardContent.objects.filter(version__in=_versions(lab, model, number)))


def _etag(stored: QuerySet[CardContent]) -> str | None:
    content_hash = stored.values_list("version__content_hash", flat=True).first()
    return f'"{content_hash}"' if content_hash else None


def _versions(lab: str, model: str, number: int) -> QuerySet[CardVersion]:
    return CardVersion.objects.filter(card__release__public_id=f"{lab}/{model}", number=number)


@require_safe
@condition(etag_func=_live_hash)
def canonical(request: HttpRequest, lab: str, model: str) -> HttpResponseBase:
    """The canonical bytes of the live version, as stored and hashed."""
    card = get_object_or_404(
        ModelCard.objects.select_related("release__lab__merged_into", "live_version__content"),
        release__public_id=f"{lab}/{model}",
    )
    if card.live_version is None:
        return _removed(request, card)
    return _card_json(card.live_version.content, "max-age=60, stale-while-revalidate=600")


@require_safe
@condition(etag_func=_version_hash)
def version(request: HttpRequest, lab: str, model: str, number: int) -> HttpResponseBase:
    """The canonical bytes of one version, live or superseded, at an address that stays."""
    found = get_object_or_404(
        _versions(lab, model, number).select_related("card__release__lab__merged_into", "content")
    )
    if not hasattr(found, "content"):
        return _removed(request, found.card)
    return _card_json(found.content, "max-age=31536000, immutable")


def _card_json(content: CardContent, caching: str) -> HttpResponse:
    response = HttpResponse(content.canonical, content_type="application/json")
    response.headers["Cache-Control"] = f"public, {caching}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
