"""What the conditions of a move are about, looked up inside its transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from registry.actions.people import subject_of
from registry.actions.review import deadlines
from registry.models import (
    Actor,
    Assignment,
    AuditEvent,
    Clock,
    EditorAssignment,
    InterestDeclaration,
    Release,
    RightOfReply,
    Submission,
)
from registry.models.relatives import relatives_of
from registry.models.review import queries
from registry.rules.documents import claim_at
from registry.rules.draft_check import check_draft
from registry.rules.plausibility.results import Severity
from registry.rules.review.clocks import ClockKind
from registry.rules.standard import load_standard
from registry.rules.workflow.assignments import AssignmentAction
from registry.rules.workflow.policies import TIME_BOX, Clearance, Facts
from registry.rules.workflow.vocabulary import CLOSED, OPEN, Guard, Kind, State, Track, Transition

INVITED_AGAIN = "resubmission_invited"
# What only the caller of a move can know: what it checked, what its page had shown.
TOLD_BY_CALLER = {
    Guard.CARD_READY: "card_problems",
    Guard.REPORTS_SEEN: "seen_reports",
    Guard.EDITOR_CLEAR: "editor",
    Guard.NEW_EDITOR: "editor",
    Guard.LEAK_CHECKED: "is_leak_free",
}


def facts_of(
    submission: Submission,
    row: Transition,
    *,
    at: datetime,
    by_system: bool,
    known: Mapping[str, Any],
) -> Facts:
    """The facts for the conditions of ``row``, and no others.

    ``known`` must have what ``TOLD_BY_CALLER`` names: ``editor`` is the actor who takes over,
    ``seen_reports`` the digest of the reports that the page had shown. Raises ``KeyError`` where it
    lacks one: a condition is never passed over.
    """
    values: dict[str, Any] = {}
    for guard in row.guards:
        if guard in TOLD_BY_CALLER:
            values |= _told(submission, guard, known)
        else:
            values |= _FOUND[guard](submission)
    return Facts(at=at, by_system=by_system, **values)


def _told(submission: Submission, guard: Guard, known: Mapping[str, Any]) -> dict[str, Any]:
    value = known[TOLD_BY_CALLER[guard]]
    match guard:
        case Guard.EDITOR_CLEAR:
            return {"editor_clearance": clearance(submission, value, "editor")}
        case Guard.NEW_EDITOR:
            had = EditorAssignment.objects.filter(submission=submission, editor=value)
            decided = value.key in queries.deciders_of(submission)
            return {"editor_is_new": not decided and not had.exists()}
        case Guard.REPORTS_SEEN:
            found = queries.reports_digest(queries.reports_in_force(submission))
            return {"are_reports_seen": found == value}
    return {TOLD_BY_CALLER[guard]: value}


def clearance(submission: Submission, person: Actor, part: str) -> Clearance:
    """What the person's newest declaration for this submission comes to.

    Who was let in as its referee, or left over an interest, is no editor of it, whatever they said.
    """
    barred = Q(referee__isnull=False) | Q(state="recused")
    if part == "editor" and submission.assignments.filter(barred, person=person).exists():
        return Clearance.BLOCKED
    declared = (
        InterestDeclaration.objects.filter(submission=submission, person=person, part=part)
        .select_related("waiver")
        .order_by("-id")
        .first()
    )
    if declared is None:
        return Clearance.MISSING
    return Clearance.CLEAR if declared.is_waived else Clearance(declared.outcome)


def _other_open(submission: Submission) -> dict[str, Any]:
    other = (
        Submission.objects.filter(card_id=submission.card_id, state__in=OPEN | {State.APPEAL_OPEN})
        .exclude(pk=submission.pk)
        .exclude(kind=Kind.SELF_ASSESSMENT.value)
        .first()
    )
    if other is None:
        return {}
    on = f" on {other.submitted_at:%-d %B %Y}" if other.submitted_at else ""
    return {
        "other_open": f"A card of {submission.model_name} was submitted{on} and is under review; a "
        "second one has to wait for its end."
    }


def _issues(submission: Submission) -> dict[str, Any]:
    majors = queries.open_issues(submission, severity="major")
    unsent = [one for one in majors if one.sent_at is None]
    answered = set(
        submission.reply_drafts.filter(issue__in=majors, text__gt="").values_list(
            "issue_id", flat=True
        )
    )
    newest = queries.current_snapshot(submission)
    waiting = [
        one
        for one in majors
        if one.sent_at is not None and one.snapshot_id == newest.pk and one.pk not in answered
    ]
    return {
        "major_issues": len(unsent),
        "unanswered_issues": tuple(f"{one.number} ({one.item})" for one in waiting),
    }


def _check_errors(submission: Submission) -> dict[str, Any]:
    document = queries.current_snapshot(submission).document()
    at = submission.submitted_at or submission.changed_at
    check = check_draft(document, load_standard(), today=at.date(), relatives=relatives_of)
    return {
        "check_errors": tuple(
            [problem.message for problem in check.errors]
            + [result.message for result in check.findings(Severity.ERROR)]
        )
    }


def _invitees(submission: Submission) -> dict[str, Any]:
    proposed = Assignment.objects.filter(submission=submission, state="proposed")
    editors = subject_of(submission).editors
    free = [one for one in proposed if not one.is_barred and one.person_id not in editors]
    return {"unblocked_invitees": len(free)}


def _core(submission: Submission) -> dict[str, Any]:
    snapshot = queries.current_snapshot(submission)
    document = snapshot.document()
    checked = set(snapshot.item_checks.values_list("item", flat=True))
    return {
        "unchecked_core": tuple(
            f"{item.title} ({item.id})"
            for item in load_standard().items
            if item.core and claim_at(document, item.claim) and item.id not in checked
        )
    }


def _reply(submission: Submission) -> dict[str, Any]:
    right = (
        RightOfReply.objects.filter(snapshot__submission=submission)
        .order_by("-snapshot__number")
        .first()
    )
    if right is None or right.replies.exists():
        return {}
    return {"reply_until": datetime.combine(right.until + timedelta(days=1), time.min, UTC)}


def _release(submission: Submission) -> dict[str, Any]:
    known = Release.objects.filter(public_id=submission.card_id).exists()
    return {"is_release_registered": known}


def _submitted(submission: Submission) -> dict[str, Any]:
    """Since when the editors have it, later by as long as the lab had it, or a hold was set."""
    clock = Clock.objects.filter(
        submission=submission, kind=ClockKind.TIME_BOX, stopped_at__isnull=True
    ).first()
    if clock is None:
        return {"submitted_at": submission.submitted_at}
    # The whole last day is theirs.
    end = datetime.combine(clock.due_on + timedelta(days=1), time.min, UTC)
    return {"submitted_at": end - TIME_BOX}


def _reports(submission: Submission) -> dict[str, Any]:
    reports = queries.reports_in_force(submission)
    this = queries.current_round(submission)
    return {
        "round_number": this.number if this else 0,
        "reports_in_round": sum(one.assignment.round_id == this.pk for one in reports)
        if this
        else 0,
        "reports_missing": len(queries.awaited(this, subject_of(submission).editors))
        if this
        else 0,
        "reports_in_all": len({one.assignment.referee_id for one in reports}),
    }


def _standing(submission: Submission) -> dict[str, Any]:
    if submission.track == Track.REGISTRY:
        return {}
    return {"referees_standing": _reports(submission)["reports_in_all"]}


def _redactions(submission: Submission) -> dict[str, Any]:
    waiting = submission.motions.filter(action=AssignmentAction.REDACT, closed_at__isnull=True)
    return {"redactions_waiting": waiting.count()}


def _decision(submission: Submission) -> dict[str, Any]:
    snapshot = queries.current_snapshot(submission)
    effective = queries.effective_decision(submission, snapshot)
    last = queries.last_decision(submission)
    return {
        "decision_kind": effective.get_kind_display() if effective else "",
        "last_decision_kind": last.kind if last else "",
        "has_accepted_snapshot": effective is not None and effective.kind in queries.ACCEPTING,
    }


def _revised(submission: Submission) -> dict[str, Any]:
    """Whether the card is another one than the last round was opened on."""
    this = queries.current_round(submission)
    newest = queries.current_snapshot(submission)
    return {"is_revised": this is not None and this.snapshot_id != newest.pk}


def _musts(submission: Submission) -> dict[str, Any]:
    musts = queries.open_musts(queries.comments_of(queries.reports_in_force(submission)))
    answered = queries.answered_since_decision(submission)
    return {
        "open_musts": tuple(one.label for one in musts),
        "unanswered_musts": tuple(one.label for one in musts if one.pk not in answered),
    }


def _bounces(submission: Submission) -> dict[str, Any]:
    """How often the revision that followed the last round was sent back as incomplete."""
    this = queries.current_round(submission)
    events = AuditEvent.objects.filter(
        subject=f"submission {submission.public_id}", action="submission.bounce"
    )
    return {"bounces": events.filter(at__gte=this.opened_at).count() if this else events.count()}


def _disputes(submission: Submission) -> dict[str, Any]:
    return {"open_disputes": queries.open_disputes(submission)}


def _proof(submission: Submission) -> dict[str, Any]:
    if submission.kind == Kind.THIRD_PARTY:
        # There is nobody to show a proof to but the lab, and it had its right of reply.
        over = _reply(submission).get("reply_until")
        return {"is_proof_confirmed": over is None, "proof_until": over}
    return deadlines.proof(submission)


def _embargo(submission: Submission) -> dict[str, Any]:
    return {"embargo_until": submission.embargo_until}


def _closed(submission: Submission) -> dict[str, Any]:
    last = queries.last_decision(submission)
    return {
        "closed_at": submission.moved_at if State(submission.state) in CLOSED else None,
        "is_invited_again": last is not None and INVITED_AGAIN in last.reason_codes,
    }


def _appeals(submission: Submission) -> dict[str, Any]:
    return {"appeals": int(hasattr(submission, "appeal"))}


def _cooled_off(submission: Submission) -> dict[str, Any]:
    """The end of this submission, or of the last one about the same card that has to cool off.

    Rejected, or withdrawn once the lab had read what the referees reported, by hand or because
    nobody answered: whoever could look for kinder referees in between would.
    """
    if State(submission.state) in CLOSED:
        return _closed(submission)
    has_read = Q(state=State.WITHDRAWN, decisions__kind__in=queries.RELEASING)
    rejected = Q(state__in=[State.DESK_REJECTED, State.REJECTED])
    before = queries.earlier(submission).filter(rejected | has_read).first()
    return _closed(before) if before else {}


_FOUND: Mapping[Guard, Callable[[Submission], dict[str, Any]]] = {
    Guard.NO_OTHER_OPEN: _other_open,
    Guard.MAJOR_ISSUE: _issues,
    Guard.ISSUES_ANSWERED: _issues,
    Guard.NO_CHECK_ERROR: _check_errors,
    Guard.TWO_INVITEES: _invitees,
    Guard.CORE_CHECKED: _core,
    Guard.REPLY_OVER: _reply,
    Guard.RELEASE_REGISTERED: _release,
    Guard.TIME_BOX_OVER: _submitted,
    Guard.ENOUGH_REPORTS: _reports,
    Guard.ALL_REPORTS: _reports,
    Guard.TWO_REPORTS: _reports,
    Guard.NO_DECISION: _decision,
    Guard.ROUND_CURRENT: _revised,
    Guard.REVISED: _revised,
    Guard.LAST_WAS_MINOR: _decision,
    Guard.SNAPSHOT_ACCEPTED: _decision,
    Guard.MUSTS_ANSWERED: _musts,
    Guard.NO_OPEN_MUST: _musts,
    Guard.ONE_BOUNCE: _bounces,
    Guard.DISPUTES_ADJUDICATED: _disputes,
    Guard.REFEREES_STAND: _standing,
    Guard.PROOF_CONFIRMED: _proof,
    Guard.SIGNING_OVER: deadlines.signing,
    Guard.NO_REDACTION_WAITS: _redactions,
    Guard.EMBARGO_OVER: _embargo,
    Guard.GRACE_OVER: deadlines.lapse,
    Guard.REOPEN_IN_TIME: deadlines.reopening,
    Guard.APPEAL_IN_TIME: deadlines.appeal,
    Guard.FIRST_APPEAL: _appeals,
    Guard.COOLED_OFF: _cooled_off,
}
