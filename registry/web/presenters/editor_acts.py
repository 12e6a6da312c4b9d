"""What follows from an act, in words and before the button is pressed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from registry.actions import moves
from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.actions.review.facts import TOLD_BY_CALLER, facts_of
from registry.actions.review.publishing import review_file_of
from registry.actions.review.told import issues_letter
from registry.models import Submission
from registry.models.review import queries
from registry.rules.permissions import Person, allowed_actions, may_handle
from registry.rules.words import listed
from registry.rules.workflow.policies import unmet
from registry.rules.workflow.vocabulary import (
    Action,
    Guard,
    State,
    Transition,
)
from registry.web.presenters.editor_effect import effect_facts
from registry.web.presenters.editor_mails import mails_of_act
from registry.web.view_models.editorial import ActPage
from registry.web.view_models.shared import Link

# What is accepted is published next, as it stands.
ACCEPTING = frozenset({Action.ACCEPT, Action.PASS_CHECK})
SECOND_WORDS = {"editor": "a second editor", "editor_in_chief": "an editor-in-chief"}


def act_page(row: Transition, submission: Submission, person: Person) -> ActPage:
    """The page of one act; ``unmet`` is what stands against it now."""
    address = reverse("editor:submission", args=[submission.public_id])
    subject = subject_of(submission)
    is_open = may_handle(person, subject) and State(submission.state) in row.sources
    return ActPage(
        title=row.label,
        back=Link(submission.model_name, address),
        button=_button(row, submission) if row in allowed_actions(person, subject) else "",
        leaves=row.effects,
        mails=mails_of_act(row, submission, by=person, is_whole=may_handle(person, subject)),
        public=row.public or "nothing",
        effect=tuple(effect_facts(submission)) if is_open and row.action in ACCEPTING else (),
        letter=issues_letter(submission) if is_open and row.action is Action.RETURN else "",
        second=_second(row, submission),
        unmet=_unmet(row, submission, at=now()),
    )


def _button(row: Transition, submission: Submission) -> str:
    needs = row.second is not None and moves.needs_second(submission, row)
    return f"Propose: {row.label.lower()}" if needs else row.label


def _second(row: Transition, submission: Submission) -> str:
    if row.second is None or not moves.needs_second(submission, row):
        return ""
    return SECOND_WORDS[row.second]


def _unmet(row: Transition, submission: Submission, *, at: datetime) -> tuple[str, ...]:
    """What stands against the move as far as the page itself can know."""
    told_later = {Guard.CARD_READY, Guard.REPORTS_SEEN, Guard.EDITOR_CLEAR, Guard.NEW_EDITOR}
    guards = [guard for guard in row.guards if guard not in told_later]
    known: dict[str, Any] = {}
    if Guard.LEAK_CHECKED in guards:
        known[TOLD_BY_CALLER[Guard.LEAK_CHECKED]] = is_cleared(submission)
    asked = _only(row, guards)
    if State(submission.state) not in row.sources:
        return ()
    facts = facts_of(submission, asked, at=at, by_system=False, known=known)
    return tuple(message for _, message in unmet(asked, facts))


def _only(row: Transition, guards: Iterable[Guard]) -> Transition:
    return replace(row, guards=tuple(guards))


def is_cleared(submission: Submission) -> bool:
    """Whether an editor has looked through the review file as it stands."""
    cleared = submission.leak_clearances.order_by("-id").first()
    return cleared is not None and cleared.file_hash == review_file_of(submission).file_hash


def seen_reports(submission: Submission) -> str:
    """Names the reports that a page made now has shown."""
    return queries.reports_digest(queries.reports_in_force(submission))


def letter_for(submission: Submission, action: Action) -> str:
    """A letter to start from; where it asks for a revision, with the comments to settle."""
    musts: list[str] = []
    if action is Action.REVISE:
        comments = queries.comments_of(queries.reports_in_force(submission))
        musts = [one.label for one in queries.open_musts(comments)]
    lines = [f"Dear representatives of {submission.lab.name if submission.lab else 'the lab'},", ""]
    lines += [f"thank you for submitting the model card of {submission.model_name}.", ""]
    if musts:
        lines += [f"Please settle these comments of the referees: {listed(musts)}.", ""]
    return "\n".join(lines)
