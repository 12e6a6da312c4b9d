"""Deciding: comments ruled on, disputes adjudicated, revisions asked for, cards accepted or not."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from registry.actions import moves
from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.actions.review import motions
from registry.actions.review.facts import INVITED_AGAIN
from registry.actions.review.forms import is_first_of
from registry.actions.review.texts import LONGEST_LETTER, require_text
from registry.actions.review.triage import decide
from registry.models import (
    Actor,
    Adjudication,
    CommentRuling,
    Decision,
    Motion,
    ReportComment,
    Submission,
)
from registry.models.review import queries
from registry.rules.errors import NotPermitted, Refused, TransitionRefused, Unknown
from registry.rules.permissions import Person, roles_on
from registry.rules.review import disputes
from registry.rules.review.binding import claim_hash, evidence_hash
from registry.rules.review.verdicts import Verdict
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import Action, Role, State

REVISIONS = frozenset({Decision.Kind.MINOR, Decision.Kind.MAJOR})
# Why a card is rejected after review.
REJECT_REASONS: Mapping[str, str] = {
    "claims_not_supported": "Core claims are not supported by their evidence.",
    "claims_contradicted": "Core claims are contradicted by public evidence.",
    "not_answered": "The comments of the referees were not answered.",
    "scope": "What the figures cover cannot be told.",
}
RULED_IN = frozenset({State.DECISION_PENDING, State.REVISION_RECEIVED})


def rule_on_comment(
    *, by: Person, comment: ReportComment, ruling: str, weight: str, reason: str
) -> CommentRuling:
    """Give a comment another weight, or call it settled or overruled; the newest ruling counts."""
    reason = require_text(reason, "Reason")
    if ruling not in CommentRuling.Ruling.values:
        raise Refused(f"Ruling: found {ruling!r}. Expected {_listed(CommentRuling.Ruling.values)}.")
    if weight not in ReportComment.Weight.values:
        raise Refused(f"Weight: found {weight!r}. Expected {_listed(ReportComment.Weight.values)}.")
    submission = comment.report.assignment.submission
    with transaction.atomic():
        _require_deciding(submission, by)
        return CommentRuling.objects.create(
            comment=comment, ruling=ruling, weight=weight, reason=reason, at=now(), actor_key=by.key
        )


def adjudicate(
    *, by: Person, submission: Submission, item: str, verdict: str, reason: str
) -> Adjudication:
    """Settle the referees' dispute over a claim as it stands, by name and with the reason."""
    standard = load_standard()
    if item not in standard.item_by_id:
        raise Unknown(f"The standard has no item {item!r}.")
    if verdict not in {*Verdict}:
        raise Refused(f"Ruling: found {verdict!r}. Expected {_listed(Verdict)}.")
    with transaction.atomic():
        _require_deciding(submission, by)
        snapshot = queries.current_snapshot(submission)
        document, path = snapshot.document(), standard.item_by_id[item].claim
        name = Actor.objects.get(key=by.key).name
        ruling = disputes.Adjudication(
            item, claim_hash(document, path), Verdict(verdict), name, reason.strip()
        )
        disputes.check_adjudication(
            ruling, queries.verdicts_by_item(submission), document, standard
        )
        return Adjudication.objects.create(
            submission=submission,
            snapshot=snapshot,
            item=item,
            verdict=verdict,
            claim_hash=ruling.claim_hash,
            evidence_hash=evidence_hash(document, path),
            reason=require_text(reason, "Reason"),
            name=name,
            at=now(),
            actor_key=by.key,
        )


def revise(
    *,
    by: Person,
    submission: Submission,
    token: str,
    kind: str,
    letter: str,
    seen_reports: str,
    form_key: str = "",
) -> Decision | None:
    """Ask the lab for a minor or major revision (T17); it reads the reports from now on.

    Returns None for a form that was sent before.
    """
    if kind not in REVISIONS:
        raise Refused(f"Decision: found {kind!r}. Expected {_listed(sorted(REVISIONS))}.")
    letter = require_text(letter, "Letter", LONGEST_LETTER)
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.REVISE, by=by):
            return None
        at = now()
        moves.move_submission(
            submission,
            Action.REVISE,
            by=by,
            token=token,
            at=at,
            known={"seen_reports": seen_reports},
            letter=letter,
            kind=kind,
        )
        return decide(
            submission,
            Decision.Kind(kind),
            by=by,
            at=at,
            letter=letter,
            reports_seen=seen_reports,
        )


def bounce(
    *, by: Person, submission: Submission, token: str, reason: str, form_key: str = ""
) -> None:
    """Send a revision back because answers are missing (T19), naming them; once a round."""
    reason = require_text(reason, "What is missing")
    with transaction.atomic():
        if is_first_of(submission, form_key, Action.BOUNCE, by=by):
            moves.move_submission(
                submission, Action.BOUNCE, by=by, token=token, at=now(), reason=reason
            )


