"""Pages in prose."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.web.presenters.prose import about_page, method_page


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html", {"page": about_page(settings.CONTACT_EMAIL)})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/method.html", {"page": method_page()})
