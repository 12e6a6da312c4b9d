"""Administrators who looked at what only editors see."""

from django.db import models

from registry.models.submissions import Submission


class BreakGlass(models.Model):
    """An administrator opened one submission for a while, and why. The row is there before that."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    administrator_key = models.CharField(max_length=32)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(
                fields=["submission", "administrator_key", "at"], name="glass_by_submission"
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission} opened at {self.at:%Y-%m-%d %H:%M}"
