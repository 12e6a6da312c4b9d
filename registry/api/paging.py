"""Lists page by page: the envelope, the address of the next page, the validator."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from registry.api.addresses import absolute
from registry.api.answers import (
    LATEST,
    Answer,
    Body,
    envelope,
    json_list,
    json_text,
    lasting_validator,
    state_validator,
)
from registry.api.fields import chosen
from registry.api.parameters import DEFAULT_LIMIT, Asked
from registry.models.keyset import Cursor, Order, Page, Row, read_cursor, read_page
from registry.models.stored_text import latest_change


@dataclass(frozen=True, slots=True)
class Listing:
    """One page as JSON texts, and what ``meta`` says besides.

    ``following`` are the parameters of the next page, empty on the last.
    """

    rows: Iterable[str]
    following: Mapping[str, str | int]
    seq: int
    meta: Mapping[str, Any] = field(default_factory=dict)


def object_answer(
    path: str,
    asked: Asked,
    write: Callable[[], Mapping[str, Any]],
    seq: int,
    *,
    visits: int = 0,
) -> Answer:
    """The answer of one thing that is as it is after change ``seq``.

    ``visits`` is the number of the last visit of the evidence checker, for what tells of visits.
    """
    return Answer(
        state_validator(seq, f"{path}?{asked.question}", visits=visits),
        lambda: Body(envelope(json_text(chosen(write(), asked)), seq=seq)),
    )


def lasting_answer(
    path: str,
    asked: Asked,
    write: Callable[[], Mapping[str, Any]],
    states: Iterable[str],
    caching: str = LATEST,
) -> Answer:
    """The answer of one thing that stays the same as long as ``states`` do.

    It names no change in ``meta``: others do not touch it.
    """
    return Answer(
        lasting_validator(f"{path}?{asked.question}", *states),
        lambda: Body(envelope(json_text(chosen(write(), asked)))),
        caching,
    )


def list_answer(path: str, asked: Asked, write: Callable[[int], Listing]) -> Answer:
    """The answer of a list at ``path``; ``write`` is given the number of the last change."""
    seq = latest_change()

    def body() -> Body:
        listing = write(seq)
        links = {"first": _with_query(absolute(path), asked.query(cursor=""))}
        if listing.following:
            links["next"] = next_address(path, asked, listing.following)
        text = envelope(
            json_list(listing.rows),
            seq=listing.seq,
            following=links.get("next", ""),
            **listing.meta,
        )
        return Body(text, links)

    return Answer(state_validator(seq, f"{path}?{asked.question}"), body)


def next_address(path: str, asked: Asked, following: Mapping[str, str | int]) -> str:
    """The address of the page with the parameters ``following``; "" where there are none."""
    return _with_query(absolute(path), asked.query(**following)) if following else ""


def page_of(
    rows: QuerySet[Row], order: Order, asked: Asked, *, listing: str, seq: int
) -> Page[Row]:
    """The page that was asked for; ``listing`` tells the list and its question from all others."""
    size = asked.values.get("limit", DEFAULT_LIMIT)
    cursor = cursor_of(asked, listing)
    return read_page(rows, order, size=size, listing=listing, seq=seq, cursor=cursor)


def cursor_of(asked: Asked, listing: str) -> Cursor | None:
    token = asked.values.get("cursor")
    return None if token is None else read_cursor(token, listing=listing)


def listing_of(page: Page[Row], rows: Iterable[str], **meta: Any) -> Listing:
    """The rows of ``page`` as they were written."""
    following = {"cursor": page.next.token} if page.next else {}
    return Listing(rows, following, page.seq, meta)


def written(rows: Iterable[Mapping[str, Any]], asked: Asked) -> Iterator[str]:
    """Rows as JSON, with the fields that were asked for."""
    return (json_text(chosen(row, asked)) for row in rows)


def count_of(asked: Asked, rows: QuerySet[Any]) -> dict[str, int]:
    """``meta.count`` where it was asked for."""
    return {"count": rows.count()} if asked.values.get("count") else {}


def _with_query(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
