"""Until when somebody may still act: facts for the conditions that a day decides.

A last day is over where whoever acts lives; where there are several, when it is over for all.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from registry.actions.review.addressees import chiefs, speakers, zones_of
from registry.models import Clock, Submission, User
from registry.models.review import queries
from registry.rules.review.clocks import PERIODS, ClockKind, end_of, last_day
from registry.rules.workflow.clock_table import LAPSING
from registry.rules.workflow.policies import MINIMUM_LAPSE_REMINDERS, REOPEN_TIME
from registry.rules.workflow.vocabulary import CLOSED, State

# After the last reminder, however late that was.
TIME_TO_ANSWER = timedelta(days=7)


def proof(submission: Submission) -> dict[str, Any]:
    """Whether the lab confirmed the proof, and until when it may."""
    clock = _running(submission, ClockKind.PROOF)
    return {
        "is_proof_confirmed": queries.confirmed_proof(submission) is not None,
        "proof_until": _end_of_grace(clock, submission) if clock else None,
    }


def signing(submission: Submission) -> dict[str, Any]:
    """Until when referees may choose whether to sign, as long as one who can has not chosen."""
    clock = _running(submission, ClockKind.SIGNING)
    waiting = queries.yet_to_choose(submission).values("person")
    users = list(User.objects.filter(actor__in=waiting, is_active=True)) if clock else []
    if clock is None or not users:
        return {}
    return {"signing_until": end_of(clock.due_on, zones_of(users))}


def lapse(submission: Submission) -> dict[str, Any]:
    """When what the lab leaves unanswered lapses, and how often somebody was reminded."""
    clock = _running(submission, *LAPSING)
    if clock is None:
        return {}
    lapses_at, least = _end_of_grace(clock, submission), MINIMUM_LAPSE_REMINDERS
    by_person: dict[str, list[datetime]] = {}
    for key, at in clock.reminders.order_by("at").values_list("person_key", "at"):
        by_person.setdefault(key, []).append(at)
    # Of those who were reminded often enough, the first: for the lab one who knows is enough.
    enough = [moments[least - 1] for moments in by_person.values() if len(moments) >= least]
    return {
        "lapses_at": max([lapses_at, *([min(enough) + TIME_TO_ANSWER] if enough else [])]),
        "reminders_sent": max(map(len, by_person.values()), default=0),
    }


def appeal(submission: Submission) -> dict[str, Any]:
    """Until when those who speak for a rejected card may appeal."""
    closed_on = _moved_on(submission) if State(submission.state) in CLOSED else None
    if closed_on is None:
        return {}
    last = last_day(ClockKind.APPEAL, closed_on)
    return {"appeal_until": end_of(last, zones_of(speakers(submission)))}


def reopening(submission: Submission) -> dict[str, Any]:
    """Until when an editor-in-chief may take up again what lapsed."""
    lapsed = submission.state == State.WITHDRAWN and submission.stored_state
    lapsed_on = _moved_on(submission) if lapsed else None
    if lapsed_on is None:
        return {}
    return {"reopen_until": end_of(lapsed_on + REOPEN_TIME, zones_of(chiefs(submission)))}


def _end_of_grace(clock: Clock, submission: Submission) -> datetime:
    """When the last day after a due day is over for everybody who speaks for the card."""
    grace = timedelta(days=PERIODS[ClockKind(clock.kind)].grace or 0)
    return end_of(clock.due_on + grace, zones_of(speakers(submission)))


def _running(submission: Submission, *kinds: ClockKind) -> Clock | None:
    return Clock.objects.filter(
        submission=submission, kind__in=kinds, stopped_at__isnull=True
    ).first()


def _moved_on(submission: Submission) -> date | None:
    return submission.moved_at.date() if submission.moved_at else None
