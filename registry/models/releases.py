"""Releases: the known models of a lab, with or without a model card."""

from django.db import models
from django.urls import reverse

_LENGTHS = {"day": 10, "month": 7, "year": 4}


class Release(models.Model):
    """One named model that a lab announced, released or serves.

    ``released_on`` is a full date; where the source gives a month or a year it is the last day of
    that period, which is the later due date and so in the lab's favour.
    """

    class Tier(models.TextChoices):
        FLAGSHIP_LINE = "1", "flagship line"
        OTHER = "1/2", "other named release"
        DERIVATIVE = "0", "derivative or variant"

    class Precision(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        YEAR = "year"

    lab = models.ForeignKey("registry.Lab", on_delete=models.PROTECT, related_name="releases")
    slug = models.CharField(max_length=119)
    # "<lab slug>/<model slug>", the public id; kept beside its parts because it is looked up on its
    # own and because a lab that merges into another must not change it.
    public_id = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    released_on = models.DateField()
    date_precision = models.CharField(max_length=5, choices=Precision.choices)
    tier = models.CharField(max_length=3, choices=Tier.choices)
    tier_reason = models.CharField(max_length=500)
    variants = models.JSONField(default=list)
    source_title = models.CharField(max_length=400)
    source_url = models.URLField(max_length=2000)
    source_record = models.CharField(max_length=400, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("lab_id", "-released_on", "slug")
        constraints = (
            models.UniqueConstraint(fields=["lab", "slug"], name="release_once_per_lab"),
            models.CheckConstraint(
                condition=models.Q(tier__in=["1", "1/2", "0"]), name="release_tier_known"
            ),
        )
        indexes = (models.Index(fields=["-released_on", "id"], name="release_by_date"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        lab, _, model = self.public_id.partition("/")
        return reverse("model:detail", args=[lab, model])

    @property
    def released(self) -> str:
        """The release date in ISO 8601, at the precision its source gives."""
        return self.released_on.isoformat()[: _LENGTHS[self.date_precision]]
