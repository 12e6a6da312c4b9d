"""Reminders: to whom, when, how often, and nothing in them that somebody may not know."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from registry.actions import publication
from registry.actions.people import the_clock
from registry.actions.review import (
    assignments,
    clocks,
    decisions,
    editors,
    publishing,
    reminding,
    rounds,
    running,
)
from registry.actions.review.running import Result
from registry.models import (
    Actor,
    CardVersion,
    Clock,
    ConcernReport,
    EditorAssignment,
    LabMembership,
    OutboxMessage,
    Reminder,
    Submission,
    User,
)
from registry.rules.permissions import Person
from registry.rules.review.clocks import ClockKind
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.review import (
    LETTER,
    Cast,
    accept_invitation,
    accepted,
    actor,
    add_staff,
    assignment_of,
    cast,
    choose_not_to_sign,
    in_review,
    in_triage,
    published,
    report,
    report_on,
    revision_requested,
    seen,
)
from tests.factories.submissions import declare, submitted

pytestmark = pytest.mark.django_db

REPORT = "Report, DeepSeek-R1"


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return stopped_calendar(monkeypatch)


@pytest.fixture
def people(calendar: Calendar) -> Cast:
    return cast()


def remind() -> dict[str, OutboxMessage]:
    """The mails of one run by address; another run right after it has none."""
    before = {one.pk for one in OutboxMessage.objects.all()}
    outcomes = list(reminding.remind())
    assert {one.result for one in outcomes} <= {Result.DONE}
    new = OutboxMessage.objects.filter(kind="reminders").exclude(pk__in=before)
    assert len(new) == len(outcomes)
    assert list(reminding.remind()) == []
    return {one.recipient: one for one in new}


def subjects() -> dict[str, str]:
    return {to: one.subject.removeprefix("Reminder: ") for to, one in remind().items()}


def address(person: Person) -> str:
    return User.objects.get(actor__key=person.key).email


def lives_in(person: Person, zone: str) -> None:
    User.objects.filter(actor=person.key).update(time_zone=zone)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_referees_are_reminded_on_three_days_and_their_editor_on_one(
    people: Cast, calendar: Calendar
) -> None:
    in_review(people)
    rosa, ravi, hana = (address(one) for one in (*people.referees[:2], people.handling))
    found = {}
    # Due on 23 March.
    for day in ("16", "17", "18", "19", "23", "24", "30", "31"):
        calendar.moment = moment(f"2026-03-{day}T12:00")
        if mails := subjects():
            found[day] = mails
    both = {rosa: REPORT, ravi: REPORT}
    assert found == {"18": both, "24": both, "30": both}
    calendar.moment = moment("2026-04-05T12:00")
    assert subjects() == {}
    calendar.moment = moment("2026-04-06T12:00")
    assert subjects() == {hana: "2 things are due from you"}
    calendar.moment = moment("2026-09-06T12:00")
    assert subjects() == {}


def test_a_mail_says_what_until_when_and_where(people: Cast, calendar: Calendar) -> None:
    submission = in_review(people)
    lives_in(people.referees[0], "America/New_York")
    calendar.pass_days(16)
    body = remind()[address(people.referees[0])].body
    path = f"/referee/{assignment_of(people.referees[0], submission).public_id}/report/"
    assert f"- {REPORT}. The last day is 23 March 2026.\n  http://localhost:8000{path}\n" in body
    assert "A day ends at midnight in your time zone, America/New_York." in body
    for person in (*people.referees[1:], people.handling, people.chief, people.submitter):
        assert Actor.objects.get(key=person.key).name not in body
    calendar.pass_days(6)
    assert "The last day was 23 March 2026." in remind()[address(people.referees[0])].body


def test_what_ends_by_itself_says_when(people: Cast, calendar: Calendar) -> None:
    submission = revision_requested(people)
    calendar.pass_days(14)
    (mail,) = remind().values()
    assert mail.recipient == address(people.representative)
    assert mail.subject == "Reminder: Minor revision, DeepSeek-R1"
    assert "If nothing comes, the submission lapses after 22 April 2026.\n" in mail.body
    assert f"/submissions/{submission.public_id}/\n" in mail.body
    calendar.pass_days(90)
    (mail,) = remind().values()
    assert "the submission lapses after 21 June 2026." in mail.body, "never before a week is over"


def test_one_mail_a_day_has_everything(people: Cast, calendar: Calendar) -> None:
    submission = in_triage(people)

    def another(kind: str, day: int) -> None:
        due_on = date(2026, 3, day)
        Clock.objects.create(
            kind=kind, submission=submission, started_at=calendar.moment, due_on=due_on
        )

    another("decision", 12)
    another("time_box", 18)
    calendar.moment = moment("2026-03-13T12:00")
    (mail,) = remind().values()
    assert (mail.recipient, mail.subject) == (
        address(people.handling),
        "Reminder: 3 things are due from you",
    )
    assert mail.body.index("Triage, ") < mail.body.index("Decide, ")
    another("triage", 12)
    assert subjects() == {}, "what came up later today waits for tomorrow"
    calendar.moment = moment("2026-03-14T00:00")
    assert subjects() == {address(people.handling): "Triage, DeepSeek-R1"}


def test_days_of_reminding_are_those_of_the_person(people: Cast, calendar: Calendar) -> None:
    in_review(people)
    rosa, ravi = people.referees[:2]
    lives_in(rosa, "Pacific/Kiritimati")
    lives_in(ravi, "Pacific/Pago_Pago")
    calendar.moment = moment("2026-03-17T09:59")
    assert subjects() == {}
    calendar.moment = moment("2026-03-17T10:00")
    assert subjects() == {address(rosa): REPORT}
    calendar.moment = moment("2026-03-18T10:59")
    assert subjects() == {}
    calendar.moment = moment("2026-03-18T11:00")
    assert subjects() == {address(ravi): REPORT}
    # A zone that is known no more, and one that nobody chose, are UTC.
    lives_in(rosa, "Mars/Olympus")
    lives_in(ravi, "")
    calendar.moment = moment("2026-03-23T23:59")
    assert subjects() == {}
    calendar.moment = moment("2026-03-24T00:00")
    assert len(subjects()) == 2


def test_the_day_of_reminding_follows_summer_time(people: Cast, calendar: Calendar) -> None:
    calendar.moment = moment("2026-03-12T12:00")
    in_review(people, referees=2)
    for referee in people.referees[:2]:
        lives_in(referee, "Europe/Berlin")
    # Due on 2 April; five days before is 28 March, the last day with winter time.
    calendar.moment = moment("2026-03-27T22:59")
    assert subjects() == {}
    calendar.moment = moment("2026-03-27T23:00")
    assert len(subjects()) == 2
    calendar.moment = moment("2026-04-02T21:59")
    assert subjects() == {}
    calendar.moment = moment("2026-04-02T22:00")
    assert len(subjects()) == 2


def test_a_week_without_a_run_is_one_reminder(people: Cast, calendar: Calendar) -> None:
    in_review(people)
    calendar.moment = moment("2026-03-30T12:00")
    assert len(subjects()) == 2
    assert set(Reminder.objects.values_list("offset_days", flat=True)) == {7}
    calendar.pass_days(1)
    assert subjects() == {}


def test_reminders_stop_with_the_assignment_the_round_and_on_hold(
    people: Cast, calendar: Calendar
) -> None:
    submission = in_review(people, referees=3)
    rosa, ravi, rui = people.referees
    report(rosa, submission, report_on(submission))
    leaving = assignment_of(ravi, submission)
    assignments.cancel(by=people.handling, assignment=leaving, token=leaving.token)
    calendar.pass_days(16)
    assert subjects() == {address(rui): REPORT}
    editors.set_hold(
        by=people.chief, submission=submission, token=submission.token, reason="An incident."
    )
    calendar.pass_days(30)
    assert subjects() == {}
    editors.lift_hold(by=people.chief, submission=submission, token=submission.token, reason="Ok.")
    assert subjects() == {}, "what was sent before the hold is not sent again"
    calendar.pass_days(6)
    assert subjects() == {address(rui): REPORT}
    report(another_at_work(people, submission), submission, report_on(submission))
    rounds.close(by=people.handling, submission=submission, token=submission.token)
    calendar.pass_days(7)
    assert subjects() == {}


def another_at_work(people: Cast, submission: Submission) -> Person:
    other = add_staff("Olga Other")
    assignments.propose(by=people.handling, submission=submission, referee=actor(other))
    asked = assignment_of(other, submission)
    assignments.invite(by=people.handling, assignment=asked, token=asked.token)
    accept_invitation(other, submission)
    return other


def test_editors_are_reminded_as_far_as_they_may_know(people: Cast, calendar: Calendar) -> None:
    submission = submitted(people.submitter, people.representative).submission
    other = add_staff("Cleo Conflicted", "editor", "editor_in_chief")
    of_lab = add_staff("Lea Lab", "editor", "editor_in_chief")
    declare(other, submission, "blocked")
    LabMembership.objects.create(
        lab=submission.lab,
        user=User.objects.get(actor=of_lab.key),
        role="submitter",
        confirmed_at=calendar.moment,
        confirmed_by=of_lab.key,
    )
    calendar.moment = moment("2026-03-05T23:59")
    assert subjects() == {}
    calendar.moment = moment("2026-03-06T00:00")
    assert subjects() == {address(people.chief): "Assign the handling editor, DeepSeek-R1"}


def test_whose_account_is_closed_gets_nothing(people: Cast, calendar: Calendar) -> None:
    in_review(people)
    User.objects.filter(actor=people.referees[0].key).update(is_active=False)
    calendar.pass_days(16)
    assert subjects() == {address(people.referees[1]): REPORT}


def test_the_proof_is_asked_for_until_it_is_confirmed(people: Cast, calendar: Calendar) -> None:
    submission = accepted(people)
    calendar.pass_days(8)
    (mail,) = remind().values()
    assert mail.recipient == address(people.representative)
    assert "If nothing comes, the proof counts as confirmed after 16 March 2026." in mail.body
    assert Clock.objects.filter(submission=submission, kind="proof", stopped_at=None).exists()
    publishing.confirm_proof(by=people.representative, submission=submission)
    assert not Clock.objects.filter(kind="proof", stopped_at=None).exists()


def test_editors_are_reminded_to_publish_until_it_is_done(people: Cast, calendar: Calendar) -> None:
    submission = accepted(people)
    calendar.pass_days(1)
    publishing.confirm_proof(by=people.representative, submission=submission)
    found = []
    for _ in range(21):
        calendar.pass_days(1)
        found += [(calendar.moment.day, to, subject) for to, subject in subjects().items()]
    words = "Publish, DeepSeek-R1"
    hana = address(people.handling)
    # The proof was confirmed on 3 March, so the last day is the 8th.
    assert found == [(6, hana, words), (9, hana, words), (16, hana, words), (23, hana, words)]
    EditorAssignment.objects.filter(submission=submission).update(
        ended_at=calendar.moment, ended_by=people.chief.key
    )
    calendar.pass_days(6)
    assert subjects() == {address(people.chief): words}, "somebody has to"


def test_the_days_to_publish_begin_when_nobody_is_waited_for(
    people: Cast, calendar: Calendar
) -> None:
    """Two weeks for the proof, a week to choose whether to sign, an embargo: the last of these."""
    submission = accepted(people, are_signings_chosen=False)

    def last_day() -> date:
        return Clock.objects.get(submission=submission, kind="publish", stopped_at=None).due_on

    assert last_day() == date(2026, 3, 21)
    publishing.confirm_proof(by=people.representative, submission=submission)
    assert last_day() == date(2026, 3, 14)
    choose_not_to_sign(submission)
    assert last_day() == date(2026, 3, 7)
    decisions.rescind(by=people.chief, submission=submission, token=submission.token, reason="No.")
    Submission.objects.filter(pk=submission.pk).update(embargo_until=moment("2026-05-01T10:00"))
    submission.refresh_from_db()
    decisions.accept(
        by=people.handling,
        submission=submission,
        token=submission.token,
        letter=LETTER,
        seen_reports=seen(submission),
    )
    publishing.confirm_proof(by=people.representative, submission=submission)
    assert last_day() == date(2026, 5, 6)


def test_a_time_that_is_over_and_waits_is_not_forgotten(people: Cast, calendar: Calendar) -> None:
    submission = in_triage(people)
    Clock.objects.filter(submission=submission).update(stopped_at=calendar.moment)
    Clock.objects.create(
        kind="time_box",
        submission=submission,
        started_at=calendar.moment,
        due_on=date(2026, 4, 1),
    )
    found = {}
    for day in range(25, 40):
        calendar.moment = moment("2026-03-02T12:00")
        calendar.pass_days(day)
        found |= {f"{calendar.moment:%d %B}": one.body for one in remind().values()}
    assert [*found] == ["27 March", "03 April", "10 April"]
    assert "without a decision after 1 April 2026." in found["27 March"]
    assert "without a decision once the model is registered" in found["10 April"]


def test_a_published_card_is_to_be_verified_again(people: Cast, calendar: Calendar) -> None:
    calendar.moment = moment("2027-02-28T12:00")
    version = published(people)
    lab = address(people.representative)
    words = "Verify the card again, DeepSeek-R1"
    found = []
    # From the end of a February to the same day of a leap year, and 30 days around it.
    for day in ("2028-01-28", "2028-01-29", "2028-02-28", "2028-02-29", "2028-03-29", "2028-03-30"):
        calendar.moment = moment(f"{day}T12:00")
        found += [(day, subject) for to, subject in subjects().items() if to == lab]
    assert found == [("2028-01-29", words), ("2028-02-28", words), ("2028-03-29", words)]
    assert not Clock.objects.filter(version__card=version.card).exclude(version=version).exists()


def concern_about(version: CardVersion, calendar: Calendar) -> ConcernReport:
    concern = ConcernReport.objects.create(
        public_id="abcdefghjkmn",
        version=version,
        statement="The hours do not add up.",
        state="received",
        token="a" * 16,
        at=calendar.moment,
    )
    clocks.after_concern(concern, at=calendar.moment)
    return concern


def test_a_concern_waits_for_a_chief_without_a_part_in_the_review(
    people: Cast, calendar: Calendar
) -> None:
    version = published(people)
    handled = add_staff("Hedda Handled", "editor", "editor_in_chief")
    EditorAssignment.objects.create(
        submission=version.origin.submission,
        editor=actor(handled),
        part="handling",
        since=calendar.moment,
        assigned_by=people.chief.key,
        ended_at=calendar.moment,
        ended_by=people.chief.key,
    )
    concern = concern_about(version, calendar)
    calendar.pass_days(4)
    to = address(people.chief)
    assert subjects() == {to: "Confirm the receipt of a concern, DeepSeek-R1"}
    concern.state, concern.editor = "assessing", actor(people.editor)
    concern.save()
    clocks.after_concern(concern, at=calendar.moment)
    calendar.pass_days(11)
    assert subjects() == {address(people.editor): "Decide on a concern, DeepSeek-R1"}
    concern.state = "not_upheld"
    concern.save()
    clocks.after_concern(concern, at=calendar.moment)
    calendar.pass_days(30)
    assert subjects() == {}


def test_a_banner_is_looked_at_every_sixty_days(people: Cast, calendar: Calendar) -> None:
    version = published(people)
    start = calendar.moment
    clocks.after_version(version, "under_concern", at=start)
    clocks.after_version(version, "under_concern", at=start)
    found = []
    for day in (59, 60, 63, 68, 119, 120, 200, 259, 260):
        calendar.moment = start
        calendar.pass_days(day)
        list(running.move_what_is_due())
        found += [(day, subject) for subject in subjects().values()]
        list(running.move_what_is_due())
    words = "Look at the expression of concern again, DeepSeek-R1"
    assert found == [(60, words), (120, words), (200, words), (260, words)]
    clocks.after_version(version, "published", at=calendar.moment)
    running_kinds = Clock.objects.filter(version=version, stopped_at=None)
    assert [one.kind for one in running_kinds] == [ClockKind.REVERIFICATION]


def test_a_version_that_is_brought_back_keeps_its_year(people: Cast, calendar: Calendar) -> None:
    version = published(people)
    calendar.pass_days(100)
    clocks.after_version(version, "retracted", at=calendar.moment)
    assert not Clock.objects.filter(version=version, stopped_at=None).exists()
    clocks.after_version(version, "published", at=calendar.moment)
    clock = Clock.objects.get(version=version, stopped_at=None)
    assert (clock.kind, clock.due_on) == ("reverification", date(2027, 3, 2))


def test_removing_a_version_ends_its_clocks(people: Cast, calendar: Calendar) -> None:
    version = published(people)
    publication.remove(
        by=Actor.objects.get(key=the_clock().key), version=version, reason="A court said so."
    )
    assert not Clock.objects.filter(version=version, stopped_at=None).exists()
