"""Rounds, the referees asked, and what they are called in all that others read."""

from django.db import models

from registry.models.submissions import Snapshot, Submission


class RefereeProfile(models.Model):
    """What a person tells editors who look for referees. Never public.

    ``expertise`` are sections of the standard. ``positions`` are employers, contracts and grants
    with their years, one a line, in the person's own words; ``linked_domains`` are mail domains
    that tie the person to an employer.
    """

    user = models.OneToOneField(
        "registry.User", primary_key=True, on_delete=models.CASCADE, related_name="referee_profile"
    )
    affiliation = models.CharField(max_length=200, blank=True)
    orcid = models.CharField(max_length=19, blank=True)
    expertise = models.JSONField(default=list)
    keywords = models.TextField(blank=True)
    positions = models.TextField(blank=True)
    linked_domains = models.TextField(blank=True)
    most_open = models.PositiveSmallIntegerField(default=2)
    is_available = models.BooleanField(default=True)
    token = models.CharField(max_length=16)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["is_available"], name="referee_available"),)

    def __str__(self) -> str:
        return f"referee profile of {self.user}"


class RefereeSuggestion(models.Model):
    """A referee whom the lab suggests or opposes, with the reason; only editors see it."""

    class Wish(models.TextChoices):
        SUGGESTED = "suggested", "suggested"
        OPPOSED = "opposed", "opposed"

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="referee_suggestions"
    )
    wish = models.CharField(max_length=10, choices=Wish.choices)
    name = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(wish__in=["suggested", "opposed"]), name="suggestion_wish_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.wish}: {self.name}"


class Round(models.Model):
    """One round of review on one snapshot. Reopening it is an event, not another round.

    ``items`` are the ids of the standard's items whose claims are judged in it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="rounds")
    items = models.JSONField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("submission_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["submission", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(closed_at__isnull=True),
                name="round_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"round {self.number} of {self.submission}"


class SubmissionReferee(models.Model):
    """A referee of one submission, through all its rounds, and the pseudonym others read."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="referees")
    person = models.ForeignKey("registry.Actor", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("submission_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["submission", "person"], name="referee_once"),
            models.UniqueConstraint(fields=["submission", "number"], name="referee_number_once"),
        )

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def pseudonym(self) -> str:
        return f"Referee {self.number}"


class Assignment(models.Model):
    """One referee in one round: proposed, invited, at work, done or out of it.

    Proposed before the first round is opened, it has none yet. ``referee`` is set with the
    acceptance and stays: who was once let in takes no other part in the submission any more. A
    recusal sets it, too, where the person was let in before.
    ``wish`` is that of the lab, where it named the person.
    """

    public_id = models.CharField(max_length=12, unique=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="assignments")
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    person = models.ForeignKey("registry.Actor", on_delete=models.PROTECT, related_name="+")
    referee = models.ForeignKey(
        SubmissionReferee,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    state = models.CharField(max_length=10)
    token = models.CharField(max_length=16)
    wish = models.CharField(max_length=10, blank=True)
    signals = models.JSONField(default=list)
    proposed_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True, blank=True)
    answer_until = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["round", "person"], name="assigned_once_a_round"),
            models.UniqueConstraint(
                fields=["submission", "person"],
                condition=models.Q(round__isnull=True),
                name="proposed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "proposed",
                        "invited",
                        "accepted",
                        "submitted",
                        "declined",
                        "expired",
                        "cancelled",
                        "recused",
                    ]
                ),
                name="assignment_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "submitted"])
                | models.Q(referee__isnull=False, round__isnull=False),
                name="assignment_at_work_is_whole",
            ),
        )
        indexes = (models.Index(fields=["person", "state"], name="assignment_by_person"),)

    def __str__(self) -> str:
        return f"assignment {self.public_id} in {self.submission}"

    @property
    def is_barred(self) -> bool:
        """Whether what the registry knew of the person when proposed forbids it."""
        return any(signal.get("bars") for signal in self.signals)


class ReportDraft(models.Model):
    """A report in the making. Nobody but its author reads it."""

    assignment = models.OneToOneField(
        Assignment, primary_key=True, on_delete=models.CASCADE, related_name="draft"
    )
    content = models.TextField()
    confidential_note = models.TextField(blank=True)
    token = models.CharField(max_length=16)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.assignment}"
