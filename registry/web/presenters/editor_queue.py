"""The editors' queue: what must be done, what is stuck, and on whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from registry.actions.audit import now
from registry.models import (
    Clock,
    EditorAssignment,
    InterestWaiver,
    Motion,
    Round,
    Submission,
)
from registry.models.review.listed import listed_for
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import OPEN, State, Track
from registry.rules.workflow.waiting import STATE_TITLES, WHOSE_MOVE, Side
from registry.web.presenters.concerns import open_concerns
from registry.web.presenters.editor import days_in_words
from registry.web.view_models.editorial import Queue, QueueRow, QueueView
from registry.web.view_models.shared import Link

# Five days before the time box ends somebody should look.
BOX_WARNING = timedelta(days=25)
TRACK_WORDS = {Track.PEER: "referees", Track.REGISTRY: "editor's check"}
HANDLED = {State.TRIAGE, State.DECISION_PENDING, State.REVISION_RECEIVED, State.ACCEPTED}
Choice = Callable[[QuerySet[Submission], Person, datetime], QuerySet[Submission]]


def _open(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return rows.filter(state__in=OPEN | {State.APPEAL_OPEN})


def _mine(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return rows.filter(Q(("handler", person.key)), state__in=HANDLED)


def _with_lab(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return rows.filter(state__in=[State.RETURNED, State.REVISION_REQUESTED])


def _unassigned(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return rows.filter(state=State.SUBMITTED)


def _with_referees(
    rows: QuerySet[Submission], person: Person, at: datetime
) -> QuerySet[Submission]:
    return rows.filter(state=State.IN_REVIEW)


def _box_ends(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return rows.filter(
        track=Track.REGISTRY,
        state__in=[State.SUBMITTED, State.TRIAGE],
        submitted_at__lte=at - BOX_WARNING,
    )


def _overdue(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return _open(rows, person, at).filter(Q(("due__lt", at.date())))


def _closed(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return rows.exclude(state__in=OPEN | {State.APPEAL_OPEN})


VIEWS: Mapping[str, tuple[str, Choice]] = {
    "open": ("All open", _open),
    "mine": ("Awaiting me", _mine),
    "unassigned": ("Without an editor", _unassigned),
    "lab": ("Awaiting the lab", _with_lab),
    "referees": ("With referees", _with_referees),
    "overdue": ("Overdue", _overdue),
    "time-box": ("Time ends in 5 days", _box_ends),
    "closed": ("Closed", _closed),
}
MOST_ROWS = 200


def queue(person: Person, name: str) -> Queue:
    """The rows of one view, overdue and one's own first; every count without what is hidden."""
    at = now()
    rows = _rows(person, at)
    current = name if name in VIEWS else "open"
    title, choose = VIEWS[current]
    chosen = choose(rows, person, at).order_by(F("due").asc(nulls_last=True), "moved_at")
    found = [_row(one, person, at) for one in chosen[:MOST_ROWS]]
    address = reverse("editor:submissions")
    return Queue(
        rows=sorted(found, key=lambda row: (not row.is_overdue, not row.is_mine)),
        views=(
            *(
                QueueView(
                    Link(words, f"{address}?view={key}"),
                    pick(rows, person, at).count(),
                    is_current=key == current,
                )
                for key, (words, pick) in VIEWS.items()
            ),
            # They hang on published cards and have a page of their own.
            QueueView(
                Link("Concerns", reverse("editor:concerns")),
                open_concerns(person),
                is_current=False,
            ),
        ),
        title=title,
    )


def open_count(person: Person) -> int:
    """How many submissions are open, of those the editor may meet."""
    at = now()
    return _open(listed_for(person.key, person.memberships.keys(), at), person, at).count()


def _rows(person: Person, at: datetime) -> QuerySet[Submission]:
    handling = EditorAssignment.objects.filter(
        submission=OuterRef("pk"), part="handling", ended_at__isnull=True
    )
    running = Clock.objects.filter(submission=OuterRef("pk"), stopped_at__isnull=True)
    last_round = Round.objects.filter(submission=OuterRef("pk")).order_by("-number")
    return (
        listed_for(person.key, person.memberships.keys(), at)
        .select_related("lab")
        .annotate(
            handler=Subquery(handling.values("editor")[:1]),
            due=Subquery(running.order_by("due_on").values("due_on")[:1]),
            round_number=Subquery(last_round.values("number")[:1]),
            asked=Count(
                "assignments",
                filter=Q(
                    assignments__state__in=["invited", "accepted", "submitted"],
                    assignments__round__closed_at__isnull=True,
                ),
                distinct=True,
            ),
            invited=Count(
                "assignments",
                filter=Q(assignments__state="invited", assignments__round__closed_at__isnull=True),
                distinct=True,
            ),
            reported=Count(
                "assignments",
                filter=Q(
                    assignments__state="submitted", assignments__round__closed_at__isnull=True
                ),
                distinct=True,
            ),
            has_motion=Exists(
                Motion.objects.filter(submission=OuterRef("pk"), closed_at__isnull=True)
            ),
            has_waiver=Exists(
                InterestWaiver.objects.filter(declaration__submission=OuterRef("pk"))
            ),
        )
    )


def _row(one: Submission, person: Person, at: datetime) -> QueueRow:
    state = State(one.state)
    facts = vars(one)
    due, handler = facts["due"], facts["handler"]
    is_mine = handler == person.key and state in HANDLED
    whose = "you" if is_mine else str(WHOSE_MOVE[state])
    since = one.moved_at or one.changed_at
    return QueueRow(
        link=Link(one.model_name, reverse("editor:submission", args=[one.public_id])),
        lab=one.lab.name if one.lab else "",
        track=TRACK_WORDS[Track(one.track)],
        state=STATE_TITLES[state],
        whose="" if WHOSE_MOVE[state] is Side.NOBODY else whose,
        is_mine=is_mine,
        age=days_in_words(since, at),
        due=f"{due:%-d %B %Y}" if due else "",
        is_overdue=due is not None and due < at.date() and state in OPEN,
        reports=_reports(facts) if state is State.IN_REVIEW else "",
        flags=tuple(_flags(one, facts)),
        waiting=days_in_words(one.submitted_at, at) if one.submitted_at else "",
    )


def _reports(facts: Mapping[str, object]) -> str:
    text = f"round {facts['round_number']}: {facts['reported']} of {facts['asked']} reports"
    return f"{text}, {facts['invited']} not accepted yet" if facts["invited"] else text


def _flags(one: Submission, facts: Mapping[str, object]) -> list[str]:
    found = []
    if one.is_held:
        found.append("on hold")
    if facts["has_motion"]:
        found.append("waits for a second person")
    if facts["has_waiver"]:
        found.append("interest waived")
    if one.predecessor_id:
        found.append("submitted again")
    return found
