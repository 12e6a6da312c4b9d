"""Citations and structured data of cards, rankings and the registry, one address each."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.exporters import schema_org
from registry.exporters.citations import FORMATS, ranking_work, registry_work, version_work
from registry.models import CardVersion, ModelCard, Ranking
from registry.rules.citation.work import Work
from registry.web.presenters.notices import version_notices
from registry.web.presenters.versions import last_event, removed_page
from registry.web.responses import for_others


@require_safe
def card(request: HttpRequest, lab: str, model: str, suffix: str) -> HttpResponseBase:
    """The live version of a card, in the form that ``suffix`` names."""
    public_id = f"{lab}/{model}"
    live = _versions().filter(live_on__release__public_id=public_id).first()
    if live is None:
        cards = ModelCard.objects.select_related("release__lab__merged_into")
        return _gone(request, get_object_or_404(cards, release__public_id=public_id))
    return _version(request, live, suffix)


@require_safe
def version(
    request: HttpRequest, lab: str, model: str, number: int, suffix: str
) -> HttpResponseBase:
    """One version of a card, live or superseded, in the form that ``suffix`` names."""
    public_id = f"{lab}/{model}"
    found = get_object_or_404(_versions(), card__release__public_id=public_id, number=number)
    return _version(request, found, suffix)


@require_safe
def ranking(request: HttpRequest, number: int, suffix: str) -> HttpResponseBase:
    found = get_object_or_404(Ranking, number=number)
    entries = found.entries.select_related("lab", "score").defer("score__draws", "score__releases")
    return _export(
        request, suffix, ranking_work(found), lambda: schema_org.ranking_data(found, entries)
    )


@require_safe
def registry(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """The registry itself, dated by its current ranking; 404 before there is one."""
    current = get_object_or_404(Ranking.objects.current())
    return _export(
        request, suffix, registry_work(current), lambda: schema_org.registry_data(current)
    )


def _versions() -> QuerySet[CardVersion]:
    versions = CardVersion.objects.select_related("card__release__lab__merged_into", "content")
    return versions.prefetch_related("status_events")


def _version(request: HttpRequest, version: CardVersion, suffix: str) -> HttpResponseBase:
    if not hasattr(version, "content"):
        return _gone(request, version.card)
    grading = version.gradings.order_by("-id").first()
    status = last_event(version).status
    return _export(
        request,
        suffix,
        version_work(version, status),
        lambda: schema_org.card_data(
            version,
            version.content.document(),
            grading,
            status=status,
            notices=version_notices(version, status).corrections,
        ),
    )


def _gone(request: HttpRequest, card: ModelCard) -> HttpResponse:
    return render(request, "410.html", {"page": removed_page(card)}, status=410)


def _export(
    request: HttpRequest, suffix: str, work: Work, data: Callable[[], schema_org.Node]
) -> HttpResponseBase:
    if suffix == schema_org.SUFFIX:
        return for_others(request, schema_org.json_text(data()), schema_org.MEDIA_TYPE)
    chosen = FORMATS[suffix]
    return for_others(request, chosen.write(work), chosen.media_type)
