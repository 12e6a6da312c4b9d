"""Models and labs side by side; what is compared stands in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.web.presenters.compare_labs import compare_labs
from registry.web.presenters.compare_models import compare_models


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    page = compare_models(request.GET)
    return render(request, "compare/models.html", {"page": page}, status=page.status)


@require_safe
def labs(request: HttpRequest) -> HttpResponse:
    page = compare_labs(request.GET)
    return render(request, "compare/labs.html", {"page": page}, status=page.status)
