"""What is due from whom, and who was reminded of it."""

from django.db import models

from registry.models.review.published import ConcernReport
from registry.models.review.rounds import Assignment
from registry.models.submissions import Submission


class Clock(models.Model):
    """A time that runs for somebody until the end of a day; another one follows a pause.

    ``person`` is who has to act, where it is one person; else all of those who can.
    """

    kind = models.CharField(max_length=20)
    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks"
    )
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks"
    )
    concern = models.ForeignKey(
        ConcernReport, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks"
    )
    version = models.ForeignKey(
        "registry.CardVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="clocks",
    )
    person = models.ForeignKey(
        "registry.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    due_on = models.DateField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    # Stopped by a hold; what was left runs on in another row when the hold is lifted.
    is_paused = models.BooleanField(default=False)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (models.Index(fields=["stopped_at", "due_on"], name="clock_running"),)

    def __str__(self) -> str:
        return f"{self.kind} due {self.due_on}"


class Reminder(models.Model):
    """That somebody was reminded of a clock, once for each of its days of reminding."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="reminders")
    offset_days = models.SmallIntegerField()
    person_key = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["clock", "offset_days", "person_key"], name="reminded_once"
            ),
        )

    def __str__(self) -> str:
        return f"reminder of {self.clock}"


class DoneForm(models.Model):
    """A form that was sent and took effect: sent again, it is answered and does nothing.

    ``key`` is drawn when the page is made.
    """

    key = models.CharField(primary_key=True, max_length=40)
    subject = models.CharField(max_length=260)
    action = models.CharField(max_length=40)
    actor_key = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["at"], name="done_form_by_age"),)

    def __str__(self) -> str:
        return f"{self.action} of {self.subject}"
