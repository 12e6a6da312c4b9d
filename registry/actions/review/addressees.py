"""Whose move it is while a clock runs: those who are reminded, and whose day counts."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet

from registry.actions.audit import now
from registry.actions.people import person_of_user, subject_of
from registry.models import (
    CardVersion,
    Clock,
    EditorAssignment,
    LabMembership,
    PublishedSubmission,
    Role,
    Submission,
    User,
)
from registry.rules.permissions import Person, may_handle, may_list
from registry.rules.review.clocks import ClockKind
from registry.rules.workflow.clock_table import PARTIES
from registry.rules.workflow.policies import MEMBERSHIP_BARS_FOR
from registry.rules.workflow.vocabulary import Kind, Party

UTC = "UTC"


def zone_of(user: User) -> str:
    """The time zone the person chose; UTC where that is none, or one that is known no more."""
    try:
        ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
    return user.time_zone


def zones_of(users: Iterable[User]) -> list[str]:
    return [zone_of(user) for user in users]


def who_must_act(clock: Clock) -> list[User]:
    """Those for whom the clock runs, if they have an account and may know of it."""
    kind = ClockKind(clock.kind)
    if clock.person_id is not None:
        return list(_users().filter(actor=clock.person_id))
    if clock.submission is None:
        version = clock.version or (clock.concern.version if clock.concern else None)
        if version is None:
            return []
        is_for_lab = PARTIES[kind] is Party.REPRESENTATIVES
        return _speakers_for(version) if is_for_lab else chiefs_for(version)
    match PARTIES[kind]:
        case Party.REPRESENTATIVES:
            return speakers(clock.submission)
        case Party.HANDLING_EDITOR:
            return handling_editor(clock.submission) or chiefs(clock.submission)
        case Party.CHIEFS:
            return chiefs(clock.submission)
    return []


def speakers(submission: Submission) -> list[User]:
    """Those who speak for the card: the lab's representatives, or the author of a listing."""
    if submission.kind != Kind.LAB:
        return list(_users().filter(actor=submission.created_by))
    memberships = LabMembership.objects.representatives().filter(lab=submission.lab)
    return list(_users().filter(pk__in=memberships.values("user")))


def handling_editor(submission: Submission) -> list[User]:
    """The handling editor, as long as the rules let them read the submission."""
    charge = EditorAssignment.objects.filter(
        submission=submission, part=EditorAssignment.Part.HANDLING, ended_at__isnull=True
    )
    subject = subject_of(submission)
    users = _users().filter(actor__in=charge.values("editor"))
    return [user for user in users if may_handle(person_of_user(user), subject)]


def chiefs(submission: Submission) -> list[User]:
    """The editors-in-chief who may know of the submission."""
    subject = subject_of(submission)
    return [user for user, person in _all_chiefs() if may_list(person, subject)]


def _speakers_for(version: CardVersion) -> list[User]:
    """Those who speak for what is published, where it came of a submission."""
    origin = PublishedSubmission.objects.filter(version=version).first()
    return speakers(origin.submission) if origin else []


def chiefs_for(version: CardVersion) -> list[User]:
    """Chiefs who had no part in the review of what is published, and none in its lab."""
    origin = PublishedSubmission.objects.filter(version=version).first()
    had_a_part: set[str] = set()
    subject = None
    if origin is not None:
        subject = subject_of(origin.submission)
        handled = EditorAssignment.objects.filter(submission=origin.submission)
        had_a_part = set(handled.values_list("editor", flat=True))
    lab = version.card.release.lab
    of_lab = set(
        LabMembership.objects.filter(lab__in={lab, lab.standing})
        .exclude(ended_at__lte=now() - MEMBERSHIP_BARS_FOR)
        .values_list("user__actor", flat=True)
    )
    return [
        user
        for user, person in _all_chiefs()
        if person.key not in had_a_part | of_lab and (subject is None or may_list(person, subject))
    ]


def _all_chiefs() -> list[tuple[User, Person]]:
    users = _users().filter(roles__name=Role.Name.CHIEF)
    return [(user, person_of_user(user)) for user in users]


def _users() -> QuerySet[User]:
    return (
        User.objects.filter(is_active=True, actor__isnull=False)
        .select_related("actor")
        .order_by("pk")
    )
