"""The editors' queue: what must be done, what is stuck, and on whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from registry.actions.audit import now
from registry.actions.review.motion_rights import may_agree
from registry.models import (
    Clock,
    EditorAssignment,
    InterestWaiver,
    Motion,
    Round,
    Submission,
)
from registry.models.review import queries
from registry.models.review.listed import listed_for
from registry.rules.permissions import Person
from registry.rules.review.clocks import PERIODS, ClockKind
from registry.rules.workflow.vocabulary import OPEN, State, Track
from registry.rules.workflow.waiting import STATE_TITLES, Side, whose_move
from registry.web.presenters.concerns import open_concerns
from registry.web.presenters.editor import days_in_words
from registry.web.view_models.editorial import Queue, QueueRow, QueueView
from registry.web.view_models.shared import Link

# Five days before the time box ends somebody should look.
BOX_WARNING = timedelta(days=25)
TRACK_WORDS = {Track.PEER: "referees", Track.REGISTRY: "editor's check"}
# As long after the due day as silence does not count as agreement.
PROOF_GRACE = timedelta(days=PERIODS[ClockKind.PROOF].grace or 0)
HANDLED = {State.TRIAGE, State.DECISION_PENDING, State.REVISION_RECEIVED, State.ACCEPTED}
Choice = Callable[[QuerySet[Submission], Person, datetime], QuerySet[Submission]]


def _open(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return rows.filter(state__in=OPEN | {State.APPEAL_OPEN})


def _mine(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    """What waits for this very person, as handling editor, second person or editor of an appeal."""
    # No time that runs for the proof is NULL, of which no comparison holds.
    proof_is_over = Q(("proof_due__isnull", True)) | Q(("proof_due__lt", at.date() - PROOF_GRACE))
    is_theirs = Q(state__in=HANDLED - {State.ACCEPTED}) | Q(proof_is_over, state=State.ACCEPTED)
    handled = Q(is_theirs, ("handler", person.key), ("has_motion", False))
    appealed = Q(("appeal_editor", person.key), state=State.APPEAL_OPEN)
    if person.is_chief:
        appealed |= Q(("appeal_editor__isnull", True), state=State.APPEAL_OPEN)
    return rows.filter(handled | appealed | Q(pk__in=_to_agree(person)), is_held=False)


def _to_agree(person: Person) -> set[int]:
    """Submissions with a proposal that the person can agree to; few are open at a time."""
    waiting = Motion.objects.filter(submission__isnull=False, closed_at__isnull=True)
    others = waiting.exclude(proposed_by=person.key).select_related("submission__lab")
    return {one.submission_id or 0 for one in others if may_agree(one, person)}


def _with_lab(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return rows.filter(state__in=[State.RETURNED, State.REVISION_REQUESTED])


def _unassigned(rows: QuerySet[Submission], person: Person, at: datetime) -> QuerySet[Submission]:
    return rows.filter(Q(("handler", None)), state__in=OPEN)


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
    mine = set(_mine(rows, person, at).values_list("pk", flat=True))
    found = [_row(one, at, is_mine=one.pk in mine) for one in chosen[:MOST_ROWS]]
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


def mover_of(submission: Submission, person: Person) -> str:
    """Whose move it is, "you" for the person's own."""
    at = now()
    rows = _rows(person, at).filter(pk=submission.pk)
    one = rows.first()
    if one is None:
        return str(whose_move(State(submission.state), is_held=submission.is_held))
    return "you" if _mine(rows, person, at).exists() else str(_side(one, at))


def counts(person: Person) -> tuple[int, int]:
    """How many submissions are open, of those the editor may meet, and how many wait for them."""
    at = now()
    rows = _rows(person, at)
    return _open(rows, person, at).count(), _mine(rows, person, at).count()


def _is_due(today: date) -> Q:
    """Clocks by which somebody still has to act; these two are over by themselves."""
    agreed_to = Q(kind=ClockKind.PROOF, due_on__lt=today - PROOF_GRACE)
    return ~(agreed_to | Q(kind=ClockKind.SIGNING, due_on__lt=today))


def _rows(person: Person, at: datetime) -> QuerySet[Submission]:
    handling = EditorAssignment.objects.filter(
        submission=OuterRef("pk"), part="handling", ended_at__isnull=True
    )
    appeal = EditorAssignment.objects.filter(
        submission=OuterRef("pk"), part="appeal", ended_at__isnull=True
    )
    running = Clock.objects.filter(
        _is_due(at.date()), submission=OuterRef("pk"), stopped_at__isnull=True
    )
    last_round = Round.objects.filter(submission=OuterRef("pk")).order_by("-number")
    return (
        listed_for(person.key, person.memberships.keys(), at)
        .select_related("lab")
        .annotate(
            handler=Subquery(handling.values("editor")[:1]),
            appeal_editor=Subquery(appeal.values("editor")[:1]),
            proof_due=Subquery(running.filter(kind=ClockKind.PROOF).values("due_on")[:1]),
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


def _row(one: Submission, at: datetime, *, is_mine: bool) -> QueueRow:
    state = State(one.state)
    facts = vars(one)
    due, side = facts["due"], _side(one, at)
    since = one.moved_at or one.changed_at
    return QueueRow(
        link=Link(one.model_name, reverse("editor:submission", args=[one.public_id])),
        lab=one.lab.name if one.lab else "",
        track=TRACK_WORDS[Track(one.track)],
        state=STATE_TITLES[state],
        whose="" if side is Side.NOBODY else "you" if is_mine else str(side),
        is_mine=is_mine,
        age=days_in_words(since, at),
        due=f"{due:%-d %B %Y}" if due else "",
        is_overdue=due is not None and due < at.date() and state in OPEN,
        reports=_reports(facts) if state is State.IN_REVIEW else "",
        flags=tuple(_flags(one, facts)),
        waiting=days_in_words(one.submitted_at, at) if one.submitted_at else "",
    )


def _side(one: Submission, at: datetime) -> Side:
    """``one`` is a row of the queue, with what that adds to it."""
    facts = vars(one)
    return whose_move(
        State(one.state),
        is_held=one.is_held,
        has_proposal=facts["has_motion"],
        has_appeal_editor=bool(facts["appeal_editor"]),
        waits_for_proof=facts["proof_due"] is not None
        and at.date() <= facts["proof_due"] + PROOF_GRACE,
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
    # Of reports only those learn something who declared that they have no interest.
    if one.state == State.DECISION_PENDING and facts["my_interest"]:
        disputed = len(queries.open_disputes(one))
        if disputed:
            found.append(f"{disputed} disputed")
    return found
