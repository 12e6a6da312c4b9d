"""The catalogue: what readers search, filter and sort models by, one narrow row for each release.

Derived from the releases and their live cards when either changes, never at a read. A model without
a card has a row too: what nobody disclosed is found like anything else.
"""

import json
from typing import Any, ClassVar

from django.db import models

from registry.models.catalogue_filters import NO_SCORE, ORDERS, condition
from registry.models.derived import Derived
from registry.rules.catalogue.query import Query

# Where a figure is not disclosed: below every lower limit and above every upper one, so that a row
# without it matches no range and comes last in either order. Sort columns are never null: a cursor
# cannot stand on a null.
UNDISCLOSED_LOW = 1.7e308
UNDISCLOSED_HIGH = -1.0


class CatalogueQuerySet(models.QuerySet["CatalogueEntry"]):
    def matching(self, query: Query, *, all_of_them: bool = False) -> "CatalogueQuerySet":
        """The entries for which every condition of ``query`` holds; in no order yet.

        ``all_of_them`` tells that every match will be counted or read, not one page of them.
        """
        found = self
        for each in query.conditions:
            found = found.filter(condition(each, self.db, all_of_them=all_of_them))
        return found

    def in_order(self, sort: str) -> "CatalogueQuerySet":
        """In one of the orders of ``rules.catalogue.parameters.SORTS``."""
        return self.order_by(*ORDERS[sort].terms)


class CatalogueEntry(Derived):
    """One known release as the catalogue shows it.

    ``lab`` is the lab that answers for it today. Figures are those of the final run of its own
    card; ``…_low`` and ``…_high`` are the ends of a range and equal where it is one number, money
    only where it is in US dollars. ``score`` is the model score in 10⁻⁹ points.
    ``claim_states`` has one letter for each item, in the order of the standard, and behind them one
    digit for the grade of each (see ``rules.catalogue``). ``summary`` is the entry as JSON text, as
    lists serve it.
    """

    class Answer(models.TextChoices):
        YES = "yes"
        NO = "no"
        UNSAID = "unsaid"

    STATES: ClassVar = (
        "lab_id",
        "public_id",
        "name",
        "lab_name",
        "sort_name",
        "released_on",
        "has_card",
        "level",
        "score",
        "open_weights",
        "reinforcement_learning",
        "peer_reviewed",
        "flop_low",
        "flop_high",
        "hours_low",
        "hours_high",
        "cost_usd_low",
        "cost_usd_high",
        "claim_states",
        "figures_text",
        "search_text",
        "summary",
        "edition",
    )

    release = models.OneToOneField(
        "registry.Release",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="catalogue_entry",
    )
    lab = models.ForeignKey(
        "registry.Lab", on_delete=models.PROTECT, related_name="catalogue_entries"
    )
    public_id = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    lab_name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=400)
    released_on = models.DateField()
    has_card = models.BooleanField()
    level = models.SmallIntegerField(default=NO_SCORE)
    score = models.BigIntegerField(default=NO_SCORE)
    open_weights = models.CharField(max_length=6, choices=Answer.choices)
    reinforcement_learning = models.CharField(max_length=6, choices=Answer.choices)
    peer_reviewed = models.CharField(max_length=6, choices=Answer.choices)
    flop_low = models.FloatField(default=UNDISCLOSED_LOW)
    flop_high = models.FloatField(default=UNDISCLOSED_HIGH)
    hours_low = models.FloatField(default=UNDISCLOSED_LOW)
    hours_high = models.FloatField(default=UNDISCLOSED_HIGH)
    cost_usd_low = models.FloatField(default=UNDISCLOSED_LOW)
    cost_usd_high = models.FloatField(default=UNDISCLOSED_HIGH)
    claim_states = models.CharField(max_length=200, blank=True)
    # Text, because PostgreSQL's jsonb turns 3.8e25 into a 26-digit integer.
    figures_text = models.TextField(default="{}")
    search_text = models.TextField()
    summary = models.TextField()
    # Which standard and which form of the catalogue it was drawn up by; an older one is redone.
    edition = models.CharField(max_length=40)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(has_card=True) | models.Q(level=NO_SCORE, score=NO_SCORE),
                name="catalogue_score_needs_card",
            ),
        )
        indexes = (
            models.Index(fields=["released_on", "public_id"], name="catalogue_by_date"),
            models.Index(fields=["sort_name", "public_id"], name="catalogue_by_name"),
            # What follows the order is what most questions and all counts ask for: they are
            # answered from the index alone, a tenth of the table.
            models.Index(
                fields=[
                    *("score", "released_on", "public_id", "level", "lab", "open_weights"),
                    *("reinforcement_learning", "peer_reviewed", "claim_states"),
                ],
                name="catalogue_by_score",
            ),
            models.Index(fields=["flop_low", "released_on", "public_id"], name="catalogue_by_flop"),
            models.Index(
                fields=["flop_high", "released_on", "public_id"], name="catalogue_by_flop_down"
            ),
            models.Index(
                fields=["hours_low", "released_on", "public_id"], name="catalogue_by_hours"
            ),
            models.Index(
                fields=["hours_high", "released_on", "public_id"], name="catalogue_by_hours_down"
            ),
            models.Index(
                fields=["cost_usd_low", "released_on", "public_id"], name="catalogue_by_cost"
            ),
            models.Index(
                fields=["cost_usd_high", "released_on", "public_id"], name="catalogue_by_cost_down"
            ),
            models.Index(fields=["lab", "released_on", "public_id"], name="catalogue_of_lab"),
        )

    def __str__(self) -> str:
        return self.public_id

    @property
    def figures(self) -> dict[str, dict[str, Any]]:
        """Compute and cost of the final run by measure, as ``rules.catalogue.figures`` has them."""
        figures: dict[str, dict[str, Any]] = json.loads(self.figures_text)
        return figures
