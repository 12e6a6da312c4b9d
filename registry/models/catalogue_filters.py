"""The conditions of a question, and its orders, in terms of the catalogue's columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Substr
from django.db.models.lookups import Exact

from registry.models.catalogue_chips import CatalogueChip
from registry.models.keyset import Order
from registry.models.labs import Lab
from registry.models.search_index import containing
from registry.rules.catalogue.claim_states import LETTERS, position
from registry.rules.catalogue.parameters import first_day, last_day
from registry.rules.catalogue.query import Condition, Query
from registry.rules.grading.level import Level
from registry.rules.problems import QueryProblem
from registry.rules.standard import load_standard

# The level and score of a model without a card.
NO_SCORE = -1
# Among equals the newest comes first where the largest does, the oldest where the smallest does.
_THEN = ("released_on", "public_id")
ORDERS: Mapping[str, Order] = {
    "-score": Order(("score", *_THEN), descending=True),
    "score": Order(("score", *_THEN)),
    "-released": Order(_THEN, descending=True),
    "released": Order(_THEN),
    "name": Order(("sort_name", "public_id")),
    "-name": Order(("sort_name", "public_id"), descending=True),
    # Undisclosed figures come last both ways: see the columns.
    "-flop": Order(("flop_high", *_THEN), descending=True),
    "flop": Order(("flop_low", *_THEN)),
    "-hours": Order(("hours_high", *_THEN), descending=True),
    "hours": Order(("hours_low", *_THEN)),
    "-cost": Order(("cost_usd_high", *_THEN), descending=True),
    "cost": Order(("cost_usd_low", *_THEN)),
}
# How many unknown values get a hint; each takes a look through all known ones.
MOST_HINTS = 3
MOST_LOOKED_THROUGH = 5_000


def condition(each: Condition, using: str, *, all_of_them: bool) -> Q:
    """The rows of the database ``using`` for which one of the condition's values holds.

    Words are looked up first where that tells how the database finds the rows fastest.
    """
    if each.parameter == "q":
        return containing(Query((each,)).words(), using, all_of_them=all_of_them)
    return _FILTERS[each.parameter](each.values)


def unknown_values(query: Query) -> tuple[QueryProblem, ...]:
    """A problem for each lab and accelerator that the registry does not know."""
    problems: list[QueryProblem] = []
    for name, known in (("lab", Lab.objects.all()), ("chip", CatalogueChip.objects.all())):
        asked = set(query.values(name))
        if not asked:
            continue
        missing = sorted(asked - set(_slugs(known.filter(slug__in=asked))))
        hints = _nearest(missing[:MOST_HINTS], known) if missing else {}
        problems += [
            QueryProblem(
                name,
                "query.unknown_value",
                value,
                "a lab of this registry" if name == "lab" else "an accelerator that a card names",
                hints.get(value),
            )
            for value in missing
        ]
    return tuple(problems)


def _slugs(rows: QuerySet[Lab] | QuerySet[CatalogueChip]) -> QuerySet[Any, str]:
    return rows.order_by("slug").values_list("slug", flat=True).distinct()


def _nearest(
    missing: Sequence[str], known: QuerySet[Lab] | QuerySet[CatalogueChip]
) -> dict[str, str]:
    slugs = list(_slugs(known)[:MOST_LOOKED_THROUGH])
    hints = {}
    for value in missing:
        within = [slug for slug in slugs if value in slug]
        if close := within or get_close_matches(value, slugs, n=1):
            hints[value] = f"Did you mean {close[0]}?"
    return hints


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for each in conditions:
        found |= each
    return found


def _of_labs(slugs: Sequence[str]) -> Q:
    """Of these labs, or of those that they were merged into."""
    named = Lab.objects.filter(slug__in=slugs)
    return Q(lab__in=named.values_list(Coalesce("merged_into", "pk")))


def _has_card(answers: Sequence[str]) -> Q:
    """By the score, which every card has and an index begins with."""
    conditions = {"yes": Q(score__gt=NO_SCORE), "no": Q(score=NO_SCORE)}
    return _any(conditions[answer] for answer in answers)


def _with_chips(slugs: Sequence[str]) -> Q:
    return Q(pk__in=CatalogueChip.objects.filter(slug__in=slugs).values("entry"))


def _answered(values: Sequence[str]) -> Q:
    """``values`` are claims with a status: "cost.final_run:withheld"."""
    return _any(_letter(*value.split(":")) for value in values)


def _letter(claim: str, status: str) -> Q:
    place = Substr(F("claim_states"), _places()[claim] + 1, 1)
    return Q(Exact(place, Value(LETTERS[status])))


@cache
def _places() -> Mapping[str, int]:
    standard = load_standard()
    return {item.claim: position(item.id, standard) for item in standard.items}


_FILTERS: Mapping[str, Callable[[Sequence[str]], Q]] = {
    "lab": _of_labs,
    "chip": _with_chips,
    "released_after": lambda values: Q(released_on__gte=first_day(values[0])),
    "released_before": lambda values: Q(released_on__lte=last_day(values[0])),
    "flop_min": lambda values: Q(flop_high__gte=float(values[0])),
    "flop_max": lambda values: Q(flop_low__lte=float(values[0])),
    "hours_min": lambda values: Q(hours_high__gte=float(values[0])),
    "hours_max": lambda values: Q(hours_low__lte=float(values[0])),
    "cost_min": lambda values: Q(cost_usd_high__gte=float(values[0])),
    "cost_max": lambda values: Q(cost_usd_low__lte=float(values[0])),
    "level_min": lambda values: Q(level__gte=Level[values[0].upper()]),
    "open_weights": lambda values: Q(open_weights__in=values),
    "reinforcement_learning": lambda values: Q(reinforcement_learning__in=values),
    "peer_reviewed": lambda values: Q(peer_reviewed__in=values),
    "card": _has_card,
    "has": lambda claims: _any(_letter(claim, "disclosed") for claim in claims),
    "lacks": lambda claims: _any(_letter(claim, "silent") for claim in claims),
    "status": _answered,
}
