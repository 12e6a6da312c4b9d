"""What the framework answers for addresses under ``/api/`` before or instead of an endpoint.

Django answers bad hosts, failures and the like with pages for people. Here they become problems, in
the one form that all refusals of the API have.
"""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from registry.api.addresses import is_of_the_api
from registry.api.endpoint import complete
from registry.api.errors import PROBLEM_JSON, REQUEST_ID, problem_json
from registry.rules.request_problems import TYPES

BY_STATUS = {
    400: "malformed-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    503: "unavailable",
}
DETAILS = {
    400: "The request could not be understood.",
    404: "No address of the API has this form; /api/v1/ lists all that exist.",
    500: "The answer could not be made. What happened was recorded.",
}


def problems_for_programs(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands outermost, so that it sees what every other middleware answers."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_of_the_api(request) and not (REQUEST_ID in response.headers or _is_page(response)):
            if isinstance(response, HttpResponse) and response.status_code >= 400:
                _make_a_problem(request, response)
            complete(request, response)
        return response

    return middleware


def _is_page(response: HttpResponseBase) -> bool:
    """Whether people are answered: the pages about the API lie beside it."""
    kind = response.headers.get("Content-Type", "")
    return response.status_code < 400 and kind.startswith("text/html")


def _make_a_problem(request: HttpRequest, response: HttpResponse) -> None:
    status = response.status_code
    code = BY_STATUS.get(status, "malformed-request" if status < 500 else "internal-error")
    kind = TYPES[code]
    response.status_code = kind.status
    response.content = problem_json(request, kind, _detail(request, kind.status)).encode()
    response.headers["Content-Type"] = PROBLEM_JSON
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Cache-Control"] = "no-store"
    del response.headers["Content-Encoding"], response.headers["ETag"]


def _detail(request: HttpRequest, status: int) -> str:
    try:
        request.get_host()
    except DisallowedHost:
        return "The Host header names no host that this registry answers to."
    return DETAILS.get(status, TYPES[BY_STATUS.get(status, "internal-error")].cause)
