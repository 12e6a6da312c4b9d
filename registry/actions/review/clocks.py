"""Clocks: started and stopped with each move, in its transaction; a hold lets them stand still."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from registry.models import (
    Assignment,
    CardVersion,
    Clock,
    ConcernReport,
    PublishedSubmission,
    Reminder,
    RightOfReply,
    Submission,
)
from registry.models.review import queries
from registry.rules.review.clocks import PERIODS, ClockKind, last_day
from registry.rules.workflow.assignments import AssignmentAction, AssignmentState
from registry.rules.workflow.clock_table import (
    LASTING,
    OF_ASSIGNMENT,
    OF_CONCERN,
    OF_VERSION,
    STANDING_STILL,
    clocks_after,
)
from registry.rules.workflow.concerns import ConcernState
from registry.rules.workflow.vocabulary import UNSUBMITTED, Action, Kind, State, Track

# Whoever gets a report back has this long at least.
REPORT_AGAIN = timedelta(days=7)


def after_submission(
    submission: Submission, action: Action, source: State, *, at: datetime, revision: str = ""
) -> None:
    """Set the clocks of a submission that has just moved; ``revision`` is minor or major, if told.

    A move that leaves the state as it is leaves the clocks, but for a hold.
    """
    state = State(submission.state)
    if action is Action.SET_HOLD:
        _pause(_running(submission=submission), at)
    elif action is Action.LIFT_HOLD:
        _resume_all(submission, at)
    elif state is not source and state not in UNSUBMITTED:
        _change(submission, action, state, at=at, revision=revision)


def after_assignment(assignment: Assignment, action: AssignmentAction, *, at: datetime) -> None:
    """Set the clock of a referee's assignment that has just moved."""
    state = AssignmentState(assignment.state)
    _stop(Clock.objects.filter(assignment=assignment), at)
    kind = OF_ASSIGNMENT.get(state)
    if kind is None:
        return
    if action is AssignmentAction.RETURN_REPORT and assignment.due_on is not None:
        assignment.due_on = max(assignment.due_on, at.date() + REPORT_AGAIN)
        Assignment.objects.filter(pk=assignment.pk).update(due_on=assignment.due_on)
    invited = state is AssignmentState.INVITED
    _start(
        kind,
        at,
        due_on=assignment.answer_until if invited else assignment.due_on,
        submission=assignment.submission,
        assignment=assignment,
        person=assignment.person,
    )


def after_concern(concern: ConcernReport, *, at: datetime) -> None:
    """Set the clock of a reader's concern that has just moved."""
    _stop(Clock.objects.filter(concern=concern), at)
    kind = OF_CONCERN.get(ConcernState(concern.state))
    if kind is not None:
        _start(kind, at, concern=concern, person=concern.editor)


def after_version(version: CardVersion, status: str, *, at: datetime) -> None:
    """Set the clocks of a version whose status has just changed; ``actions.transitions`` calls it.

    A version replaced, retracted or removed need not be verified again; the banner of a concern is
    looked at as long as it shows. The year in which a version is to be verified again begins with
    its publication, whatever happened to it since; only a reviewed one has somebody to do it.
    """
    kind = OF_VERSION.get(status)
    running = _running(version=version)
    if kind is not ClockKind.CONCERN_BANNER:
        _stop(running.exclude(kind=kind or ""), at)
    if kind is None or running.filter(kind=kind).exists():
        return
    if kind is ClockKind.REVERIFICATION:
        if PublishedSubmission.objects.filter(version=version).exists():
            due_on = last_day(kind, version.published_at.date())
            _start(kind, at, due_on=due_on, version=version)
    else:
        _start(kind, at, version=version)


def proof_confirmed(submission: Submission, *, at: datetime) -> None:
    """Nobody waits for the proof any more."""
    _wait_no_more(submission, ClockKind.PROOF, at)


def signing_chosen(submission: Submission, *, at: datetime) -> None:
    """Nobody waits any more for a referee to choose whether to sign."""
    _wait_no_more(submission, ClockKind.SIGNING, at)


def start_again(clock: Clock, *, at: datetime) -> bool:
    """Let the same time run anew from its last day, as long as nobody ends what it is about.

    False where the clock was stopped meanwhile.
    """
    if not _running(pk=clock.pk).update(stopped_at=at):
        return False
    kind = ClockKind(clock.kind)
    due_on = max(last_day(kind, clock.due_on), at.date())
    _start(kind, at, due_on=due_on, **_about(clock))
    return True


def _wait_no_more(submission: Submission, kind: ClockKind, at: datetime) -> None:
    """End a time of others after the acceptance; the editors' time begins earlier for it."""
    _stop(_running(submission=submission, kind=kind), at)
    due_on = _publish_by(submission, at)
    later = _running(submission=submission, kind=ClockKind.PUBLISH, due_on__gt=due_on)
    if later.exists():
        _stop(later, at)
        _start(ClockKind.PUBLISH, at, due_on=due_on, submission=submission)


