"""One submission as its editors see it: where it stands, who has a part in it, what can be done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.urls import reverse

from registry.actions.people import subject_of
from registry.actions.review.motion_rights import may_agree, row_of
from registry.models import (
    Actor,
    AuditEvent,
    Clock,
    EditorAssignment,
    PublishedSubmission,
    Role,
    Submission,
)
from registry.models.review import queries
from registry.rules.permissions import (
    Person,
    allowed_actions,
    may_handle,
)
from registry.rules.review.clocks import PERIODS, ClockKind
from registry.rules.workflow.vocabulary import Action, Kind, State, Track
from registry.rules.workflow.waiting import STATE_TITLES
from registry.web.presenters.editor_mails import unsent_mails
from registry.web.presenters.editor_queue import TRACK_WORDS, mover_of
from registry.web.view_models.editorial import Event, Fact, Overview, WaitingMotion
from registry.web.view_models.shared import Link


def overview(submission: Submission, person: Person, with_pages: Collection[Action]) -> Overview:
    """Everything for an editor who declared; for one who did not, public metadata only.

    ``with_pages`` are the acts that have a page.
    """
    subject, state = subject_of(submission), State(submission.state)
    has_declared = may_handle(person, subject)
    actors = _actors(submission)
    address = reverse("editor:submission", args=[submission.public_id])
    rows = allowed_actions(person, subject)
    return Overview(
        title=submission.model_name,
        lab=submission.lab.name if submission.lab else "",
        state=STATE_TITLES[state] + (", on hold" if submission.is_held else ""),
        whose=mover_of(submission, person),
        facts=tuple(_facts(submission, actors, whole=has_declared)),
        pages=tuple(_pages(submission)) if has_declared else (),
        acts=tuple(
            Link(row.label, f"{address}{row.action.value.replace('_', '-')}/")
            for row in rows
            if row.action in with_pages and (has_declared or row.action in _OPEN)
        ),
        motions=tuple(_motions(submission, person, actors)) if has_declared else (),
        events=tuple(_events(submission, actors)) if has_declared else (),
        mails=unsent_mails(submission) if has_declared else (),
        notes=tuple(
            Event("", actors.get(note.actor_key, ""), note.at, note.text)
            for note in submission.internal_notes.all()
        )
        if has_declared
        else (),
        has_declared=has_declared,
        declare_url=f"{address}declare/",
        url=address,
    )


_OPEN = frozenset({Action.ASSIGN_EDITOR, Action.SET_HOLD, Action.LIFT_HOLD})


def eligible_editors(submission: Submission, person: Person) -> list[Actor]:
    """Those who can be put in charge: clear, still editors, and not in charge already.

    An editor who is no chief takes a submission only for themself. What was appealed goes to none
    who had a part in it.
    """
    subject = subject_of(submission)
    held = set(
        Role.objects.filter(name__in=[Role.Name.EDITOR, Role.Name.CHIEF]).values_list(
            "user__actor", flat=True
        )
    )
    clear = (subject.cleared & held) - {subject.handling_editor}
    if subject.state is State.APPEAL_OPEN:
        clear -= queries.deciders_of(submission) | {subject.appeal_editor}
    if not person.is_chief and subject.appeal_editor != person.key:
        clear &= {person.key}
    return list(Actor.objects.filter(key__in=clear).order_by("name"))


def eligible_for_appeal(submission: Submission) -> list[Actor]:
    """Editors who are clear and had no part in the decision."""
    clear = subject_of(submission).cleared - queries.deciders_of(submission)
    return list(Actor.objects.filter(key__in=clear).order_by("name"))


def _actors(submission: Submission) -> Mapping[str, str]:
    keys = AuditEvent.objects.filter(subject=f"submission {submission.public_id}").values(
        "actor_key"
    )
    return dict(Actor.objects.filter(key__in=keys).values_list("key", "name"))


def _facts(submission: Submission, actors: Mapping[str, str], *, whole: bool) -> Iterator[Fact]:
    yield Fact("Track", TRACK_WORDS[Track(submission.track)])
    if submission.submitted_at:
        yield Fact("Submitted", f"{submission.submitted_at:%-d %B %Y}")
    if submission.moved_at:
        yield Fact("In this state since", f"{submission.moved_at:%-d %B %Y}")
    charge = EditorAssignment.objects.filter(submission=submission, ended_at__isnull=True)
    for one in charge.select_related("editor"):
        yield Fact(one.get_part_display().capitalize(), one.editor.name)
    running = Clock.objects.filter(submission=submission, stopped_at__isnull=True)
    for kind, due_on in dict.fromkeys(running.values_list("kind", "due_on")):
        yield Fact(PERIODS[ClockKind(kind)].label, f"due {due_on:%-d %B %Y}")
    if not whole:
        return
    if submission.predecessor_id and submission.predecessor:
        before = submission.predecessor
        yield Fact(
            "Submitted before",
            f"{STATE_TITLES[State(before.state)]}, {before.changed_at:%-d %B %Y}",
            reverse("editor:submission", args=[before.public_id]),
        )
    if submission.embargo_until:
        yield Fact("Embargo until", f"{submission.embargo_until:%-d %B %Y %H:%M} UTC")
    for wish in submission.referee_suggestions.all():
        yield Fact(f"Referee {wish.get_wish_display()} by the lab", f"{wish.name}: {wish.reason}")


def _pages(submission: Submission) -> Iterator[Link]:
    def to(name: str) -> str:
        return reverse(f"editor:{name}", args=[submission.public_id])

    yield Link("The card and its checks", to("triage"))
    yield Link("Interests", to("interests"))
    if submission.state == State.APPEAL_OPEN:
        yield Link("The appeal", to("appeal"))
    if submission.track == Track.PEER and submission.kind == Kind.LAB:
        yield Link("Referees", to("referees"))
    if submission.rounds.exists():
        yield Link("Reports and decision", to("decision"))
    if submission.state == State.ACCEPTED:
        yield Link("Review file and publication", to("publication"))
    for one in PublishedSubmission.objects.filter(submission=submission):
        parts = [*submission.card_id.split("/"), one.version.number]
        yield Link("The published version", reverse("editor:version", args=parts))


def _motions(
    submission: Submission, person: Person, actors: Mapping[str, str]
) -> Iterator[WaitingMotion]:
    for motion in submission.motions.filter(closed_at__isnull=True):
        yield WaitingMotion(
            Link(row_of(motion).label, reverse("editor:motion", args=[motion.public_id])),
            actors.get(motion.proposed_by, "") or person_name(motion.proposed_by),
            motion.proposed_at,
            "you can agree" if may_agree(motion, person) else "waits for another editor",
        )


def person_name(key: str) -> str:
    """The name in the record behind a key."""
    return Actor.objects.filter(key=key).values_list("name", flat=True).first() or ""


def _events(submission: Submission, actors: Mapping[str, str]) -> Iterator[Event]:
    rows = AuditEvent.objects.filter(subject=f"submission {submission.public_id}")
    asked = {one.public_id: one.person for one in submission.assignments.select_related("person")}
    for row in rows.order_by("id"):
        kind, _, what = row.action.partition(".")
        words = what.replace("_", " ").capitalize()
        if kind == "submission" and row.data.get("target"):
            words += f" → {STATE_TITLES[State(row.data['target'])].lower()}"
        referee = asked.get(row.data.get("assignment", ""))
        if referee is not None and referee.key != row.actor_key:
            words += f": {referee.name}"
        yield Event(words, actors.get(row.actor_key, ""), row.at, row.reason)
