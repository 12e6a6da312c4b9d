"""Issues and checks of triage, decisions and their letters, the lab's answers, appeals."""

from django.db import models

from registry.models.review.reports import ReportComment
from registry.models.submissions import Snapshot, Submission


class Issue(models.Model):
    """What an editor finds in triage, tied to one item. Major ones must be answered."""

    class Severity(models.TextChoices):
        MAJOR = "major", "major"
        ADVISORY = "advisory", "advisory"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="issues")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=12)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    text = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)
    # Set when the card goes back to the lab with it; taken back before, it was never sent.
    sent_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("submission_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["submission", "number"], name="issue_number_once"),
            models.CheckConstraint(
                condition=models.Q(severity__in=["major", "advisory"]), name="issue_severity_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(taken_back_at__isnull=True),
                name="issue_sent_stays",
            ),
        )

    def __str__(self) -> str:
        return f"issue {self.number} of {self.submission}"


class IssueAnswer(models.Model):
    """What the lab answered to an issue when it sent the card back."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="answers")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["issue", "snapshot"], name="issue_answered_once"),
        )

    def __str__(self) -> str:
        return f"answer to {self.issue}"


class ItemCheck(models.Model):
    """What an editor found when looking from a claim to its evidence; the newest counts."""

    class Finding(models.TextChoices):
        SUPPORTS = "supports", "supports"
        PARTLY = "partly", "supports in part"
        DOES_NOT = "does_not", "does not support"

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="item_checks")
    item = models.CharField(max_length=12)
    finding = models.CharField(max_length=10, choices=Finding.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(finding__in=["supports", "partly", "does_not"]),
                name="item_check_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.finding}"


class Decision(models.Model):
    """What was decided of a snapshot, in which words, and on which reports.

    A decision that was overturned or rescinded stays, marked as void.
    """

    class Kind(models.TextChoices):
        DESK_REJECT = "desk_reject", "rejected without review"
        CHECKED = "checked", "accepted after the editor's check"
        TIME_BOX = "time_box", "accepted because the time was over"
        MINOR = "minor", "minor revision"
        MAJOR = "major", "major revision"
        ACCEPT = "accept", "accepted"
        REJECT = "reject", "rejected"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    letter = models.TextField(blank=True)
    reason_codes = models.JSONField(default=list)
    # A digest of the reports on which it rests, in the form the page was made from.
    reports_seen = models.CharField(max_length=64, blank=True)
    editor_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)
    seconded_by = models.CharField(max_length=32, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.CharField(max_length=32, blank=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["submission", "snapshot"],
                condition=models.Q(voided_at__isnull=True),
                name="decision_one_in_effect",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "desk_reject",
                        "checked",
                        "time_box",
                        "minor",
                        "major",
                        "accept",
                        "reject",
                    ]
                ),
                name="decision_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.snapshot}"


class ReplyDraft(models.Model):
    """What the lab is about to answer to a comment or an issue. Only the lab reads it.

    Gone once it was sent: the answer is then a ``Rebuttal`` or an ``IssueAnswer``.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="reply_drafts"
    )
    comment = models.OneToOneField(
        ReportComment, null=True, blank=True, on_delete=models.PROTECT, related_name="reply_draft"
    )
    issue = models.OneToOneField(
        Issue, null=True, blank=True, on_delete=models.PROTECT, related_name="reply_draft"
    )
    text = models.TextField(blank=True)
    disposition = models.CharField(max_length=13, blank=True)
    token = models.CharField(max_length=16)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=32)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(comment__isnull=False, issue__isnull=True)
                | models.Q(comment__isnull=True, issue__isnull=False),
                name="reply_draft_has_one_subject",
            ),
        )

    def __str__(self) -> str:
        return f"draft of a reply to {self.comment or self.issue}"


class Rebuttal(models.Model):
    """The lab's answer to a numbered comment, what it did about it, and where in the card.

    ``pointers`` are the places that changed between the two snapshots because of the comment.
    """

    class Disposition(models.TextChoices):
        CHANGED = "changed", "changed as asked"
        REDUCED_CLAIM = "reduced_claim", "the claim is reduced"
        DISAGREE = "disagree", "not changed, with the reason"
        WITHHELD = "withheld", "withheld"

    comment = models.ForeignKey(ReportComment, on_delete=models.PROTECT, related_name="rebuttals")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="rebuttals")
    text = models.TextField()
    disposition = models.CharField(max_length=13, choices=Disposition.choices)
    pointers = models.JSONField(default=list)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["comment", "snapshot"], name="rebuttal_once"),
            models.CheckConstraint(
                condition=models.Q(
                    disposition__in=["changed", "reduced_claim", "disagree", "withheld"]
                ),
                name="rebuttal_disposition_known",
            ),
        )

    def __str__(self) -> str:
        return f"rebuttal of {self.comment}"


class ProofConfirmation(models.Model):
    """A representative has seen the proof of what a decision accepted, and agrees to its form.

    Where the decision is void, so is this: another acceptance has another review file.
    """

    decision = models.OneToOneField(
        Decision, primary_key=True, on_delete=models.PROTECT, related_name="proof_confirmation"
    )
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"proof after {self.decision} confirmed"


class LeakClearance(models.Model):
    """An editor read the review file, as it stands, for what must not be in it.

    ``file_hash`` is that of the very file; what the scan found and is no leak has its reason.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="leak_clearances"
    )
    file_hash = models.CharField(max_length=71)
    findings = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"leak clearance of {self.submission}"


class Appeal(models.Model):
    """An appeal against a rejection, and what another editor made of it."""

    class Ground(models.TextChoices):
        FACTUAL_ERROR = "factual_error", "a factual error"
        INTEREST = "interest", "an undeclared interest"
        PROCEDURE = "procedure", "the procedure"
        NEW_EVIDENCE = "new_evidence", "new evidence"

    submission = models.OneToOneField(
        Submission, primary_key=True, on_delete=models.PROTECT, related_name="appeal"
    )
    ground = models.CharField(max_length=15, choices=Ground.choices)
    statement = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)
    is_granted = models.BooleanField(null=True)
    reasons = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    ground__in=["factual_error", "interest", "procedure", "new_evidence"]
                ),
                name="appeal_ground_known",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, is_granted__isnull=True)
                | models.Q(answered_at__isnull=False, is_granted__isnull=False, reasons__gt=""),
                name="appeal_answer_is_whole",
            ),
        )

    def __str__(self) -> str:
        return f"appeal of {self.submission}"
