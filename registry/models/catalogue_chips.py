"""The accelerators of the catalogue's models."""

from django.db import models


class CatalogueChip(models.Model):
    """An accelerator that the live card of a model names."""

    entry = models.ForeignKey(
        "registry.CatalogueEntry", on_delete=models.CASCADE, related_name="chips"
    )
    slug = models.CharField(max_length=120)
    name = models.CharField(max_length=260)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["slug", "entry"], name="catalogue_chip_once"),
        )

    def __str__(self) -> str:
        return f"{self.entry}: {self.name}"
