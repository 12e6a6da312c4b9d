"""Pages about the API, for people who write programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.web.presenters.api_pages import api_page, notebook_page, stability_page
from registry.web.presenters.playground import playground_page


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    return render(request, "api/reference.html", {"page": api_page()})


@require_safe
def stability(request: HttpRequest) -> HttpResponse:
    return render(request, "api/stability.html", {"page": stability_page()})


@require_safe
def notebook(request: HttpRequest) -> HttpResponse:
    return render(request, "api/notebook.html", {"page": notebook_page()})


@require_safe
def playground(request: HttpRequest) -> HttpResponse:
    return render(request, "api/playground.html", {"page": playground_page(request.GET)})
