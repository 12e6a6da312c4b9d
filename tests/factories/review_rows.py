"""One row in each table of the review, put there without any action: for tests of the tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from registry import models
from registry.models.submissions import new_public_id, new_token

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
HASH = "sha256:" + "0" * 64


def add_rows(snapshot: models.Snapshot, actor: models.Actor, version: models.CardVersion) -> None:
    """Rows about one submission, all by one actor; no review would leave them like this."""
    submission, key = snapshot.submission, actor.key
    by: dict[str, Any] = {"at": AT, "actor_key": key}
    models.EditorAssignment.objects.create(
        submission=submission, editor=actor, part="handling", since=AT, assigned_by=key
    )
    declared = models.InterestDeclaration.objects.create(
        submission=submission, person=actor, part="editor", answers={}, outcome="waivable", at=AT
    )
    models.InterestWaiver.objects.create(declaration=declared, reason="Any", **by)
    models.BreakGlass.objects.create(
        submission=submission, administrator_key=key, reason="Any", at=AT
    )
    models.InternalNote.objects.create(submission=submission, text="Any", **by)
    models.Hold.objects.create(submission=submission, reason="Any", since=AT, set_by=key)
    motion = models.Motion.objects.create(
        public_id=new_public_id(),
        subject="any",
        submission=submission,
        action="reject",
        payload={},
        seen="any",
        proposed_by=key,
        proposed_at=AT,
    )
    models.MotionSecond.objects.create(motion=motion, role="editor", **by)
    models.LabTold.objects.create(motion=motion, told_at=AT, how="Any", **by)
    models.RefereeSuggestion.objects.create(
        submission=submission, wish="opposed", name="Any", reason="Any", at=AT
    )
    report = add_report(snapshot, actor)
    models.ReportReturn.objects.create(report=report, reason="Any", **by)
    models.ConfidentialNote.objects.create(report=report, text="Any")
    verdict = models.ItemVerdict.objects.create(
        report=report,
        item="COMP-1",
        item_text="Any",
        verdict="supported_full",
        confidence=3,
        claim_hash=HASH,
        evidence_hash=HASH,
    )
    comment = models.ReportComment.objects.create(
        report=report, label="R1.1", weight="must", place=0
    )
    models.CommentRuling.objects.create(
        comment=comment, ruling="settled", weight="must", reason="Any", **by
    )
    models.Redaction.objects.create(
        report=report,
        pointer="/summary",
        start=0,
        end=1,
        reason_class="offensive",
        reason="Any",
        seconded_by="b",
        **by,
    )
    models.Adjudication.objects.create(
        submission=submission,
        snapshot=snapshot,
        item="COMP-1",
        verdict="supported_full",
        claim_hash=HASH,
        evidence_hash=HASH,
        reason="Any",
        name="Any",
        **by,
    )
    issue = models.Issue.objects.create(
        submission=submission,
        snapshot=snapshot,
        number=1,
        item="COMP-1",
        severity="major",
        text="Any",
        **by,
    )
    models.IssueAnswer.objects.create(issue=issue, snapshot=snapshot, text="Any", **by)
    models.ItemCheck.objects.create(snapshot=snapshot, item="COMP-1", finding="supports", **by)
    decision = models.Decision.objects.create(
        submission=submission, snapshot=snapshot, kind="accept", **by
    )
    models.ReplyDraft.objects.create(
        submission=submission, issue=issue, token=new_token(), saved_at=AT, saved_by=key
    )
    models.Rebuttal.objects.create(
        comment=comment, snapshot=snapshot, text="Any", disposition="changed", **by
    )
    models.ProofConfirmation.objects.create(decision=decision, **by)
    models.LeakClearance.objects.create(submission=submission, file_hash=HASH, **by)
    models.Appeal.objects.create(submission=submission, ground="procedure", statement="Any", **by)
    models.PublishedSubmission.objects.create(
        version=version, submission=submission, snapshot=snapshot
    )
    file = models.ReviewFile.objects.create(version=version, content_hash=HASH, at=AT)
    models.ReviewFileContent.objects.create(file=file, canonical="{}")
    models.VersionVerdict.objects.create(version=version, verdict=verdict)
    models.Notice.objects.create(version=version, number=1, kind="concern", text="Any", **by)
    models.ConcernReport.objects.create(
        public_id=new_public_id(),
        version=version,
        statement="Any",
        state="received",
        token=new_token(),
        at=AT,
    )
    clock = models.Clock.objects.create(
        kind="triage", submission=submission, started_at=AT, due_on=AT.date()
    )
    models.Reminder.objects.create(clock=clock, offset_days=-5, person_key=key, at=AT)
    models.DoneForm.objects.create(key="any", subject="any", action="any", actor_key=key, at=AT)


def add_report(snapshot: models.Snapshot, actor: models.Actor) -> models.Report:
    submission = snapshot.submission
    this = models.Round.objects.create(
        submission=submission, number=1, snapshot=snapshot, items=["COMP-1"], opened_at=AT
    )
    referee = models.SubmissionReferee.objects.create(
        submission=submission, person=actor, number=2, at=AT
    )
    models.SigningChoice.objects.create(referee=referee, signs=False, at=AT)
    assignment = models.Assignment.objects.create(
        public_id=new_public_id(),
        submission=submission,
        round=this,
        person=actor,
        referee=referee,
        state="submitted",
        token=new_token(),
        proposed_at=AT,
    )
    models.ReportDraft.objects.create(
        assignment=assignment, content="{}", token=new_token(), saved_at=AT
    )
    return models.Report.objects.create(
        assignment=assignment,
        number=1,
        snapshot=snapshot,
        canonical="{}",
        content_hash=HASH,
        is_late=False,
        at=AT,
        actor_key=actor.key,
    )
