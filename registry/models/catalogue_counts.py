"""How many models match a question, and how many of them have each value of each facet.

Counting is bounded: what matches more than ``MOST_COUNTED`` models is told as "more than", without
counts of its values. Only the whole catalogue is always counted exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from registry.models.catalogue import CatalogueEntry
from registry.models.catalogue_chips import CatalogueChip
from registry.models.catalogue_filters import NO_SCORE
from registry.models.labs import Lab
from registry.rules.catalogue.query import Query

MOST_COUNTED = 10_000

# The column behind each facet; "chip" has a table of its own.
COLUMNS: Mapping[str, str] = {
    "lab": "lab",
    "year": "released_on",
    "open_weights": "open_weights",
    "reinforcement_learning": "reinforcement_learning",
    "peer_reviewed": "peer_reviewed",
    "level_min": "level",
    "card": "score",
}
# The parameters that a facet sets: its own values are counted without them.
PARAMETERS: Mapping[str, tuple[str, ...]] = {"year": ("released_after", "released_before")}
FACETS = (*COLUMNS, "chip")

Values = Mapping[str | int, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """``total`` models match, or more where it is not ``exact``.

    ``by_facet`` has the number of models by value of each facet, with the other conditions of the
    question applied; a facet that was not counted is left out. Labs are named by their slug.
    """

    total: int
    exact: bool = True
    by_facet: Mapping[str, Values] = field(default_factory=dict)


def bounded_count(rows: QuerySet[CatalogueEntry]) -> tuple[int, bool]:
    """The number of ``rows`` up to ``MOST_COUNTED``, and whether that is all of them."""
    # The public id stands in the index that filters are answered from; the primary key does not.
    found = rows.order_by().values("public_id")[: MOST_COUNTED + 1].count()
    return min(found, MOST_COUNTED), found <= MOST_COUNTED


def count_whole() -> Counts:
    """The facets of the whole catalogue, counted by the database; linear in its size."""
    entries = CatalogueEntry.objects.order_by()
    by_column = {facet: _tallied(entries, COLUMNS[facet]) for facet in COLUMNS if facet != "card"}
    total = sum(by_column["level_min"].values())
    without = by_column["level_min"].get(NO_SCORE, 0)
    by_year: Counter[str | int] = Counter()
    for day, count in by_column["year"].items():
        by_year[day.year] += count
    by_facet: dict[str, Values] = {
        **by_column,
        "lab": _by_slug(by_column["lab"]),
        "year": by_year,
        "card": {"yes": total - without, "no": without},
        "chip": _tallied(CatalogueChip.objects.order_by(), "slug"),
    }
    return Counts(total, by_facet=by_facet)


def count_matching(query: Query) -> Counts:
    """The facets of what matches ``query``; at most ``MOST_COUNTED`` rows are read for each."""
    columns = [*COLUMNS.values()]
    rows = list(_rows(query).values_list(*columns)[: MOST_COUNTED + 1])
    exact = len(rows) <= MOST_COUNTED
    by_facet: dict[str, Values] = {}
    for place, facet in enumerate(COLUMNS):
        own = [name for name in PARAMETERS.get(facet, (facet,)) if query.values(name)]
        if own:
            others = list(_without(query, own).values_list(columns[place])[: MOST_COUNTED + 1])
            if len(others) <= MOST_COUNTED:
                by_facet[facet] = _values(facet, (row[0] for row in others))
        elif exact:
            by_facet[facet] = _values(facet, (row[place] for row in rows))
    if "lab" in by_facet:
        by_facet["lab"] = _by_slug(by_facet["lab"])
    chips = _without(query, ["chip"])
    if exact and (not query.values("chip") or bounded_count(chips)[1]):
        named = CatalogueChip.objects.filter(entry__in=chips.values("pk"))
        by_facet["chip"] = _tallied(named.order_by(), "slug")
    return Counts(min(len(rows), MOST_COUNTED), exact, by_facet)


def _rows(query: Query) -> QuerySet[CatalogueEntry]:
    return CatalogueEntry.objects.matching(query, all_of_them=True).order_by()


def _without(query: Query, parameters: Iterable[str]) -> QuerySet[CatalogueEntry]:
    for name in parameters:
        query = query.without(name)
    return _rows(query)


def _tallied(rows: QuerySet[Any], column: str) -> dict[Any, int]:
    return dict(rows.values_list(column).annotate(models=Count("*")))


def _values(facet: str, values: Iterable[Any]) -> dict[str | int, int]:
    if facet == "year":
        return Counter(day.year for day in values)
    if facet == "card":
        return Counter("no" if score == NO_SCORE else "yes" for score in values)
    return Counter(values)


def _by_slug(by_id: Values) -> dict[str | int, int]:
    slugs = dict(Lab.objects.filter(pk__in=list(by_id)[:MOST_COUNTED]).values_list("pk", "slug"))
    return {slugs[int(pk)]: count for pk, count in by_id.items() if int(pk) in slugs}
