"""What becomes of a proposal about a submission when the second person agrees."""

from collections.abc import Mapping

from django.db import transaction

from registry.actions.people import subject_of
from registry.actions.review import decisions, motions, redacting, triage
from registry.models import Motion
from registry.rules.errors import NotPermitted
from registry.rules.permissions import Person, may_handle
from registry.rules.workflow.assignments import AssignmentAction
from registry.rules.workflow.vocabulary import Action

CARRIED: Mapping[Action, motions.Carry] = {
    Action.DESK_REJECT: triage.carry_desk_reject,
    Action.ACCEPT: decisions.carry_decision,
    Action.REJECT: decisions.carry_decision,
}


def second(*, by: Person, motion: Motion) -> None:
    """Agree to a proposal about a submission; what was proposed happens now, or is refused."""
    with transaction.atomic():
        if motion.action == AssignmentAction.REDACT:
            redacting.second(by=by, motion=motion)
        else:
            motions.second_move(by=by, motion=motion, carry=CARRIED[Action(motion.action)])


def drop(*, by: Person, motion: Motion) -> None:
    """Drop a proposal: whoever made it, or another editor of the submission."""
    with transaction.atomic():
        submission = motion.submission
        if submission is None or not may_handle(by, subject_of(submission)):
            raise NotPermitted("Proposals are dropped by the editors of the submission.")
        motions.drop(by=by, motion=motion)
