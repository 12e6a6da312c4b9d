"""The pictures that stand for cards, labs and rankings where links to them are shown."""

from hashlib import sha256

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from registry.exporters.pictures import png
from registry.exporters.xml_text import xml_text
from registry.models import CardVersion, Lab, Ranking, RankingEntry
from registry.models.live_documents import LiveDocuments
from registry.models.standing import version_status
from registry.rules.lineage.edges import implied_bases
from registry.rules.showing.headline import panel
from registry.web.presenters.previews import (
    LISTED_LABS,
    card_preview,
    lab_preview,
    ranking_preview,
)
from registry.web.responses import FIVE_MINUTES
from registry.web.view_models.previews import Preview


@require_safe
def model(request: HttpRequest, lab: str, model: str) -> HttpResponseBase:
    public_id = f"{lab}/{model}"
    version = get_object_or_404(
        CardVersion.objects.select_related(
            "card__release__lab__merged_into", "card__current_grading"
        ).annotate(status=version_status("pk")),
        live_on__release__public_id=public_id,
    )
    documents = LiveDocuments(public_id)
    document = documents(public_id)
    if document is None or version.card.current_grading is None:
        raise Http404("The card was taken down while its picture was being drawn.")
    implied = implied_bases(document, [child for _, child in documents.children()])
    facts = panel(document, documents, implied)
    status = version.status  # type: ignore[attr-defined]
    return _picture(request, card_preview(version, version.card.current_grading, facts, status))


@require_safe
def lab(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Lab.objects.select_related("merged_into"), slug=slug)
    if found.merged_into:
        return redirect("preview:lab", found.merged_into.slug, permanent=True)
    entry = _lines().filter(lab=found, ranking__currently__isnull=False).first()
    return _picture(request, lab_preview(found, entry))


@require_safe
def ranking(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(Ranking, number=number)
    lines = _lines().filter(ranking=found, rank__isnull=False)
    return _picture(request, ranking_preview(found, lines[:LISTED_LABS]))


def _lines() -> QuerySet[RankingEntry]:
    entries = RankingEntry.objects.select_related("lab", "score", "ranking")
    return entries.defer("score__draws", "score__releases").order_by("position")


def _picture(request: HttpRequest, preview: Preview) -> HttpResponseBase:
    """The drawing as pixels; whoever has it is told so before anything is drawn."""
    svg = xml_text(render_to_string("previews/preview.svg", {"preview": preview}))
    etag = f'"{sha256(svg.encode()).hexdigest()}"'
    response = get_conditional_response(request, etag)
    if response is None:
        response = HttpResponse(png(svg), content_type="image/png")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FIVE_MINUTES
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
