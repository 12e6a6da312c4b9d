"""Reminders: one mail a person and day at most, of all that is due from them.

Who was reminded of what is kept once for each clock, person and day of reminding, in the
transaction that puts the mail into the outbox. So a second run finds nothing left to say, and one
that comes late says what is still due.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from registry.actions.audit import now
from registry.actions.outbox import post_mail
from registry.actions.review.addressees import handling_editor, who_must_act, zone_of
from registry.actions.review.deadlines import TIME_TO_ANSWER
from registry.actions.review.running import Outcome, attempt
from registry.models import Actor, Clock, Reminder, User
from registry.rules.numerals import date_text
from registry.rules.review import clocks as rules
from registry.rules.review.clocks import PERIODS, ClockKind
from registry.rules.workflow.clock_table import LAPSING, PARTIES
from registry.rules.workflow.vocabulary import Party

# Reminders begin at most so long before a due day, counted generously for every time zone.
EARLIEST = timedelta(days=1 - min(min(period.reminders, default=0) for period in PERIODS.values()))
# What happens in the end is told where the person can still prevent it.
TOLD_ENDS = LAPSING | {ClockKind.INVITATION, ClockKind.PROOF, ClockKind.TIME_BOX}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a mail; ``page`` is the name of the page it leads to, ``id`` of what."""

    what: str  # "Report, DeepSeek-R1"
    last_day: str
    is_over: bool
    ends: str  # "the submission lapses after 1 May 2026", where that is so
    page: str
    id: str


@dataclass(frozen=True, slots=True)
class Due:
    """What somebody is to be reminded of now; an alert tells an editor of what another owes."""

    clock: Clock
    reminder: rules.Reminder
    is_alert: bool


def remind() -> Iterator[Outcome]:
    """Put a mail into the outbox for everybody who has to be reminded now."""
    found: dict[int, tuple[User, list[int]]] = {}
    at = now()
    for clock in _running(Clock.objects.filter(due_on__lte=at.date() + EARLIEST)):
        for user, is_alert in _addressed(clock):
            if _due(clock, user, at, is_alert=is_alert):
                found.setdefault(user.pk, (user, []))[1].append(clock.pk)
    for number, (user, keys) in enumerate(found.values(), start=1):
        # Not by name: which referee was reminded is for nobody's log.
        what = f"reminder {number} of {len(found)}"
        outcome = attempt(what, partial(_remind, user, keys))
        if outcome is not None:
            yield outcome


def _remind(user: User, keys: list[int]) -> bool:
    """Remind a person of what is due by these clocks, unless they were reminded today."""
    key = user.actor.key
    with transaction.atomic():
        # Two runs wait for each other here; rows that refer to the person need not wait.
        Actor.objects.select_for_update(no_key=True).get(pk=key)
        at, zone = now(), zone_of(user)
        # A clock that a move is about to stop is left out rather than waited for.
        clocks = Clock.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        due = [
            one
            for clock in _running(clocks.filter(pk__in=keys))
            for addressed, is_alert in _addressed(clock)
            if addressed == user
            for one in _due(clock, user, at, is_alert=is_alert)
        ]
        last = Reminder.objects.filter(person_key=key).order_by("-at").first()
        digest = rules.digests(
            [(key, one.reminder) for one in due],
            {key: last.at} if last else {},
            {key: zone},
            at,
        )
        if key not in digest:
            return False
        told = {one.reminder: one for one in due}
        mine = [told[reminder] for reminder in digest[key]]
        Reminder.objects.bulk_create(
            Reminder(clock=one.clock, offset_days=one.reminder.offset, person_key=key, at=at)
            for one in mine
        )
        post_mail(
            "reminders",
            user.email,
            # Of this clock and this day of reminding, the person never gets another one.
            event=f"reminder {mine[0].clock.pk} on day {mine[0].reminder.offset} of {key}",
            lines=[_line(one, at, zone) for one in mine],
            zone=zone,
        )
    return True


def _running(clocks: QuerySet[Clock]) -> Iterator[Clock]:
    yield from (
        clocks.filter(stopped_at__isnull=True)
        .order_by("pk")
        .select_related("submission", "assignment", "concern", "version")
        .prefetch_related("reminders")
    )


def _addressed(clock: Clock) -> list[tuple[User, bool]]:
    """Who hears of a clock, and whether as an editor who is alerted."""
    people = [(user, False) for user in who_must_act(clock)]
    if PERIODS[ClockKind(clock.kind)].alerts and clock.submission is not None:
        people += [(user, True) for user in handling_editor(clock.submission)]
    return people


def _due(clock: Clock, user: User, at: datetime, *, is_alert: bool) -> list[Due]:
    rule = rules.Clock(
        ClockKind(clock.kind), str(clock.pk), clock.started_at, zone_of(user), due=clock.due_on
    )
    sent = [one.offset_days for one in clock.reminders.all() if one.person_key == user.actor.key]
    due = rules.alerts_due if is_alert else rules.reminders_due
    return [Due(clock, reminder, is_alert) for reminder in due(rule, sent, at)]


def _line(due: Due, at: datetime, zone: str) -> Line:
    clock, reminder = due.clock, due.reminder
    kind = reminder.clock.kind
    what = "A report is missing" if due.is_alert else PERIODS[kind].label
    ends = ""
    is_over = rules.is_overdue(reminder.due_on, at, zone)
    if is_over and PERIODS[kind].late:
        ends = PERIODS[kind].late
    elif kind in TOLD_ENDS and (grace := PERIODS[kind].grace) is not None:
        last = reminder.due_on + timedelta(days=grace)
        if kind in LAPSING:
            last = max(last, at.astimezone(ZoneInfo(zone)).date() + TIME_TO_ANSWER)
        ends = f"{PERIODS[kind].then} after {date_text(last.isoformat())}"
    page, of = _page(clock, is_alert=due.is_alert)
    return Line(
        what=f"{what}, {_model(clock)}",
        last_day=date_text(reminder.due_on.isoformat()),
        is_over=is_over,
        ends=ends,
        page=page,
        id=of,
    )


def _page(clock: Clock, *, is_alert: bool) -> tuple[str, str]:
    """Where the person does what is due, by the name of the page, and the id of what it is of."""
    if clock.assignment is not None and not is_alert:
        page = "invitation" if clock.kind == ClockKind.INVITATION else "report"
        return f"referee:{page}", clock.assignment.public_id
    if clock.concern is not None:
        return "editor:concern", clock.concern.public_id
    submission = clock.submission
    is_for_lab = PARTIES[ClockKind(clock.kind)] is Party.REPRESENTATIVES
    if submission is None and clock.version is not None and is_for_lab:
        submission = clock.version.origin.submission
    if submission is None:
        return "editor:list", ""
    return "submission:detail" if is_for_lab else "editor:submission", submission.public_id


def _model(clock: Clock) -> str:
    if clock.submission is not None:
        return clock.submission.model_name
    version = clock.version or (clock.concern.version if clock.concern else None)
    return version.card.release.name if version else ""