def accept(
    *,
    by: Person,
    submission: Submission,
    token: str,
    letter: str,
    seen_reports: str,
    form_key: str = "",
) -> Decision | Motion | None:
    """Accept the card (T22); where it is contested, a second editor has to agree first.

    Returns the decision, or the motion that waits, or None for a form that was sent before.
    """
    letter = require_text(letter, "Letter", LONGEST_LETTER)
    payload = {"letter": letter, "seen_reports": seen_reports}
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.ACCEPT, by=by):
            return None
        row = moves.check_seen(submission, Action.ACCEPT, by=by, token=token)
        if moves.needs_second(submission, row):
            return motions.propose_move(
                by=by,
                submission=submission,
                action=Action.ACCEPT,
                token=token,
                payload=payload,
                known={"seen_reports": seen_reports},
            )
        return _make(submission, Action.ACCEPT, payload, by=by, token=token, seconds=())


def reject(
    *,
    by: Person,
    submission: Submission,
    token: str,
    reason_codes: list[str],
    letter: str,
    seen_reports: str,
    may_come_again: bool = False,
    form_key: str = "",
) -> Motion | None:
    """Propose to reject after review (T23); an editor-in-chief has to agree.

    ``may_come_again`` lets the lab submit anew without waiting. Returns None for a form that was
    sent before.
    """
    unknown = sorted(set(reason_codes) - REJECT_REASONS.keys())
    if unknown or not reason_codes:
        found = ", ".join(unknown) or "nothing"
        raise Refused(f"Reasons: found {found}. Expected some of {_listed(REJECT_REASONS)}.")
    letter = require_text(letter, "Letter", LONGEST_LETTER)
    codes = [*reason_codes, *([INVITED_AGAIN] if may_come_again else [])]
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.REJECT, by=by):
            return None
        return motions.propose_move(
            by=by,
            submission=submission,
            action=Action.REJECT,
            token=token,
            payload={"letter": letter, "seen_reports": seen_reports, "reason_codes": codes},
            known={"seen_reports": seen_reports},
        )


def carry_decision(motion: Motion, proposer: Person, seconds: tuple[str, ...]) -> None:
    """Make the decision that a second person agrees to: accepted, or rejected."""
    submission = motion.submission
    assert submission is not None  # noqa: S101 - a motion of a move is about a submission
    _make(
        submission,
        Action(motion.action),
        motion.payload,
        by=proposer,
        token=submission.token,
        seconds=seconds,
    )


def rescind(
    *, by: Person, submission: Submission, token: str, reason: str, form_key: str = ""
) -> None:
    """Take back an acceptance before publication (T28); the decision is void, and kept."""
    reason = require_text(reason, "Reason")
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.RESCIND, by=by):
            return
        moves.move_submission(
            submission, Action.RESCIND, by=by, token=token, at=now(), reason=reason
        )
        void_decision(submission, by=by, reason=reason)


def void_decision(submission: Submission, *, by: Person, reason: str) -> None:
    """Mark the decision on the snapshot as void, inside the transaction that overturns it."""
    snapshot = queries.current_snapshot(submission)
    Decision.objects.filter(
        submission=submission, snapshot=snapshot, voided_at__isnull=True
    ).update(voided_at=now(), voided_by=by.key, void_reason=reason)


def _make(
    submission: Submission,
    action: Action,
    payload: Mapping[str, Any],
    *,
    by: Person,
    token: str,
    seconds: tuple[str, ...],
) -> Decision:
    at = now()
    moves.move_submission(
        submission,
        action,
        by=by,
        token=token,
        at=at,
        known={"seen_reports": payload["seen_reports"]},
        seconded_by=seconds,
        letter=payload["letter"],
    )
    return decide(
        submission,
        Decision.Kind.ACCEPT if action is Action.ACCEPT else Decision.Kind.REJECT,
        by=by,
        at=at,
        letter=payload["letter"],
        reason_codes=payload.get("reason_codes", []),
        reports_seen=payload["seen_reports"],
        seconded_by=seconds[0] if seconds else "",
    )


def _require_deciding(submission: Submission, by: Person) -> None:
    """Lock the submission; raise unless the person is about to decide on it."""
    moves.lock(submission)
    if Role.HANDLING_EDITOR not in roles_on(by, subject_of(submission)):
        raise NotPermitted("Comments and disputes are ruled on by the handling editor.")
    if State(submission.state) not in RULED_IN or submission.is_held:
        raise TransitionRefused("Rulings are made while a decision is pending.")


def _listed(values: Any) -> str:
    return " or ".join(str(value) for value in values)
