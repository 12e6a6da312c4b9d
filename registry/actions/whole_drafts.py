"""Acts on a draft as a whole, as programs ask for them: all sections, or all reasons, at once."""

from collections.abc import Mapping

from django.db import transaction

from registry.actions import attestations, moves, submissions
from registry.actions.readiness import readiness
from registry.models import DraftChange, DraftSection, Submission
from registry.rules.canonical import canonical_bytes
from registry.rules.drafts import SectionDraft
from registry.rules.errors import StaleWrite, Unknown
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Action


def save_card(
    *, by: Person, submission: Submission, sections: Mapping[str, SectionDraft], token: str
) -> None:
    """Replace the sections that differ, all or none; the same card again changes nothing.

    ``token`` is the draft's when the person read it. If anything was saved since, ``StaleWrite``
    carries the draft as it is now. Raises what ``submissions.save_section`` raises.
    """
    with transaction.atomic():
        moves.lock(submission)
        moves.check_submission_move(submission, Action.SAVE, by=by)
        stored = {section.name: section for section in submission.sections.all()}
        changed = {
            name: draft for name, draft in sections.items() if _differs(draft, stored.get(name))
        }
        if not changed:
            return
        refuse_stale(submission, token)
        for name, draft in changed.items():
            submissions.save_section(
                by=by,
                submission=submission,
                name=name,
                draft=draft,
                token=stored[name].token if name in stored else submissions.UNSAVED,
                origin=DraftChange.Origin.API,
            )


def complete(*, by: Person, submission: Submission, token: str, reasons: Mapping[str, str]) -> None:
    """Give the reasons why warnings stand, by their digests, and mark the card as complete.

    All or nothing. Raises ``Unknown`` for a warning the card does not have (any more), and what
    ``attestations.complete`` raises.
    """
    with transaction.atomic():
        moves.lock(submission)
        moves.check_submission_move(submission, Action.COMPLETE, by=by)
        refuse_stale(submission, token)
        if reasons:
            _acknowledge(submission, reasons, by=by)
        attestations.complete(by=by, submission=submission, token=submission.token)


def refuse_stale(submission: Submission, token: str) -> None:
    """Raise ``StaleWrite`` where ``token`` names another state than that of a locked draft."""
    if submission.token != token:
        raise StaleWrite(
            f"The draft of {submission.model_name} was changed after you read it. Nothing of yours "
            "was stored, and nothing of theirs was overwritten.",
            submission,
        )


def _acknowledge(submission: Submission, reasons: Mapping[str, str], *, by: Person) -> None:
    warnings = {one.digest: one for one in readiness(submission).warnings}
    unknown = sorted(reasons.keys() - warnings.keys())
    if unknown:
        raise Unknown(f"The card has no warning {', '.join(unknown)}; its warnings have changed.")
    for digest, reason in reasons.items():
        if reason.strip() != warnings[digest].reason:
            submissions.acknowledge(
                by=by,
                submission=submission,
                digest=digest,
                message=warnings[digest].message,
                reason=reason,
            )


def _differs(draft: SectionDraft, stored: DraftSection | None) -> bool:
    if stored is None:
        return bool(draft.content)
    content = canonical_bytes(draft.content).decode()
    return (content, dict(draft.unparsed)) != (stored.content, stored.unparsed)
