"""What editors recorded about a card, beside its bytes.

Each table is a journal: the newest row for a key is in force, and a row that withdraws says so with
an empty value. Nothing is changed in place, so the page can always show who decided what and why.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

ActT = TypeVar("ActT", bound=models.Model)


def in_force(acts: Iterable[ActT], key: str) -> dict[str, ActT]:
    """The newest act for each value of the field ``key``."""
    return {getattr(act, key): act for act in sorted(acts, key=lambda act: act.pk)}


class EditorialAct(models.Model):
    """Who, when and on what grounds."""

    card = models.ForeignKey("registry.ModelCard", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        abstract = True


class EditorialFact(EditorialAct):
    """A fact set by an editor: it wins over the fact in the card. ``null`` withdraws."""

    fact = models.CharField(max_length=80)
    value = models.JSONField(null=True)

    class Meta:
        indexes = (models.Index(fields=["card", "fact", "id"], name="editorial_fact_latest"),)

    def __str__(self) -> str:
        return f"{self.fact} = {self.value}"


class ApplicabilityOverride(EditorialAct):
    """An editor's ruling that an item does or does not apply. ``null`` withdraws."""

    item = models.CharField(max_length=12)
    applicable = models.BooleanField(null=True)

    class Meta:
        indexes = (models.Index(fields=["card", "item", "id"], name="applicability_latest"),)

    def __str__(self) -> str:
        return f"{self.item} applies: {self.applicable}"


class PeerReviewConfirmation(EditorialAct):
    """A peer-reviewed source was found to cover exactly this claim.

    Bound to the claim's own hash: it holds for every version in which claim and evidence are
    unchanged and for no other.
    """

    item = models.CharField(max_length=12)
    claim_hash = models.CharField(max_length=71)
    confirmed = models.BooleanField()
    # True where the registry's own compilation located the source and no editor of a live review
    # has looked yet; pages say so.
    by_compilation = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=["card", "item", "claim_hash", "id"], name="confirmation_latest"),
        )

    def __str__(self) -> str:
        return f"{self.item} confirmed: {self.confirmed}"


class FigureAcceptance(models.Model):
    """An editor lets an error of a plausibility check stand, for a reason that is public.

    Bound to the hashes of the claims it is about, so it holds while they are unchanged. It can be
    given before the card is published, which the error would prevent; hence it is of the release.
    ``accepted`` false withdraws.
    """

    release = models.ForeignKey("registry.Release", on_delete=models.PROTECT, related_name="+")
    check_id = models.CharField(max_length=8)
    claims = models.JSONField()
    claim_hashes = models.JSONField()
    accepted = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        indexes = (models.Index(fields=["release", "check_id", "id"], name="acceptance_latest"),)

    def __str__(self) -> str:
        return f"{self.check_id} accepted: {self.accepted}"
