"""The preview of a card in the making, and what it would change of the published one."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from registry.models import CardVersion, Submission
from registry.models.graded_versions import GradedVersion, claim_grades, graded_versions
from registry.rules.draft_check import DraftCheck
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Kind, State
from registry.web.presenters.card_difference import Compared, compared_version, difference_view
from registry.web.presenters.cards import model_page
from registry.web.presenters.draft_links import back_link, place_link, section_title, section_url
from registry.web.presenters.unpublished import ShownDraft, shown_draft
from registry.web.view_models.draft_previews import PreviewChanges, PreviewPage
from registry.web.view_models.shared import Link
from registry.web.view_models.versions import CardDifferenceView

STATES = {
    State.DRAFT: "The draft as it stands now.",
    State.AWAITING_ATTESTATION: "The card that waits for its attestation.",
    State.RETURNED: "The card as you change it now, since it was returned.",
    State.REVISION_REQUESTED: "The card as you revise it now.",
    State.DISCARDED: "The draft was discarded, and its content deleted.",
}
FROZEN = "The card as it was submitted last; it is frozen."
AS_PUBLISHED = (
    "Graded as if it were published now: what editors confirmed about a claim counts as long as "
    "the claim stays as it is, and verdicts of referees come with the review."
)
ATTESTED = "The level is the one it has once a representative of the lab attests it."


def preview_page(person: Person, submission: Submission) -> PreviewPage:
    shown, check = shown_draft(submission)
    live = _live_version(shown)
    return PreviewPage(
        back=back_link(person, submission),
        state=STATES.get(State(submission.state), FROZEN),
        card=model_page(shown),
        notes=(AS_PUBLISHED, ATTESTED) if submission.kind == Kind.LAB else (AS_PUBLISHED,),
        left_out=_left_out(submission, check),
        changes=Link(f"What changes from version {live.number}", _changes_url(submission))
        if live
        else None,
    )


def changes_page(person: Person, submission: Submission) -> PreviewChanges:
    shown, check = shown_draft(submission)
    return PreviewChanges(
        back=back_link(person, submission),
        preview=Link("The preview of the card", _preview_url(submission)),
        name=shown.document["model"]["name"],
        left_out=_left_out(submission, check),
        difference=_difference(submission, shown),
    )


def _difference(submission: Submission, shown: ShownDraft) -> CardDifferenceView | None:
    live = _live_version(shown)
    found = graded_versions(submission.card_id, (live.number,)) if live else {}
    if live is None or live.number not in found:
        return None
    published = found[live.number]
    grades = claim_grades([published.grading])[published.grading.pk]
    return difference_view(
        compared_version(shown.card, published, grades),
        Compared(
            read=GradedVersion(shown.version, shown.grading),
            grades=shown.grades,
            name="This draft" if State(submission.state) in STATES else "As submitted",
            published="not published",
            page=_preview_url(submission),
        ),
    )


def _live_version(shown: ShownDraft) -> CardVersion | None:
    return shown.card.live_version if shown.card.pk else None


def _left_out(submission: Submission, check: DraftCheck) -> Sequence[Link]:
    """What the preview lacks of the draft: fields with errors, and texts that cannot be read."""
    unread = [
        Link(
            f"{section_title(section.name)}: {len(section.unparsed)} text(s) that cannot be read",
            section_url(submission, section.name),
        )
        for section in submission.sections.all()
        if section.unparsed
    ]
    return (
        *(place_link(submission, problem.pointer, problem.message) for problem in check.errors),
        *unread,
    )


def _preview_url(submission: Submission) -> str:
    return reverse("submission:preview", args=[submission.public_id])


def _changes_url(submission: Submission) -> str:
    return reverse("submission:preview_changes", args=[submission.public_id])
