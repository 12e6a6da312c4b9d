from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from registry.rules.errors import Refused
from registry.rules.review.clocks import (
    PERIODS,
    Clock,
    ClockKind,
    Pause,
    Reminder,
    alerts_due,
    digests,
    due_on,
    end_of,
    is_grace_over,
    is_overdue,
    is_running,
    reminders_due,
    zone_of,
)

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
REPORT = Clock(ClockKind.REPORT, "report of Referee 1", START)
DUE = date(2026, 3, 23)


def at(day: int, hour: int = 12, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def offsets(clock: Clock, sent: Any, now: datetime) -> list[int]:
    return [reminder.offset for reminder in reminders_due(clock, sent, now)]


@pytest.mark.parametrize(
    ("kind", "days", "reminders", "grace"),
    [
        ("assign_editor", 3, (1,), None),
        ("triage", 10, (1,), None),
        ("invitation", 7, (-3,), 7),
        ("report", 21, (-5, 1, 7), 14),
        ("decision", 7, (1,), None),
        ("minor_revision", 21, (-7, 1), 30),
        ("major_revision", 60, (-7, 1), 30),
        ("returned", 21, (-7, 1), 30),
        ("proof", 7, (1,), 7),
        ("signing", 7, (), 0),
        ("publish", 5, (-2, 1), None),
        ("time_box", 30, (-5, 2), 0),
        ("appeal", 30, (), 0),
        ("concern_receipt", 3, (1,), None),
        ("concern_outcome", 14, (-3, 1), None),
        ("concern_banner", 60, (0,), 7),
        ("reverification", 365, (-30, 0, 30), None),
    ],
)
def test_the_table(kind: str, days: int, reminders: tuple[int, ...], grace: int | None) -> None:
    clock = Clock(ClockKind(kind), "x", START)
    assert (due_on(clock, START) - START.date()).days == days
    assert (clock.period.reminders, clock.period.grace) == (reminders, grace)
    assert bool(clock.period.then) == (grace is not None)
    assert set(PERIODS) == set(ClockKind)


@pytest.mark.parametrize(
    ("zone", "now", "overdue"),
    [
        ("UTC", at(23, 23), False),
        ("UTC", at(24, 0), True),
        ("Pacific/Kiritimati", at(23, 9), False),
        ("Pacific/Kiritimati", at(23, 10), True),
        ("Pacific/Pago_Pago", at(24, 10), False),
        ("Pacific/Pago_Pago", at(24, 11), True),
    ],
)
def test_overdue_begins_when_the_day_is_over_where_the_person_lives(
    zone: str, now: datetime, *, overdue: bool
) -> None:
    assert is_overdue(DUE, now, zone) is overdue


@pytest.mark.parametrize(
    ("zone", "due"),
    [("UTC", 23), ("Pacific/Kiritimati", 24), ("Pacific/Pago_Pago", 23)],
)
def test_the_first_day_is_the_persons_own(zone: str, due: int) -> None:
    assert due_on(replace(REPORT, zone=zone), START).day == due


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_a_change_of_the_clocks_moves_no_day(zone: str) -> None:
    """Whatever hour it began: the due day is the same number of days later."""
    for hour in range(24 * 40):
        started = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour)
        begun_on = started.astimezone(zone_of(zone)).date()
        assert due_on(replace(REPORT, started_at=started, zone=zone), started) == (
            begun_on + timedelta(days=21)
        )


def test_the_last_hour_of_a_short_day_is_in_time() -> None:
    # On 29 March 2026 the day in Berlin has 23 hours and ends at 22:00 UTC.
    assert not is_overdue(
        date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, tzinfo=UTC), "Europe/Berlin"
    )
    assert is_overdue(date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC), "Europe/Berlin")
    # On 25 October it has 25 and ends at 23:00 UTC.
    assert not is_overdue(
        date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, tzinfo=UTC), "Europe/Berlin"
    )
    assert is_overdue(date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC), "Europe/Berlin")


