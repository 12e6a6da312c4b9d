"""The versions of a card: their list, the permanent page of each, and what changed between two."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.models import CardVersion, ModelCard
from registry.web.presenters.card_difference import difference_page
from registry.web.presenters.cards import model_page
from registry.web.presenters.heads import version_head
from registry.web.presenters.sharing import version_sharing
from registry.web.presenters.shown import shown_version
from registry.web.presenters.versions import removed_version_page, version_record, versions_page


@require_safe
def index(request: HttpRequest, lab: str, model: str) -> HttpResponse:
    page = versions_page(_card(lab, model), request.GET)
    return render(request, "models/versions.html", {"page": page}, status=page.status)


@require_safe
def detail(request: HttpRequest, lab: str, model: str, number: int) -> HttpResponse:
    """One version as it was published; its content stays at this address."""
    version = get_object_or_404(
        CardVersion.objects.select_related(
            "content", "card__live_version", "card__release__lab__merged_into"
        ).prefetch_related("status_events", "card__live_version__status_events"),
        card__release__public_id=f"{lab}/{model}",
        number=number,
    )
    if not hasattr(version, "content"):
        return render(request, "410.html", {"page": removed_version_page(version)}, status=410)
    return version_page(request, version)


def version_page(request: HttpRequest, version: CardVersion) -> HttpResponse:
    """The page of a version that still has its content, as ``detail`` reads it."""
    shown = shown_version(version)
    if shown is None:
        raise Http404("The version has not been graded yet.")
    page = model_page(shown, version_record(version))
    context = {
        "page": page,
        "head": version_head(shown, page),
        "sharing": version_sharing(version, shown.status),
    }
    return render(request, "models/detail.html", context)


@require_safe
def diff(request: HttpRequest, lab: str, model: str) -> HttpResponse:
    page = difference_page(_card(lab, model), request.GET)
    return render(request, "models/difference.html", {"page": page}, status=page.status)


def _card(lab: str, model: str) -> ModelCard:
    return get_object_or_404(
        ModelCard.objects.select_related("release__lab__merged_into"),
        release__public_id=f"{lab}/{model}",
    )
