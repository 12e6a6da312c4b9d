"""Searching the models: the page, and the same answer as CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry.exporters import csv_text
from registry.exporters.catalogue import catalogue_csv, catalogue_json
from registry.models import CatalogueEntry, Change
from registry.rules.catalogue.query import Query
from registry.rules.errors import QueryInvalid
from registry.web.model_question import (
    CURSOR,
    FORM,
    Parameters,
    from_form,
    parameters_of,
    read_question,
)
from registry.web.presenters.model_filters import address
from registry.web.presenters.model_search import faulty_page, search_page

AT_ONCE = 500
CACHING = "public, max-age=60, stale-while-revalidate=600"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    parameters: Parameters = {}
    try:
        parameters = parameters_of(request)
        is_form = FORM in parameters
        if is_form:
            parameters = from_form(parameters)
        query = read_question(parameters, also={CURSOR})
        if is_form:
            return redirect(address(query))
        page = search_page(query, next(iter(parameters.get(CURSOR, ())), None))
    except QueryInvalid as refused:
        faulty = faulty_page(parameters, refused.problems)
        return render(request, "models/index.html", {"page": faulty}, status=400)
    return render(request, "models/index.html", {"page": page})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Every model that matches, one line each."""
    try:
        query = read_question(parameters_of(request))
    except QueryInvalid as refused:
        lines = [" ".join(filter(None, (p.message, p.hint))) for p in refused.problems]
        return HttpResponse("\n".join(lines) + "\n", status=400, content_type="text/plain")
    return _download(catalogue_csv(_summaries(query)), csv_text.CONTENT_TYPE, query, "csv")


@require_safe
def as_json(request: HttpRequest) -> HttpResponseBase:
    """Every model that matches, as the lists of the registry describe it."""
    try:
        query = read_question(parameters_of(request))
    except QueryInvalid as refused:
        return _problem(refused)
    seq = Change.objects.last_seq()
    content = catalogue_json(_summaries(query), question=query.text, seq=seq)
    return _download(content, "application/json", query, "json")


def _summaries(query: Query) -> Iterator[str]:
    """Read from the database while they are sent."""
    entries = CatalogueEntry.objects.matching(query, all_of_them=True).in_order(query.sort)
    return entries.values_list("summary", flat=True).iterator(AT_ONCE)


def _download(
    content: Iterator[str], content_type: str, query: Query, suffix: str
) -> StreamingHttpResponse:
    part = f"-{query.fingerprint}" if query.conditions else ""
    name = f"models-{datetime.now(UTC):%Y-%m-%d}{part}.{suffix}"
    response = StreamingHttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = CACHING
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _problem(refused: QueryInvalid) -> HttpResponse:
    """Problem details (RFC 9457), as the API has them."""
    body = {
        "type": reverse("problem:detail", args=["invalid-parameters"]),
        "title": "Parameters cannot be used",
        "status": 400,
        "errors": [
            {"parameter": p.parameter, "code": p.code, "message": p.message, "hint": p.hint or ""}
            for p in refused.problems
        ],
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=400, content_type="application/problem+json"
    )
