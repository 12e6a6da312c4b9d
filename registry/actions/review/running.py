"""Moves that the calendar makes: each on its own, each looked at again before it is made.

Safe to run twice at once, late, or after days without a run. What to move is chosen by what is over
and not by which day it is; the move itself compares the token that was chosen with the one that is
there, so whoever was first has won, and the conditions of its row are looked at in its transaction.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.actions import idempotency, moves
from registry.actions.audit import now
from registry.actions.people import subject_of, the_clock
from registry.actions.review import assignments, clocks, endings, forms, publishing, rounds, triage
from registry.actions.review.addressees import who_must_act, zone_of
from registry.models import Assignment, Clock, Decision, Submission
from registry.models.review import queries
from registry.pauses import pause
from registry.rules.errors import Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.review.clocks import PERIODS, ClockKind, end_of
from registry.rules.workflow.clock_table import LAPSING
from registry.rules.workflow.policies import ConditionNotMet
from registry.rules.workflow.vocabulary import Kind, State

logger = logging.getLogger(__name__)

# A day that is over somewhere may last so much longer elsewhere, or be over so much earlier.
FARTHEST = timedelta(days=1)


class Result(StrEnum):
    DONE = "done"
    WAITS = "waits"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one thing that was due, in words for whoever runs the registry.

    They name submissions by their ids and nobody at all: such lines end up in logs.
    """

    result: Result
    what: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.result}" + (f", {self.why}" if self.why else "")


def move_what_is_due() -> Iterator[Outcome]:
    """Make every move whose time has come; one that fails does not keep the others.

    Invitations first, for the last one to expire may let a round close.
    """
    by = the_clock()
    for choose in (_invitations, _rounds, _time_boxes, _lapses, _publications, _banners):
        for what, act in list(choose(now(), by)):
            outcome = attempt(what, act)
            if outcome is not None:
                yield outcome


def clean_up() -> Iterator[Outcome]:
    """Forget forms and calls that nobody can send again by mistake any more."""
    forgotten = forms.forget_old() + idempotency.forget_old()
    if forgotten:
        yield Outcome(
            Result.DONE, f"forget {forgotten:,} forms and calls of more than two days ago"
        )


Act = Callable[[], object]


def attempt(what: str, act: Act) -> Outcome | None:
    """Do one thing; None where somebody else did it first, or where there is nothing to do.

    ``act`` returns False for the latter.
    """
    pause("clock_chosen")
    try:
        if act() is False:
            return None
    except ConditionNotMet as waits:
        return Outcome(Result.WAITS, what, str(waits))
    except (StaleWrite, TransitionRefused):
        return None
    except Refused as refused:
        logger.error("%s was refused: %s", what, refused)
        return Outcome(Result.FAILED, what, str(refused))
    except Exception as fault:  # a fault in one move must not keep the others
        logger.exception("%s failed", what)
        return Outcome(Result.FAILED, what, type(fault).__name__)
    return Outcome(Result.DONE, what)


def _invitations(at: datetime, by: Person) -> Iterator[tuple[str, Act]]:
    """Invitations that nobody answered (R03b)."""
    for clock in _over(at, ClockKind.INVITATION).select_related("assignment__submission"):
        assignment = clock.assignment
        assert assignment is not None  # noqa: S101 - the clock is that of an assignment
        yield (
            f"{_name(assignment.submission)}, assignment {assignment.public_id}: let it expire",
            partial(_expire, clock, assignment, by),
        )


def _expire(clock: Clock, assignment: Assignment, by: Person) -> bool:
    with transaction.atomic():
        moves.lock(assignment.submission)
        clock.refresh_from_db()
        zones = [zone_of(user) for user in who_must_act(clock)]
        if clock.stopped_at is not None or now() < end_of(_last_day(clock), zones):
            return False
        assignments.expire(by=by, assignment=assignment)
    return True


