"""Bringing a card's or a file's statements into a draft: offered, decided one by one, taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from registry.actions import moves, submissions
from registry.actions.audit import now
from registry.actions.submissions import drafts_of
from registry.importers.reading import MAXIMUM_BYTES
from registry.models import DraftChange, DraftImport, Submission
from registry.models.submissions import new_token
from registry.rules.errors import CardInvalid, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.proposals.proposal import Offer
from registry.rules.proposals.review import Decision, Reviewed, decided, review
from registry.rules.workflow.vocabulary import Action

Origin = DraftImport.Origin

# Of one draft, closed ones included: each keeps its bytes until the draft is gone.
MOST_IMPORTS = 20
LONGEST_NAME = 250


@dataclass(frozen=True)
class Progress:
    """How far a lab has got with what it takes over.

    ``uncorrected`` are marked to be corrected and stand in the draft as they were published.
    """

    draft_import: DraftImport
    settled: int
    total: int
    uncorrected: int

    @property
    def is_done(self) -> bool:
        return self.settled == self.total


@dataclass(frozen=True)
class Source:
    """What is offered to a draft: its bytes, and the name they go by."""

    origin: DraftImport.Origin
    name: str
    raw: bytes


def start(*, by: Person, source: Source | None, **about: Any) -> Submission:
    """Start a card, as ``submissions.start``, with a source beside it that is not decided yet."""
    with transaction.atomic():
        submission = submissions.start(by=by, **about)
        if source is not None:
            attach(by=by, submission=submission, source=source)
    return submission


def attach(*, by: Person, submission: Submission, source: Source) -> DraftImport:
    """Put a source beside a draft. Nothing of it enters the draft before somebody decides.

    Raises ``CardInvalid`` with what keeps the source from being read, ``Refused`` where it is too
    large or has nothing for a card.
    """
    if len(source.raw) > MAXIMUM_BYTES:
        raise Refused(
            f"Found {len(source.raw):,} bytes; at most {MAXIMUM_BYTES:,} (2 MiB) are read."
        )
    with transaction.atomic():
        moves.lock(submission)
        moves.check_submission_move(submission, Action.SAVE, by=by)
        count = submission.imports.count()
        if count >= MOST_IMPORTS:
            raise Refused(f"This draft was filled from {count} sources, and that is the most.")
        attached = DraftImport(
            submission=submission,
            number=1 + count,
            origin=source.origin,
            # The end of a file's name says what it is.
            name=source.name[-LONGEST_NAME:],
            raw=source.raw,
            token=new_token(),
            at=now(),
            actor_key=by.key,
        )
        _refuse_empty(attached.offer)
        attached.save(force_insert=True)
    return attached


def review_of(draft_import: DraftImport) -> tuple[Reviewed, ...]:
    """Each proposal of an import beside the draft as it stands now."""
    return review(draft_import.offer, draft_import.decisions, drafts_of(draft_import.submission))


def take_overs(submission: Submission) -> tuple[Progress, ...]:
    """How far the lab has got with each card it takes over; not stored, so never out of date."""
    found = submission.imports.filter(origin=Origin.TAKE_OVER)
    return tuple(_progress(each, review_of(each)) for each in found)


def decide(
    *,
    by: Person,
    draft_import: DraftImport,
    token: str,
    section_tokens: Mapping[str, str],
    decisions: Mapping[str, Decision],
) -> int:
    """Record what a person decided and bring the draft in line, all of it or nothing.

    ``token`` and ``section_tokens`` are those of the import and of the sections that the person
    saw. If somebody decided or saved in between, ``StaleWrite`` says so and nothing is written.
    A decision that was taken before is not carried out again: what was confirmed and then edited
    stays as edited. Keys that the import does not offer are passed over. Returns how many
    decisions are new; none writes nothing.
    """
    submission, offer = draft_import.submission, draft_import.offer
    with transaction.atomic():
        _lock(draft_import, token, by=by)
        known = {
            key: decision
            for key, decision in decisions.items()
            if key in offer.by_key() and draft_import.decisions.get(key) != decision
        }
        if not known:
            return 0
        changed = decided(offer, known, drafts_of(submission), removes=draft_import.is_take_over)
        for name, draft in changed.items():
            submissions.save_section(
                by=by,
                submission=submission,
                name=name,
                draft=draft,
                token=section_tokens.get(name, submissions.UNSAVED),
                origin=_way(draft_import),
            )
        draft_import.decisions = {**draft_import.decisions, **known}
        is_done = all(one.is_settled for one in review_of(draft_import))
        _store(draft_import, is_closed=is_done)
    return len(known)


def leave(*, by: Person, draft_import: DraftImport, token: str) -> None:
    """End an import; what was taken in stays. A lab cannot leave what it takes over half seen."""
    with transaction.atomic():
        _lock(draft_import, token, by=by)
        if draft_import.is_take_over:
            raise TransitionRefused(
                "What the registry published about your model has to be looked at to the end; "
                "you can go on with it at any time."
            )
        _store(draft_import, is_closed=True)


def _progress(draft_import: DraftImport, reviewed: tuple[Reviewed, ...]) -> Progress:
    return Progress(
        draft_import,
        settled=sum(one.is_settled for one in reviewed),
        total=len(reviewed),
        uncorrected=sum(
            one.decision is Decision.CORRECT and not one.is_settled for one in reviewed
        ),
    )


def _refuse_empty(offer: Offer) -> None:
    if offer.proposals:
        return
    if offer.problems:
        raise CardInvalid(offer.problems)
    raise Refused("Nothing was found in it that belongs into a card.")


def _lock(draft_import: DraftImport, token: str, *, by: Person) -> None:
    moves.lock(draft_import.submission)
    moves.check_submission_move(draft_import.submission, Action.SAVE, by=by)
    draft_import.refresh_from_db(fields=["decisions", "is_closed", "token"])
    if draft_import.token != token:
        raise StaleWrite(
            "Somebody else decided on this import, or you did in another tab, after you opened it. "
            "Your marks are kept here: look at them and send them again.",
            draft_import,
        )


def _store(draft_import: DraftImport, *, is_closed: bool) -> None:
    draft_import.is_closed, draft_import.token = is_closed, new_token()
    draft_import.save(update_fields=["decisions", "is_closed", "token"])


def _way(draft_import: DraftImport) -> DraftChange.Origin:
    """How the history calls what comes in."""
    is_text = draft_import.origin in (Origin.FILE, Origin.PASTE)
    return DraftChange.Origin.IMPORT if is_text else DraftChange.Origin.TAKE_OVER
