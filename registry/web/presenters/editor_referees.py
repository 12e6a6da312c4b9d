"""Who referees a submission, and who could."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.actions.review.signals import signals_between
from registry.actions.review.wishes import recognised
from registry.models import Actor, Assignment, RefereeProfile, Report, Submission
from registry.models.review import queries, visible
from registry.models.review.listed import listed_for
from registry.rules.permissions import Person, may_assign
from registry.rules.standard import load_standard
from registry.rules.workflow.assignments import BY_ASSIGNMENT_ACTION, AssignmentAction
from registry.rules.workflow.assignments import AssignmentState as State
from registry.web.presenters.editor_mails import mails_of_part
from registry.web.view_models.editorial import ActPage
from registry.web.view_models.shared import Link

MOST_CANDIDATES = 50
UNKNOWN = "Nothing is known of a conflict, which does not mean that there is none."
# What editors do with somebody on the list, in the order of the buttons, and what those post.
MOVES = {
    AssignmentAction.INVITE: "invite",
    AssignmentAction.CANCEL: "cancel",
    AssignmentAction.RECUSE: "recuse",
}
ASKED = (*MOVES, AssignmentAction.RETURN_REPORT)


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """``moves`` are the buttons it has; ``token`` the state they act on.

    ``return_url`` is where its report is returned; empty where it cannot be any more.
    """

    key: str
    token: str
    name: str
    pseudonym: str
    round: str
    state: str
    dates: str
    signals: Sequence[str]
    reason: str
    moves: Sequence[str]
    return_url: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """``bars``: what the registry knows forbids it; ``load``: reports open of the most at once.

    ``asks`` are names that the lab suggested and that could be this person's: the editor says so.
    """

    key: str
    name: str
    affiliation: str
    expertise: str
    keywords: str
    load: str
    past: str
    signals: Sequence[str]
    bars: bool
    wish: str
    asks: str


@dataclass(frozen=True, slots=True)
class RefereesPage:
    title: str
    back: Link
    rows: Sequence[AssignmentRow]
    candidates: Sequence[Candidate]
    asked: str
    can_propose: bool


def referees_page(
    person: Person, submission: Submission, asked: str, *, can_propose: bool
) -> RefereesPage:
    """``asked`` is what the editor searches for, in names, words and employers."""
    listed = submission.assignments.select_related("person", "referee", "round", "submission")
    subject = subject_of(submission)
    unopened = set(visible.unopened(submission).values_list("assignment", flat=True))
    invitable = _invitable(submission)

    def is_open(one: Assignment, action: AssignmentAction) -> bool:
        if action is AssignmentAction.RETURN_REPORT and one.pk not in unopened:
            return False
        if action is AssignmentAction.INVITE and (one.pk not in invitable or one.is_barred):
            return False
        row = BY_ASSIGNMENT_ACTION[action]
        is_possible = State(one.state) in row.sources and not submission.is_held
        return is_possible and may_assign(person, row, subject, one.person_id)

    return RefereesPage(
        title=submission.model_name,
        back=Link(submission.model_name, reverse("editor:submission", args=[submission.public_id])),
        rows=tuple(_row(one, [move for move in ASKED if is_open(one, move)]) for one in listed),
        candidates=tuple(_candidates(person, submission, asked)) if can_propose else (),
        asked=asked,
        can_propose=can_propose,
    )


def _invitable(submission: Submission) -> set[int]:
    """The assignments that an invitation can be sent for: those on the list of an open round."""
    if not submission.rounds.filter(closed_at__isnull=True).exists():
        return set()
    return set(queries.current_list(submission).values_list("pk", flat=True))


def return_page(person: Person, report: Report, refusal: str) -> ActPage:
    """``refusal`` is why the person cannot return the report, or nothing."""
    row, assignment = BY_ASSIGNMENT_ACTION[AssignmentAction.RETURN_REPORT], report.assignment
    return ActPage(
        title=f"{row.label} of {assignment.person.name}",
        back=Link("Referees", reverse("editor:referees", args=[assignment.submission.public_id])),
        button="" if refusal else row.label,
        leaves="a report to be written anew; the text that was handed in stays in the record",
        mails=mails_of_part(row, assignment, by=person),
        public="nothing",
        second="",
        unmet=(refusal,) if refusal else (),
    )


def _row(one: Assignment, moves: Sequence[AssignmentAction]) -> AssignmentRow:
    state = State(one.state)
    dates = []
    if one.invited_at:
        dates.append(f"invited {one.invited_at:%-d %B %Y}")
    if state is State.INVITED and one.answer_until:
        dates.append(f"answer until {one.answer_until:%-d %B %Y}")
    if state is State.ACCEPTED and one.due_on:
        dates.append(f"report due {one.due_on:%-d %B %Y}")
    if one.ended_at:
        dates.append(f"{state} {one.ended_at:%-d %B %Y}")
    return AssignmentRow(
        key=one.public_id,
        token=one.token,
        name=one.person.name,
        pseudonym=str(one.referee) if one.referee else "",
        round=f"round {one.round.number}" if one.round else "first round",
        state=state.value,
        dates=", ".join(dates),
        signals=[f"{signal['text']} ({signal['source']})" for signal in one.signals],
        reason=one.end_reason,
        moves=[MOVES[move] for move in moves if move in MOVES],
        return_url=reverse("editor:return_report", args=[one.submission.public_id, one.public_id])
        if AssignmentAction.RETURN_REPORT in moves
        else "",
    )


# A day ends in the zone of the referee; for all at once, where it ends last. While a submission is
# on hold nothing is late; a report that was returned counts no more.
LAST_ZONE = ZoneInfo("Etc/GMT+12")
_LATE = Q(state=State.ACCEPTED, submission__is_held=False)
_IN_TIME = Q(
    LessThanOrEqual(TruncDate("reports__at", tzinfo=LAST_ZONE), F("due_on")),
    state=State.SUBMITTED,
    reports__returned__isnull=True,
)


def _past(done: int, in_time: int, late: int) -> str:
    """How somebody kept their days: what was handed in, how much of it in time, what is late."""
    text = f"{done} handed in, {in_time} in time" if done else "none handed in"
    return f"{text}; {late} late now" if late else text


def _counted(person: Person, chosen: Q) -> Coalesce:
    """How many assignments of this kind somebody has, among what the editor may meet.

    Counting the others would tell an editor with an interest who referees there.
    """
    met = listed_for(person.key, person.memberships.keys(), now())
    theirs = Assignment.objects.filter(
        chosen, person=OuterRef("user__actor"), submission__in=met.values("pk")
    )
    count = theirs.order_by().values("person").annotate(number=Count("pk", distinct=True))
    return Coalesce(Subquery(count.values("number")), 0)


def _candidates(person: Person, submission: Submission, asked: str) -> list[Candidate]:
    """People who may be proposed, the least loaded first.

    Neither those on the list of this round already, nor who left over an interest or had an
    editor's part in the submission.
    """
    listed = queries.current_list(submission).values("person")
    subject = subject_of(submission)
    profiles = (
        RefereeProfile.objects.filter(is_available=True, user__is_active=True)
        .exclude(user__actor__in=listed)
        .exclude(user__actor__in=subject.editors | subject.recused)
        .select_related("user__actor")
        .annotate(
            open=_counted(person, Q(state__in=[State.INVITED, State.ACCEPTED])),
            done=_counted(person, Q(state=State.SUBMITTED)),
            in_time=_counted(person, _IN_TIME),
            late=_counted(person, _LATE & Q(due_on__lt=now().astimezone(LAST_ZONE).date())),
        )
    )
    for word in asked.split()[:10]:
        profiles = profiles.filter(
            Q(user__display_name__icontains=word)
            | Q(affiliation__icontains=word)
            | Q(keywords__icontains=word)
        )
    titles = {section.id: section.title for section in load_standard().sections}
    wishes = list(submission.referee_suggestions.all())
    found = []
    for profile in profiles.order_by("open", "user__display_name")[:MOST_CANDIDATES]:
        actor: Actor = profile.user.actor
        signals = signals_between(actor, submission, on=now().date())
        counts, named = vars(profile), recognised(actor, wishes)
        found.append(
            Candidate(
                key=actor.key,
                name=profile.user.display_name,
                affiliation=profile.affiliation,
                expertise=", ".join(titles[one] for one in profile.expertise if one in titles),
                keywords=profile.keywords,
                load=f"{counts['open']} of {profile.most_open} at once",
                past=_past(counts["done"], counts["in_time"], counts["late"]),
                signals=[f"{one['text']} ({one['source']})" for one in signals] or [UNKNOWN],
                bars=any(one["bars"] for one in signals),
                wish=named.wish,
                asks=named.asks,
            )
        )
    return found
