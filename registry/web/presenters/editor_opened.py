"""The submissions that administrators opened, for the editors who meet them."""

from __future__ import annotations

from django.urls import reverse

from registry.actions.audit import now
from registry.actions.break_glass import READ
from registry.actions.people import subject_of
from registry.models import Actor, AuditEvent, BreakGlass, Submission
from registry.rules.break_glass import LASTS, is_open
from registry.rules.permissions import Person, may_list
from registry.web.view_models.editorial import OpenedRow
from registry.web.view_models.shared import Link

MOST = 200


def opened_rows(person: Person) -> list[OpenedRow]:
    """The newest first; none of a submission that does not exist for the editor."""
    at, seen = now(), dict[int, bool]()
    rows = BreakGlass.objects.select_related("submission__lab").order_by("-id")[:MOST]
    return [_row(one, is_open(one.at, at)) for one in rows if _meets(person, one.submission, seen)]


def _meets(person: Person, submission: Submission, seen: dict[int, bool]) -> bool:
    if submission.pk not in seen:
        seen[submission.pk] = may_list(person, subject_of(submission))
    return seen[submission.pk]


def _row(opened: BreakGlass, is_open_now: bool) -> OpenedRow:  # noqa: FBT001 - one of a kind
    submission = opened.submission
    readings = AuditEvent.objects.filter(
        subject=f"submission {submission.public_id}",
        action=READ,
        actor_key=opened.administrator_key,
        at__gte=opened.at,
        at__lt=opened.at + LASTS,
    )
    name = Actor.objects.filter(key=opened.administrator_key).values_list("name", flat=True)
    return OpenedRow(
        link=Link(submission.model_name, reverse("editor:submission", args=[submission.public_id])),
        lab=submission.lab.name if submission.lab else "",
        who=name.first() or "an administrator",
        at=opened.at,
        until=opened.at + LASTS,
        is_open=is_open_now,
        readings=readings.count(),
        reason=opened.reason,
    )
