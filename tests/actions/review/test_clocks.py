"""What runs after each move, for how long, and what a hold does to it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from registry.actions.review import decisions, editors, endings, reports, revisions, rounds, triage
from registry.models import Assignment, Clock, Reminder, Report, Submission, User
from registry.models.review import queries
from registry.rules.workflow.policies import ConditionNotMet
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.review import (
    CLEAR,
    MUST,
    Cast,
    actor,
    appeal,
    assignment_of,
    cast,
    desk_rejected,
    in_review,
    in_triage,
    published,
    report,
    report_on,
    reported,
    revised,
)
from tests.factories.submissions import DECLARATION, acknowledge_all, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return stopped_calendar(monkeypatch)


@pytest.fixture
def people(calendar: Calendar) -> Cast:
    return cast()


def running(submission: Submission) -> dict[str, date]:
    clocks = queries.running_clocks([submission]).get(submission.pk, [])
    return {clock.kind: clock.due_on for clock in clocks}


def test_from_the_submission_to_the_report(people: Cast, calendar: Calendar) -> None:
    submission = submitted(people.submitter, people.representative).submission
    assert running(submission) == {"assign_editor": date(2026, 3, 5)}
    editors.declare_interests(by=people.handling, submission=submission, answers=CLEAR)
    calendar.pass_days(1)
    editors.assign(
        by=people.handling,
        submission=submission,
        editor=actor(people.handling),
        token=submission.token,
    )
    assert running(submission) == {"triage": date(2026, 3, 13)}


def test_in_review_the_referees_have_the_clocks(people: Cast, calendar: Calendar) -> None:
    submission = in_review(people)
    assert queries.due_of(submission) is None
    clocks = Clock.objects.filter(submission=submission, stopped_at__isnull=True)
    assert {clock.kind for clock in clocks} == {"report"}
    assert {clock.person_id for clock in clocks} == {one.key for one in people.referees[:2]}
    assert {clock.due_on for clock in clocks} == {date(2026, 3, 23)}
    stopped = Clock.objects.filter(kind="invitation")
    assert stopped.count() == 2
    assert all(clock.stopped_at == calendar.moment for clock in stopped)


def test_a_report_given_back_has_a_week_at_least(people: Cast, calendar: Calendar) -> None:
    submission = in_review(people)
    calendar.pass_days(20)
    report(people.referees[0], submission, report_on(submission, comments=(MUST,)))
    assignment = assignment_of(people.referees[0], submission)
    assert not Clock.objects.filter(assignment=assignment, stopped_at__isnull=True).exists()
    reports.return_report(
        by=people.handling,
        report=Report.objects.get(assignment=assignment),
        token=assignment.token,
        reason="The hours are missing.",
    )
    clock = Clock.objects.get(assignment=assignment, stopped_at__isnull=True)
    assert clock.due_on == date(2026, 3, 29)
    assert assignment_of(people.referees[0], submission).due_on == clock.due_on


def test_decision_revision_and_bounce(people: Cast, calendar: Calendar) -> None:
    submission = revised(people, "major")
    assert running(submission) == {"decision": date(2026, 3, 9)}
    major = Clock.objects.get(kind="major_revision")
    assert (major.due_on, major.stopped_at) == (date(2026, 5, 1), calendar.moment)
    calendar.pass_days(1)
    decisions.bounce(
        by=people.handling,
        submission=submission,
        token=submission.token,
        reason="R1.2 has no reply.",
    )
    assert running(submission) == {"minor_revision": date(2026, 3, 24)}


def test_a_published_card_is_to_be_verified_after_a_year(people: Cast) -> None:
    version = published(people)
    clock = Clock.objects.get(version=version)
    assert (clock.kind, clock.due_on) == ("reverification", date(2027, 3, 2))
    assert not running(version.origin.submission)


def test_the_time_to_appeal_runs_once(people: Cast, calendar: Calendar) -> None:
    submission = desk_rejected(people)
    assert running(submission) == {"appeal": date(2026, 4, 1)}
    editor = appeal(people, submission)
    assert not running(submission)
    endings.dismiss_appeal(
        by=editor, submission=submission, token=submission.token, reasons="It is one."
    )
    assert submission.state == "desk_rejected"
    assert not running(submission)


def test_an_appeal_is_possible_to_the_end_of_the_last_day(people: Cast, calendar: Calendar) -> None:
    """Rejected at noon of 2 March, where the representative lives eleven hours behind UTC."""
    submission = desk_rejected(people)
    User.objects.filter(actor=people.representative.key).update(time_zone="Pacific/Pago_Pago")

    def appeal_at(moment: str) -> None:
        calendar.moment = datetime.fromisoformat(f"2026-04-02T{moment}+00:00")
        endings.appeal(
            by=people.representative,
            submission=submission,
            token=submission.token,
            ground="procedure",
            statement="It is no duplicate.",
        )

    with pytest.raises(ConditionNotMet, match=r"until 2 April 2026 \(11:00 UTC\)"):
        appeal_at("11:00")
    appeal_at("10:59")
    assert submission.state == "appeal_open"


def hold(people: Cast, submission: Submission) -> None:
    editors.set_hold(
        by=people.chief, submission=submission, token=submission.token, reason="An incident."
    )


def lift(people: Cast, submission: Submission) -> None:
    editors.lift_hold(
        by=people.chief, submission=submission, token=submission.token, reason="It is over."
    )


def test_a_hold_lets_all_clocks_stand_still(people: Cast, calendar: Calendar) -> None:
    submission = in_review(people)
    calendar.pass_days(18)
    key = people.referees[0].key
    clock = Clock.objects.get(person_id=key, stopped_at__isnull=True)
    Reminder.objects.create(clock=clock, offset_days=-5, person_key=key, at=calendar.moment)
    hold(people, submission)
    assert not running(submission)
    calendar.pass_days(10)
    lift(people, submission)
    clock = Clock.objects.get(person_id=key, stopped_at__isnull=True)
    assert clock.due_on == date(2026, 4, 2)
    assert [one.offset_days for one in clock.reminders.all()] == [-5]
    assert assignment_of(people.referees[0], submission).due_on == clock.due_on
    assert not Clock.objects.filter(is_paused=True).exists()


def test_what_ends_on_hold_never_runs_on(people: Cast, calendar: Calendar) -> None:
    submission = in_triage(people)
    hold(people, submission)
    endings.withdraw(
        by=people.representative,
        submission=submission,
        token=submission.token,
        reason="A new model.",
    )
    assert not running(submission)
    assert not Clock.objects.filter(is_paused=True).exists()


def test_the_time_box_stands_still_while_the_lab_has_the_card(
    people: Cast, calendar: Calendar
) -> None:
    submission = submitted(people.submitter, people.representative).submission
    Submission.objects.filter(pk=submission.pk).update(track="registry")
    Clock.objects.create(
        kind="time_box",
        submission=submission,
        started_at=calendar.moment,
        due_on=date(2026, 4, 1),
    )
    submission.refresh_from_db()
    editors.declare_interests(by=people.handling, submission=submission, answers=CLEAR)
    editors.assign(
        by=people.handling,
        submission=submission,
        editor=actor(people.handling),
        token=submission.token,
    )
    assert running(submission) == {"triage": date(2026, 3, 12), "time_box": date(2026, 4, 1)}
    issue = triage.add_issue(
        by=people.handling, submission=submission, item="COST-1", severity="major", text="Scope?"
    )
    calendar.pass_days(5)
    triage.return_to_lab(by=people.handling, submission=submission, token=submission.token)
    assert running(submission) == {"returned": date(2026, 3, 28)}
    hold_and_lift(people, submission, calendar)
    assert running(submission) == {"returned": date(2026, 3, 29)}
    issue.refresh_from_db()
    revisions.save_reply(
        by=people.submitter,
        submission=submission,
        to=issue,
        text="The RL stage.",
        token=revisions.UNSAVED,
    )
    acknowledge_all(people.submitter, submission)
    calendar.pass_days(9)
    revisions.resubmit(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )
    assert running(submission) == {"triage": date(2026, 3, 27), "time_box": date(2026, 4, 11)}


def hold_and_lift(people: Cast, submission: Submission, calendar: Calendar) -> None:
    hold(people, submission)
    calendar.pass_days(1)
    lift(people, submission)


def test_a_reopened_round_stops_the_decision(people: Cast, calendar: Calendar) -> None:
    submission = reported(people)
    assert running(submission) == {"decision": date(2026, 3, 9)}
    assert not queries.overdue([submission], date(2026, 3, 9))
    assert list(queries.overdue([submission], date(2026, 3, 10))) == [submission.pk]
    rounds.reopen(
        by=people.handling, submission=submission, token=submission.token, reason="A third."
    )
    assert not running(submission)
    assert Assignment.objects.filter(submission=submission, state="submitted").count() == 2
