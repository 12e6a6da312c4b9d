"""What a person is to the registry, and a submission to a person, for ``rules.permissions``."""

from registry.models import Actor, LabMembership, Submission
from registry.rules.permissions import Membership, Person, Scope, Subject
from registry.rules.workflow.submissions import Kind, State


def person_of(
    actor: Actor,
    *,
    is_editor: bool = False,
    has_second_factor: bool = False,
    scope: Scope | None = None,
) -> Person:
    """The person behind an actor, with the memberships of this moment."""
    memberships = LabMembership.objects.active().filter(user=actor.user_id)
    return Person(
        key=actor.key,
        memberships={
            slug: Membership(role) for slug, role in memberships.values_list("lab__slug", "role")
        }
        if actor.user_id
        else {},
        is_editor=is_editor,
        has_second_factor=has_second_factor,
        scope=scope,
    )


def subject_of(submission: Submission) -> Subject:
    return Subject(
        kind=Kind(submission.kind),
        state=State(submission.state),
        lab=submission.lab.slug if submission.lab else None,
        author=submission.created_by,
        completed_by=submission.completed_by or None,
        representatives=(
            LabMembership.objects.representatives().filter(lab=submission.lab).count()
            if submission.lab
            else 0
        ),
    )
