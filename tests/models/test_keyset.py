"""Every row once, forwards and backwards, whatever is equal; and only our own cursors."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import CatalogueEntry
from registry.models.catalogue_filters import ORDERS
from registry.models.keyset import SALT, Cursor, Page, read_cursor, read_page
from registry.rules.catalogue.parameters import SORTS
from registry.rules.errors import QueryInvalid
from tests.factories.catalogue import add_entries

LISTING = "models of the tests"
CURSOR = Cursor(LISTING, (5, date(2025, 1, 2), "a/b"), seq=7)


def page(sort: str, cursor: Cursor | None, *, size: int = 100) -> Page[CatalogueEntry]:
    if cursor is not None:
        cursor = read_cursor(cursor.token, listing=LISTING)
    return read_page(
        CatalogueEntry.objects.all(), ORDERS[sort], size=size, listing=LISTING, seq=7, cursor=cursor
    )


def walk(sort: str, *, size: int = 100) -> list[Page[CatalogueEntry]]:
    pages = [page(sort, None, size=size)]
    while pages[-1].next:
        assert len(pages) < 1_000
        pages.append(page(sort, pages[-1].next, size=size))
    return pages


def ids(pages: list[Page[CatalogueEntry]]) -> list[str]:
    return [entry.public_id for each in pages for entry in each.rows]


def test_every_order_that_can_be_asked_for_exists() -> None:
    assert set(ORDERS) == set(SORTS)


@pytest.mark.django_db
@pytest.mark.parametrize("sort", SORTS)
def test_every_row_is_met_once_in_every_order(sort: str) -> None:
    expected = list(CatalogueEntry.objects.in_order(sort).values_list("public_id", flat=True))
    assert ids(walk(sort, size=37)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["score", "-score"])
def test_three_thousand_equal_scores_are_met_once_in_both_directions(sort: str) -> None:
    add_entries(3_000, has_card=True, score=50_000_000_000, level=0, released_on=date(2025, 1, 1))
    forwards = walk(sort)
    met = ids(forwards)
    assert len(met) == len(set(met)) == CatalogueEntry.objects.count()
    backwards = [forwards[-1]]
    while backwards[0].previous:
        backwards.insert(0, page(sort, backwards[0].previous))
    assert ids(backwards) == met
    assert backwards[0].next is not None


@pytest.mark.django_db
def test_a_row_added_or_taken_away_does_not_move_the_others() -> None:
    first = page("name", None, size=10)
    CatalogueEntry.objects.filter(pk=first.rows[-1].pk).update(sort_name="zzzz")
    CatalogueEntry.objects.filter(pk=first.rows[0].pk).update(sort_name=" ")
    expected = CatalogueEntry.objects.in_order("name").values_list("public_id", flat=True)
    assert ids([page("name", first.next, size=10)]) == list(expected[9:19])


@pytest.mark.django_db
def test_the_ends_have_no_further_page() -> None:
    pages = walk("name", size=100)
    assert pages[0].previous is None
    assert pages[-1].next is None
    assert all(each.previous for each in pages[1:])
    (whole,) = walk("name", size=1_000)
    assert whole.previous is whole.next is None


@pytest.mark.django_db
def test_later_pages_keep_the_number_of_the_change_seen_first() -> None:
    first = page("name", None, size=10)
    second = read_page(
        CatalogueEntry.objects.all(),
        ORDERS["name"],
        size=10,
        listing=LISTING,
        seq=99,
        cursor=first.next,
    )
    assert (first.seq, second.seq) == (7, 7)


@pytest.mark.django_db
@pytest.mark.parametrize("sort", SORTS)
def test_a_list_and_any_page_of_it_walk_an_index(sort: str) -> None:
    add_entries(3_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_catalogueentry")
    order = ORDERS[sort]
    middle = order.key_of(CatalogueEntry.objects.in_order(sort)[1_700])
    with CaptureQueriesContext(connection) as captured:
        page(sort, None)
        page(sort, Cursor(LISTING, middle, seq=7))
        page(sort, Cursor(LISTING, middle, seq=7, backward=True))
    assert len(captured) == 3
    plans = [plan_of(query["sql"]) for query in captured]
    for plan in plans:
        assert "catalogue_by_" in plan
        assert not re.search("TEMP B-TREE|Sort|Seq Scan", plan)
    for plan in plans[1:]:
        assert re.search(r"Index Cond: \(ROW|SEARCH .*[<>]", plan)


def plan_of(sql: str) -> str:
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a:b:c",
        CURSOR.token[:-1],
        CURSOR.token[1:],
        CURSOR.token.swapcase(),
        CURSOR.token + "x",
        signing.Signer(salt="another").sign_object([LISTING, [1], 1, False]),
        # Signed with the time; without a name of its own each process would name it otherwise.
        pytest.param(signing.dumps([LISTING, [1], 1, False], salt=SALT), id="signed with a time"),
        "\ud800",
        "é" * 10,
        "x" * 100_000,
    ],
)
def test_a_forged_or_damaged_cursor_is_refused(token: str) -> None:
    with pytest.raises(QueryInvalid) as refused:
        read_cursor(token, listing=LISTING)
    (problem,) = refused.value.problems
    assert problem.code == "query.cursor"
    assert problem.hint == "Leave the cursor out to begin with the first page."
    assert problem.message.encode()


def test_a_cursor_of_another_question_is_refused() -> None:
    with pytest.raises(QueryInvalid) as refused:
        read_cursor(CURSOR.token, listing="another question")
    assert "exactly these filters and this order" in refused.value.problems[0].expected


def test_a_cursor_is_the_same_text_for_the_same_place() -> None:
    assert read_cursor(CURSOR.token, listing=LISTING).token == CURSOR.token
    tokens = {CURSOR.token, Cursor(LISTING, CURSOR.key, 8).token, Cursor("x", CURSOR.key, 7).token}
    assert len(tokens) == 3
    assert all(len(token) < 300 for token in tokens)