def _publish_by(submission: Submission, at: datetime) -> date:
    """The editors' last day to publish, counted from the last one on which somebody is waited for.

    That is the lab as long as the proof is not confirmed, referees who choose whether to sign, the
    lab of a listing with its right of reply, or an embargo.
    """
    waited_for = [at.date()]
    for clock in _running(submission=submission, kind__in=[ClockKind.PROOF, ClockKind.SIGNING]):
        grace = PERIODS[ClockKind(clock.kind)].grace or 0
        waited_for.append(clock.due_on + timedelta(days=grace))
    if submission.embargo_until is not None:
        waited_for.append(submission.embargo_until.date())
    if submission.kind == Kind.THIRD_PARTY:
        rights = RightOfReply.objects.filter(snapshot__submission=submission, replies__isnull=True)
        waited_for += rights.values_list("until", flat=True)
    return last_day(ClockKind.PUBLISH, max(waited_for))


def _change(
    submission: Submission, action: Action, state: State, *, at: datetime, revision: str
) -> None:
    dues = clocks_after(
        action,
        state,
        kind=Kind(submission.kind),
        track=Track(submission.track),
        revision=revision or _revision(submission, state),
    )
    wanted = {due.kind for due in dues}
    own = Clock.objects.filter(submission=submission, assignment__isnull=True)
    waiting = STANDING_STILL.get(state, frozenset())
    _pause(own.filter(stopped_at__isnull=True, kind__in=waiting), at)
    _stop(own.exclude(kind__in=waiting | (wanted & LASTING)), at)
    # When there is to be published depends on what else runs.
    for kind in sorted(wanted, key=lambda one: (one is ClockKind.PUBLISH, one)):
        if own.filter(kind=kind, stopped_at__isnull=True).exists():
            continue
        paused = own.filter(kind=kind, is_paused=True).first()
        if paused is not None:
            _resume(paused, at)
        else:
            due_on = _publish_by(submission, at) if kind is ClockKind.PUBLISH else None
            _start(kind, at, due_on=due_on, submission=submission)


def _revision(submission: Submission, state: State) -> str:
    if state is not State.REVISION_REQUESTED:
        return ""
    last = queries.last_decision(submission)
    return last.kind if last is not None else ""


def _running(**about: Any) -> Any:
    return Clock.objects.filter(stopped_at__isnull=True, **about)


def _start(kind: ClockKind, at: datetime, *, due_on: date | None = None, **about: Any) -> Clock:
    last = due_on or last_day(kind, at.date())
    return Clock.objects.create(kind=kind, started_at=at, due_on=last, **about)


def _stop(clocks: Any, at: datetime) -> None:
    """End clocks for good, also those that stand still."""
    clocks.filter(is_paused=True).update(is_paused=False)
    clocks.filter(stopped_at__isnull=True).update(stopped_at=at)


def _pause(clocks: Any, at: datetime) -> None:
    clocks.update(stopped_at=at, is_paused=True)


def _resume_all(submission: Submission, at: datetime) -> None:
    still = STANDING_STILL.get(State(submission.state), frozenset())
    paused = Clock.objects.filter(submission=submission, is_paused=True).exclude(kind__in=still)
    clocks: Iterable[Clock] = list(paused.select_related("assignment"))
    for clock in clocks:
        days = at.date() - _stopped_on(clock)
        _resume(clock, at)
        if clock.assignment is not None:
            _put_off(clock.assignment, days)


def _resume(clock: Clock, at: datetime) -> None:
    """Let the rest of a time run on in another row, which remembers who was reminded."""
    rest = clock.due_on - _stopped_on(clock)
    Clock.objects.filter(pk=clock.pk).update(is_paused=False)
    going_on = _start(ClockKind(clock.kind), at, due_on=at.date() + rest, **_about(clock))
    Reminder.objects.bulk_create(
        Reminder(
            clock=going_on,
            offset_days=one.offset_days,
            person_key=one.person_key,
            at=one.at,
        )
        for one in clock.reminders.all()
    )


def _put_off(assignment: Assignment, days: timedelta) -> None:
    """Move the days that the referee was told of by those of the hold."""
    for name in ("answer_until", "due_on"):
        day = getattr(assignment, name)
        setattr(assignment, name, day + days if day else None)
    Assignment.objects.filter(pk=assignment.pk).update(
        answer_until=assignment.answer_until, due_on=assignment.due_on
    )


def _stopped_on(clock: Clock) -> date:
    assert clock.stopped_at is not None  # noqa: S101 - what stands still was stopped
    return clock.stopped_at.date()


def _about(clock: Clock) -> dict[str, Any]:
    return {
        "submission_id": clock.submission_id,
        "assignment_id": clock.assignment_id,
        "concern_id": clock.concern_id,
        "version_id": clock.version_id,
        "person_id": clock.person_id,
    }
