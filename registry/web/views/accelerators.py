"""The registry's table of accelerators."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.rules.accelerators.table import load_accelerators
from registry.web.presenters.accelerators import accelerator_page, accelerators_page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "accelerators/index.html", {"page": accelerators_page()})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    row = load_accelerators().by_id.get(slug)
    if row is None:
        raise Http404(f"The table has no accelerator {slug}.")
    return render(request, "accelerators/detail.html", {"page": accelerator_page(row)})
