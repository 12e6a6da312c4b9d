"""Labs: organisations that develop and release models."""

from django.db import models
from django.urls import reverse

from registry.rules.names import normalized_name


class LabQuerySet(models.QuerySet["Lab"]):
    def independent(self) -> "LabQuerySet":
        """Labs that stand for themselves, not merged into another."""
        return self.filter(merged_into__isnull=True)

    def known_as(self, text: str) -> "Lab | None":
        """The lab with this id, name or former name, or the one that answers for it now."""
        known = self.select_related("merged_into")
        name = normalized_name(text)
        lab = (
            known.filter(slug=text.strip().lower()).first()
            or known.filter(normalized_name=name).first()
            or known.filter(aliases__normalized_name=name).first()
        )
        return lab.standing if lab else None


class Lab(models.Model):
    """One organisation. Its slug never changes; a lab merged into another redirects there."""

    class Category(models.TextChoices):
        INDUSTRY = "industry"
        NONPROFIT = "nonprofit"
        ACADEMIA = "academia"
        GOVERNMENT = "government"

    slug = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200, unique=True)
    normalized_name = models.CharField(max_length=200, unique=True)
    # Empty where nobody has said: a lab registered together with its first card.
    country = models.CharField(max_length=2, blank=True)
    category = models.CharField(max_length=12, choices=Category.choices, blank=True)
    website = models.URLField(max_length=300, blank=True)
    invited_on = models.DateField(null=True, blank=True)
    designated_flagship = models.ForeignKey(
        "registry.Release", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    merged_on = models.DateField(null=True, blank=True)

    objects = LabQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True, merged_on__isnull=True)
                | models.Q(merged_into__isnull=False, merged_on__isnull=False),
                name="lab_merger_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("lab:detail", args=[self.slug])

    @property
    def standing(self) -> "Lab":
        """The lab that answers for this one's releases: itself, or the one it was merged into."""
        return self.merged_into or self


class LabAlias(models.Model):
    """A name the lab is or was known by; dates bound its use, open where unknown."""

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=200)
    normalized_name = models.CharField(max_length=200)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("lab_id", "valid_from", "name")
        constraints = (
            models.UniqueConstraint(fields=["lab", "name"], name="lab_alias_once"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_until")),
                name="lab_alias_dates_in_order",
            ),
        )
        indexes = (models.Index(fields=["normalized_name"], name="lab_alias_by_name"),)

    def __str__(self) -> str:
        return self.name
