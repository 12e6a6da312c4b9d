"""What a person is to the registry, and a submission to a person, for ``rules.permissions``."""

from dataclasses import dataclass, replace

from django.db.models import Q

from registry.actions.accounts import actor_of, has_second_factor
from registry.actions.audit import command_actor, now
from registry.models import (
    Actor,
    Assignment,
    CardVersion,
    DraftSection,
    EditorAssignment,
    InterestDeclaration,
    Lab,
    LabMembership,
    PublishedSubmission,
    Role,
    Submission,
    User,
)
from registry.models.editorial import in_force
from registry.models.review.visible import referee_viewer
from registry.rules.permissions import (
    Membership,
    Person,
    Scope,
    Subject,
    may_handle,
    may_referee,
    may_see,
)
from registry.rules.version_permissions import VersionSubject
from registry.rules.visibility import Audience, Viewer
from registry.rules.workflow.assignments import AssignmentState
from registry.rules.workflow.policies import MEMBERSHIP_BARS_FOR
from registry.rules.workflow.vocabulary import EDITABLE, Kind, State, Track


def person_of(
    actor: Actor,
    *,
    is_editor: bool = False,
    has_second_factor: bool = False,
    scope: Scope | None = None,
    is_chief: bool = False,
    is_administrator: bool = False,
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
        is_editor=is_editor or is_chief,
        has_second_factor=has_second_factor,
        scope=scope,
        is_chief=is_chief,
        is_administrator=is_administrator,
    )


def person_of_user(user: User) -> Person:
    """Somebody who is signed in, with the roles of this moment."""
    roles = user.roles_held()
    return person_of(
        actor_of(user),
        is_editor=not Role.EDITORIAL.isdisjoint(roles),
        has_second_factor=has_second_factor(user),
        is_chief=Role.Name.CHIEF in roles,
        is_administrator=Role.Name.ADMINISTRATOR in roles,
    )


def person_again(key: str) -> Person:
    """Somebody who acted before, with the roles of this moment: what was proposed is made now."""
    actor = Actor.objects.select_related("user").get(key=key)
    if actor.user is None or not actor.user.is_active:
        return Person(key=key)
    return person_of_user(actor.user)


def the_clock() -> Person:
    """Who acts when a time is over."""
    return Person(key=command_actor("the clock").key, is_system=True)


def subject_of(submission: Submission) -> Subject:
    """The facts that decide who may do what to a submission, as they are now."""
    if State(submission.state) in (State.DRAFT, State.AWAITING_ATTESTATION):
        return _plain(submission)
    charges = list(EditorAssignment.objects.filter(submission=submission))
    in_charge = {row.part: row.editor_id for row in charges if row.ended_at is None}
    assigned = list(
        Assignment.objects.filter(
            Q(referee__isnull=False) | Q(state=AssignmentState.RECUSED), submission=submission
        )
    )
    interests = _interests(submission)
    return replace(
        _plain(submission),
        handling_editor=in_charge.get(EditorAssignment.Part.HANDLING),
        appeal_editor=in_charge.get(EditorAssignment.Part.APPEAL),
        referees=frozenset(one.person_id for one in assigned if one.referee_id is not None),
        recused=frozenset(
            one.person_id for one in assigned if one.state == AssignmentState.RECUSED
        ),
        cleared=interests.cleared,
        conflicted=interests.conflicted,
        editors=interests.ever_cleared | {row.editor_id for row in charges},
    )


def _plain(submission: Submission) -> Subject:
    return Subject(
        kind=Kind(submission.kind),
        state=State(submission.state),
        lab=submission.lab.slug if submission.lab else None,
        author=submission.created_by,
        completed_by=_finished_by(submission),
        representatives=(
            LabMembership.objects.representatives().filter(lab=submission.lab).count()
            if submission.lab
            else 0
        ),
        track=Track(submission.track),
        is_held=submission.is_held,
    )


def _finished_by(submission: Submission) -> str | None:
    """Who marked the card as complete, or changed it last while it was revised."""
    if State(submission.state) in EDITABLE - {State.DRAFT}:
        last = DraftSection.objects.filter(submission=submission).order_by("-changed_at").first()
        return last.changed_by if last else None
    return submission.completed_by or None


@dataclass(frozen=True)
class _Interests:
    """Keys of editors: who may judge by what they declared last, who may not, who ever might."""

    cleared: frozenset[str]
    conflicted: frozenset[str]
    ever_cleared: frozenset[str]


def _interests(submission: Submission) -> _Interests:
    """Whoever belonged to the lab within two years may not judge, whatever was declared."""
    rows = list(
        InterestDeclaration.objects.filter(
            submission=submission, part=InterestDeclaration.Part.EDITOR
        ).select_related("waiver")
    )
    declared = in_force(rows, "person_id")
    cleared = {key for key, one in declared.items() if one.is_clear}
    members = _members_of(*filter(None, [submission.lab]))
    return _Interests(
        cleared=frozenset(cleared - members),
        conflicted=frozenset((declared.keys() - cleared) | members),
        ever_cleared=frozenset(one.person_id for one in rows if one.is_clear),
    )


def _members_of(*labs: Lab) -> set[str]:
    """Keys of those who belong to one of the labs, or did within two years."""
    of_lab = LabMembership.objects.filter(lab__in=labs).filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=now() - MEMBERSHIP_BARS_FOR)
    )
    return {key for key in of_lab.values_list("user__actor", flat=True) if key}


def version_subject_of(version: CardVersion) -> VersionSubject:
    """The facts that decide who may move a published version, as they are now."""
    lab = version.card.release.lab
    labs = {lab.slug: lab, lab.standing.slug: lab.standing}
    members = _members_of(*labs.values())
    published = PublishedSubmission.objects.select_related("submission").filter(version=version)
    origin = published.first()
    if origin is None:
        return VersionSubject(frozenset(labs), conflicted=frozenset(members))
    interests = _interests(origin.submission)
    return VersionSubject(
        frozenset(labs),
        is_reviewed=True,
        # Whoever prepared the card takes no second part in it.
        conflicted=interests.conflicted | members | {origin.submission.created_by},
        referees=frozenset(origin.submission.referees.values_list("person_id", flat=True)),
        cleared=interests.cleared - members,
    )


def viewer_of(person: Person, submission: Submission) -> Viewer | None:
    """From which side somebody looks at a review; None where it does not exist for them."""
    subject = subject_of(submission)
    if may_see(person, subject):
        return Viewer(Audience.LAB, person.key)
    if may_referee(person, subject):
        return referee_viewer(submission, person.key)
    if may_handle(person, subject):
        return Viewer(Audience.EDITORS, person.key)
    return None
