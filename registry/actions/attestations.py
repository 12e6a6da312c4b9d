"""From a finished draft to a frozen snapshot: marked as complete, attested, submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from registry.actions import moves, replies
from registry.actions.audit import now
from registry.actions.checks import require_name
from registry.actions.readiness import READY, Readiness, require_ready
from registry.actions.review.texts import require_text
from registry.models import Attestation, RefereeSuggestion, Snapshot, Submission
from registry.models.review import queries
from registry.rules.attestation import ATTESTATION, ATTESTATION_VERSION
from registry.rules.errors import CardInvalid, Refused
from registry.rules.permissions import Person
from registry.rules.review.fields import raise_if_any
from registry.rules.review.wishes import Wish, check_wishes
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import Action, Track

AI_STATEMENT = "Text generator"
# Long enough for an announcement, too short to keep a finished review away from readers.
LONGEST_EMBARGO = timedelta(days=183)


@dataclass(frozen=True)
class Declaration:
    """Who attests: the name and address to show, and the interests that could compete.

    ``ai_used`` and ``ai_statement`` say whether a text generator wrote any of the answers that go
    with the card, which and for what. None where nobody asked: at first the card itself says it.
    """

    name: str
    contact: str
    competing_interests: str
    ai_used: bool | None = None
    ai_statement: str = ""


def complete(*, by: Person, submission: Submission, token: str) -> None:
    """Lock the draft for the attestation; raise what still blocks it."""
    with transaction.atomic():
        moves.check_submission_move(submission, Action.COMPLETE, by=by)
        require_ready(submission)
        moves.move_submission(
            submission, Action.COMPLETE, by=by, token=token, at=now(), known=READY
        )


@dataclass(frozen=True)
class Choices:
    """What the lab asks for with its submission: by whom it is reviewed, and what is public.

    ``wishes`` are referees that it suggests or opposes, ``embargo_until`` a moment before which
    nothing is published; ``shows_badge`` lets readers know that a review is under way. A correction
    goes to an editor alone, whatever ``track`` says.
    """

    track: Track = Track.PEER
    shows_badge: bool = False
    suggested: tuple[Wish, ...] = ()
    opposed: tuple[Wish, ...] = ()
    embargo_until: datetime | None = None


def attest_and_submit(
    *,
    by: Person,
    submission: Submission,
    token: str,
    declaration: Declaration,
    choices: Choices = Choices(),
) -> Snapshot:
    """Bind the lab to the card as it stands: freeze it, sign it, submit it (T05).

    Raises ``FieldsInvalid`` for wishes that are not whole.
    """
    with transaction.atomic():
        at = now()
        _check_choices(choices, at)
        snapshot = bind(
            submission,
            Action.SUBMIT,
            by=by,
            token=token,
            declaration=declaration,
            at=at,
            values={
                "track": (Track.REGISTRY if submission.corrects_id else choices.track).value,
                "shows_badge": choices.shows_badge,
                "embargo_until": choices.embargo_until,
                "predecessor": queries.predecessor_of(submission),
            },
        )
        RefereeSuggestion.objects.bulk_create(
            RefereeSuggestion(
                submission=submission, wish=kind, name=wish.name, reason=wish.reason, at=at
            )
            for kind, wishes in (
                (RefereeSuggestion.Wish.SUGGESTED, choices.suggested),
                (RefereeSuggestion.Wish.OPPOSED, choices.opposed),
            )
            for wish in wishes
        )
    return snapshot


def _check_choices(choices: Choices, at: datetime) -> None:
    raise_if_any(check_wishes(choices.suggested, choices.opposed))
    for wish in (*choices.suggested, *choices.opposed):
        require_text(wish.name + wish.reason, "Referees")
    until = choices.embargo_until
    if until is not None and not at < until <= at + LONGEST_EMBARGO:
        last = (at + LONGEST_EMBARGO).date()
        raise Refused(
            f"Not before: found {until:%-d %B %Y}. Expected a day after today, up to "
            f"{last:%-d %B %Y}."
        )


def bind(
    submission: Submission,
    action: Action,
    *,
    by: Person,
    token: str,
    declaration: Declaration,
    at: datetime,
    values: Mapping[str, Any] | None = None,
) -> Snapshot:
    """Move a card on with a new snapshot that the lab signs, inside the caller's transaction."""
    declared = _declared(declaration)
    moves.check_submission_move(submission, action, by=by)
    found = require_ready(submission)
    moves.move_submission(
        submission,
        action,
        by=by,
        token=token,
        at=at,
        known=READY,
        values=values,
        content_hash=found.check.checked.content_hash,
        attestation=ATTESTATION_VERSION,
    )
    snapshot = freeze(submission, found, by=by, at=at)
    Attestation.objects.create(
        snapshot=snapshot,
        text_version=ATTESTATION_VERSION,
        text=ATTESTATION,
        competing_interests=declared.competing_interests,
        ai_used=declared.ai_used,
        ai_statement=declared.ai_statement,
        name=declared.name,
        contact=declared.contact,
        at=at,
        actor_key=by.key,
    )
    return snapshot


def submit_listing(*, by: Person, submission: Submission, token: str) -> Snapshot:
    """Submit what a third party found in public sources; the lab is told and may reply (T06)."""
    with transaction.atomic():
        at = now()
        values = {"predecessor": queries.predecessor_of(submission)}
        snapshot = send_listing(submission, Action.LIST, by=by, token=token, at=at, values=values)
        if submission.lab is not None:
            replies.offer(snapshot=snapshot, lab=submission.lab, at=at)
    return snapshot


def send_listing(
    submission: Submission,
    action: Action,
    *,
    by: Person,
    token: str,
    at: datetime,
    values: Mapping[str, Any] | None = None,
) -> Snapshot:
    """Move a listing on with a new snapshot, inside the caller's transaction."""
    moves.check_submission_move(submission, action, by=by)
    if submission.lab is not None and submission.lab.slug in by.memberships:
        raise Refused(
            f"You belong to {submission.lab.name}: prepare the card for the lab instead of "
            "listing it as a third party."
        )
    found = require_ready(submission)
    moves.move_submission(
        submission,
        action,
        by=by,
        token=token,
        at=at,
        known=READY,
        values=values,
        content_hash=found.check.checked.content_hash,
    )
    return freeze(submission, found, by=by, at=at)


def _declared(declaration: Declaration) -> Declaration:
    declared = Declaration(
        require_name(declaration.name),
        declaration.contact,
        declaration.competing_interests.strip(),
        declaration.ai_used,
        require_text(declaration.ai_statement, AI_STATEMENT) if declaration.ai_used else "",
    )
    if not declared.competing_interests:
        raise Refused(
            "Say which interests could compete with this disclosure; “none” is an answer."
        )
    return declared


def freeze(submission: Submission, found: Readiness, *, by: Person, at: datetime) -> Snapshot:
    """Keep the card that was found ready, bytes and hash."""
    checked = found.check.checked
    if checked.canonical is None or checked.content_hash is None or checked.document is None:
        raise CardInvalid(checked.problems)
    return Snapshot.objects.create(
        submission=submission,
        number=1 + submission.snapshots.count(),
        canonical=checked.canonical.decode(),
        content_hash=checked.content_hash,
        schema_version=checked.document["schema_version"],
        standard_version=load_standard().version,
        acknowledgements=[
            {"message": warning.message, "reason": warning.reason} for warning in found.warnings
        ],
        at=at,
        actor_key=by.key,
    )