def _rounds(at: datetime, by: Person) -> Iterator[tuple[str, Act]]:
    """Rounds for which nothing is missing any more (T15).

    The last report closes its round itself. This is for those where the last one who was asked
    declined or was taken out. A round that an editor opened again waits for what it was opened for:
    somebody new who reported or is out again.
    """
    this = Assignment.objects.filter(submission=OuterRef("pk"), round__closed_at__isnull=True)
    ended = this.filter(ended_at__gte=OuterRef("moved_at"))
    found = Submission.objects.filter(state=State.IN_REVIEW, is_held=False)
    for one in found.filter(Exists(ended)).order_by("pk"):
        current = queries.current_round(one)
        if current is None or queries.awaited(current, subject_of(one).editors):
            continue
        yield (
            f"{_name(one)}: close the round",
            partial(rounds.close, by=by, submission=one, token=one.token),
        )


def _time_boxes(at: datetime, by: Person) -> Iterator[tuple[str, Act]]:
    """Cards on the registry track for which the editors' time is over (T14)."""
    for one in _submissions(_over(at, ClockKind.TIME_BOX)):
        yield (
            f"{_name(one)}: accept it because the time is over",
            partial(triage.accept_by_time, by=by, submission=one),
        )


def _lapses(at: datetime, by: Person) -> Iterator[tuple[str, Act]]:
    """What a lab left unanswered although it was reminded (T26)."""
    for kind in sorted(LAPSING):
        for one in _submissions(_over(at, kind)):
            yield (
                f"{_name(one)}: withdraw it because nobody answered",
                partial(endings.lapse, by=by, submission=one),
            )


def _publications(at: datetime, by: Person) -> Iterator[tuple[str, Act]]:
    """Accepted cards that no editor publishes by hand (T24).

    Those that waited for the end of an embargo, and a lab's that the calendar accepted, which
    perhaps nobody has in hand. A listing may come from anybody: before it is public, an editor has
    to have seen it.
    """
    by_time = Decision.objects.filter(
        submission=OuterRef("pk"), kind=Decision.Kind.TIME_BOX, voided_at__isnull=True
    )
    found = Submission.objects.filter(state=State.ACCEPTED, is_held=False).filter(
        Q(embargo_until__lte=at) | Q(Exists(by_time), kind=Kind.LAB, embargo_until__isnull=True)
    )
    for one in found.order_by("pk"):
        yield (
            f"{_name(one)}: publish it",
            partial(publishing.publish, by=by, submission=one, token=one.token),
        )


def _banners(at: datetime, by: Person) -> Iterator[tuple[str, Act]]:
    """Expressions of concern that still stand: somebody looks at them again later."""
    for clock in _over(at, ClockKind.CONCERN_BANNER).select_related("version"):
        yield (
            f"{clock.version}: count anew to the next look at its expression of concern",
            partial(_start_again, clock),
        )


def _start_again(clock: Clock) -> bool:
    with transaction.atomic():
        if who_must_act(clock) and not clock.reminders.exists():
            return False
        return clocks.start_again(clock, at=now())


def _over(at: datetime, kind: ClockKind) -> QuerySet[Clock]:
    """Running clocks of a kind whose last day of grace is over, or nearly so in some zone."""
    grace = timedelta(days=PERIODS[kind].grace or 0)
    running = Clock.objects.filter(kind=kind, stopped_at__isnull=True)
    return running.filter(due_on__lt=at.date() - grace + FARTHEST).order_by("pk")


def _submissions(found: QuerySet[Clock]) -> Iterator[Submission]:
    for clock in found.select_related("submission"):
        if clock.submission is not None and not clock.submission.is_held:
            yield clock.submission


def _last_day(clock: Clock) -> date:
    return clock.due_on + timedelta(days=PERIODS[ClockKind(clock.kind)].grace or 0)


def _name(submission: Submission) -> str:
    return f"submission {submission.public_id}"
