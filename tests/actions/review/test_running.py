"""Moves by the calendar: at their day and not before, once, and however late the command runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.actions import attestations
from registry.actions.people import the_clock
from registry.actions.review import (
    assignments,
    editors,
    endings,
    publishing,
    reminding,
    reports,
    rounds,
    running,
)
from registry.actions.review.running import Outcome, Result
from registry.models import (
    Assignment,
    AuditEvent,
    CardVersion,
    Clock,
    Decision,
    DoneForm,
    LabMembership,
    OutboxMessage,
    Submission,
    User,
)
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Track
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.review import (
    CLEAR,
    Cast,
    accepted,
    actor,
    assignment_of,
    cast,
    in_review,
    in_triage,
    report,
    report_on,
    reported,
    revision_requested,
)
from tests.factories.submissions import (
    DECLARATION,
    acknowledge_all,
    add_person,
    lab_card,
    start_draft,
    submitted_listing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return stopped_calendar(monkeypatch)


@pytest.fixture
def people(calendar: Calendar) -> Cast:
    return cast()


def run() -> list[Outcome]:
    return list(running.move_what_is_due())


def done() -> list[str]:
    """What a run does, and that another one right after it does nothing."""
    found = [str(one) for one in run() if one.result is not Result.WAITS]
    assert [one for one in run() if one.result is not Result.WAITS] == []
    return found


def state_of(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.state


def lives_in(person: Person, zone: str) -> None:
    User.objects.filter(actor=person.key).update(time_zone=zone)


def invited(people: Cast, referees: int = 2) -> Submission:
    submission = in_triage(people)
    for referee in people.referees[:referees]:
        assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    return submission


def on_registry_track(people: Cast, embargo_until: datetime | None = None) -> Submission:
    submission = start_draft(people.submitter, lab_card())
    acknowledge_all(people.submitter, submission)
    attestations.complete(by=people.submitter, submission=submission, token=submission.token)
    attestations.attest_and_submit(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
        choices=attestations.Choices(track=Track.REGISTRY, embargo_until=embargo_until),
    )
    return submission


# Invitations


def test_an_invitation_expires_after_two_weeks(people: Cast, calendar: Calendar) -> None:
    submission = invited(people)
    calendar.pass_days(14, hours=11)
    assert done() == []
    calendar.pass_days(0, hours=1)
    first, second = done()
    assert first.startswith(f"submission {submission.public_id}, assignment ")
    assert first.endswith(": let it expire: done")
    assert {one.state for one in submission.assignments.all()} == {"expired"}
    assert second != first
    # Who is asked again has the whole time anew.
    again = assignment_of(people.referees[0], submission)
    assignments.invite(by=people.handling, assignment=again, token=again.token)
    calendar.pass_days(14)
    assert done() == []


def test_a_day_ends_where_the_person_lives(people: Cast, calendar: Calendar) -> None:
    submission = invited(people)
    lives_in(people.referees[0], "Pacific/Kiritimati")
    lives_in(people.referees[1], "Pacific/Pago_Pago")
    # The last day is 16 March: over in Kiritimati at 10:00 UTC, in Pago Pago a day and an hour on.
    states = []
    for moment in ("16T09:59", "16T10:00", "17T10:59", "17T11:00"):
        calendar.moment = datetime.fromisoformat(f"2026-03-{moment}+00:00")
        done()
        states.append([assignment_of(one, submission).state for one in people.referees[:2]])
    assert states == [
        ["invited", "invited"],
        ["expired", "invited"],
        ["expired", "invited"],
        ["expired", "expired"],
    ]


def test_nothing_expires_on_hold_and_the_days_come_after_it(
    people: Cast, calendar: Calendar
) -> None:
    submission = invited(people)
    calendar.pass_days(10)
    hold(people, submission)
    calendar.pass_days(60)
    assert run() == []
    lift(people, submission)
    calendar.pass_days(4)
    assert done() == []
    calendar.pass_days(1)
    assert len(done()) == 2


def hold(people: Cast, submission: Submission) -> None:
    editors.set_hold(
        by=people.chief, submission=submission, token=submission.token, reason="An incident."
    )


def lift(people: Cast, submission: Submission) -> None:
    editors.lift_hold(
        by=people.chief, submission=submission, token=submission.token, reason="It is over."
    )


# Rounds


def test_a_round_closes_when_the_last_who_was_asked_is_out(
    people: Cast, calendar: Calendar
) -> None:
    submission = in_review(people, referees=3)
    for referee in people.referees[:2]:
        report(referee, submission, report_on(submission))
    assert done() == []
    last = assignment_of(people.referees[2], submission)
    assignments.cancel(by=people.handling, assignment=last, token=last.token)
    assert done() == [f"submission {submission.public_id}: close the round: done"]
    assert state_of(submission) == "decision_pending"


def test_the_last_invitation_to_expire_closes_the_round(people: Cast, calendar: Calendar) -> None:
    submission = in_review(people)
    assignments.propose(
        by=people.handling, submission=submission, referee=actor(people.referees[2])
    )
    late = assignment_of(people.referees[2], submission)
    assignments.invite(by=people.handling, assignment=late, token=late.token)
    for referee in people.referees[:2]:
        report(referee, submission, report_on(submission))
    assert state_of(submission) == "in_review"
    calendar.pass_days(40)
    assert len(done()) == 2
    assert state_of(submission) == "decision_pending"


def test_a_round_with_one_report_waits_for_its_editor(people: Cast, calendar: Calendar) -> None:
    submission = in_review(people)
    report(people.referees[0], submission, report_on(submission))
    last = assignment_of(people.referees[1], submission)
    assignments.cancel(by=people.handling, assignment=last, token=last.token)
    (waits,) = run()
    assert (waits.result, "2 are needed" in waits.why) == (Result.WAITS, True)
    assert state_of(submission) == "in_review"


def test_a_round_that_was_reopened_is_not_closed_again_at_once(
    people: Cast, calendar: Calendar
) -> None:
    submission = reported(people)
    calendar.pass_days(1)
    rounds.reopen(
        by=people.handling, submission=submission, token=submission.token, reason="A third."
    )
    assert run() == []
    assignments.propose(
        by=people.handling, submission=submission, referee=actor(people.referees[2])
    )
    calendar.pass_days(1)
    assert run() == []
    asked = assignment_of(people.referees[2], submission)
    assignments.invite(by=people.handling, assignment=asked, token=asked.token)
    assignments.decline(by=people.referees[2], assignment=asked, token=asked.token)
    assert len(done()) == 1


# The time box


@pytest.mark.parametrize("is_taken", [False, True])
def test_after_thirty_days_the_registry_accepts_and_publishes(
    people: Cast, calendar: Calendar, *, is_taken: bool
) -> None:
    submission = on_registry_track(people)
    if is_taken:
        take(people, submission)
    calendar.pass_days(30)
    assert done() == []
    calendar.pass_days(1)
    name = f"submission {submission.public_id}"
    assert done() == [f"{name}: accept it because the time is over: done"]
    decision = Decision.objects.get(submission=submission)
    assert (decision.kind, decision.editor_name) == (
        "time_box",
        "the registry, by the calendar",
    )
    # Then the lab has two weeks to look at the proof, and silence is consent.
    calendar.pass_days(14)
    (waits,) = run()
    assert waits.why.startswith("The lab has not confirmed the proof; it may until 17 April 2026")
    calendar.pass_days(1)
    assert done() == [f"{name}: publish it: done"]
    version = CardVersion.objects.get(origin__submission=submission)
    assert Clock.objects.get(version=version).due_on == date(2027, 4, 17)


def test_a_listing_is_never_published_before_an_editor_saw_it(
    people: Cast, calendar: Calendar
) -> None:
    submission = submitted_listing(add_person("somebody")).submission
    calendar.pass_days(31)
    assert len(done()) == 1
    told = OutboxMessage.objects.get(kind="time_box_editor")
    assert told.recipient.startswith("chidi"), "a chief, for nobody handles it"
    assert "by the end of 7 April 2026" in told.body
    calendar.pass_days(60)
    assert run() == []
    assert len(list(reminding.remind())) == 1
    reminder = OutboxMessage.objects.latest("id")
    assert reminder.recipient == told.recipient
    assert reminder.subject.startswith("Reminder: Publish, ")
    assert state_of(submission) == "accepted"


def take(people: Cast, submission: Submission) -> None:
    editors.declare_interests(by=people.handling, submission=submission, answers=CLEAR)
    editors.assign(
        by=people.handling,
        submission=submission,
        editor=actor(people.handling),
        token=submission.token,
    )


def test_a_command_that_missed_two_months_does_it_all_in_turn(
    people: Cast, calendar: Calendar
) -> None:
    submission = on_registry_track(people)
    calendar.pass_days(90)
    assert len(done()) == 1
    assert state_of(submission) == "accepted"
    publishing.confirm_proof(by=people.representative, submission=submission)
    assert len(done()) == 1
    assert state_of(submission) == "published"


def test_a_hold_puts_the_time_box_off(people: Cast, calendar: Calendar) -> None:
    submission = on_registry_track(people)
    calendar.pass_days(20)
    hold(people, submission)
    calendar.pass_days(20)
    assert run() == []
    lift(people, submission)
    calendar.pass_days(10)
    assert done() == []
    calendar.pass_days(1)
    assert len(done()) == 1


# The publication


def cleared(people: Cast, *, are_signings_chosen: bool = True) -> Submission:
    submission = accepted(people, are_signings_chosen=are_signings_chosen)
    file = publishing.review_file_of(submission)
    publishing.clear_leaks(
        by=people.handling, submission=submission, file_hash=file.file_hash, reason="By chance."
    )
    return submission


def test_at_the_end_of_an_embargo_the_card_is_published(people: Cast, calendar: Calendar) -> None:
    submission = cleared(people)
    publishing.confirm_proof(by=people.representative, submission=submission)
    assert run() == [], "without an embargo, an editor publishes"
    until = calendar.moment + timedelta(days=20)
    Submission.objects.filter(pk=submission.pk).update(embargo_until=until)
    assert run() == []
    calendar.pass_days(20)
    assert done() == [f"submission {submission.public_id}: publish it: done"]
    event = AuditEvent.objects.get(action="submission.publish")
    assert event.actor_key == the_clock().key


def test_silence_on_the_proof_is_consent_after_two_weeks(people: Cast, calendar: Calendar) -> None:
    submission = cleared(people)
    Submission.objects.filter(pk=submission.pk).update(embargo_until=calendar.moment)
    lives_in(people.representative, "Pacific/Pago_Pago")
    calendar.pass_days(10)
    hold(people, submission)
    calendar.pass_days(30)
    lift(people, submission)
    # Fourteen days and thirty of the hold: the last one is 15 April, and ends there at 11:00 UTC.
    calendar.moment = datetime(2026, 4, 16, 10, 59, tzinfo=UTC)
    (waits,) = run()
    assert "The lab has not confirmed the proof" in waits.why
    calendar.pass_days(0, hours=1)
    assert len(done()) == 1


def test_the_publication_waits_a_week_for_referees_to_choose(
    people: Cast, calendar: Calendar
) -> None:
    submission = cleared(people, are_signings_chosen=False)
    publishing.confirm_proof(by=people.representative, submission=submission)
    Submission.objects.filter(pk=submission.pk).update(embargo_until=calendar.moment)
    lives_in(people.referees[0], "Pacific/Pago_Pago")
    for referee, hour in zip(people.referees[:2], ("11", "00"), strict=True):
        (waits,) = run()
        assert f"sign; they may until 10 March 2026 ({hour}:00 UTC)" in waits.why
        part = submission.referees.get(person=referee.key)
        reports.choose_signing(by=referee, referee=part, signs=False)
    assert not Clock.objects.filter(kind="signing", stopped_at=None).exists()
    assert done() == [f"submission {submission.public_id}: publish it: done"]


def test_a_file_that_nobody_looked_through_is_not_published(
    people: Cast, calendar: Calendar
) -> None:
    submission = accepted(people)
    publishing.confirm_proof(by=people.representative, submission=submission)
    Submission.objects.filter(pk=submission.pk).update(embargo_until=calendar.moment)
    (waits,) = run()
    assert "cleared it of leaks" in waits.why
    assert state_of(submission) == "accepted"


# Lapsing


def test_what_nobody_answers_lapses_after_two_reminders(people: Cast, calendar: Calendar) -> None:
    submission = revision_requested(people)
    # Due on 23 March; reminders on the 16th and 24th; the last day of grace is 22 April.
    for day in ("2026-03-16", "2026-03-23", "2026-03-24", "2026-04-22"):
        calendar.moment = datetime.fromisoformat(f"{day}T12:00+00:00")
        list(reminding.remind())
        assert [one for one in run() if one.result is Result.DONE] == []
    calendar.pass_days(1)
    assert done() == [
        f"submission {submission.public_id}: withdraw it because nobody answered: done"
    ]
    assert state_of(submission) == "withdrawn"
    endings.reopen(
        by=people.chief, submission=submission, token=submission.token, reason="They were ill."
    )
    calendar.pass_days(21)
    assert done() == [], "a new deadline has reminders of its own"


def test_nothing_lapses_for_want_of_a_run(people: Cast, calendar: Calendar) -> None:
    submission = revision_requested(people, "major")
    calendar.pass_days(120)
    said = []
    for days in (0, 1, 6, 1, 1):
        calendar.pass_days(days)
        said += [(calendar.moment.date(), "mail") for _ in reminding.remind()]
        said += [(calendar.moment.date(), "lapse") for one in run() if one.result is Result.DONE]
    first = date(2026, 6, 30)
    assert said == [
        (first, "mail"),
        (first + timedelta(days=1), "mail"),
        (first + timedelta(days=8), "lapse"),
    ]
    assert state_of(submission) == "withdrawn"


def test_a_lab_that_cannot_be_reached_never_lapses(people: Cast, calendar: Calendar) -> None:
    submission = revision_requested(people)
    LabMembership.objects.filter(user__actor=people.representative.key).update(
        ended_at=calendar.moment, ended_by="x"
    )
    calendar.pass_days(365)
    assert list(reminding.remind()) == []
    (waits,) = run()
    assert "reminded 0 times" in waits.why
    assert state_of(submission) == "revision_requested"


# All together


def test_one_that_fails_does_not_keep_the_others(
    people: Cast, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = invited(people)
    calendar.pass_days(15)
    expire, broken = assignments.expire, assignment_of(people.referees[0], submission)

    def fail(*, by: Person, assignment: Assignment) -> None:
        expire(by=by, assignment=assignment)
        if assignment == broken:
            raise RuntimeError("a fault of the tests")

    monkeypatch.setattr(assignments, "expire", fail)
    outcomes = run()
    assert sorted(str(one).rpartition(": ")[2] for one in outcomes) == [
        "done",
        "failed, RuntimeError",
    ]
    broken.refresh_from_db()
    assert broken.state == "invited", "what failed left nothing"


def test_whoever_is_first_has_won(
    people: Cast, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = invited(people, referees=2)
    calendar.pass_days(15)

    def meanwhile(point: str) -> None:
        assert point == "clock_chosen"
        for referee in people.referees[:2]:
            mine = assignment_of(referee, submission)
            if mine.state == "invited":
                assignments.decline(by=referee, assignment=mine, token=mine.token)

    monkeypatch.setattr(running, "pause", meanwhile)
    assert [one for one in run() if one.result is not Result.WAITS] == []
    assert {one.state for one in submission.assignments.all()} == {"declined"}


def test_old_forms_are_forgotten(people: Cast, calendar: Calendar) -> None:
    for number, days in enumerate((0, 2)):
        calendar.pass_days(days)
        DoneForm.objects.create(
            key=f"form {number}", subject="x", action="x", actor_key="x", at=calendar.moment
        )
    assert list(running.clean_up()) == []
    calendar.pass_days(0, hours=1)
    (outcome,) = running.clean_up()
    assert str(outcome) == "forget 1 forms and calls of more than two days ago: done"
    assert DoneForm.objects.get().key == "form 1"
    assert list(running.clean_up()) == []
