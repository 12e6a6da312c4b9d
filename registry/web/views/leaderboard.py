"""The current ranking and the permanent addresses of all."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from registry.models import Ranking
from registry.models.stored_text import current_ranking, latest_change
from registry.web.kept_pages import kept_page
from registry.web.presenters.heads import home_head, ranking_head
from registry.web.presenters.leaderboard import leaderboard, ranking_page
from registry.web.presenters.sharing import ranking_sharing


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    def compose() -> HttpResponse:
        ranking = Ranking.objects.current().first()
        context = {"page": leaderboard(ranking), "head": home_head(ranking)}
        return render(request, "leaderboard/index.html", context)

    return kept_page("leaderboard", (current_ranking(), latest_change()), compose)


@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    ranking = get_object_or_404(Ranking, number=number)
    is_current = Ranking.objects.current().filter(number=number).exists()
    context = {
        "page": ranking_page(ranking, is_current=is_current),
        "head": ranking_head(ranking),
        "sharing": ranking_sharing(ranking),
    }
    return render(request, "rankings/detail.html", context)


@require_safe
def of_day(request: HttpRequest, day: date) -> HttpResponse:
    """The last ranking made for a day; its permanent address has the number."""
    ranking = Ranking.objects.filter(as_of=day).newest_first().first()
    if ranking is None:
        raise Http404(f"No ranking was made on {day}.")
    return redirect(ranking)
