"""The disclosure standard and its items."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.models import ClaimGrade
from registry.rules.standard import load_standard
from registry.web.presenters.standard import item_page, standard_page

# More answers than this are for the download; a page that long is not read.
MAXIMUM_ANSWERS = 500


@require_safe
def detail(request: HttpRequest) -> HttpResponse:
    return render(request, "standard/detail.html", {"page": standard_page()})


@require_safe
def item(request: HttpRequest, item_id: str) -> HttpResponse:
    found = load_standard().item_by_id.get(item_id)
    if found is None:
        raise Http404(f"The standard has no item {item_id}.")
    claims = (
        ClaimGrade.objects.filter(item=item_id, grading__current_on__isnull=False)
        .select_related("grading__version__card__release__lab", "grading__version__card")
        .order_by("-applicable", "-grade", "grading__version__card__release__public_id")
    )
    page = item_page(found, list(claims[:MAXIMUM_ANSWERS]))
    return render(request, "standard/item.html", {"page": page})
