"""Who did what, when and why. Rows are added and never changed."""

from django.conf import settings
from django.db import models


class Actor(models.Model):
    """The one place that ties an opaque key in the record to a person or a program.

    Pseudonymising a person changes this row only; the audit trail and everything published keep the
    key.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        COMMAND = "command"

    key = models.CharField(primary_key=True, max_length=32, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(kind="command"),
                name="actor_command_name_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "command"]), name="actor_kind_known"
            ),
        )

    def __str__(self) -> str:
        return self.name


class AuditEvent(models.Model):
    """One act. No foreign keys: the record outlives what it is about.

    ``sequence`` counts the moves of one submission, from 1 and without a gap; other acts have none.
    """

    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=260)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["subject", "sequence"], name="audit_sequence_once"),
        )
        indexes = (models.Index(fields=["subject", "id"], name="audit_by_subject"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"
