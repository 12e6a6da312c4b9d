"""Readers' concerns as pages show them."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from registry.actions.audit import now
from registry.exporters.addresses import version_path
from registry.models import CardVersion, Clock, ConcernReport
from registry.models.review.concerns import concerns_for
from registry.rules.permissions import Person
from registry.rules.standard import load_standard
from registry.rules.workflow.concerns import (
    CONCERN_MOVES,
    OPEN_CONCERN,
    ConcernAction,
    ConcernState,
)
from registry.web.presenters.editor import age_in_words
from registry.web.view_models.concerns import (
    ConcernList,
    ConcernRow,
    ConcernStatus,
    ConcernToAnswer,
)
from registry.web.view_models.shared import Link

STATES = {
    ConcernState.RECEIVED: "received",
    ConcernState.ASSESSING: "being looked into",
    ConcernState.UPHELD: "upheld",
    ConcernState.NOT_UPHELD: "not upheld",
    ConcernState.DUPLICATE: "closed as a duplicate",
}
NEXT = {
    ConcernState.RECEIVED: "An editor who had no part in the review of the card takes it up within "
    "three days of its receipt, and answers within fourteen days after that.",
    ConcernState.ASSESSING: "An editor took it up and answers within fourteen days.",
    ConcernState.UPHELD: "The outcome stands on the page of the version.",
    ConcernState.NOT_UPHELD: "Nothing of it is public.",
    ConcernState.DUPLICATE: "Another reader reported the same before. Where that is upheld, its "
    "outcome stands on the page of the version.",
}
MOST_ROWS = 200


def report_address(version: CardVersion) -> str:
    """Where a reader reports a concern about the version; it comes with card and release."""
    asked = {"model": version.card.release.public_id, "version": version.number}
    return f"{reverse('concern:new')}?{urlencode(asked)}"


def about_link(version: CardVersion) -> Link:
    return Link(f"{version.card.release.name}, version {version.number}", version_path(version))


def status_page(concern: ConcernReport) -> ConcernStatus:
    state = ConcernState(concern.state)
    return ConcernStatus(
        public_id=concern.public_id,
        about=about_link(concern.version),
        received=concern.at,
        state=STATES[state],
        next=NEXT[state],
        answer=concern.outcome,
        is_upheld=state is ConcernState.UPHELD,
    )


def open_concerns(person: Person) -> int:
    """How many concerns wait, of those that the editor may meet."""
    return concerns_for(person.key, now()).filter(state__in=OPEN_CONCERN).count()


def concern_list(person: Person, view: str) -> ConcernList:
    """Open concerns, the most urgent first, or the closed ones."""
    at = now()
    is_closed = view == "closed"
    rows = _with_due(concerns_for(person.key, at))
    chosen = (
        rows.exclude(state__in=OPEN_CONCERN).order_by("-id")
        if is_closed
        else rows.filter(state__in=OPEN_CONCERN).order_by(F("due"), "id")
    )
    address = reverse("editor:concerns")
    return ConcernList(
        rows=tuple(_row(one, at) for one in chosen[:MOST_ROWS]),
        title="Closed concerns" if is_closed else "Open concerns",
        other=Link("Open ones", address)
        if is_closed
        else Link("Closed ones", f"{address}?view=closed"),
    )


def concern_to_answer(concern: ConcernReport, person: Person) -> ConcernToAnswer:
    """``concern`` is of ``concerns_for`` this person."""
    version, state = concern.version, ConcernState(concern.state)
    due = vars(_with_due(ConcernReport.objects.filter(pk=concern.pk)).get())["due"]
    others = concerns_for(person.key, now()).filter(version__card=version.card)
    acts = [row for row in CONCERN_MOVES if state in row.sources and row.by_editor]
    return ConcernToAnswer(
        public_id=concern.public_id,
        title=f"A concern about {version.card.release.name}",
        about=about_link(version),
        item=Link(_item(concern.item), f"{version_path(version)}#{concern.item}")
        if concern.item
        else None,
        statement=concern.statement,
        links=tuple(concern.links),
        name=concern.name,
        contact=concern.contact,
        received=concern.at,
        state=STATES[state],
        whose=concern.editor.name if concern.editor else "",
        due=f"{due:%-d %B %Y}" if due else "",
        outcome=concern.outcome,
        answered=concern.answered_at,
        duplicate_of=_link(concern.duplicate_of) if concern.duplicate_of else None,
        earlier=tuple(_link(one) for one in others.exclude(pk=concern.pk).order_by("id")[:20]),
        acts=tuple((str(row.action), row.label) for row in acts),
        takes_text=any(row.action is ConcernAction.UPHOLD for row in acts),
    )


def _with_due(concerns: QuerySet[ConcernReport]) -> QuerySet[ConcernReport]:
    running = Clock.objects.filter(concern=OuterRef("pk"), stopped_at__isnull=True)
    return concerns.select_related("version__card__release__lab__merged_into", "editor").annotate(
        due=Subquery(running.order_by("due_on").values("due_on")[:1])
    )


def _row(concern: ConcernReport, at: datetime) -> ConcernRow:
    release = concern.version.card.release
    due = vars(concern)["due"]
    return ConcernRow(
        link=Link(
            f"{release.name}, version {concern.version.number}",
            reverse("editor:concern", args=[concern.public_id]),
        ),
        lab=release.lab.standing.name,
        item=concern.item,
        state=STATES[ConcernState(concern.state)],
        received=concern.at,
        age=age_in_words(concern.at, at),
        due=f"{due:%-d %B %Y}" if due else "",
        is_overdue=due is not None and due < at.date(),
        whose=concern.editor.name if concern.editor else "",
    )


def _link(concern: ConcernReport) -> Link:
    words = f"{concern.public_id}, {STATES[ConcernState(concern.state)]}"
    return Link(words, reverse("editor:concern", args=[concern.public_id]))


def _item(item: str) -> str:
    titles = {one.id: one.title for one in load_standard().items}
    return f"{item} {titles[item]}" if item in titles else item
