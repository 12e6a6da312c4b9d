"""Reading a question to the catalogue from a request, and from the form of the search page.

A form in a browser sends every field, the empty ones too, and one parameter for each ticked box,
where an address uses commas. ``from_form`` turns what it sends into the parameters of an address.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.http import HttpRequest

from registry.models.catalogue_filters import unknown_values
from registry.rules.catalogue.query import Query, read, split
from registry.rules.errors import QueryInvalid
from registry.rules.problems import QueryProblem

CURSOR = "cursor"
# Sent by the form alone: that it is one, conditions it only carries along, and a new claim.
FORM, KEPT, WAY, CLAIM = "form", "kept", "way", "claim"
# Ticked boxes of one name are alternatives.
TICKED = ("card", "lab", "chip", "open_weights", "reinforcement_learning", "peer_reviewed")

Parameters = Mapping[str, Sequence[str]]


def parameters_of(request: HttpRequest) -> dict[str, list[str]]:
    """The parameters of the address; raises ``QueryInvalid`` where they cannot be read at all."""
    try:
        # WSGI hands bytes over as Latin-1.
        text = request.META.get("QUERY_STRING", "").encode("latin-1").decode()
    except UnicodeError:
        expected = "percent-encoded UTF-8"
        problem = QueryProblem("query string", "query.text", "other bytes", expected)
        raise QueryInvalid((problem,)) from None
    return split(text)


def read_question(parameters: Parameters, *, also: Collection[str] = ()) -> Query:
    """The question; raises ``QueryInvalid`` also for labs and accelerators that nobody knows."""
    query, problems = read(parameters, also=also)
    problems += unknown_values(query)
    if problems:
        raise QueryInvalid(problems)
    return query


def from_form(parameters: Parameters) -> dict[str, list[str]]:
    """What the form sent, as the parameters of an address."""
    given = {
        name: [text for text in texts if text.strip()]
        for name, texts in parameters.items()
        if name not in (FORM, KEPT, WAY, CLAIM)
    }
    for name in TICKED:
        if name in given:
            given[name] = [",".join(given[name])]
    given = {name: texts for name, texts in given.items() if any(texts)}
    for text in parameters.get(KEPT, ()):
        name, _, value = text.partition("=")
        given.setdefault(name, []).append(value)
    claim = "".join(parameters.get(CLAIM, ())[:1])
    if claim:
        name, _, status = "".join(parameters.get(WAY, ())[:1]).partition(":")
        given.setdefault(name, []).append(f"{claim}:{status}" if status else claim)
    return given
