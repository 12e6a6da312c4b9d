"""What referees reported, claim by claim, and what was made of it."""

from django.db import models

from registry.models.review.rounds import Assignment, SubmissionReferee
from registry.models.submissions import Snapshot, Submission
from registry.rules.checking.reading import read_stored
from registry.rules.review import redaction
from registry.rules.review.reports import ReportContent


class Report(models.Model):
    """A report as it was handed in: frozen bytes and their hash.

    A returned one stays beside the one that follows it; ``number`` counts those of an assignment.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="reports")
    canonical = models.TextField()
    content_hash = models.CharField(max_length=71)
    is_late = models.BooleanField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["assignment", "number"], name="report_number_once"),
        )

    def __str__(self) -> str:
        return f"report {self.number} of {self.assignment}"

    def content(self) -> ReportContent:
        """The report as it was handed in, nothing redacted."""
        return ReportContent.from_data(read_stored(self.canonical.encode()))

    def taken_out(self) -> tuple[redaction.Redaction, ...]:
        """What is not shown of it."""
        return tuple(
            redaction.Redaction(one.pointer, one.start, one.end, redaction.Reason(one.reason_class))
            for one in self.redactions.all()
        )

    def shown(self) -> ReportContent:
        """The report as anybody reads it, with its redactions."""
        data = redaction.redacted(self.content().to_data(), self.taken_out())
        return ReportContent.from_data(data)


class ReportReturn(models.Model):
    """A report went back to its author before anybody else had seen it."""

    report = models.OneToOneField(
        Report, primary_key=True, on_delete=models.PROTECT, related_name="returned"
    )
    reason = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"return of {self.report}"


class ConfidentialNote(models.Model):
    """What a referee writes to the editors alone. Never published, never shown to anybody else."""

    report = models.OneToOneField(
        Report, primary_key=True, on_delete=models.PROTECT, related_name="confidential_note"
    )
    text = models.TextField()

    def __str__(self) -> str:
        return f"confidential note to {self.report}"


class ItemVerdict(models.Model):
    """What a referee found of one claim, bound to claim and evidence by their hashes.

    ``item_text`` is the question as it was answered: a later edition of the standard changes
    nothing in it. What the referee wrote about it is in the report alone, where redactions apply.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="verdicts")
    item = models.CharField(max_length=12)
    item_text = models.TextField()
    verdict = models.CharField(max_length=22)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    claim_hash = models.CharField(max_length=71)
    evidence_hash = models.CharField(max_length=71)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["report", "item"], name="verdict_once_an_item"),
            models.CheckConstraint(
                condition=models.Q(
                    verdict__in=[
                        "supported_full",
                        "supported_partial",
                        "not_supported",
                        "contradicted",
                        "cannot_assess",
                        "outside_my_expertise",
                    ]
                ),
                name="verdict_known",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__in=[1, 2, 3]), name="verdict_confidence_known"
            ),
        )
        indexes = (models.Index(fields=["item", "claim_hash"], name="verdict_by_claim"),)

    def __str__(self) -> str:
        return f"{self.item}: {self.verdict}"


class ReportComment(models.Model):
    """A numbered comment: the lab answers it by its label, such as R2.4.

    Its text is in the report, at ``place`` of the comments there, where redactions apply.
    """

    class Weight(models.TextChoices):
        MUST = "must", "must be settled"
        SHOULD = "should", "should be settled"
        NOTE = "note", "a note"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="comments")
    label = models.CharField(max_length=10)
    weight = models.CharField(max_length=6, choices=Weight.choices)
    item = models.CharField(max_length=12, blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["report", "label"], name="comment_label_once"),
            models.CheckConstraint(
                condition=models.Q(weight__in=["must", "should", "note"]),
                name="comment_weight_known",
            ),
        )

    def __str__(self) -> str:
        return self.label


class CommentRuling(models.Model):
    """An editor's word on a comment: another weight, or that it is settled or overruled.

    The newest counts; the referee's own class stays as it was given.
    """

    class Ruling(models.TextChoices):
        RECLASSED = "reclassed", "given another weight"
        SETTLED = "settled", "settled"
        OVERRULED = "overruled", "overruled"

    comment = models.ForeignKey(ReportComment, on_delete=models.PROTECT, related_name="rulings")
    ruling = models.CharField(max_length=10, choices=Ruling.choices)
    weight = models.CharField(max_length=6, choices=ReportComment.Weight.choices)
    reason = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ruling__in=["reclassed", "settled", "overruled"]),
                name="comment_ruling_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.comment} {self.ruling}"


class SigningChoice(models.Model):
    """Whether a referee's name stands under their reports once published; the newest counts."""

    referee = models.ForeignKey(
        SubmissionReferee, on_delete=models.PROTECT, related_name="signing_choices"
    )
    signs = models.BooleanField()
    name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.referee} signs: {self.signs}"


class Adjudication(models.Model):
    """How an editor settled the referees' dispute over a claim, by name and with the reason."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="adjudications"
    )
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=12)
    verdict = models.CharField(max_length=22)
    claim_hash = models.CharField(max_length=71)
    evidence_hash = models.CharField(max_length=71)
    reason = models.TextField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["submission", "item"], name="adjudication_by_item"),)

    def __str__(self) -> str:
        return f"{self.item} adjudicated: {self.verdict}"


class Redaction(models.Model):
    """A passage of a report that is not shown. The report itself keeps it, sealed.

    ``start`` and ``end`` count characters in the text at ``pointer`` of the report's document.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="redactions")
    pointer = models.CharField(max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason_class = models.CharField(max_length=20)
    reason = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)
    seconded_by = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reason_class__in=["offensive", "identifying", "confidential"]),
                name="redaction_reason_known",
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="redaction_has_a_length"
            ),
        )

    def __str__(self) -> str:
        return f"redaction in {self.report}"
