"""Starting a card, filling its sections, and every move until it is submitted."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from registry.actions import moves
from registry.actions.audit import now
from registry.actions.checks import UNSTORABLE, require_name, require_reason, require_slug
from registry.models import (
    Acknowledgement,
    DraftChange,
    DraftSection,
    Lab,
    Release,
    Submission,
)
from registry.models.submissions import new_public_id, new_token
from registry.pauses import pause
from registry.rules.canonical import canonical_bytes
from registry.rules.checking.reading import MAXIMUM_BYTES
from registry.rules.draft_check import malformed
from registry.rules.drafts import SectionDraft, sections_of
from registry.rules.errors import CardInvalid, Refused, StaleWrite, Unknown
from registry.rules.names import join_card_id, slugify
from registry.rules.permissions import Person, Subject, check_may
from registry.rules.workflow.submissions import check_move
from registry.rules.workflow.vocabulary import Action, Kind, State, Track

# Open drafts of one person; far more than anybody works on, far fewer than fill a disk.
MOST_OPEN_DRAFTS = 200
MOST_UNPARSED = 500
LONGEST_UNPARSED = 20_000
# A section's first token, before it was ever saved.
UNSAVED = ""


def start(
    *,
    by: Person,
    kind: Kind,
    lab: Lab | None,
    model_name: str,
    model_slug: str = "",
    release: Release | None = None,
    sections: Mapping[str, SectionDraft] | None = None,
    origin: DraftChange.Origin = DraftChange.Origin.START,
) -> Submission:
    """Start a card for a registered model or for one the registry does not know yet.

    ``sections`` are what it starts from. Raises ``NotPermitted`` for a lab that the person does not
    belong to, ``Refused`` where names or a limit forbid it.
    """
    model_name = require_name(release.name if release else model_name)
    if lab is None and kind is not Kind.SELF_ASSESSMENT:
        raise Refused("A card needs the lab that developed the model.")
    subject = Subject(kind, None, lab.slug if lab else None, author=by.key)
    check_may(by, check_move(Action.CREATE, None, kind), subject)
    at = now()
    submission = Submission(
        public_id=new_public_id(),
        token=new_token(),
        kind=kind.value,
        state=State.DRAFT.value,
        lab=lab,
        release=release,
        card_id=release.public_id if release else _card_id(lab, model_name, model_slug),
        model_name=model_name,
        created_at=at,
        created_by=by.key,
        changed_at=at,
        changed_by=by.key,
        moved_at=at,
        track=(Track.REGISTRY if kind is Kind.THIRD_PARTY else Track.PEER).value,
    )
    with transaction.atomic():
        _refuse_too_many(by)
        submission.save(force_insert=True)
        moves.start_submission(submission, by=by, at=at)
        for name, draft in (sections or {}).items():
            save_section(
                by=by,
                submission=submission,
                name=name,
                draft=draft,
                token=UNSAVED,
                origin=origin,
            )
    return submission


def save_section(
    *,
    by: Person,
    submission: Submission,
    name: str,
    draft: SectionDraft,
    token: str,
    origin: DraftChange.Origin = DraftChange.Origin.FORM,
) -> DraftSection:
    """Save one section; saving what is there already changes nothing.

    ``token`` is that of the section the person started from, ``UNSAVED`` where there was none. If
    somebody saved in between, ``StaleWrite`` carries the section as it is now; nothing is merged.
    Raises ``CardInvalid`` for content that no section can hold, ``TransitionRefused`` where the
    draft is locked.
    """
    content = _content_text(submission, name, draft)
    with transaction.atomic():
        moves.lock(submission)
        moves.check_submission_move(submission, Action.SAVE, by=by)
        stored = DraftSection.objects.filter(submission=submission, name=name).first()
        if stored and (stored.content, stored.unparsed) == (content, dict(draft.unparsed)):
            return stored
        if (stored.token if stored else UNSAVED) != token:
            raise _stale(stored)
        section = stored or DraftSection(submission=submission, name=name)
        section.token, section.changed_at, section.changed_by = new_token(), now(), by.key
        section.content, section.unparsed = content, dict(draft.unparsed)
        section.save()
        _keep(section, origin)
        _touch(submission, section.changed_at, by=by)
        pause("section_saved")
    return section


def restore_section(
    *, by: Person, submission: Submission, change: DraftChange, token: str
) -> DraftSection:
    """Make a section again what it was after an earlier change."""
    if change.submission_id != submission.pk:
        raise Unknown("This draft has no such change.")
    return save_section(
        by=by,
        submission=submission,
        name=change.section,
        draft=change.draft(),
        token=token,
        origin=DraftChange.Origin.RESTORE,
    )


def acknowledge(
    *, by: Person, submission: Submission, digest: str, message: str, reason: str
) -> None:
    """Say why a warning stands; saying it again replaces the reason."""
    reason = require_reason(reason)
    with transaction.atomic():
        moves.lock(submission)
        moves.check_submission_move(submission, Action.SAVE, by=by)
        at = now()
        Acknowledgement.objects.update_or_create(
            submission=submission,
            digest=digest,
            defaults={"message": message, "reason": reason, "at": at, "actor_key": by.key},
        )
        _touch(submission, at, by=by)


def return_to_draft(*, by: Person, submission: Submission, token: str, reason: str) -> None:
    """Unlock a card that waits for its attestation, and say why."""
    reason = require_reason(reason)
    with transaction.atomic():
        moves.move_submission(
            submission, Action.RETURN_TO_DRAFT, by=by, token=token, at=now(), reason=reason
        )


def discard(*, by: Person, submission: Submission, token: str) -> None:
    """Throw a draft away: its content and history are deleted, that there was one stays."""
    with transaction.atomic():
        moves.move_submission(submission, Action.DISCARD, by=by, token=token, at=now())
        submission.sections.all().delete()
        submission.changes.all().delete()
        submission.acknowledgements.all().delete()
        submission.imports.all().delete()


def drafts_of(submission: Submission) -> dict[str, SectionDraft]:
    return {
        section.name: section.draft()
        for section in DraftSection.objects.filter(submission=submission)
    }


def _card_id(lab: Lab | None, model_name: str, model_slug: str) -> str:
    slug = require_slug(model_slug or slugify(model_name))
    card_id = join_card_id(lab.slug if lab else "unlisted", slug)
    if lab and Release.objects.filter(public_id=card_id).exists():
        raise Refused(
            f"{card_id} is registered already: choose the model from the list instead of naming it "
            "anew."
        )
    return card_id


def _refuse_too_many(by: Person) -> None:
    open_states = (State.DRAFT.value, State.AWAITING_ATTESTATION.value)
    count = Submission.objects.filter(created_by=by.key, state__in=open_states).count()
    if count >= MOST_OPEN_DRAFTS:
        raise Refused(
            f"You have {count} open drafts, and {MOST_OPEN_DRAFTS} are the most. Discard some."
        )


def _content_text(submission: Submission, name: str, draft: SectionDraft) -> str:
    """The section as JSON text; refuse what no form could show or no database store."""
    kind = Kind(submission.kind)
    if name not in sections_of(kind):
        raise Unknown(f"There is no section {name!r}; expected {', '.join(sections_of(kind))}.")
    problems = malformed(name, draft.content)
    if problems:
        raise CardInvalid(problems)
    content = canonical_bytes(draft.content).decode()
    if len(content) > MAXIMUM_BYTES:
        raise Refused(
            f"The section has {len(content):,} bytes; at most {MAXIMUM_BYTES:,} are kept."
        )
    if len(draft.unparsed) > MOST_UNPARSED:
        raise Refused(
            f"{len(draft.unparsed)} fields cannot be read; at most {MOST_UNPARSED} are kept."
        )
    for field, text in draft.unparsed.items():
        if len(text) > LONGEST_UNPARSED or UNSTORABLE.search(field + text):
            raise Refused(f"{field}: the text cannot be kept: too long, or a character is no text.")
    return content


def _stale(stored: DraftSection | None) -> StaleWrite:
    return StaleWrite(
        "This section was saved by somebody else, or in another tab, after you opened it. Nothing "
        "of yours is lost: choose what to keep.",
        stored,
    )


def _keep(section: DraftSection, origin: DraftChange.Origin) -> None:
    last = section.submission.changes.order_by("-number").values_list("number", flat=True).first()
    DraftChange.objects.create(
        submission=section.submission,
        number=1 + (last or 0),
        section=section.name,
        token=section.token,
        content=section.content,
        unparsed=section.unparsed,
        origin=origin,
        at=section.changed_at,
        actor_key=section.changed_by,
    )


def _touch(submission: Submission, at: datetime, *, by: Person) -> None:
    submission.token, submission.changed_at, submission.changed_by = new_token(), at, by.key
    submission.save(update_fields=["token", "changed_at", "changed_by"])
