"""Which models a card version names as its ancestors, for going from a model to its descendants."""

from django.db import models


class LineageEdge(models.Model):
    """One model that a version derives from (weights) or was trained on the output of (data).

    Derived from the version's bytes when it is published. ``card_id`` is the ancestor's card where
    the version names it, published or not.
    """

    class Kind(models.TextChoices):
        WEIGHTS = "weights"
        DATA = "data"

    version = models.ForeignKey(
        "registry.CardVersion", on_delete=models.PROTECT, related_name="lineage_edges"
    )
    kind = models.CharField(max_length=7, choices=Kind.choices)
    model = models.CharField(max_length=200)
    card_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["card_id", "kind"], name="lineage_by_ancestor"),)

    def __str__(self) -> str:
        return f"{self.version} from {self.model} ({self.kind})"
