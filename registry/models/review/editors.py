"""Who handles a submission, what they declared, and what they note for each other."""

from django.db import models

from registry.models.submissions import Submission


class EditorAssignment(models.Model):
    """An editor in charge: of the submission, or of an appeal against its rejection.

    It ends and is never handed on: the next editor has a row of their own.
    """

    class Part(models.TextChoices):
        HANDLING = "handling", "handling editor"
        APPEAL = "appeal", "appeal editor"

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="editor_assignments"
    )
    editor = models.ForeignKey("registry.Actor", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    since = models.DateTimeField()
    assigned_by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=32, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["submission", "part"],
                condition=models.Q(ended_at__isnull=True),
                name="editor_one_in_charge",
            ),
            models.CheckConstraint(
                condition=models.Q(part__in=["handling", "appeal"]), name="editor_part_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by="")
                | models.Q(ended_at__isnull=False, ended_by__gt=""),
                name="editor_end_has_its_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.part} editor of {self.submission}"


class InterestDeclaration(models.Model):
    """What an editor or referee declared of their interests in a submission; the newest counts.

    ``answers`` are those to the form's questions; ``outcome`` what the rules made of them.
    """

    class Part(models.TextChoices):
        EDITOR = "editor", "editor"
        REFEREE = "referee", "referee"

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="interest_declarations"
    )
    person = models.ForeignKey("registry.Actor", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    answers = models.JSONField()
    outcome = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(part__in=["editor", "referee"]), name="interest_part_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["clear", "waivable", "blocked"]),
                name="interest_outcome_known",
            ),
        )
        indexes = (
            models.Index(fields=["submission", "person", "id"], name="interest_latest"),
            models.Index(fields=["person", "outcome"], name="interest_by_person"),
        )

    def __str__(self) -> str:
        return f"interests in {self.submission}: {self.outcome}"

    @property
    def is_waived(self) -> bool:
        return self.outcome == "waivable" and hasattr(self, "waiver")

    @property
    def is_clear(self) -> bool:
        """Whether it lets the person take part: no interest, or one that may stand."""
        return self.outcome == "clear" or self.is_waived


class InterestWaiver(models.Model):
    """An editor let a declared interest stand; the reason is published with the review file."""

    declaration = models.OneToOneField(
        InterestDeclaration, primary_key=True, on_delete=models.PROTECT, related_name="waiver"
    )
    reason = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"waiver of {self.declaration}"


class InternalNote(models.Model):
    """What editors note for each other. Never shown to anybody else."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="internal_notes"
    )
    text = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"note {self.pk} on {self.submission}"


class Hold(models.Model):
    """A time in which a submission stands still, and its clocks with it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    since = models.DateTimeField()
    set_by = models.CharField(max_length=32)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(lifted_at__isnull=True),
                name="hold_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"hold of {self.submission}"


class Motion(models.Model):
    """A move that needs more than one person, proposed by the first and waiting for the others.

    ``payload`` holds all that the move takes, so that who agrees sees what will happen. ``subject``
    is the id of what it is about, as in the audit trail; ``seen`` the state it was proposed in:
    once that has changed, the motion cannot be carried any more. One that was carried or dropped is
    kept.
    """

    class Outcome(models.TextChoices):
        CARRIED = "carried", "carried"
        DROPPED = "dropped", "dropped"

    public_id = models.CharField(max_length=12, unique=True)
    subject = models.CharField(max_length=260)
    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="motions"
    )
    version = models.ForeignKey(
        "registry.CardVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="motions",
    )
    action = models.CharField(max_length=30)
    payload = models.JSONField()
    seen = models.CharField(max_length=40)
    proposed_by = models.CharField(max_length=32)
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["subject", "action"],
                condition=models.Q(closed_at__isnull=True),
                name="motion_one_open_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(submission__isnull=False, version__isnull=True)
                | models.Q(submission__isnull=True, version__isnull=False),
                name="motion_has_one_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, outcome="")
                | models.Q(closed_at__isnull=False, outcome__in=["carried", "dropped"]),
                name="motion_end_is_whole",
            ),
        )

    def __str__(self) -> str:
        return f"motion {self.public_id}: {self.action} of {self.subject}"


class LabTold(models.Model):
    """Since when the lab has known of a concern that an editor proposed, and how it was told.

    Its representatives get a mail with the proposal; a lab without any is told by an editor.
    """

    motion = models.OneToOneField(
        Motion, primary_key=True, on_delete=models.PROTECT, related_name="lab_told"
    )
    told_at = models.DateTimeField()
    how = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"lab told of {self.motion}"


class MotionSecond(models.Model):
    """Somebody agreed to a motion, in one of the roles that it needs."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="seconds")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["motion", "actor_key"], name="motion_seconded_once"),
        )

    def __str__(self) -> str:
        return f"{self.role} agrees to {self.motion}"
