"""What an administrator reads of a submission that was opened: as much as the rules let one see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from registry.models import Assignment, Report, Submission
from registry.models.review import visible
from registry.rules.permissions import Person
from registry.rules.visibility import (
    Audience,
    Viewer,
    sees_identity,
    sees_snapshot,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was sealed: what it is, and its words."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    entries: tuple[Entry, ...]


def sections_of(submission: Submission, person: Person) -> list[Section]:
    """The parts that hold something. Never a draft, nor what was written to or by the editors."""
    viewer = Viewer(Audience.ADMINISTRATOR, person.key)
    parts = (
        ("The card", _snapshots(submission, viewer)),
        ("Referees", _referees(submission, viewer)),
        ("Reports", _reports(submission, viewer)),
        ("Issues of triage", _issues(submission, viewer)),
    )
    sections = (Section(title, tuple(entries)) for title, entries in parts)
    return [section for section in sections if section.entries]


def _snapshots(submission: Submission, viewer: Viewer) -> Iterator[Entry]:
    if not sees_snapshot(viewer, visible.stage_of(submission)):
        return
    for one in submission.snapshots.order_by("number"):
        yield Entry(f"Snapshot {one.number}, {one.at:%-d %B %Y}", _written(one.document()))


def _referees(submission: Submission, viewer: Viewer) -> Iterator[Entry]:
    """Those who were let in; who else was asked stays with the editors."""
    stage = visible.stage_of(submission)
    rows = Assignment.objects.filter(submission=submission, referee__isnull=False).select_related(
        "person", "referee", "round"
    )
    for one in rows.order_by("referee__number", "id"):
        if one.referee and sees_identity(viewer, one.person_id, stage, is_signed=False):
            number = one.round.number if one.round else "–"
            yield Entry(f"{one.referee}, round {number}", f"{one.person.name}: {one.state}")


def _reports(submission: Submission, viewer: Viewer) -> Iterator[Entry]:
    """With their redactions: what was taken out is not opened either."""
    for one in visible.reports(submission, viewer):
        yield Entry(_of_report(one), _written(one.shown().to_data()))


def _of_report(report: Report) -> str:
    this = report.assignment
    number = this.round.number if this.round else "–"
    return f"{this.referee}, round {number}, {report.at:%-d %B %Y}"


def _issues(submission: Submission, viewer: Viewer) -> Iterator[Entry]:
    for one in visible.issues(submission, viewer):
        yield Entry(f"Issue {one.number}, {one.item}, {one.severity}", one.text)


def _written(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
