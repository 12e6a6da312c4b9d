"""Claims of all models row by row: every one once, in pages of any size, at a fixed cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.actions import publication
from registry.models import Actor, CatalogueEntry, ClaimGrade
from registry.models.catalogue import CatalogueEntry as Entry
from registry.models.flat_claims import ORDERS, ClaimsPage, ClaimsQuestion, read_claims
from registry.models.keyset import read_cursor
from registry.rules.catalogue.claim_states import status_of
from registry.rules.flat_claims.paths import ClaimPath, parse_claim_path
from registry.rules.standard import load_standard
from tests.factories.catalogue import add_entries, claims
from tests.factories.starter import starter_cards

STANDARD = load_standard()
ALL = tuple(ClaimPath(item) for item in STANDARD.items)
LISTING = "claims of the tests"

pytestmark = pytest.mark.django_db


def question(*paths: str, sort: str = "model", **asked: Any) -> ClaimsQuestion:
    entries = asked.pop("entries", CatalogueEntry.objects.all())
    parsed = tuple(map(parse_claim_path, paths)) or ALL
    return ClaimsQuestion(parsed, entries, ORDERS[sort], LISTING, **asked)


def walk(asked: ClaimsQuestion, size: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    page = read_claims(asked, size=size, seq=7)
    rows += page.rows
    while page.next:
        assert len(page.rows) == size
        cursor = read_cursor(page.next.token, listing=LISTING)
        page = read_claims(asked, size=size, seq=99, cursor=cursor)
        assert page.seq == 7
        rows += page.rows
    return rows


def named(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["model"], row["path"]) for row in rows]


def expected(**wanted: Any) -> list[tuple[str, str]]:
    """What the stored grades say, model by model, in the order of the standard."""
    statuses, grade_min = wanted.get("statuses", ()), wanted.get("grade_min", 0)
    found = []
    for card_id in sorted(starter_cards()):
        graded = ClaimGrade.objects.filter(grading__current_on__release__public_id=card_id)
        for claim in graded.order_by("id"):
            status = status_of(claim.status, applicable=claim.applicable)
            if (not statuses or status in statuses) and claim.grade >= grade_min:
                found.append((card_id, STANDARD.item_by_id[claim.item].claim))
    return found


@pytest.mark.parametrize("size", [1_000, 100, 64, 63])
def test_every_claim_once_whatever_the_page_size(size: int) -> None:
    assert named(walk(question(), size)) == expected()


@pytest.mark.parametrize(
    "wanted",
    [
        {"statuses": frozenset({"withheld"})},
        {"statuses": frozenset({"disclosed", "none"}), "grade_min": 2},
        {"statuses": frozenset({"not_applicable"})},
        {"grade_min": 3},
        {"statuses": frozenset({"silent"}), "grade_min": 1},
    ],
)
def test_status_and_grade_are_of_the_same_claim(wanted: dict[str, Any]) -> None:
    asked = question(**wanted)
    rows = walk(asked, 50)
    assert named(rows) == expected(**wanted)
    assert asked.count() == len(rows)
    if wanted.get("statuses"):
        assert {row["status"] for row in rows} <= set(wanted["statuses"])


@pytest.mark.parametrize("sort", sorted(ORDERS))
@pytest.mark.parametrize("size", [1, 3, 7])
def test_orders_and_small_pages(sort: str, size: int) -> None:
    asked = question("COST-1", "cost.final_run.amount", "COMP-1", sort=sort)
    rows = walk(asked, size)
    assert len(rows) == 3 * len(starter_cards()) == asked.count()
    assert len(set(named(rows))) == len(rows)
    assert [row["path"] for row in rows[:3]] == [
        "cost.final_run",
        "cost.final_run.amount",
        "compute.final_run",
    ]
    models = [row["model"] for row in rows[::3]]
    entries = CatalogueEntry.objects.filter(has_card=True).order_by(*ORDERS[sort].terms)
    assert models == list(entries.values_list("public_id", flat=True))


def test_a_row_has_the_model_and_the_claim() -> None:
    entries = CatalogueEntry.objects.filter(public_id="deepseek/deepseek-r1")
    (row,) = walk(question("cost.final_run.amount", entries=entries), 25)
    assert row["model_name"] == "DeepSeek-R1"
    assert (row["lab"], row["lab_name"], row["version"]) == ("deepseek", "DeepSeek", 1)
    assert row["released"] == "2025-01-20"
    assert (row["value"], row["unit"], row["grade"]) == (294000, "USD", "verified")
    assert row["scope"]["base"] == "excluded"


def test_a_cursor_stays_true_when_models_come_and_go(editor: Actor) -> None:
    """The model on which the page ended is removed: the next page begins with the one after it."""
    asked = question("COST-1", "COMP-1")
    first = read_claims(asked, size=3, seq=7)
    ended_on = first.rows[-1]["model"]
    entry = Entry.objects.get(public_id=ended_on)
    live = entry.release.card.live_version
    assert live is not None
    publication.remove(by=editor, version=live, reason="By order of a court")
    assert first.next is not None
    rest = read_claims(asked, size=1_000, seq=8, cursor=first.next)
    models = sorted(starter_cards())
    assert [row["model"] for row in rest.rows[::2]] == models[models.index(ended_on) + 1 :]


def test_a_card_that_vanished_since_the_catalogue_was_read_has_no_row() -> None:
    (ghost,) = add_entries(1, prefix="ghost", has_card=True, claim_states=claims() + "0" * 64)
    entries = CatalogueEntry.objects.filter(pk=ghost.pk)
    assert walk(question("COST-1", entries=entries), 25) == []


def queries(asked: ClaimsQuestion, size: int) -> tuple[int, ClaimsPage]:
    with CaptureQueriesContext(connection) as captured:
        page = read_claims(asked, size=size, seq=7)
    return len(captured), page


def test_three_queries_for_ten_models_or_a_thousand() -> None:
    assert queries(question("COST-1"), 10)[0] == 3
    add_entries(1_000, has_card=True, claim_states=claims(cost__final_run="d") + "0" * 64)
    number, page = queries(question("COST-1"), 100)
    assert number == 3
    assert page.next is not None
    with CaptureQueriesContext(connection) as captured:
        assert question("COST-1").count() == 1_000 + len(starter_cards())
    assert len(captured) == 1
