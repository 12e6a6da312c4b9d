"""Walking through a long list page by page, at the same cost on every page.

A page begins after the last row of the one before it, found by the values it was sorted by, not
counted from the start. An order ends on a column that is unique and has no nullable one, so no row
is left out or shown twice, however many are equal in the first column; all its columns run in one
direction, so that one comparison of rows walks one index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import BooleanField, Expression, F, Field, Func, Model, QuerySet, Value

from registry.rules.errors import QueryInvalid
from registry.rules.problems import QueryProblem

Row = TypeVar("Row", bound=Model)

# Changed when a cursor would be read differently; earlier ones are then refused.
SALT = "registry.keyset.1"
LONGEST_CURSOR = 2000


@dataclass(frozen=True, slots=True)
class Order:
    """A total order: columns that are never null, the last of them unique."""

    columns: tuple[str, ...]
    descending: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """The order as ``order_by`` takes it."""
        return tuple(f"-{name}" for name in self.columns) if self.descending else self.columns

    @property
    def reverse(self) -> Order:
        return replace(self, descending=not self.descending)

    def key_of(self, row: Model) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in self.columns)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in one list. ``listing`` tells the list, its question and order from all others.

    ``seq`` is the number of the last change when the first page was read.
    """

    listing: str
    key: tuple[Any, ...]
    seq: int
    backward: bool = False

    @property
    def token(self) -> str:
        """The cursor as text for an address, signed; the same for the same place."""
        key = [value.isoformat() if isinstance(value, date) else value for value in self.key]
        parts = [self.listing, key, self.seq, self.backward]
        return signing.Signer(salt=SALT).sign_object(parts, compress=True)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page, in order; a cursor is None where nothing lies in its direction."""

    rows: tuple[Row, ...]
    previous: Cursor | None
    next: Cursor | None
    seq: int


def read_cursor(token: str, *, listing: str) -> Cursor:
    """The cursor that this registry gave out for ``listing``.

    Raises ``QueryInvalid`` for one that is forged, cut off or was given out for another question.
    """
    try:
        if len(token) > LONGEST_CURSOR:
            raise signing.BadSignature
        told, key, seq, backward = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise _refusal(token, "a cursor as this registry gave it out") from None
    if told != listing:
        raise _refusal(token, "a cursor given out for exactly these filters and this order")
    return Cursor(told, tuple(key), seq, backward)


def _refusal(token: str, expected: str) -> QueryInvalid:
    hint = "Leave the cursor out to begin with the first page."
    found = token.encode("utf-8", "backslashreplace").decode()[:LONGEST_CURSOR]
    return QueryInvalid((QueryProblem("cursor", "query.cursor", found, expected, hint),))


def read_page(
    rows: QuerySet[Row],
    order: Order,
    *,
    size: int,
    listing: str,
    seq: int,
    cursor: Cursor | None = None,
) -> Page[Row]:
    """The page of ``rows`` that begins after ``cursor``, or ends before it; one query.

    ``seq`` is the number of the last change; later pages keep the one of the first.
    """
    backward = cursor is not None and cursor.backward
    walked = order.reverse if backward else order
    seq = cursor.seq if cursor else seq
    if cursor is not None:
        rows = rows.filter(_Beyond(rows.model, walked, cursor.key))
    found = list(rows.order_by(*walked.terms)[: size + 1])
    more = len(found) > size
    del found[size:]
    if backward:
        found.reverse()
    came_from = cursor is not None and bool(found)

    def at(row: Row, *, back: bool) -> Cursor:
        return Cursor(listing, order.key_of(row), seq, back)

    return Page(
        rows=tuple(found),
        previous=at(found[0], back=True) if came_from and (more or not backward) else None,
        next=at(found[-1], back=False) if (backward and found) or (more and found) else None,
        seq=seq,
    )


def beginning_at(rows: QuerySet[Row], order: Order, key: Sequence[Any]) -> QuerySet[Row]:
    """The rows from the one with ``key`` on, itself included, in ``order``."""
    return rows.filter(_Beyond(rows.model, order, key, inclusive=True)).order_by(*order.terms)


class _Beyond(Func):
    """The comparison of rows ``(a, b) > (x, y)``, which walks an index on (a, b)."""

    output_field = BooleanField()
    conditional = True
    template = "%(expressions)s"

    def __init__(
        self, model: type[Model], order: Order, key: Sequence[Any], *, inclusive: bool = False
    ) -> None:
        fields = [_column(model, name) for name in order.columns]
        values: list[Expression] = [
            Value(field.to_python(value), output_field=field)
            for field, value in zip(fields, key, strict=True)
        ]
        sign = "<" if order.descending else ">"
        self.arg_joiner = f" {sign}= " if inclusive else f" {sign} "
        super().__init__(_RowOf(*map(F, order.columns)), _RowOf(*values))


def _column(model: type[Model], name: str) -> Field[Any, Any]:
    field = model._meta.get_field(name)  # noqa: SLF001 - a public interface of Django
    assert isinstance(field, Field)  # noqa: S101 - orders are of columns
    return field


class _RowOf(Func):
    """Several values compared as one."""

    output_field = BooleanField()
    template = "(%(expressions)s)"
    arg_joiner = ", "
