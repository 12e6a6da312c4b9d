"""Moves that take more than one person: proposed by one, agreed to by others, then made."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from registry.actions import latecomers, moves
from registry.actions.audit import now, record
from registry.actions.people import person_again, subject_of
from registry.actions.review import waits
from registry.actions.review.facts import facts_of
from registry.models import CardVersion, Motion, MotionSecond, Submission
from registry.models.submissions import new_public_id
from registry.pauses import pause
from registry.rules.errors import Conflict, StaleWrite
from registry.rules.permissions import Person, check_may_second
from registry.rules.workflow.policies import check_conditions
from registry.rules.workflow.submissions import BY_ACTION
from registry.rules.workflow.vocabulary import Action

Carry = Callable[[Motion, Person, tuple[str, ...]], None]


def propose_move(
    *,
    by: Person,
    submission: Submission,
    action: Action,
    token: str,
    payload: Mapping[str, Any],
    known: Mapping[str, Any],
) -> Motion:
    """Propose a move of a submission, inside the caller's transaction.

    Everything is looked at now and again when it is carried; what is refused already need not wait
    for a second person.
    """
    row = moves.check_seen(submission, action, by=by, token=token)
    at = now()
    check_conditions(row, facts_of(submission, row, at=at, by_system=False, known=known))
    return store(by=by, submission=submission, action=action, seen=token, payload=payload, at=at)


def second_move(*, by: Person, motion: Motion, carry: Carry) -> None:
    """Agree to a proposed move of a submission and make it; inside the caller's transaction.

    ``carry`` makes the move, for the person who proposed it and with the keys of those who agreed.
    Raises ``StaleWrite`` where the submission has moved meanwhile: then the motion has to be
    dropped and proposed anew.
    """
    submission = motion.submission
    if submission is None:
        raise TypeError("This motion is about a version.")
    moves.lock(submission)
    lock_open(motion)
    if submission.token != motion.seen:
        raise StaleWrite(latecomers.meanwhile(submission, by), submission)
    row = BY_ACTION[Action(motion.action)]
    check_may_second(by, row, subject_of(submission), motion.proposed_by)
    agree(by=by, motion=motion, role=str(row.second))
    # The proposer's rights are those of this moment, not of when it was proposed.
    carry(motion, person_again(motion.proposed_by), (by.key,))
    close(motion, Motion.Outcome.CARRIED, by=by)


def store(
    *,
    by: Person,
    action: str,
    seen: str,
    payload: Mapping[str, Any],
    at: datetime,
    submission: Submission | None = None,
    version: CardVersion | None = None,
) -> Motion:
    """Keep a motion; one of a kind can be open for one thing at a time."""
    subject = f"submission {submission.public_id}" if submission else f"version {version}"
    waiting = Motion.objects.filter(subject=subject, action=action, closed_at__isnull=True).first()
    if waiting is not None:
        raise Conflict(
            f"This was proposed already by {latecomers.actor_name(waiting.proposed_by)} "
            f"{latecomers.moment(waiting.proposed_at)}, and waits for a second person. Drop that "
            "proposal first to make another one."
        )
    motion = Motion.objects.create(
        public_id=new_public_id(),
        subject=subject,
        submission=submission,
        version=version,
        action=action,
        payload=dict(payload),
        seen=seen,
        proposed_by=by.key,
        proposed_at=at,
    )
    record(by=by, action="motion.propose", subject=subject, at=at, motion=motion.public_id)
    waits.of_proposal(motion)
    pause("proposed")
    return motion


def lock_open(motion: Motion) -> None:
    """Let those who act on a motion wait for each other; raise ``Conflict`` for a closed one."""
    motion.refresh_from_db(from_queryset=Motion.objects.select_for_update())
    if motion.closed_at is not None:
        raise Conflict(
            f"This proposal was {motion.outcome} by {latecomers.actor_name(motion.closed_by)} "
            f"{latecomers.moment(motion.closed_at)}."
        )


def agree(*, by: Person, motion: Motion, role: str) -> None:
    """Keep that the person agrees; the caller has looked at whether they may."""
    MotionSecond.objects.create(motion=motion, role=role, at=now(), actor_key=by.key)
    record(
        by=by,
        action="motion.second",
        subject=motion.subject,
        at=now(),
        motion=motion.public_id,
        role=role,
    )
    pause("agreed")


def drop(*, by: Person, motion: Motion) -> None:
    """Take a proposal back, or drop that of somebody else; inside the caller's transaction."""
    lock_open(motion)
    close(motion, Motion.Outcome.DROPPED, by=by)
    record(by=by, action="motion.drop", subject=motion.subject, at=now(), motion=motion.public_id)


def close(motion: Motion, outcome: Motion.Outcome, *, by: Person) -> None:
    """End a proposal, and tell whoever made it where somebody else ended it."""
    motion.outcome, motion.closed_at, motion.closed_by = outcome, now(), by.key
    motion.save(update_fields=["outcome", "closed_at", "closed_by"])
    waits.of_end(motion, by=by)
