"""From a finished draft to a frozen snapshot: marked as complete, attested, submitted."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from registry.actions import moves, replies
from registry.actions.audit import now
from registry.actions.checks import require_name
from registry.actions.readiness import READY, require_ready
from registry.models import Attestation, Snapshot, Submission
from registry.rules.attestation import ATTESTATION, ATTESTATION_VERSION
from registry.rules.errors import CardInvalid, Refused
from registry.rules.permissions import Person
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import Action


@dataclass(frozen=True)
class Declaration:
    """Who attests: the name and address to show, and the interests that could compete."""

    name: str
    contact: str
    competing_interests: str


def complete(*, by: Person, submission: Submission, token: str) -> None:
    """Lock the draft for the attestation; raise what still blocks it."""
    with transaction.atomic():
        moves.check_submission_move(submission, Action.COMPLETE, by=by)
        require_ready(submission)
        moves.move_submission(
            submission, Action.COMPLETE, by=by, token=token, at=now(), known=READY
        )


def attest_and_submit(
    *, by: Person, submission: Submission, token: str, declaration: Declaration
) -> Snapshot:
    """Bind the lab to the card as it stands: freeze it, sign it, submit it."""
    declared = Declaration(
        require_name(declaration.name),
        declaration.contact,
        declaration.competing_interests.strip(),
    )
    if not declared.competing_interests:
        raise Refused(
            "Say which interests could compete with this disclosure; “none” is an answer."
        )
    with transaction.atomic():
        at = now()
        moves.check_submission_move(submission, Action.SUBMIT, by=by)
        snapshot = freeze(submission, by=by, at=at)
        moves.move_submission(
            submission,
            Action.SUBMIT,
            by=by,
            token=token,
            at=at,
            known=READY,
            content_hash=snapshot.content_hash,
            attestation=ATTESTATION_VERSION,
        )
        Attestation.objects.create(
            snapshot=snapshot,
            text_version=ATTESTATION_VERSION,
            text=ATTESTATION,
            competing_interests=declared.competing_interests,
            name=declared.name,
            contact=declared.contact,
            at=at,
            actor_key=by.key,
        )
    return snapshot


def submit_listing(*, by: Person, submission: Submission, token: str) -> Snapshot:
    """Submit what a third party found in public sources; the lab is told and may reply."""
    with transaction.atomic():
        at = now()
        moves.check_submission_move(submission, Action.LIST, by=by)
        if submission.lab is not None and submission.lab.slug in by.memberships:
            raise Refused(
                f"You belong to {submission.lab.name}: prepare the card for the lab instead of "
                "listing it as a third party."
            )
        snapshot = freeze(submission, by=by, at=at)
        moves.move_submission(
            submission,
            Action.LIST,
            by=by,
            token=token,
            at=at,
            known=READY,
            content_hash=snapshot.content_hash,
        )
        if submission.lab is not None:
            replies.offer(snapshot=snapshot, lab=submission.lab, at=at)
    return snapshot


def freeze(submission: Submission, *, by: Person, at: datetime) -> Snapshot:
    """Keep the card as it stands, bytes and hash, once nothing stands in its way."""
    found = require_ready(submission)
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
