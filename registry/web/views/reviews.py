"""The published review of a version, for people and, byte for byte, for programs."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from registry.exporters.notices import tombstone
from registry.exporters.schema_org import json_text
from registry.models import CardVersion
from registry.web.presenters.review_file import review_page
from registry.web.presenters.versions import removed_version_page
from registry.web.responses import for_others


@require_safe
def detail(request: HttpRequest, lab: str, model: str, number: int) -> HttpResponse:
    version = _version(lab, model, number)
    if not hasattr(version, "content"):
        return render(request, "410.html", {"page": removed_version_page(version)}, status=410)
    page = review_page(version, version.review_file)
    return render(request, "models/review.html", {"page": page})


@require_safe
def data(request: HttpRequest, lab: str, model: str, number: int) -> HttpResponseBase:
    """The canonical bytes of the review file, as stored and hashed; they never change."""
    version = _version(lab, model, number)
    if not hasattr(version, "content"):
        body = json_text(tombstone(version))
        return for_others(request, body, "application/json", status=410)
    file = version.review_file
    etag = quote_etag(file.content_hash)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(file.canonical, content_type="application/json")
        response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _version(lab: str, model: str, number: int) -> CardVersion:
    """A version that was published with a review file, whatever became of it."""
    version = get_object_or_404(
        CardVersion.objects.select_related(
            "content", "review_file__content", "card__release__lab__merged_into"
        ).prefetch_related("status_events"),
        card__release__public_id=f"{lab}/{model}",
        number=number,
    )
    if not hasattr(version, "review_file"):
        raise Http404("This version was published without a review.")
    return version
