"""The review as the lab follows it: what happened, what was written to it, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from registry.actions.people import viewer_of
from registry.actions.review.corrections import live_version_of
from registry.models import AuditEvent, Decision, Submission
from registry.models.review import visible
from registry.rules.permissions import Person
from registry.rules.visibility import Viewer
from registry.rules.workflow.vocabulary import EDITABLE, Kind, State
from registry.web.presenters.drafts import KIND_WORDS, buttons
from registry.web.presenters.review_words import (
    STATE_TEXTS,
    STEPS,
    TOLD_REASONS,
    due_text,
    running_clocks,
    whose_move,
)
from registry.web.view_models.drafts import Button
from registry.web.view_models.reviewed import Step, Timeline
from registry.web.view_models.shared import Letter, Link

LEADS = {
    State.SUBMITTED: "The card is frozen as it was submitted. An editor takes it up.",
    State.TRIAGE: "The editor looks whether the card can be reviewed as it is.",
    State.RETURNED: "Answer the issues, change the card where they ask for it, and send it back.",
    State.IN_REVIEW: "Referees look from each claim to its evidence. You read their reports with "
    "the decision.",
    State.DECISION_PENDING: "The reports are in. You read them with the decision.",
    State.REVISION_REQUESTED: "Answer the comments and revise the card. To reduce a claim to what "
    "the evidence shows is a good answer.",
    State.REVISION_RECEIVED: "The editor looks at your answers.",
    State.ACCEPTED: "Look at the proof: what it shows is what becomes public.",
    State.PUBLISHED: "The card and its review file are public.",
    State.DESK_REJECTED: "An appeal is possible for 30 days, once.",
    State.REJECTED: "An appeal is possible for 30 days, once. The same model can be submitted "
    "again after 60 days, or at once if the editor invited it.",
    State.APPEAL_OPEN: "An editor who had no part in the decision looks at it again.",
    State.WITHDRAWN: "The review ended without a decision. Reports that were not released before "
    "stay closed.",
}


def timeline_page(person: Person, submission: Submission) -> Timeline:
    state = State(submission.state)
    lab = submission.lab
    clocks = running_clocks([submission]).get(submission.pk, [])
    return Timeline(
        title=submission.model_name,
        kind=KIND_WORDS[Kind(submission.kind)],
        lab=Link(lab.name, lab.get_absolute_url()) if lab else Link("no lab"),
        state=STATE_TEXTS[state],
        whose_move=whose_move(submission, clocks),
        due=due_text(submission, clocks),
        lead="The review is on hold: nothing moves until an editor-in-chief lifts it. You can "
        "still withdraw."
        if submission.is_held
        else LEADS[state],
        steps=_steps(submission),
        letters=_letters(person, submission),
        links=_links(person, submission),
        buttons=(*buttons(person, submission), *_correction(submission)),
        is_editable=state in EDITABLE and not submission.is_held,
    )


def _steps(submission: Submission) -> Sequence[Step]:
    rows = AuditEvent.objects.filter(
        subject=f"submission {submission.public_id}",
        action__in=[f"submission.{action}" for action in STEPS],
    )
    return tuple(
        Step(row.at, STEPS[action], row.reason if action in TOLD_REASONS else "")
        for row in rows
        for action in (row.action.removeprefix("submission."),)
    )


def letters(submission: Submission, viewer: Viewer) -> tuple[Letter, ...]:
    """The letters that the viewer reads, the oldest first."""
    return tuple(
        Letter(
            kind=Decision.Kind(row.kind).label.capitalize(),
            at=row.at,
            text=row.letter,
            is_void=row.voided_at is not None,
        )
        for row in visible.letters(submission, viewer)
        if row.letter
    )


def _letters(person: Person, submission: Submission) -> Sequence[Letter]:
    viewer = viewer_of(person, submission)
    return letters(submission, viewer) if viewer else ()


def _links(person: Person, submission: Submission) -> Sequence[Link]:
    viewer = viewer_of(person, submission)
    if viewer is None:
        return ()
    links = [
        Link("The card as readers would see it", address(submission, "preview")),
        Link("What was submitted, with its hash", address(submission, "submitted")),
    ]
    if visible.issues(submission, viewer).exists() or visible.comments(submission, viewer).exists():
        links.insert(0, Link("Comments and answers", address(submission, "answers")))
    if visible.reports(submission, viewer).exists():
        links.insert(0, Link("The reports", address(submission, "reports")))
    if submission.kind == Kind.THIRD_PARTY:
        links.append(Link("Right of reply", address(submission, "reply")))
    if submission.state == State.ACCEPTED and submission.kind == Kind.LAB:
        links.insert(0, Link("The proof", address(submission, "proof")))
    return tuple(links)


def _correction(submission: Submission) -> Sequence[Button]:
    if live_version_of(submission) is None:
        return ()
    return (Button("Correct the published card", address(submission, "correct")),)


def address(submission: Submission, name: str) -> str:
    return reverse(f"submission:{name}", args=[submission.public_id])
