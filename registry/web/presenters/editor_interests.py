"""Interests as they were declared in one submission, and an appeal as the lab made it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from registry.models import InterestDeclaration, Submission
from registry.models.editorial import in_force
from registry.rules.permissions import Person
from registry.rules.review.conflicts import OUTCOME_LABELS, QUESTIONS, Declaration, Outcome
from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class Declared:
    """``told`` are the questions answered with yes, each with what was explained.

    ``key`` names it in the form that waives it; empty where the person who looks cannot.
    """

    who: str
    part: str
    outcome: str
    told: tuple[tuple[str, str], ...]
    waiver: str
    key: str


@dataclass(frozen=True, slots=True)
class InterestsPage:
    back: Link
    rows: tuple[Declared, ...]


@dataclass(frozen=True, slots=True)
class AppealPage:
    back: Link
    title: str
    ground: str
    statement: str
    at: datetime
    can_assign: bool


def interests_page(submission: Submission, person: Person) -> InterestsPage:
    """The newest declaration of each person, those that wait for a word first."""
    newest = in_force(
        submission.interest_declarations.select_related("person", "waiver"), "person_id"
    )
    rows = [_declared(one, person) for one in newest.values()]
    return InterestsPage(_back(submission), tuple(sorted(rows, key=lambda row: not row.key)))


def appeal_page(submission: Submission, person: Person) -> AppealPage:
    appeal = submission.appeal
    return AppealPage(
        back=_back(submission),
        title=submission.model_name,
        ground=appeal.get_ground_display(),
        statement=appeal.statement,
        at=appeal.at,
        can_assign=person.is_chief and not submission.is_held,
    )


def _back(submission: Submission) -> Link:
    address = reverse("editor:submission", args=[submission.public_id])
    return Link(submission.model_name, address)


def _declared(one: InterestDeclaration, person: Person) -> Declared:
    given = Declaration.from_data(one.answers)
    is_referee = one.part == InterestDeclaration.Part.REFEREE
    waits = one.outcome == Outcome.WAIVABLE and not one.is_waived
    may_waive = one.person_id != person.key and (is_referee or person.is_chief)
    return Declared(
        who=one.person.name,
        part=one.get_part_display(),
        outcome=OUTCOME_LABELS[Outcome(one.outcome)],
        told=tuple(
            (QUESTIONS[question], given.explanations[question]) for question in given.declared
        ),
        waiver=one.waiver.reason if one.is_waived else "",
        key=str(one.pk) if waits and may_waive else "",
    )
