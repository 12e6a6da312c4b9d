"""A proposal as the second person reads it: what happens if they agree, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from registry.actions.review.decisions import REJECT_REASONS
from registry.actions.review.facts import INVITED_AGAIN
from registry.actions.review.motion_rights import may_agree, row_of
from registry.actions.review.triage import DESK_REASONS
from registry.models import Motion, Submission
from registry.rules.permissions import Person
from registry.rules.workflow.assignments import AssignmentMove
from registry.rules.workflow.vocabulary import Transition
from registry.web.presenters.editor_acts import SECOND_WORDS
from registry.web.presenters.editor_mails import mails_of_act, mails_of_part
from registry.web.presenters.editor_redaction import redacted_report, redaction_facts
from registry.web.presenters.editor_submission import person_name
from registry.web.view_models.editorial import Fact, Mails
from registry.web.view_models.shared import Link

REASONS = {
    **DESK_REASONS,
    **REJECT_REASONS,
    INVITED_AGAIN: "The lab may submit anew without waiting.",
}


@dataclass(frozen=True, slots=True)
class MotionPage:
    """``outcome`` is empty while it waits."""

    title: str
    back: Link
    by: str
    at: datetime
    needs: str
    facts: tuple[Fact, ...]
    mails: Mails
    letter: str
    outcome: str
    may_agree: bool


def motion_page(motion: Motion, person: Person) -> MotionPage:
    row = row_of(motion)
    submission = motion.submission
    assert submission is not None  # noqa: S101 - the view finds no other
    return MotionPage(
        title=row.label,
        back=Link(submission.model_name, reverse("editor:submission", args=[submission.public_id])),
        by=person_name(motion.proposed_by),
        at=motion.proposed_at,
        needs=SECOND_WORDS[row.second] if row.second else "",
        facts=tuple(
            redaction_facts(motion) if isinstance(row, AssignmentMove) else _facts(motion, row)
        ),
        mails=_mails(motion, row, submission),
        letter=motion.payload.get("letter", ""),
        outcome=motion.get_outcome_display() if motion.outcome else "",
        may_agree=may_agree(motion, person),
    )


def _facts(motion: Motion, row: Transition) -> Iterator[Fact]:
    yield from _reasons(motion)
    yield Fact("Leaves", row.effects)
    yield Fact("Public afterwards", row.public or "nothing")


def _mails(motion: Motion, row: Transition | AssignmentMove, submission: Submission) -> Mails:
    by = Person(motion.proposed_by)
    if isinstance(row, AssignmentMove):
        return mails_of_part(row, redacted_report(motion).assignment, by=by)
    return mails_of_act(row, submission, by=by, is_whole=True)


def _reasons(motion: Motion) -> Iterator[Fact]:
    codes = [*motion.payload.get("reason_codes", ())]
    if "reason_code" in motion.payload:
        codes.append(motion.payload["reason_code"])
    for code in codes:
        yield Fact("Reason", REASONS[code])
