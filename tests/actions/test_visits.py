"""Visits on record: what is carried on from one to the next, and what they change on a card."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from registry.actions import editorial, publication
from registry.actions.audit import now
from registry.actions.recheck import find_differences
from registry.models import Actor, AuditEvent, Change, EvidenceVisit, Grading, ModelCard, Ranking
from registry.models.visits import known_states
from registry.rules.errors import CardInvalid
from registry.rules.visits.links import excerpt_key, page_link
from registry.rules.visits.visit import Outcome
from tests.factories.figures_card import changed
from tests.factories.stored import publish, starter_card
from tests.factories.visits import (
    ARXIV,
    CODE,
    DOI,
    FIRST_DAY,
    LICENSE,
    NATURE,
    R1,
    V3,
    article,
    put_on_record,
    visit,
)

pytestmark = pytest.mark.django_db
UNREACHABLE = Outcome.UNREACHABLE


def grading(card_id: str = R1) -> Grading:
    found = editorial.get_live_card(card_id).current_grading
    assert found is not None
    return found


def told(check: str = "PC24", card_id: str = R1) -> list[tuple[str, str]]:
    """Severity and words of the results of a check that is about sources."""
    return [
        (row["severity"], row["message"] or row["reason"])
        for row in grading(card_id).plausibility
        if row["check"] == check
    ]


def newest(url: str = ARXIV) -> EvidenceVisit:
    return EvidenceVisit.objects.filter(url=page_link(url).url).latest("id")


def test_a_visit_is_kept_with_all_it_saw() -> None:
    put_on_record(
        visit(ARXIV, digest="a" * 64, is_whole=True, excerpts={"quoted": True}, detail=""),
        visit(CODE, UNREACHABLE, detail="404 Not Found"),
    )
    row = newest()
    assert (row.kind, row.url, row.link) == ("page", ARXIV, page_link(ARXIV).key)
    assert (row.visited_at, row.outcome) == (FIRST_DAY, "reached")
    assert (row.http_status, row.content_type, row.bytes_read) == (200, "text/html", 1234)
    assert (row.since, row.days, row.digest) == (date(2026, 12, 1), 1, "a" * 64)
    assert row.excerpts == {excerpt_key("quoted"): {"found": True, "since": "2026-12-01"}}
    assert timedelta() <= now() - row.recorded_at < timedelta(minutes=5)
    assert (newest(CODE).http_status, newest(CODE).detail) == (404, "404 Not Found")


def test_one_act_is_one_row_of_the_audit_trail() -> None:
    put_on_record(visit(ARXIV), visit(CODE, UNREACHABLE), article())
    act = AuditEvent.objects.get(action="evidence.visit")
    assert (act.subject, act.data) == ("registry", {"visits": {"reached": 2, "unreachable": 1}})


def test_days_in_a_row_are_counted_and_not_visits() -> None:
    for day in (0, 0, 1, 1, 5):
        put_on_record(visit(ARXIV, UNREACHABLE, day=day))
    assert (newest().days, newest().since) == (3, date(2026, 12, 1))
    put_on_record(visit(ARXIV, day=6))
    assert (newest().days, newest().since) == (1, date(2026, 12, 7))


def test_a_busy_host_tells_nothing_and_interrupts_nothing() -> None:
    put_on_record(visit(ARXIV, UNREACHABLE))
    put_on_record(visit(ARXIV, Outcome.BUSY, day=1))
    put_on_record(visit(ARXIV, UNREACHABLE, day=2))
    assert (newest().days, newest().since) == (2, date(2026, 12, 1))


def test_what_was_not_read_this_time_is_what_was_read_before() -> None:
    put_on_record(
        visit(ARXIV, digest="a" * 64, is_whole=True, excerpts={"one": True, "two": False}),
        article(record=NATURE),
    )
    put_on_record(
        visit(ARXIV, day=1, excerpts={"one": None, "two": True, "new": None}),
        article(day=1),
    )
    row = newest()
    assert (row.digest, row.is_whole, row.changed_on) == ("a" * 64, True, None)
    assert row.excerpts == {
        excerpt_key("one"): {"found": True, "since": "2026-12-01"},
        excerpt_key("two"): {"found": True, "since": "2026-12-02"},
        excerpt_key("new"): {"found": None, "since": "2026-12-02"},
    }
    doi = EvidenceVisit.objects.filter(kind="doi").latest("id")
    assert (doi.record, doi.days) == (NATURE, 2)


def test_another_digest_is_a_change_from_that_day_on() -> None:
    for day, digest in enumerate(("a", "a", "b", "", "b")):
        put_on_record(visit(ARXIV, day=day, digest=digest * 64))
    assert [row.changed_on for row in EvidenceVisit.objects.order_by("id")] == [
        None,
        None,
        *[date(2026, 12, 3)] * 3,
    ]


def test_a_new_record_begins_a_new_count() -> None:
    put_on_record(article(record=NATURE))
    put_on_record(article(day=1, record={**NATURE, "retracted": True}))
    (error,) = told("PC23")
    assert error[0] == "error"
    assert "retracted, at every visit since 2026-12-02" in error[1]


def test_one_failure_is_not_believed_and_two_on_one_day_neither() -> None:
    put_on_record(visit(ARXIV, UNREACHABLE))
    put_on_record(visit(ARXIV, UNREACHABLE))
    assert told() == [
        ("not_run", f"{ARXIV} could not be reached on 2026-12-01, once: unchecked."),
    ]
    put_on_record(visit(ARXIV, UNREACHABLE, day=1))
    ((severity, words),) = told()
    assert (severity, "cannot be reached, at every visit since 2026-12-01" in words) == (
        "warn",
        True,
    )
    put_on_record(visit(ARXIV, day=2))
    assert told() == [("pass", f"{ARXIV} can be reached, at every visit since 2026-12-03.")]
    assert find_differences() == []


def test_a_result_that_stays_the_same_is_not_stored_again() -> None:
    put_on_record(visit(ARXIV), article(record=NATURE))
    before, last = grading(), Change.objects.last_seq()
    for day in range(1, 4):
        put_on_record(visit(ARXIV, day=day), article(day=day, record=NATURE))
    assert grading() == before
    assert Change.objects.last_seq() == last
    assert EvidenceVisit.objects.count() == 8
    assert find_differences() == []


def test_a_card_is_graded_once_for_all_its_links_and_the_feed_says_so() -> None:
    gradings, last = Grading.objects.count(), Change.objects.last_seq()
    rankings, score = Ranking.objects.count(), grading().score
    put_on_record(visit(ARXIV), visit(CODE), article(record=NATURE))
    assert Grading.objects.count() == gradings + 1
    (change,) = Change.objects.filter(seq__gt=last)
    assert (change.kind, change.subject, change.version) == ("card.regraded", R1, 1)
    assert (Ranking.objects.count(), grading().score) == (rankings, score)


def test_a_card_that_shares_a_link_rests_on_what_was_known() -> None:
    """Until it is looked at itself; the record tells later what was known when."""
    put_on_record(visit(ARXIV, UNREACHABLE), cards=(R1, V3))
    put_on_record(visit(ARXIV, UNREACHABLE, day=1), cards=(R1,))
    assert [severity for severity, _ in told()] == ["warn"]
    assert [severity for severity, _ in told(card_id=V3)] == ["not_run"]
    assert find_differences() == []
    put_on_record(cards=(V3,))
    assert [severity for severity, _ in told(card_id=V3)] == ["warn"]
    assert find_differences() == []


def test_a_license_that_differs() -> None:
    put_on_record(visit(LICENSE, record={"license": "apache-2.0"}))
    ((severity, words),) = told("PC20")
    assert severity == "warn"
    assert words.startswith("https://huggingface.co/deepseek-ai/DeepSeek-R1 gives another license")


def test_a_retraction_is_an_open_error_of_the_live_card_and_keeps_the_next_one_out(
    editor: Actor,
) -> None:
    put_on_record(article(record={**NATURE, "retracted": True}))
    assert "Checks at severity error are open: 1." in grading().missing_for_next_level
    again = changed(starter_card(R1), {"prepared_by.note": "Read again."})
    with pytest.raises(CardInvalid) as refusal:
        publish(editor, again)
    assert [problem.code for problem in refusal.value.problems] == ["plausibility.PC23"]
    assert f"{DOI} is marked as retracted" in refusal.value.problems[0].message
    honest = changed(again, {"peer_review.publication.value.status": "retracted"})
    assert publish(editor, honest).number == 2
    assert told("PC23")[0][0] == "pass"


def test_a_new_version_is_graded_with_what_is_known(editor: Actor) -> None:
    put_on_record(visit(ARXIV, UNREACHABLE))
    put_on_record(visit(ARXIV, UNREACHABLE, day=1))
    publish(editor, changed(starter_card(R1), {"prepared_by.note": "Read again."}))
    assert [severity for severity, _ in told()] == ["warn"]
    assert find_differences() == []


def test_an_unpublished_card_is_checked_with_what_is_known() -> None:
    document = starter_card(R1)
    put_on_record(visit(ARXIV))
    found = [one for one in publication.plausibility_results(document) if one.check == "PC24"]
    assert [one.severity for one in found] == ["pass"]


def test_states_as_they_were_known_at_a_time() -> None:
    document: dict[str, Any] = starter_card(R1)
    put_on_record(visit(ARXIV))
    between = newest().recorded_at
    put_on_record(visit(ARXIV, UNREACHABLE, day=1))
    put_on_record(visit(ARXIV, Outcome.BUSY, day=2))
    key = page_link(ARXIV).key
    assert known_states(document)[key].outcome == "unreachable"
    assert known_states(document, between)[key].outcome == "reached"
    assert set(known_states(document)) == {key}


def test_without_visits_no_card_says_anything(db: None) -> None:
    for card in ModelCard.objects.live().select_related("current_grading"):
        assert card.current_grading is not None
        rows = [row for row in card.current_grading.plausibility if row["check"] == "PC24"]
        assert [row["severity"] for row in rows] == ["not_run"]
