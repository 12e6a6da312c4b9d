"""How long everything in a review may take, and when somebody is reminded.

Moments are in UTC; days are those of whoever has to act, so a due day is over when it is over where
that person lives. A clock stands still while somebody else has the move or the review is on hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from registry.rules.errors import Refused
from registry.rules.review.months import months_after


class ClockKind(StrEnum):
    ASSIGN_EDITOR = "assign_editor"
    TRIAGE = "triage"
    RETURNED = "returned"
    INVITATION = "invitation"
    REPORT = "report"
    DECISION = "decision"
    MINOR_REVISION = "minor_revision"
    MAJOR_REVISION = "major_revision"
    PROOF = "proof"
    SIGNING = "signing"
    PUBLISH = "publish"
    TIME_BOX = "time_box"
    APPEAL = "appeal"
    CONCERN_RECEIPT = "concern_receipt"
    CONCERN_OUTCOME = "concern_outcome"
    CONCERN_BANNER = "concern_banner"
    REVERIFICATION = "reverification"


@dataclass(frozen=True, slots=True)
class Period:
    """One row: how long, when to remind, and what happens in the end.

    ``reminders`` are days counted from the due day, negative before it; ``alerts`` likewise, for
    the handling editor. ``grace`` days after the due day, ``then`` happens; None: nothing happens
    by itself. It waits until somebody was reminded ``least`` times. Where ``again`` is set, the
    last reminder comes again after every so many days for as long as the clock runs: nothing that
    it is about may be forgotten. ``late`` is said then, in the place of ``then``.
    """

    label: str
    days: int = 0
    months: int = 0
    reminders: tuple[int, ...] = ()
    grace: int | None = None
    then: str = ""
    alerts: tuple[int, ...] = ()
    least: int = 0
    again: int = 0
    late: str = ""


def _lapsing(label: str, days: int) -> Period:
    """What the lab leaves unanswered ends, but not before it was reminded twice."""
    return Period(label, days, reminders=(-7, 1), grace=30, then="the submission lapses", least=2)


PERIODS: Mapping[ClockKind, Period] = MappingProxyType(
    {
        ClockKind.ASSIGN_EDITOR: Period("Assign the handling editor", 3, reminders=(1,)),
        ClockKind.TRIAGE: Period("Triage", 10, reminders=(1,)),
        ClockKind.RETURNED: _lapsing("Answer the issues", 21),
        ClockKind.INVITATION: Period(
            "Answer the invitation", 7, reminders=(-3,), grace=7, then="the invitation expires"
        ),
        ClockKind.REPORT: Period(
            "Report", 21, reminders=(-5, 1, 7), grace=14, then="reminders end", alerts=(14,)
        ),
        ClockKind.DECISION: Period("Decide", 7, reminders=(1,)),
        ClockKind.MINOR_REVISION: _lapsing("Minor revision", 21),
        ClockKind.MAJOR_REVISION: _lapsing("Major revision", 60),
        ClockKind.PROOF: Period(
            "Confirm the proof", 7, reminders=(1,), grace=7, then="the proof counts as confirmed"
        ),
        ClockKind.SIGNING: Period(
            "Choose whether to sign", 7, grace=0, then="whoever chose nothing does not sign"
        ),
        # Ten days of triage, fourteen of the proof and these: within thirty on the registry track.
        ClockKind.PUBLISH: Period("Publish", 5, reminders=(-2, 1), again=7),
        # The second only once the day is over everywhere: until then the clock accepts by itself.
        ClockKind.TIME_BOX: Period(
            "Decide on the registry track",
            30,
            reminders=(-5, 2),
            grace=0,
            then="the card is accepted without a decision",
            again=7,
            late="the card is accepted without a decision once the model is registered and no "
            "error of the checks is open",
        ),
        ClockKind.APPEAL: Period("Appeal", 30, grace=0, then="the time to appeal is over"),
        ClockKind.CONCERN_RECEIPT: Period("Confirm the receipt of a concern", 3, reminders=(1,)),
        ClockKind.CONCERN_OUTCOME: Period("Decide on a concern", 14, reminders=(-3, 1)),
        ClockKind.CONCERN_BANNER: Period(
            "Look at the expression of concern again",
            60,
            reminders=(0,),
            grace=7,
            then="the time begins anew",
            least=1,
        ),
        ClockKind.REVERIFICATION: Period(
            "Verify the card again", months=12, reminders=(-30, 0, 30)
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stood still; ``until`` None while it still does."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A period that runs for somebody. ``about`` names what it is about, the same in every run.

    ``zone`` is that person's, by its IANA name. ``due`` is the last day where it was set by hand or
    moved by a pause; None: what the period comes to. A clock that ended reminds nobody. More time
    is a new clock, so that its reminders are sent again.
    """

    kind: ClockKind
    about: str
    started_at: datetime
    zone: str = "UTC"
    pauses: tuple[Pause, ...] = ()
    ended_at: datetime | None = None
    due: date | None = None

    @property
    def period(self) -> Period:
        return PERIODS[self.kind]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a clock; ``offset`` in days from its due day tells it from the others."""

    clock: Clock
    offset: int
    due_on: date


def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name; raises ``Refused`` with what was found for another text."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(
            f"Time zone: found {name[:60]!r}. Expected a name such as Europe/Berlin."
        ) from None


def due_on(clock: Clock, now: datetime) -> date:
    """The last day in time where the person lives; later by all the pauses until now."""
    if clock.due is not None:
        return clock.due
    # Added in UTC: in a zone, an hour that the clocks skip would count as an hour.
    begun_on = _day(clock.started_at.astimezone(UTC) + _paused(clock, now), clock.zone)
    return last_day(clock.kind, begun_on)


def last_day(kind: ClockKind, begun_on: date) -> date:
    """The last day in time of a period that begins on a day and never stands still."""
    return months_after(begun_on, PERIODS[kind].months) + timedelta(days=PERIODS[kind].days)


def end_of(day: date, zones: Iterable[str]) -> datetime:
    """When a day is over in all of these zones, in UTC; over in UTC where there are none."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return max(
        midnight.replace(tzinfo=zone_of(zone)).astimezone(UTC) for zone in {*zones} or {"UTC"}
    )


