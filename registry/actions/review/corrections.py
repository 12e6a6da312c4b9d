"""Correcting what is published: a new version through a short review, never an edit in place."""

from django.db import transaction

from registry.actions import submissions
from registry.actions.people import subject_of
from registry.actions.review.forms import is_first_of
from registry.actions.review.texts import require_text
from registry.models import CardVersion, Submission
from registry.rules.drafts import SectionDraft, take_apart
from registry.rules.errors import Conflict, NotPermitted, TransitionRefused
from registry.rules.permissions import Person, may_see
from registry.rules.workflow.vocabulary import OPEN, UNSUBMITTED, Kind, State, Track

LONGEST_FINDER = 200


def start(
    *, by: Person, submission: Submission, text: str, found_by: str, form_key: str = ""
) -> Submission | None:
    """Start the correction of the version that came of a submission, from its own content (P01).

    ``text`` says what was wrong and why, ``found_by`` who found it; both are published with the
    correction. Raises ``TransitionRefused`` for a version that another one replaced. Returns None
    for a form that was sent before.
    """
    text = require_text(text, "What was wrong")
    found_by = require_text(found_by, "Who found it", LONGEST_FINDER)
    with transaction.atomic():
        if not is_first_of(submission, form_key, "correct", by=by):
            return None
        if not may_see(by, subject_of(submission)) or by.scope is not None:
            raise NotPermitted("A card is corrected by those who prepared it.")
        version = live_version_of(submission)
        if version is None:
            raise TransitionRefused("Only the version that stands now can be corrected.")
        _refuse_second(version)
        draft = submissions.start(
            by=by,
            kind=Kind(submission.kind),
            lab=submission.lab,
            model_name=submission.model_name,
            release=version.card.release,
            sections={
                name: SectionDraft(part)
                for name, part in take_apart(version.content.document()).items()
            },
        )
        draft.corrects, draft.track = version, Track.REGISTRY.value
        draft.correction_text, draft.correction_found_by = text, found_by
        draft.save(update_fields=["corrects", "track", "correction_text", "correction_found_by"])
    return draft


def live_version_of(submission: Submission) -> CardVersion | None:
    """The version that came of the submission, while it is the one that readers get."""
    if submission.state != State.PUBLISHED:
        return None
    return (
        CardVersion.objects.select_related("card__release", "content")
        .filter(origin__submission=submission, live_on__isnull=False)
        .first()
    )


def _refuse_second(version: CardVersion) -> None:
    running = UNSUBMITTED - {State.DISCARDED} | OPEN
    if Submission.objects.filter(corrects=version, state__in=running).exists():
        raise Conflict("A correction of this version is under way already.")
