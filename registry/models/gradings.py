"""The grading of a card version against one edition of the standard."""

from fractions import Fraction
from typing import ClassVar

from django.db import models

from registry.models.derived import Derived
from registry.rules.diff.cards import Graded


class Grading(Derived):
    """One assessment of one version. A changed fact or confirmation makes a new row.

    ``assessment`` is what editors had recorded when it was made, in the form of the export;
    ``result`` is the computed card result (fractions as "n/d" text) without the claims, which are
    rows of their own. ``plausibility`` holds the results of the plausibility checks, numbers as
    text; ``checks_version`` names the edition of the checks and the day of the accelerator table.
    """

    STATES: ClassVar = (
        "standard_version",
        "level",
        "missing_for_next_level",
        "score",
        "assessment",
        "result",
        "plausibility",
        "checks_version",
    )

    version = models.ForeignKey(
        "registry.CardVersion", on_delete=models.PROTECT, related_name="gradings"
    )
    standard_version = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField()
    missing_for_next_level = models.JSONField(default=list)
    score = models.CharField(max_length=120)
    assessment = models.JSONField()
    result = models.JSONField()
    plausibility = models.JSONField(default=list)
    checks_version = models.CharField(max_length=40, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"grading of {self.version}"


class ClaimGrade(Derived):
    """What one claim earned: fractions as "n/d" text, the reason in words."""

    STATES: ClassVar = (
        "item",
        "applicable",
        "applicability",
        "status",
        "withheld_reason",
        "grade",
        "substance",
        "credit",
        "reason",
        "answer",
    )

    grading = models.ForeignKey(Grading, on_delete=models.PROTECT, related_name="claims")
    item = models.CharField(max_length=12)
    applicable = models.BooleanField()
    applicability = models.TextField(blank=True)
    status = models.CharField(max_length=16)
    withheld_reason = models.CharField(max_length=20, blank=True)
    grade = models.PositiveSmallIntegerField()
    substance = models.CharField(max_length=8)
    credit = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    # One line for lists of many models, with the scope of any cost or compute figure.
    answer = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["grading", "item"], name="claim_graded_once"),
        )
        indexes = (models.Index(fields=["item", "grading"], name="claim_grade_by_item"),)

    def __str__(self) -> str:
        return f"{self.item}: {self.grade}"

    @property
    def graded(self) -> Graded:
        """The grade as a difference between versions compares it."""
        return Graded(
            grade=self.grade,
            credit=Fraction(self.credit),
            applicable=self.applicable,
            reason=self.reason if self.applicable else self.applicability,
            answer=self.answer,
        )


class ItemTally(models.Model):
    """How the live cards answer one item: a count for each grade, kept with every publication.

    Derived, and checked against the gradings by ``refresh_ranking --check``; it spares the
    standard's pages from counting the claims of all cards.
    """

    item = models.CharField(max_length=12, primary_key=True)
    silent = models.PositiveIntegerField(default=0)
    stated = models.PositiveIntegerField(default=0)
    evidenced = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0)
    not_applicable = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.item

    @property
    def answered(self) -> int:
        """Cards in which the item applies and its claim has a grade above silent."""
        return self.stated + self.evidenced + self.verified
