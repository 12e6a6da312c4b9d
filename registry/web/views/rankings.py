"""The history of the league table: all rankings, and what changed between two."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.web.presenters.history import rankings_page
from registry.web.presenters.ranking_difference import ranking_difference_page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = rankings_page(request.GET)
    return render(request, "rankings/index.html", {"page": page}, status=page.status)


@require_safe
def diff(request: HttpRequest) -> HttpResponse:
    page = ranking_difference_page(request.GET)
    return render(request, "rankings/difference.html", {"page": page}, status=page.status)
