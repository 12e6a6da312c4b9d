"""Stored rankings. Public pages read these and never compute a rank."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse

from registry.models.derived import Derived
from registry.rules.ranking import lab_score
from registry.rules.ranking.lab_data import ScoreSummary, score_from_data, summary_from_data
from registry.rules.standard import load_standard


class LabScore(Derived):
    """The score of one lab from one set of inputs, with its draws.

    Rankings share these rows: one whose inputs did not change is not computed again. Nothing in it
    depends on the calendar but ``next_change_on``, the day on which the passing of time alone will
    change what is due.
    """

    STATES: ClassVar = (
        "inputs_digest",
        "score",
        "displayed",
        "coverage",
        "carded",
        "counted",
        "working",
        "releases",
        "draws",
        "next_change_on",
    )

    lab = models.ForeignKey("registry.Lab", on_delete=models.PROTECT, related_name="scores")
    inputs_digest = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    # Decimals as text: SQLite would keep them as binary floats.
    score = models.CharField(max_length=20)
    displayed = models.CharField(max_length=8)
    coverage = models.CharField(max_length=20)
    carded = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()
    # Apart, so that the table of all labs does not read every release of each.
    working = models.JSONField()
    releases = models.JSONField()
    draws = models.BinaryField()
    next_change_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["lab", "inputs_digest"], name="lab_score_once"),
        )

    def __str__(self) -> str:
        return f"{self.lab}: {self.inputs_digest[:12]}"


class RankingQuerySet(models.QuerySet["Ranking"]):
    def newest_first(self) -> "RankingQuerySet":
        return self.order_by("-number")

    def current(self) -> "RankingQuerySet":
        """The one ranking that the registry's state points to."""
        return self.filter(currently__isnull=False)


class Ranking(Derived):
    """One numbered edition of the league table; permanent."""

    STATES: ClassVar = (
        "standard_version",
        "method_version",
        "digest",
        "listed_until",
        "known_releases",
        "cards",
        "cards_by_labs",
        "cards_reviewed",
        "sources_read",
    )

    number = models.PositiveIntegerField(primary_key=True)
    as_of = models.DateField()
    created_at = models.DateTimeField()
    standard_version = models.CharField(max_length=10)
    method_version = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    listed_until = models.DateField(null=True)
    # One sentence for each act since the ranking before.
    causes = models.JSONField(default=list)
    known_releases = models.PositiveIntegerField()
    cards = models.PositiveIntegerField()
    cards_by_labs = models.PositiveIntegerField()
    cards_reviewed = models.PositiveIntegerField()
    sources_read = models.PositiveIntegerField()

    objects = RankingQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["as_of", "number"], name="ranking_by_day"),)

    def __str__(self) -> str:
        return f"Ranking {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("ranking:detail", args=[self.number])

    @property
    def is_provisional(self) -> bool:
        """While no card is a lab's own or reviewed, the ranking measures our reading too."""
        return not (self.cards_by_labs or self.cards_reviewed)


class RankingEntry(Derived):
    """One lab's line in one ranking; ``rank`` is empty for a lab that is not yet rankable."""

    STATES: ClassVar = (
        "position",
        "lab_name",
        "rank",
        "rank_low",
        "rank_high",
        "previous_rank",
        "known_releases",
        "cards",
        "cards_by_lab",
        "cards_reviewed",
        "sources_read",
    )

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="entries")
    lab = models.ForeignKey("registry.Lab", on_delete=models.PROTECT, related_name="entries")
    score = models.ForeignKey(LabScore, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    lab_name = models.CharField(max_length=200)
    rank = models.PositiveIntegerField(null=True)
    rank_low = models.PositiveIntegerField(null=True)
    rank_high = models.PositiveIntegerField(null=True)
    previous_rank = models.PositiveIntegerField(null=True)
    change = models.TextField(blank=True)
    known_releases = models.PositiveIntegerField()
    cards = models.PositiveIntegerField()
    cards_by_lab = models.PositiveIntegerField()
    cards_reviewed = models.PositiveIntegerField()
    sources_read = models.PositiveIntegerField()

    class Meta:
        ordering = ("ranking_id", "position")
        constraints = (
            models.UniqueConstraint(fields=["ranking", "lab"], name="ranking_entry_once"),
            models.UniqueConstraint(fields=["ranking", "position"], name="ranking_position_once"),
        )

    def __str__(self) -> str:
        return f"{self.ranking}: {self.rank} {self.lab_name}"

    @property
    def summary(self) -> ScoreSummary:
        """What the league table shows of the score."""
        return summary_from_data(self.score.working)

    def lab_score(self, on: date) -> lab_score.LabScore:
        """The stored score with ages as they are ``on`` that day."""
        return score_from_data(
            self.score.working,
            self.score.releases,
            slug=self.lab.slug,
            name=self.lab_name,
            on=on,
            half_life_days=load_standard().ranking.recency_half_life_days,
        )


class RegistryState(models.Model):
    """The single row that says which ranking is current.

    Whoever makes a ranking locks this row first, so numbers are given out one after the other.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    current_ranking = models.ForeignKey(
        Ranking, null=True, on_delete=models.PROTECT, related_name="currently"
    )
    # The day for which it was last found that nothing had changed since the current ranking.
    checked_on = models.DateField(null=True)
    releases_listed_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="registry_state_is_single"),
        )

    def __str__(self) -> str:
        return f"current ranking: {self.current_ranking_id}"
