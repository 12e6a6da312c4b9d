"""The clocks of the review from the command line."""

from __future__ import annotations

import os
import signal

import pytest

from registry.actions.review import assignments, running
from registry.models import OutboxMessage, Submission
from tests.commands.conftest import Run, Stored
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.review import actor, assignment_of, cast, in_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return stopped_calendar(monkeypatch)


@pytest.fixture
def asked(calendar: Calendar) -> Submission:
    """Two referees are at work, and a third was asked the same day."""
    people = cast()
    submission = in_review(people)
    third = people.referees[2]
    assignments.propose(by=people.handling, submission=submission, referee=actor(third))
    assignment = assignment_of(third, submission)
    assignments.invite(by=people.handling, assignment=assignment, token=assignment.token)
    return submission


def test_it_says_what_it_did_and_names_nobody(
    run: Run, stored: Stored, asked: Submission, calendar: Calendar
) -> None:
    assert run("run_clocks").out == ""
    calendar.pass_days(16)
    expired = (
        f"submission {asked.public_id}, assignment "
        f"{asked.assignments.get(state='invited').public_id}: let it expire: done\n"
    )
    mails = "reminder 1 of 2: done\nreminder 2 of 2: done\n"
    before = stored()
    assert run("run_clocks", "--dry-run").out == expired + mails
    assert stored() == before
    assert run("run_clocks").out == expired + mails
    assert OutboxMessage.objects.filter(kind="reminders").count() == 2
    before = stored()
    assert run("run_clocks").out == ""
    assert stored() == before


def test_what_fails_is_named_and_told_by_the_exit_code(
    run: Run, asked: Submission, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("a fault of the tests")

    monkeypatch.setattr(assignments, "expire", fail)
    calendar.pass_days(16)
    outcome = run("run_clocks")
    assert outcome.code == 1
    assert outcome.err.splitlines()[0].endswith(": let it expire: failed, RuntimeError")
    assert outcome.err.endswith("1 of these failed; the others are done.\n")
    assert outcome.out.count("done") == 2


def test_watching_looks_again_and_ends_when_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look() -> list[running.Outcome]:
        looks.append(len(looks))
        if len(looks) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        return [running.Outcome(running.Result.FAILED, "one", "a fault")] if len(looks) < 3 else []

    monkeypatch.setattr(running, "move_what_is_due", look)
    outcome = run("run_clocks", "--watch", "0.1")
    assert (outcome.code, looks) == (0, [0, 1, 2])
    assert outcome.err == "one: failed, a fault\n" * 2
