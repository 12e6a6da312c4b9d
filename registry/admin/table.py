"""What the console shows of a table, and what of it is closed: each column is of one kind.

A column that is of none is a fault which a test finds, so that a new one is never shown by chance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Field, Model, Q


@dataclass(frozen=True)
class Veil:
    """In rows that fulfil ``rows``, also ``columns`` are closed, and nothing finds them.

    For drafts, which nobody handed to the registry yet; and for referees who were asked, of whose
    number an administrator knows nothing.
    """

    rows: Q
    is_over: Callable[[Any], bool]
    columns: frozenset[str]


@dataclass(frozen=True)
class Table:
    """One table of the registry in the console.

    Kinds of columns: ``shown`` as they are; ``named``, keys of the record shown as the name behind
    them; ``people``, whom the row is about or from, under a pseudonym that holds within one
    submission; ``sealed``, of which the length is told; ``never``, of which nothing is.
    ``columns`` are those of the list. Only what is shown is searched, filtered and ordered by.
    Where ``names_people`` says so of a row, its people are named after all.
    ``submission`` is the way from a row to its submission, by whose address it is found. Rows
    without a page of their own have a key that says too much.
    """

    model: type[Model]
    name: str
    shown: tuple[str, ...]
    columns: tuple[str, ...]
    named: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    dates: str = ""
    submission: str = ""
    joins: tuple[str, ...] = ()
    title: Callable[[Any], str] = lambda row: str(row.pk)
    has_pages: bool = True
    veil: Veil | None = None
    names_people: Callable[[Any], bool] = lambda row: False

    @cached_property
    def fields(self) -> tuple[Field[Any, Any], ...]:
        return tuple(self.model._meta.concrete_fields)  # noqa: SLF001 - Django's own way to ask

    @property
    def confidential(self) -> frozenset[str]:
        """The columns whose content no page of the lists shows."""
        return self.people | self.sealed | self.never

    @property
    def searched(self) -> tuple[str, ...]:
        """What the search looks at; a submission is found by its whole address."""
        address = (f"{self.submission}__public_id__exact",) if self.submission else ()
        return (*self.search, *address)


def table(
    model: type[Model],
    name: str,
    *,
    shown: str,
    columns: str = "",
    named: str = "",
    people: str = "",
    sealed: str = "",
    never: str = "",
    search: str = "",
    filters: str = "",
    joins: str = "",
    **options: Any,
) -> Table:
    """A table whose columns are named in words apart; the list has those shown unless told else."""
    return Table(
        model=model,
        name=name,
        shown=tuple(shown.split()),
        columns=tuple((columns or shown).split()),
        named=frozenset(named.split()),
        people=frozenset(people.split()),
        sealed=frozenset(sealed.split()),
        never=frozenset(never.split()),
        search=tuple(search.split()),
        filters=tuple(filters.split()),
        joins=tuple(joins.split()),
        **options,
    )
