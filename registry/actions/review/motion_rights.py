"""What a proposal would do, and who may agree to it: of submissions, reports and versions alike."""

from __future__ import annotations

from registry.actions.people import subject_of, version_subject_of
from registry.models import Motion
from registry.rules.errors import NotPermitted
from registry.rules.permissions import Person, check_may_second, may_list
from registry.rules.version_permissions import check_may_agree, may_meet
from registry.rules.workflow.assignments import (
    BY_ASSIGNMENT_ACTION,
    AssignmentAction,
    AssignmentMove,
)
from registry.rules.workflow.submissions import BY_ACTION
from registry.rules.workflow.versions import BY_VERSION_ACTION, VersionAction, VersionMove
from registry.rules.workflow.vocabulary import Action, Role, Transition


def row_of(motion: Motion) -> Transition | AssignmentMove:
    """The row of the tables that a motion about a submission would make."""
    if motion.action in BY_ASSIGNMENT_ACTION:
        return BY_ASSIGNMENT_ACTION[AssignmentAction(motion.action)]
    return BY_ACTION[Action(motion.action)]


def version_row_of(motion: Motion) -> VersionMove:
    """The row that a motion about a version would make."""
    return BY_VERSION_ACTION[VersionAction(motion.action)]


def agreed_to(motion: Motion) -> list[tuple[str, Role]]:
    """Who agreed by now, by key, and in which role; the first to do so first."""
    return [(one.actor_key, Role(one.role)) for one in motion.seconds.order_by("id")]


def may_agree(motion: Motion, person: Person) -> bool:
    """Whether the person can be one of those that the motion waits for."""
    try:
        if motion.version is not None:
            check_may_agree(
                person,
                version_row_of(motion),
                version_subject_of(motion.version),
                first=motion.proposed_by,
                agreed=agreed_to(motion),
            )
        elif motion.submission is not None:
            subject = subject_of(motion.submission)
            check_may_second(person, row_of(motion), subject, motion.proposed_by)
    except NotPermitted:
        return False
    return True


def may_know(motion: Motion, person: Person) -> bool:
    """Whether the person may know that what the motion is about exists."""
    if motion.version is not None:
        return may_meet(person, version_subject_of(motion.version))
    return motion.submission is not None and may_list(person, subject_of(motion.submission))
