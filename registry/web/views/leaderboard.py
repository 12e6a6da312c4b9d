"""The current ranking and the permanent addresses of all."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from registry.models import Ranking
from registry.web.presenters.leaderboard import leaderboard, ranking_page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = leaderboard(Ranking.objects.current().first())
    return render(request, "leaderboard/index.html", {"page": page})


@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    ranking = get_object_or_404(Ranking, number=number)
    is_current = Ranking.objects.current().filter(number=number).exists()
    page = ranking_page(ranking, is_current=is_current)
    return render(request, "rankings/detail.html", {"page": page})


@require_safe
def of_day(request: HttpRequest, day: date) -> HttpResponse:
    """The last ranking made for a day; its permanent address has the number."""
    ranking = Ranking.objects.filter(as_of=day).newest_first().first()
    if ranking is None:
        raise Http404(f"No ranking was made on {day}.")
    return redirect(ranking)
