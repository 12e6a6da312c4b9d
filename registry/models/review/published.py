"""What a review makes public, and what happens to it afterwards."""

from typing import Any

from django.db import models

from registry.models.cards import CardVersion
from registry.models.review.reports import ItemVerdict
from registry.models.submissions import Snapshot, Submission
from registry.rules.checking.reading import read_stored


class PublishedSubmission(models.Model):
    """Which submission a version came from, and which snapshot of it."""

    version = models.OneToOneField(
        CardVersion, primary_key=True, on_delete=models.PROTECT, related_name="origin"
    )
    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="publication"
    )
    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="+")
    independent_referees = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.version} from {self.submission}"


class ReviewFile(models.Model):
    """The review of a published version as everybody reads it: frozen bytes and their hash."""

    version = models.OneToOneField(
        CardVersion, primary_key=True, on_delete=models.PROTECT, related_name="review_file"
    )
    content_hash = models.CharField(max_length=71)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"review file of {self.version}"

    @property
    def canonical(self) -> str:
        """The bytes, as text; there are none while the version is removed."""
        return self.content.canonical

    def document(self) -> dict[str, Any]:
        return read_stored(self.canonical.encode())


class ReviewFileContent(models.Model):
    """The canonical bytes of a review file, as text.

    It quotes the card and people, so a removal takes it with the card's content; the row of the
    file stays, with its hash.
    """

    file = models.OneToOneField(
        ReviewFile, primary_key=True, on_delete=models.PROTECT, related_name="content"
    )
    canonical = models.TextField()

    def __str__(self) -> str:
        return f"content of the {self.file}"


class VersionVerdict(models.Model):
    """A verdict that counts for a version: given in its own review, or carried over from another.

    ``generation`` is 0 for its own, else how many versions lie between; ``carried_from`` is the
    version in whose review it was given.
    """

    version = models.ForeignKey(
        CardVersion, on_delete=models.PROTECT, related_name="referee_verdicts"
    )
    verdict = models.ForeignKey(ItemVerdict, on_delete=models.PROTECT, related_name="counted_in")
    generation = models.PositiveSmallIntegerField(default=0)
    carried_from = models.ForeignKey(
        CardVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["version", "verdict"], name="version_verdict_once"),
        )

    def __str__(self) -> str:
        return f"{self.verdict} for {self.version}"


class Notice(models.Model):
    """What stands above the title of a version: who says so, why, and which claims it concerns."""

    version = models.ForeignKey(CardVersion, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15)
    text = models.TextField()
    reason_class = models.CharField(max_length=30, blank=True)
    found_by = models.CharField(max_length=200, blank=True)
    items = models.JSONField(default=list)
    # The other version of a correction: the corrected one names the correcting one, and back.
    other = models.ForeignKey(
        CardVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed = models.JSONField(default=list)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("version_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["version", "number"], name="notice_number_once"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "correction",
                        "concern",
                        "concern_lifted",
                        "retraction",
                        "reinstatement",
                        "removal",
                        "restoration",
                        "recusal",
                    ]
                ),
                name="notice_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.version}"


class ConcernReport(models.Model):
    """A reader says that something in a published card is wrong, from what everybody can check.

    Name and address are for the editors alone. ``outcome`` is public where it was upheld.
    """

    public_id = models.CharField(max_length=12, unique=True, editable=False)
    version = models.ForeignKey(CardVersion, on_delete=models.PROTECT, related_name="concerns")
    item = models.CharField(max_length=12, blank=True)
    statement = models.TextField()
    links = models.JSONField(default=list)
    name = models.CharField(max_length=200, blank=True)
    contact = models.EmailField(blank=True)
    state = models.CharField(max_length=12)
    token = models.CharField(max_length=16)
    at = models.DateTimeField()
    editor = models.ForeignKey(
        "registry.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["received", "assessing", "upheld", "not_upheld", "duplicate"]
                ),
                name="concern_state_known",
            ),
        )
        indexes = (models.Index(fields=["state", "id"], name="concern_by_state"),)

    def __str__(self) -> str:
        return f"concern {self.public_id} about {self.version}"
