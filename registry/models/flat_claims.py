"""Claims of many cards in one list, row by row, in a fixed number of queries.

Which claims there are is read from the catalogue's letters and digits; only the models of one page
are opened. A page may end inside a model, so its cursor has, behind the key of the model, the place
of the claim within it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Substr
from django.db.models.lookups import GreaterThanOrEqual, In

from registry.models.cards import CardContent
from registry.models.catalogue import CatalogueEntry, CatalogueQuerySet
from registry.models.gradings import ClaimGrade
from registry.models.keyset import Cursor, Order, beginning_at
from registry.rules.catalogue.claim_states import LETTERS, grade_position, position
from registry.rules.checking.reading import read_stored
from registry.rules.flat_claims.paths import ClaimPath
from registry.rules.flat_claims.rows import claim_row
from registry.rules.standard import load_standard

ORDERS: Mapping[str, Order] = {
    "model": Order(("public_id",)),
    "-model": Order(("public_id",), descending=True),
    "released": Order(("released_on", "public_id")),
    "-released": Order(("released_on", "public_id"), descending=True),
}
# What no row shows, and what makes an entry large.
_NOT_SHOWN = ("search_text", "summary")


@dataclass(frozen=True)
class ClaimsQuestion:
    """The claims at ``paths`` of the models among ``entries``.

    ``statuses`` are those wanted, all where empty; ``grade_min`` is the lowest grade wanted.
    ``listing`` tells this question and order from all others.
    """

    paths: tuple[ClaimPath, ...]
    entries: CatalogueQuerySet
    order: Order
    listing: str
    statuses: frozenset[str] = frozenset()
    grade_min: int = 0

    def claims_of(self, entry: CatalogueEntry) -> Iterator[int]:
        """The places among ``paths`` at which the card of ``entry`` has a claim that is wanted."""
        for place, path in enumerate(self.paths):
            letter, digit = self._places[path.item.id]
            states = entry.claim_states
            if states[letter] in self._letters and states[digit] >= str(self.grade_min):
                yield place

    @cached_property
    def models(self) -> CatalogueQuerySet:
        """The models with a card that have at least one claim that is wanted."""
        found = self.entries.filter(has_card=True)
        if not (self.statuses or self.grade_min):
            return found
        wanted = Q()
        for item in self._places:
            wanted |= self._condition(item)
        return found.filter(wanted)

    def count(self) -> int:
        """How many rows the whole list has; one query."""
        by_item = {f"n{place}": item for place, item in enumerate(self._places)}
        counted = self.entries.filter(has_card=True).aggregate(
            **{name: Count("pk", filter=self._condition(item)) for name, item in by_item.items()}
        )
        number_of = {item: counted[name] for name, item in by_item.items()}
        return sum(number_of[path.item.id] for path in self.paths)

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Where the letter and the digit of each item stand."""
        standard = load_standard()
        return {
            path.item.id: (position(path.item.id, standard), grade_position(path.item.id, standard))
            for path in self.paths
        }

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(LETTERS[status] for status in self.statuses or LETTERS)

    def _condition(self, item: str) -> Q:
        letter, digit = self._places[item]
        condition = Q(In(Substr(F("claim_states"), letter + 1, 1), sorted(self._letters)))
        if self.grade_min:
            grade = Substr(F("claim_states"), digit + 1, 1)
            condition &= Q(GreaterThanOrEqual(grade, Value(str(self.grade_min))))
        return condition


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """Rows as JSON data in their order; ``next`` is None on the last page."""

    rows: tuple[dict[str, Any], ...]
    next: Cursor | None
    seq: int


def read_claims(
    question: ClaimsQuestion, *, size: int, seq: int, cursor: Cursor | None = None
) -> ClaimsPage:
    """The page of rows that begins after ``cursor``; three queries.

    ``seq`` is the number of the last change; later pages keep the one of the first.
    """
    seq = cursor.seq if cursor else seq
    found = _found(question, size, cursor)
    more, found = len(found) > size, found[:size]
    following = None
    if more:
        entry, place = found[-1]
        following = Cursor(question.listing, (*question.order.key_of(entry), place), seq)
    return ClaimsPage(tuple(_rows(question, found)), following, seq)


def _found(
    question: ClaimsQuestion, size: int, cursor: Cursor | None
) -> list[tuple[CatalogueEntry, int]]:
    """Entries and places of one page and of the row after it."""
    models: QuerySet[CatalogueEntry] = question.models.order_by(*question.order.terms)
    key: tuple[Any, ...] = ()
    given = -1
    if cursor is not None:
        *parts, given = cursor.key
        models = beginning_at(models, question.order, parts)
        key = tuple(parts)
    found: list[tuple[CatalogueEntry, int]] = []
    # Every model has a row, but for the first, whose rows may all have been given.
    shown = models.select_related("lab", "release").defer(*_NOT_SHOWN)
    for entry in shown[: size + 2]:
        continued = bool(key) and _as_told(question.order.key_of(entry)) == key
        found += [
            (entry, place)
            for place in question.claims_of(entry)
            if not (continued and place <= given)
        ]
        if len(found) > size:
            break
    return found


def _as_told(key: Sequence[Any]) -> tuple[Any, ...]:
    """The key as a cursor holds it: dates are text there."""
    return tuple(part.isoformat() if hasattr(part, "isoformat") else part for part in key)


def _rows(
    question: ClaimsQuestion, found: Sequence[tuple[CatalogueEntry, int]]
) -> Iterator[dict[str, Any]]:
    entries = {entry.pk: entry for entry, _ in found}
    items = {question.paths[place].item.id for _, place in found}
    cards = _cards(entries)
    grades = _grades(entries, items)
    for entry, place in found:
        path = question.paths[place]
        # A card that was taken down since the catalogue was read has no row any more.
        if entry.pk not in cards or (entry.pk, path.item.id) not in grades:
            continue
        version, document = cards[entry.pk]
        graded = grades[entry.pk, path.item.id]
        standard = load_standard(graded.grading.standard_version)
        yield {
            "model": entry.public_id,
            "model_name": entry.name,
            "lab": entry.lab.slug,
            "lab_name": entry.lab_name,
            "released": entry.release.released,
            "version": version,
            **claim_row(document, path, graded, entry.figures, standard),
        }


def _cards(entries: Collection[int]) -> dict[int, tuple[int, dict[str, Any]]]:
    """Number and document of the live version by release; each document is read once."""
    stored = CardContent.objects.filter(version__live_on__release__in=entries)
    return {
        release: (number, read_stored(canonical.encode()))
        for release, number, canonical in stored.values_list(
            "version__live_on__release_id", "version__number", "canonical"
        )
    }


def _grades(entries: Collection[int], items: Collection[str]) -> dict[tuple[int, str], ClaimGrade]:
    claims = ClaimGrade.objects.filter(
        grading__current_on__release__in=entries, item__in=items
    ).select_related("grading__current_on")
    return {(claim.grading.current_on.release_id, claim.item): claim for claim in claims}