def test_months_are_those_of_the_calendar() -> None:
    leap = Clock(ClockKind.REVERIFICATION, "card", datetime(2024, 2, 29, 12, tzinfo=UTC))
    assert due_on(leap, START) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("pauses", "days"),
    [
        ((), 0),
        ((Pause(at(4), at(6)),), 2),
        ((Pause(at(4), at(6)), Pause(at(5), at(9))), 5),
        ((Pause(at(5), at(9)), Pause(at(4), at(6))), 5),
        ((Pause(at(4), at(9)), Pause(at(5), at(6))), 5),
        ((Pause(at(4), at(6)), Pause(at(8), at(9))), 3),
        ((Pause(START - timedelta(days=9), at(4)),), 2),
        ((Pause(at(6), at(4)),), 0),
        ((Pause(at(4)),), 26),
        ((Pause(at(4, month=5), at(9, month=5)),), 0),
    ],
)
def test_pauses_make_the_time_longer(pauses: tuple[Pause, ...], days: int) -> None:
    now = at(30)
    clock = replace(REPORT, pauses=pauses)
    assert due_on(clock, now) == DUE + timedelta(days=days)


def test_a_pause_of_hours_counts_in_hours() -> None:
    clock = replace(REPORT, pauses=(Pause(at(4, 0), at(4, 11)),))
    assert due_on(clock, at(9)) == DUE
    assert due_on(replace(clock, pauses=(Pause(at(4, 0), at(4, 12)),)), at(9)) == (
        DUE + timedelta(days=1)
    )


def test_pauses_after_the_end_count_for_nothing() -> None:
    ended = replace(REPORT, pauses=(Pause(at(20)),), ended_at=at(21))
    assert due_on(ended, at(30)) == DUE + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "running"),
    [
        ({}, True),
        ({"ended_at": at(20)}, False),
        ({"ended_at": at(21)}, True),
        ({"pauses": (Pause(at(19)),)}, False),
        ({"pauses": (Pause(at(19), at(20)),)}, True),
        ({"pauses": (Pause(at(20), at(21)),)}, False),
        ({"pauses": (Pause(at(21)),)}, True),
    ],
)
def test_whether_time_counts(changes: Any, *, running: bool) -> None:
    clock = replace(REPORT, **changes)
    assert is_running(clock, at(20)) is running
    late = replace(clock, started_at=START - timedelta(days=2))
    assert (offsets(late, (), at(20)) != []) is running


@pytest.mark.parametrize(
    ("now", "sent", "expected"),
    [
        (at(17), (), []),
        (at(18), (), [-5]),
        (at(22), (), [-5]),
        (at(22), (-5,), []),
        (at(23), (-5,), []),
        (at(24), (-5,), [1]),
        (at(24), (), [1]),
        (at(26), (), [1]),
        (at(26), (1,), []),
        (at(30), (-5, 1), [7]),
        (at(31), (), [7]),
        (at(31), (7,), []),
        (at(6, month=4), (), [7]),
        (at(7, month=4), (), []),
    ],
)
def test_the_newest_reminder_is_sent_once(
    now: datetime, sent: tuple[int, ...], expected: list[int]
) -> None:
    assert offsets(REPORT, sent, now) == expected


def runs(days: Iterator[int], clock: Clock = REPORT) -> list[tuple[int, int]]:
    """(day, offset) of the reminders that a run on each of these days sends."""
    sent: set[int] = set()
    found = []
    for day in days:
        now = START + timedelta(days=day)
        for reminder in reminders_due(clock, sent, now):
            sent.add(reminder.offset)
            found.append((day, reminder.offset))
    return found


def test_runs_may_be_daily_double_late_or_missing() -> None:
    assert runs(iter(range(60))) == [(16, -5), (22, 1), (28, 7)]
    assert runs(day for day in range(60) for _ in range(2)) == [(16, -5), (22, 1), (28, 7)]
    assert runs(day for day in range(60) if day not in (16, 22)) == [(17, -5), (23, 1), (28, 7)]
    assert runs(iter([5, 25, 26, 59])) == [(25, 1)]
    assert runs(iter([5, 30])) == [(30, 7)]


def test_what_must_not_be_forgotten_is_reminded_of_until_it_is_done() -> None:
    """Also where the end did not come by itself, and after weeks without a run."""
    box = Clock(ClockKind.TIME_BOX, "x", START)
    days = iter([*range(50), 80, 81, 86, 87])
    again = [(39, 9), (46, 16), (80, 44), (81, 51)]
    assert runs(days, box) == [(25, -5), (32, 2), *again]
    publish = Clock(ClockKind.PUBLISH, "x", START)
    assert runs(iter(range(20)), publish) == [(3, -2), (6, 1), (13, 8)]


def test_a_reminder_says_what_and_by_when() -> None:
    assert reminders_due(REPORT, (), at(18)) == (Reminder(REPORT, -5, DUE),)


