"""An administrator opens one submission for an hour: on record first, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from registry.actions import break_glass
from registry.models import AuditEvent, BreakGlass
from registry.rules.errors import NotPermitted, Refused, SecondFactorMissing
from registry.rules.permissions import Person
from tests.factories.submissions import add_person, start_draft, submitted_listing

pytestmark = pytest.mark.django_db

REASON = "A letter of 2 December says that the page cannot be read."
ROLE: dict[str, Any] = {"is_administrator": True, "has_second_factor": True}


def written() -> tuple[int, int]:
    return BreakGlass.objects.count(), AuditEvent.objects.count()


def test_what_is_opened_is_on_record_and_closes_after_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submission = submitted_listing(add_person("author")).submission
    tom, eve = add_person("tom", **ROLE), add_person("eve", **ROLE)
    assert break_glass.open_until(submission, by=tom) is None
    opened = break_glass.open_submission(submission, by=tom, reason=f"  {REASON} ")
    assert opened is not None
    assert (opened.reason, opened.administrator_key) == (REASON, tom.key)
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.reason) == ("submission.opened_by_administrator", REASON)
    assert (event.actor_key, event.subject) == (tom.key, f"submission {submission.public_id}")
    assert break_glass.open_until(submission, by=tom) == opened.at + timedelta(hours=1)
    # Neither another administrator nor the same person without the role reads by it.
    assert break_glass.open_until(submission, by=eve) is None
    assert break_glass.open_until(submission, by=Person(key=tom.key)) is None
    for minutes, is_open in ((59, True), (60, False)):
        at = opened.at + timedelta(minutes=minutes)
        monkeypatch.setattr(break_glass, "now", lambda at=at: at)
        assert (break_glass.open_until(submission, by=tom) is not None) is is_open


@pytest.mark.parametrize("reason", ["", "   ", "Nineteen characters", "\x00" + REASON])
def test_a_reason_that_says_too_little_opens_nothing(reason: str) -> None:
    submission = submitted_listing(add_person("author")).submission
    before = written()
    with pytest.raises(Refused):
        break_glass.open_submission(submission, by=add_person("tom", **ROLE), reason=reason)
    assert written() == before


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"has_second_factor": True}, NotPermitted),
        ({"is_administrator": True}, SecondFactorMissing),
        ({"is_chief": True, "has_second_factor": True}, NotPermitted),
        (ROLE | {"lab": "deepseek"}, NotPermitted),
    ],
)
def test_nobody_else_opens_it(facts: dict[str, Any], error: type[Exception]) -> None:
    submission = submitted_listing(add_person("author")).submission
    person = add_person("eve", **facts)
    before = written()
    with pytest.raises(error):
        break_glass.open_submission(submission, by=person, reason=REASON)
    assert written() == before
    assert break_glass.open_until(submission, by=person) is None


def test_a_draft_is_never_opened() -> None:
    draft = start_draft(add_person("author", "deepseek"))
    with pytest.raises(NotPermitted, match="no draft"):
        break_glass.open_submission(draft, by=add_person("tom", **ROLE), reason=REASON)
