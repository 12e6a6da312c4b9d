"""The public feed of changes, for whoever keeps a copy of the registry."""

from django.db import models


class ChangeQuerySet(models.QuerySet["Change"]):
    def last_seq(self) -> int:
        """The number of the newest change; 0 before the first."""
        return self.aggregate(last=models.Max("seq"))["last"] or 0


class Change(models.Model):
    """One thing that readers can now see differently.

    ``seq`` is given out under the lock on the registry's state, one after the other and without
    gaps: whoever has read up to a number has missed nothing before it. Only what is public stands
    here; who did it and why is in the audit trail.
    """

    class Kind(models.TextChoices):
        LAB_CHANGED = "lab.changed", "a lab was added or changed"
        RELEASE_CHANGED = "release.changed", "a known release was added or changed"
        CARD_PUBLISHED = "card.published", "a version of a card was published"
        CARD_REMOVED = "card.removed", "the content of a version was removed"
        CARD_CONCERN = "card.concern", "a concern about a version was expressed"
        CARD_CONCERN_LIFTED = "card.concern_lifted", "a concern about a version was lifted"
        CARD_CONCERN_UPHELD = "card.concern_upheld", "a reader's concern about a version was upheld"
        CARD_RETRACTED = "card.retracted", "a version of a card was retracted"
        CARD_REINSTATED = "card.reinstated", "the retraction of a version was taken back"
        CARD_RECUSAL = "card.recusal", "a referee of a version left over an interest"
        CARD_RESTORED = "card.restored", "the removed content of a version was brought back"
        CARD_REGRADED = "card.regraded", "the live version of a card was graded again"
        RANKING_PUBLISHED = "ranking.published", "a ranking was made"

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # A lab's slug, a "<lab>/<model>" or the number of a ranking.
    subject = models.CharField(max_length=200)
    version = models.PositiveIntegerField(null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("seq",)
        indexes = (models.Index(fields=["subject", "seq"], name="change_by_subject"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject}"
