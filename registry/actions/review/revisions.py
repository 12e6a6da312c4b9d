"""The lab's answers: to issues before the review, to comments after it, with the revised card."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from registry.actions import attestations, moves
from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.actions.review.forms import is_first_of
from registry.actions.review.texts import require_text
from registry.models import (
    Issue,
    IssueAnswer,
    Rebuttal,
    ReplyDraft,
    ReportComment,
    Snapshot,
    Submission,
)
from registry.models.review import queries
from registry.models.submissions import new_token
from registry.rules.errors import NotPermitted, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person, may_see
from registry.rules.review.binding import claim_hash, evidence_hash
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import Action, Kind, State

UNSAVED = ""


def save_reply(
    *,
    by: Person,
    submission: Submission,
    to: ReportComment | Issue,
    text: str,
    disposition: str = "",
    token: str,
) -> ReplyDraft:
    """Save an answer in the making; saving what is there already changes nothing.

    ``disposition`` is what was done about a comment; an issue has none. Raises ``StaleWrite`` with
    the answer as it is where somebody saved in between.
    """
    text = require_text(text, "Reply") if text.strip() else ""
    if disposition and disposition not in Rebuttal.Disposition.values:
        expected = " or ".join(Rebuttal.Disposition.values)
        raise Refused(f"Disposition: found {disposition!r}. Expected {expected}.")
    about = {"comment": to} if isinstance(to, ReportComment) else {"issue": to}
    with transaction.atomic():
        moves.lock(submission)
        _check_answerable(by, submission, to)
        stored = ReplyDraft.objects.filter(**about).first()
        if stored and (stored.text, stored.disposition) == (text, disposition):
            return stored
        if (stored.token if stored else UNSAVED) != token:
            raise StaleWrite(
                "Somebody saved this answer after you opened the page. Nothing of yours is lost: "
                "choose what to keep.",
                stored,
            )
        draft = stored or ReplyDraft(submission=submission, **about)
        draft.text, draft.disposition = text, disposition
        draft.token, draft.saved_at, draft.saved_by = new_token(), now(), by.key
        draft.save()
    return draft


def resubmit(
    *,
    by: Person,
    submission: Submission,
    token: str,
    declaration: attestations.Declaration | None,
    form_key: str = "",
) -> Snapshot | None:
    """Send a returned card back to the editor (T10), with an answer to each major issue.

    The author of a listing declares nothing. Returns None for a form that was sent before.
    """
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.RESUBMIT, by=by):
            return None
        at = now()
        if submission.kind == Kind.THIRD_PARTY:
            snapshot = attestations.send_listing(
                submission, Action.RESUBMIT, by=by, token=token, at=at
            )
        else:
            snapshot = attestations.bind(
                submission,
                Action.RESUBMIT,
                by=by,
                token=token,
                declaration=_whole(declaration),
                at=at,
            )
        drafts = submission.reply_drafts.filter(issue__isnull=False, text__gt="")
        for draft in drafts.select_related("issue"):
            if draft.issue is not None:
                IssueAnswer.objects.create(
                    issue=draft.issue, snapshot=snapshot, text=draft.text, at=at, actor_key=by.key
                )
        drafts.delete()
    return snapshot


def submit_revision(
    *,
    by: Person,
    submission: Submission,
    token: str,
    declaration: attestations.Declaration,
    form_key: str = "",
) -> Snapshot | None:
    """Submit the revised card with the rebuttals (T18); each names what it changed.

    What was sent is no draft any more: a comment that is still open after the next decision is
    answered anew. Returns None for a form that was sent before.
    """
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.SUBMIT_REVISION, by=by):
            return None
        moves.check_seen(submission, Action.SUBMIT_REVISION, by=by, token=token)
        at, before = now(), queries.current_snapshot(submission)
        snapshot = attestations.bind(
            submission,
            Action.SUBMIT_REVISION,
            by=by,
            token=token,
            declaration=_whole(declaration),
            at=at,
        )
        changed = changed_items(before.document(), snapshot.document())
        drafts = submission.reply_drafts.filter(
            comment__isnull=False, text__gt="", disposition__gt=""
        )
        for draft in drafts.select_related("comment"):
            if draft.comment is not None:
                Rebuttal.objects.create(
                    comment=draft.comment,
                    snapshot=snapshot,
                    text=draft.text,
                    disposition=draft.disposition,
                    pointers=changed.get(draft.comment.item, []),
                    at=at,
                    actor_key=by.key,
                )
        drafts.delete()
    return snapshot


def changed_items(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[str]]:
    """The places of the claims that differ between two cards, by item id."""
    return {
        item.id: [f"/{item.claim.replace('.', '/')}"]
        for item in load_standard().items
        if claim_hash(old, item.claim) != claim_hash(new, item.claim)
        or evidence_hash(old, item.claim) != evidence_hash(new, item.claim)
    }


def _check_answerable(by: Person, submission: Submission, to: ReportComment | Issue) -> None:
    """Raise unless the lab may answer this now; what it may not see is none of its comments."""
    if not may_see(by, subject_of(submission)) or by.scope is not None:
        raise NotPermitted("Answers are written by those who prepare the card.")
    if submission.is_held:
        raise TransitionRefused("The submission is on hold; nothing can be answered now.")
    if isinstance(to, Issue):
        is_sent = to.submission_id == submission.pk and to.sent_at is not None
        if not is_sent or submission.state != State.RETURNED:
            raise TransitionRefused("Issues are answered while the card is with the lab.")
        return
    of_this = to.report.assignment.submission_id == submission.pk
    if not of_this or submission.state != State.REVISION_REQUESTED:
        raise TransitionRefused("Comments are answered while a revision is asked for.")


def _whole(declaration: attestations.Declaration | None) -> attestations.Declaration:
    """The declaration; raise ``Refused`` unless it says what wrote the answers, too."""
    if declaration is None:
        raise Refused("Declaration: found nothing. Expected who attests for the lab.")
    if declaration.ai_used is None:
        raise Refused(
            f"{attestations.AI_STATEMENT}: found no answer. Expected whether one was used for the "
            "replies."
        )
    return declaration