def test_reminders_are_due_by_the_persons_own_day() -> None:
    east = replace(REPORT, zone="Pacific/Kiritimati")
    assert due_on(east, START) == date(2026, 3, 24)
    assert offsets(east, (), at(18, 9)) == []
    assert offsets(east, (), at(18, 10)) == [-5]


@pytest.mark.parametrize(
    ("clock", "now", "over"),
    [
        (REPORT, at(6, month=4), False),
        (REPORT, at(7, month=4), True),
        (replace(REPORT, pauses=(Pause(at(30)),)), at(7, month=4), False),
        (replace(REPORT, ended_at=at(30)), at(7, month=4), False),
        (replace(REPORT, kind=ClockKind.TRIAGE), at(7, month=9), False),
        (replace(REPORT, kind=ClockKind.TIME_BOX), at(1, 23, month=4), False),
        (replace(REPORT, kind=ClockKind.TIME_BOX), at(2, 0, month=4), True),
    ],
)
def test_grace(clock: Clock, now: datetime, *, over: bool) -> None:
    assert is_grace_over(clock, now) is over


REVISION = replace(REPORT, kind=ClockKind.MINOR_REVISION)


@pytest.mark.parametrize(
    ("now", "sent", "expected"),
    [
        (at(16), (), [-7]),
        (at(16), (-7,), []),
        (at(24), (-7,), [1]),
        (at(24), (), [1]),
        (at(25), (1,), [-7]),
        (at(25), (-7, 1), []),
        (at(9, month=7), (), [1]),
        (at(10, month=7), (1,), [-7]),
        (at(11, month=7), (1, -7), []),
    ],
)
def test_what_lapses_is_reminded_of_twice_however_late(
    now: datetime, sent: tuple[int, ...], expected: list[int]
) -> None:
    assert offsets(REVISION, sent, now) == expected
    paused = replace(REVISION, pauses=(Pause(at(15)),))
    assert offsets(paused, sent, now) == []


def test_the_editor_is_alerted_once_and_as_long_as_the_report_is_missing() -> None:
    def alerts(sent: tuple[int, ...], now: datetime) -> list[int]:
        return [one.offset for one in alerts_due(REPORT, sent, now)]

    assert alerts((), at(5, month=4)) == []
    assert alerts((), at(6, month=4)) == [14]
    assert alerts((), at(6, month=6)) == [14]
    assert alerts((14,), at(7, month=4)) == []
    assert alerts_due(replace(REPORT, ended_at=at(30)), (), at(6, month=6)) == ()
    assert alerts_due(REVISION, (), at(6, month=6)) == ()


def test_a_day_is_over_when_it_is_over_for_all() -> None:
    assert end_of(DUE, []) == at(24, 0)
    assert end_of(DUE, ["Asia/Tokyo"]) == at(23, 15)
    assert end_of(DUE, ["Asia/Tokyo", "Pacific/Pago_Pago", "UTC"]) == at(24, 11)
    # At midnight after this day the clocks of Beirut jump to one: it has no twelve o'clock.
    assert end_of(date(2026, 3, 28), ["Asia/Beirut"]) == at(28, 22)


def test_digests_bring_one_mail_a_person_and_day() -> None:
    (late,) = reminders_due(replace(REPORT, about="b"), (), at(24))
    (other,) = reminders_due(replace(REPORT, about="a"), (), at(24))
    sooner = replace(late, due_on=date(2026, 3, 22))
    due = [("ann", late), ("ann", other), ("ben", late), ("ann", sooner), ("cho", late)]
    last = {"ben": at(24, 1), "cho": at(23, 23)}
    assert digests(due, last, {}, at(24)) == {"ann": (sooner, other, late), "cho": (late,)}
    # In Kiritimati, 23 March 23:00 UTC and 24 March 09:00 UTC are on the same day.
    assert "cho" not in digests(due, last, {"cho": "Pacific/Kiritimati"}, at(24, 9))
    assert digests([], last, {}, at(24)) == {}


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe/Berlin\0", "/UTC"])
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(Refused, match=r"Time zone: found .*Expected a name such as Europe/Berlin"):
        zone_of(name)


def test_a_moment_without_a_zone_is_a_fault() -> None:
    with pytest.raises(ValueError, match="without a time zone: 2026-03-23"):
        is_overdue(DUE, at(23).replace(tzinfo=None), "UTC")
