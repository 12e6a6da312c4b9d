"""What a lab was offered when a third party listed one of its models, and what it answered."""

from django.db import models

from registry.models.submissions import Snapshot


class RightOfReply(models.Model):
    """The offer to a lab to answer a listing, open until the end of a day in UTC.

    ``representatives`` is how many the lab had to be told; with none, an editor writes to its
    public contact.
    """

    snapshot = models.OneToOneField(
        Snapshot, primary_key=True, on_delete=models.PROTECT, related_name="right_of_reply"
    )
    until = models.DateField()
    representatives = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"right of reply to {self.snapshot} until {self.until}"


class LabReply(models.Model):
    """An answer of the lab. A later one stands beside the earlier ones and replaces none."""

    right = models.ForeignKey(RightOfReply, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("right_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["right", "number"], name="lab_reply_number_once"),
        )

    def __str__(self) -> str:
        return f"reply {self.number} to {self.right.snapshot}"
