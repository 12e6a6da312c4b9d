"""Pages in prose."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.models import Ranking
from registry.models.review.ended import ended_by_year
from registry.web.presenters.prose import about_page, method_page
from registry.web.presenters.sharing import registry_sharing


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "page": about_page(settings.CONTACT_EMAIL, ended_by_year()),
        "sharing": registry_sharing(Ranking.objects.current().first()),
    }
    return render(request, "pages/about.html", context)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/method.html", {"page": method_page()})