def is_overdue(due: date, now: datetime, zone: str) -> bool:
    """Whether the due day is over where the person lives."""
    return _day(now, zone) > due


def is_running(clock: Clock, now: datetime) -> bool:
    """Whether time counts at this moment: the clock has neither ended nor stands still."""
    ended = clock.ended_at is not None and clock.ended_at <= now
    return not ended and not any(
        pause.since <= now and (pause.until is None or now < pause.until) for pause in clock.pauses
    )


def is_grace_over(clock: Clock, now: datetime) -> bool:
    """Whether the time has come for what the period says happens in the end."""
    grace = clock.period.grace
    if grace is None or not is_running(clock, now):
        return False
    return _day(now, clock.zone) > due_on(clock, now) + timedelta(days=grace)


def reminders_due(clock: Clock, sent: Collection[int], now: datetime) -> tuple[Reminder, ...]:
    """The reminder to send now, if any: the newest whose day has come, once.

    ``sent`` are the offsets of those that the person got of this clock. What was missed is not sent
    after a later one, so somebody gets one reminder after a week without a run, not three. Only
    where the end waits for ``least`` reminders are the missed ones made up for, and sent even after
    the grace, as are those that come again.
    """
    if not is_running(clock, now):
        return ()
    is_waited_for = len(set(sent)) < clock.period.least
    if is_grace_over(clock, now) and not is_waited_for and not clock.period.again:
        return ()
    return _newest(clock, _offsets(clock, now), sent, now, makes_up=is_waited_for)


def _offsets(clock: Clock, now: datetime) -> tuple[int, ...]:
    """The days of reminding, with those until now that come again."""
    offsets, again = clock.period.reminders, clock.period.again
    if not again:
        return offsets
    late = (_day(now, clock.zone) - due_on(clock, now)).days
    return (*offsets, *range(offsets[-1] + again, late + 1, again))


def alerts_due(clock: Clock, sent: Collection[int], now: datetime) -> tuple[Reminder, ...]:
    """The same for the handling editor, who is told as long as the clock runs."""
    if not is_running(clock, now):
        return ()
    return _newest(clock, clock.period.alerts, sent, now, makes_up=False)


def _newest(
    clock: Clock, offsets: Iterable[int], sent: Collection[int], now: datetime, *, makes_up: bool
) -> tuple[Reminder, ...]:
    due, today = due_on(clock, now), _day(now, clock.zone)
    newest_sent = max(sent, default=None)
    open_ones = [
        offset
        for offset in offsets
        if due + timedelta(days=offset) <= today
        and offset not in sent
        and (makes_up or newest_sent is None or offset > newest_sent)
    ]
    return (Reminder(clock, max(open_ones), due),) if open_ones else ()


def digests(
    reminders: Iterable[tuple[str, Reminder]],
    last_sent: Mapping[str, datetime],
    zones: Mapping[str, str],
    now: datetime,
) -> dict[str, tuple[Reminder, ...]]:
    """Reminders by person, one mail each, the earliest due first; nobody gets a second one today.

    ``last_sent`` is when each person was last reminded of anything, ``zones`` where they live (UTC
    if not known). Who was reminded today waits for tomorrow's run, which finds the reminder still
    due.
    """
    found: dict[str, list[Reminder]] = {}
    for person, reminder in reminders:
        found.setdefault(person, []).append(reminder)
    return {
        person: tuple(sorted(mine, key=lambda one: (one.due_on, one.clock.about)))
        for person, mine in found.items()
        if not _reminded_today(last_sent.get(person), zones.get(person, "UTC"), now)
    }


def _reminded_today(last: datetime | None, zone: str, now: datetime) -> bool:
    return last is not None and _day(last, zone) >= _day(now, zone)


def _paused(clock: Clock, now: datetime) -> timedelta:
    """How long the clock stood still since it began, pauses that overlap counted once."""
    end = now if clock.ended_at is None else min(now, clock.ended_at)
    total, counted_to = timedelta(), clock.started_at
    for pause in _in_order(clock.pauses):
        since = max(pause.since, counted_to)
        until = end if pause.until is None else min(pause.until, end)
        if until > since:
            total += until - since
            counted_to = until
    return total


def _in_order(pauses: Sequence[Pause]) -> list[Pause]:
    return sorted(pauses, key=lambda pause: pause.since)


def _day(moment: datetime, zone: str) -> date:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment.isoformat()}")
    return moment.astimezone(zone_of(zone)).date()
