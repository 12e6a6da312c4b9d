"""Addresses under ``/api/`` that lead nowhere, but for a slash too many or too few."""

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.csrf import csrf_exempt

from registry.api.addresses import API
from registry.api.endpoint import complete, moved_response
from registry.api.errors import RequestRefused, problem_response


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """A redirect where the address exists with or without its last slash, else 404."""
    meant = _meant(request.path_info)
    if meant:
        query = iri_to_uri(request.META.get("QUERY_STRING", ""))
        response = moved_response(f"{meant}?{query}" if query else meant)
    else:
        response = problem_response(request, nothing_here())
    complete(request, response)
    return response


def nothing_here() -> RequestRefused:
    return RequestRefused(
        "not-found", "No address of the API has this form; /api/v1/ lists those that exist."
    )


def _meant(path: str) -> str | None:
    if path == API:
        return reverse("api:index")
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    try:
        # What resolves is made of slugs and numbers: safe in a header.
        return other if resolve(other).func is not unknown else None
    except Resolver404:
        return None
