"""Model cards for people and, byte for byte, for programs."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from registry.models import CardContent, CardVersion, ClaimGrade, ModelCard, Release
from registry.models.live_documents import LiveDocuments
from registry.rules.lineage.edges import implied_bases
from registry.web.presenters.cards import model_page
from registry.web.presenters.model_index import model_index, removed_page
from registry.web.view_models import Link


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "models/index.html", {"page": model_index()})


@require_safe
def detail(request: HttpRequest, lab: str, model: str) -> HttpResponse:
    public_id = f"{lab}/{model}"
    card = (
        ModelCard.objects.select_related(
            "release__lab__merged_into", "live_version", "current_grading"
        )
        .filter(release__public_id=public_id)
        .first()
    )
    if card is None:
        raise Http404(_no_card(public_id))
    if card.live_version is None:
        return render(request, "410.html", {"page": removed_page(card)}, status=410)
    documents = LiveDocuments(public_id)
    document = documents(public_id)
    if document is None:
        raise Http404(_no_card(public_id))
    children = documents.children()
    page = model_page(
        card,
        document,
        {grade.item: grade for grade in ClaimGrade.objects.filter(grading__current_on=card)},
        documents,
        implied_bases(document, [child for _, child in children]),
        [Link(release.name, release.get_absolute_url()) for release, _ in children],
    )
    return render(request, "models/detail.html", {"page": page})


def _no_card(public_id: str) -> str:
    known = Release.objects.filter(public_id=public_id).exists()
    if known:
        return f"{public_id} is a known model without a card; it is listed with its lab."
    return f"There is no model {public_id}."


def _live_hash(request: HttpRequest, lab: str, model: str) -> str | None:
    content_hash = (
        CardVersion.objects.filter(live_on__release__public_id=f"{lab}/{model}")
        .values_list("content_hash", flat=True)
        .first()
    )
    return f'"{content_hash}"' if content_hash else None


@require_safe
@condition(etag_func=_live_hash)
def canonical(request: HttpRequest, lab: str, model: str) -> HttpResponseBase:
    """The canonical bytes of the live version, as stored and hashed."""
    stored = (
        CardContent.objects.filter(version__live_on__release__public_id=f"{lab}/{model}")
        .values_list("canonical", flat=True)
        .first()
    )
    if stored is None:
        raise Http404(_no_card(f"{lab}/{model}"))
    response = HttpResponse(stored, content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
