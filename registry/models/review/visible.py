"""What somebody sees of a review, asked of the database: what is hidden is never read.

The answers are those of ``rules.visibility``; a test compares the two for every viewer and stage.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q, QuerySet

from registry.models.events import AuditEvent
from registry.models.review import queries
from registry.models.review.decisions import Decision, Issue, Rebuttal
from registry.models.review.reports import Report, ReportComment
from registry.models.submissions import Submission
from registry.rules.visibility import (
    Audience,
    Stage,
    Viewer,
    sees_issues,
    sees_letter,
    sees_rebuttal,
    sees_report,
)
from registry.rules.workflow.assignments import AssignmentState
from registry.rules.workflow.vocabulary import CLOSED, Action


def stage_of(submission: Submission) -> Stage:
    """How far the submission has come, as far as it decides who reads what."""
    closed = submission.rounds.filter(closed_at__isnull=False)
    return Stage(
        is_published=submission.state == "published",
        closed_rounds=frozenset(closed.values_list("number", flat=True)),
        is_closed=submission.state in CLOSED,
    )


def decided_at(submission: Submission) -> datetime | None:
    """When the lab was last given what referees had reported until then; None if never.

    What a decision released stays released, also where it was voided later.
    """
    released = submission.decisions.filter(kind__in=queries.RELEASING)
    last: datetime | None = released.aggregate(last=Max("at"))["last"]
    return last


def referee_viewer(submission: Submission, key: str) -> Viewer:
    """A referee of the submission, with the rounds in which they handed in a report.

    Who left over an interest reads nothing of the others any more.
    """
    if submission.assignments.filter(person=key, state=AssignmentState.RECUSED).exists():
        return Viewer(Audience.REFEREE, key, is_recused=True)
    own = Report.objects.filter(
        assignment__submission=submission, assignment__person=key, returned__isnull=True
    )
    rounds = own.values_list("assignment__round__number", flat=True)
    return Viewer(Audience.REFEREE, key, frozenset(rounds))


def reports(submission: Submission, viewer: Viewer) -> QuerySet[Report]:
    """The reports that the viewer reads, in the order in which they came."""
    stage = stage_of(submission)
    last = decided_at(submission)
    is_decided = Q(at__lte=last) if last else Q(pk__in=[])
    seen = Q(pk__in=[])
    for number in submission.rounds.values_list("number", flat=True):
        of_round = Q(assignment__round__number=number)
        # Somebody else's first; one's own below.
        if sees_report(viewer, "", number, stage, is_decided=False):
            seen |= of_round
        elif sees_report(viewer, "", number, stage, is_decided=True):
            seen |= of_round & is_decided
    if viewer.audience is Audience.REFEREE:
        seen |= Q(assignment__person=viewer.key)
    found = Report.objects.filter(assignment__submission=submission)
    if viewer.audience is not Audience.EDITORS:
        # A returned report was never handed in for anybody but its author and the editors.
        own = Q(assignment__person=viewer.key) if viewer.key else Q(pk__in=[])
        found = found.filter(Q(returned__isnull=True) | own)
    return (
        found.filter(seen)
        .select_related("assignment__round", "assignment__referee", "snapshot")
        .prefetch_related("redactions")
        .order_by("id")
    )


def unopened(submission: Submission) -> QuerySet[Report]:
    """The reports that nobody but their authors and the editors could read at any time.

    A round opens its reports when it is closed, also where it was opened again since. What came
    late may have come to a closed one.
    """
    closings = AuditEvent.objects.filter(
        subject=f"submission {submission.public_id}", action=f"submission.{Action.CLOSE_ROUND}"
    )
    last = closings.aggregate(last=Max("at"))["last"]
    found = Report.objects.filter(
        assignment__submission=submission,
        assignment__round__closed_at__isnull=True,
        is_late=False,
        returned__isnull=True,
    )
    return found.filter(at__gt=last) if last else found


def comments(submission: Submission, viewer: Viewer) -> QuerySet[ReportComment]:
    """The numbered comments of the reports that the viewer reads."""
    return (
        ReportComment.objects.filter(report__in=reports(submission, viewer))
        .select_related("report__assignment__referee", "report__assignment__round")
        .order_by("id")
    )


def rebuttals(submission: Submission, viewer: Viewer) -> QuerySet[Rebuttal]:
    """The lab's answers to comments that the viewer reads."""
    stage = stage_of(submission)
    numbers = sorted(submission.rounds.values_list("number", flat=True))
    decided = submission.decisions.filter(kind__in=queries.RELEASING).values("snapshot")
    seen = Q(pk__in=[])
    for number in numbers:
        is_next_round = any(later > number for later in numbers)
        of_round = Q(comment__report__assignment__round__number=number)
        if sees_rebuttal(viewer, number, stage, is_next_round=is_next_round, is_decided=False):
            seen |= of_round
        elif sees_rebuttal(viewer, number, stage, is_next_round=is_next_round, is_decided=True):
            seen |= of_round & Q(snapshot__in=decided)
    return (
        Rebuttal.objects.filter(seen, comment__in=comments(submission, viewer))
        .select_related("comment", "snapshot__attestation")
        .order_by("id")
    )


def letters(submission: Submission, viewer: Viewer) -> QuerySet[Decision]:
    """The decisions whose letters the viewer reads."""
    stage = stage_of(submission)
    is_accepted = submission.state in ("accepted", "published")
    seen = Q(pk__in=[])
    for is_void in (False, True):
        if sees_letter(viewer, stage, is_about_acceptance=is_accepted, is_void=is_void):
            seen |= Q(voided_at__isnull=not is_void)
    return submission.decisions.filter(seen).select_related("snapshot").order_by("id")


def issues(submission: Submission, viewer: Viewer) -> QuerySet[Issue]:
    """The issues of triage that the viewer reads."""
    stage = stage_of(submission)
    seen = Q(pk__in=[])
    if sees_issues(viewer, stage, was_sent=True):
        seen |= Q(sent_at__isnull=False)
    if sees_issues(viewer, stage, was_sent=False):
        seen |= Q(sent_at__isnull=True)
    return submission.issues.filter(seen, taken_back_at__isnull=True)
