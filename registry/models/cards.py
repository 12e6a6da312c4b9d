"""Model cards and their immutable versions."""

from typing import Any

from django.db import models

from registry.rules.checking.reading import read_stored


class ModelCardQuerySet(models.QuerySet["ModelCard"]):
    def live(self) -> "ModelCardQuerySet":
        """Cards with a version that counts as published."""
        return self.filter(live_version__isnull=False)


class ModelCard(models.Model):
    """The card of one release: pointers to its live version and that version's grading."""

    release = models.OneToOneField(
        "registry.Release", on_delete=models.PROTECT, related_name="card"
    )
    live_version = models.OneToOneField(
        "registry.CardVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="live_on",
    )
    current_grading = models.OneToOneField(
        "registry.Grading",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="current_on",
    )

    objects = ModelCardQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(live_version__isnull=True, current_grading__isnull=True)
                | models.Q(live_version__isnull=False, current_grading__isnull=False),
                name="card_live_version_is_graded",
            ),
        )

    def __str__(self) -> str:
        return self.release.public_id


class CardVersion(models.Model):
    """One published version. Its row and its bytes never change."""

    class Preparer(models.TextChoices):
        DEVELOPER = "developer", "the lab"
        THIRD_PARTY = "third_party", "a third party"
        REGISTRY = "registry", "the registry"

    card = models.ForeignKey(ModelCard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    schema_version = models.CharField(max_length=10)
    content_hash = models.CharField(max_length=71)
    preparer = models.CharField(max_length=12, choices=Preparer.choices)
    preparer_name = models.CharField(max_length=200)
    prepared_on = models.CharField(max_length=10)
    sources_read = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=32)

    class Meta:
        ordering = ("card_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["card", "number"], name="card_version_number_once"),
        )
        indexes = (models.Index(fields=["content_hash"], name="card_version_by_hash"),)

    def __str__(self) -> str:
        return f"{self.card} version {self.number}"


class CardContent(models.Model):
    """The canonical bytes (RFC 8785) of a version, as text.

    Apart from the version's row, so that a removal demanded by law can take the content and leave
    the record. Text and not JSON: PostgreSQL's jsonb turns 3.8e25 into a 26-digit integer and loses
    the order of keys, and only these bytes are hashed and served.
    """

    version = models.OneToOneField(
        CardVersion, primary_key=True, on_delete=models.PROTECT, related_name="content"
    )
    canonical = models.TextField()

    def __str__(self) -> str:
        return f"content of {self.version}"

    def document(self) -> dict[str, Any]:
        """The card as plain data."""
        return read_stored(self.canonical.encode())


class VersionStatusEvent(models.Model):
    """A status a version came to have. The last event of a version is its status."""

    class Status(models.TextChoices):
        PUBLISHED = "published"
        SUPERSEDED = "superseded"
        UNDER_CONCERN = "under_concern"
        RETRACTED = "retracted"
        REMOVED = "removed"

    version = models.ForeignKey(CardVersion, on_delete=models.PROTECT, related_name="status_events")
    status = models.CharField(max_length=13, choices=Status.choices)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    status__in=["published", "superseded", "under_concern", "retracted", "removed"]
                ),
                name="version_status_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version}: {self.status}"
