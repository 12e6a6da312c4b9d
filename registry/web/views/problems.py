"""What the problems of the API mean: the addresses in their ``type``."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.rules.request_problems import TYPES
from registry.web.presenters.problems import problem_page, problems_page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "problems/index.html", {"page": problems_page()})


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    kind = TYPES.get(code)
    if kind is None:
        raise Http404(f"There is no problem {code}.")
    return render(request, "problems/detail.html", {"page": problem_page(kind)})
