"""The search page: the form, the models found, and the ways on from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from django.core.cache import caches

from registry.models import CatalogueEntry, Change, RegistryState
from registry.models.catalogue_counts import Counts, bounded_count, count_matching, count_whole
from registry.models.catalogue_filters import ORDERS
from registry.models.keyset import Cursor, Page, read_cursor, read_page
from registry.rules.catalogue.parameters import PARAMETERS
from registry.rules.catalogue.query import DEFAULT_SORT, Query, split
from registry.rules.numerals import date_text
from registry.rules.problems import QueryProblem, shown
from registry.web.model_question import Parameters
from registry.web.presenters.model_filters import Filling, address, offered, search_form
from registry.web.presenters.model_rows import model_row
from registry.web.presenters.model_words import LABELS, Names, condition_words, names_of
from registry.web.view_models.model_search import (
    Chip,
    Fault,
    Found,
    Heading,
    Pager,
    Relaxation,
    SearchPage,
    SortLink,
    anchor_of,
)

ROWS = 50
# A count is worth its time until something changes, and no longer than this (seconds).
COUNTS_KEPT = 3600
# In each process: counts are read at every search, and a key never means two things.
COUNTS = caches["process"]
MOST_RELAXATIONS = 5
# Conditions that only a card can meet.
OF_CARDS = frozenset(
    {
        *("chip", "flop_min", "flop_max", "hours_min", "hours_max", "cost_min", "cost_max"),
        *("level_min", "has", "lacks", "status"),
    }
)


def search_page(query: Query, token: str | None) -> SearchPage:
    """The answer to a question, from the place that a cursor names; ``QueryInvalid`` if none."""
    listing = f"models {query.fingerprint}"
    cursor = read_cursor(token, listing=listing) if token is not None else None
    seq = Change.objects.last_seq()
    whole = _whole(seq)
    counts = _counts(query, whole, seq)
    page = read_page(
        CatalogueEntry.objects.matching(query).only("summary", *ORDERS[query.sort].columns),
        ORDERS[query.sort],
        size=ROWS,
        listing=listing,
        seq=seq,
        cursor=cursor,
    )
    parameters = split(query.text)
    names = _names(whole, counts, parameters, query)
    found = _found(query, page, counts, whole, names, seq, is_later=cursor is not None)
    return _page(Filling(parameters, query, whole, counts, names, {}), found=found)


def faulty_page(parameters: Parameters, problems: Sequence[QueryProblem]) -> SearchPage:
    """The form as it was filled in, with what is wrong with it."""
    whole = _whole(Change.objects.last_seq())
    nothing_counted = Counts(0)
    names = _names(whole, nothing_counted, parameters, None)
    errors = {problem.parameter: _sentence(problem) for problem in reversed(problems)}
    filling = Filling(parameters, None, whole, nothing_counted, names, errors)
    return _page(filling, faults=tuple(map(_fault, problems)))


def _page(
    filling: Filling, *, found: Found | None = None, faults: tuple[Fault, ...] = ()
) -> SearchPage:
    listed_until = RegistryState.objects.values_list("releases_listed_until", flat=True).first()
    whole = filling.whole
    return SearchPage(
        form=search_form(filling),
        models=whole.total,
        carded=whole.by_facet["card"].get("yes", 0),
        labs=len(whole.by_facet["lab"]),
        listed_until=date_text(listed_until.isoformat()) if listed_until else "an unknown day",
        faults=faults,
        found=found,
    )


def _fault(problem: QueryProblem) -> Fault:
    """Leads to the field of the form, where it has one of that name."""
    has_field = problem.parameter in PARAMETERS
    claims = problem.parameter in {"has", "lacks", "status"}
    anchor = anchor_of("claim" if claims else problem.parameter) if has_field else ""
    label = LABELS.get(problem.parameter)
    message = (
        f"{label}: found {shown(problem.found)}, expected {problem.expected}."
        if label
        else problem.message
    )
    return Fault(message, problem.hint or "", anchor)


def _sentence(problem: QueryProblem) -> str:
    return " ".join(filter(None, (f"Expected {problem.expected}.", problem.hint)))


def _whole(seq: int) -> Counts:
    return cast(Counts, COUNTS.get_or_set(f"models.whole.{seq}", count_whole, COUNTS_KEPT))


def _counts(query: Query, whole: Counts, seq: int) -> Counts:
    if not query.conditions:
        return whole
    key = f"models.{seq}.{query.sorted_by(DEFAULT_SORT).fingerprint}"
    return cast(Counts, COUNTS.get_or_set(key, lambda: count_matching(query), COUNTS_KEPT))


def _names(whole: Counts, counts: Counts, parameters: Parameters, query: Query | None) -> Names:
    """The names of all labs and accelerators that the page speaks of."""
    asked = {name: set(query.values(name)) if query else set() for name in ("lab", "chip")}
    labs, chips = (
        {value for values in offered(whole, counts, parameters, name) for value in values}
        | asked[name]
        for name in ("lab", "chip")
    )
    return names_of(labs=labs, chips=chips)


def _found(
    query: Query,
    page: Page[CatalogueEntry],
    counts: Counts,
    whole: Counts,
    names: Names,
    seq: int,
    *,
    is_later: bool,
) -> Found:
    without = whole.by_facet["card"].get("no", 0)
    misses_some = without and not query.values("card") and OF_CARDS & _parameters(query)
    return Found(
        rows=tuple(model_row(json.loads(entry.summary)) for entry in page.rows),
        total=f"{counts.total:,}" if counts.exact else f"more than {counts.total:,}",
        is_everything=not query.conditions,
        chips=_chips(query, names),
        clear_url=address(Query(sort=query.sort)),
        headings=_headings(query),
        pager=Pager(
            first=address(query) if is_later else "",
            previous=_page_address(query, page.previous),
            next=_page_address(query, page.next),
        ),
        csv_url=address(query, "models-csv"),
        json_url=address(query, "models-json"),
        relaxations=_relaxations(query, names) if not counts.total else (),
        without_card=f"{without:,}" if misses_some else "",
        without_card_url=address(Query().with_alternative("card", "no")),
        changed_since=page.seq != seq,
    )


def _chips(query: Query, names: Names) -> tuple[Chip, ...]:
    return tuple(
        Chip(
            condition_words(each.parameter, value, names),
            address(query.without(each.parameter, value)),
            is_alternative=place > 0,
        )
        for each in query.conditions
        for place, value in enumerate(each.values)
    )


def _parameters(query: Query) -> frozenset[str]:
    return frozenset(each.parameter for each in query.conditions)


def _page_address(query: Query, cursor: Cursor | None) -> str:
    return address(query, cursor=cursor.token) if cursor else ""


def _headings(query: Query) -> tuple[Heading, ...]:
    return (
        Heading(links=(_sort_link(query, "name", "Model"),)),
        Heading(links=(_sort_link(query, "-released", "Released"),)),
        Heading(
            "Compute",
            (_sort_link(query, "-flop", "by FLOP"), _sort_link(query, "-hours", "by hours")),
        ),
        Heading(links=(_sort_link(query, "-cost", "Cost"),)),
        Heading("Accelerators"),
        Heading(links=(_sort_link(query, "-score", "Score"),), is_number=True),
    )


def _sort_link(query: Query, sort: str, text: str) -> SortLink:
    """Sorts by the column; where that is in force, the other way round."""
    other = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    direction = "descending" if query.sort.startswith("-") else "ascending"
    return SortLink(
        text,
        address(query.sorted_by(other if query.sort == sort else sort)),
        direction if query.sort in (sort, other) else "",
    )


def _relaxations(query: Query, names: Names) -> tuple[Relaxation, ...]:
    """How many models match without one of the conditions, if any do."""
    found = []
    for each in query.conditions[:MOST_RELAXATIONS]:
        others = query
        for value in each.values:
            others = others.without(each.parameter, value)
        total, exact = bounded_count(CatalogueEntry.objects.matching(others, all_of_them=True))
        if total:
            words = " or ".join(condition_words(each.parameter, v, names) for v in each.values)
            count = f"{total:,}" if exact else f"more than {total:,}"
            models = f"{count} {'model' if total == 1 else 'models'}"
            found.append(Relaxation(words, address(others), models))
    return tuple(found)
