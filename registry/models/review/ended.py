"""How many submissions came to nothing, year by year: all that readers learn of them.

Of all labs together: few enough of one lab would tell which card it was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from registry.models.review.decisions import Decision
from registry.models.submissions import Submission
from registry.rules.workflow.vocabulary import State


@dataclass(frozen=True, slots=True)
class Ended:
    """``withdrawn`` by the lab or because nobody answered; ``rejected`` with or without review."""

    year: int
    withdrawn: int
    rejected: int


def ended_by_year() -> tuple[Ended, ...]:
    """The years in which any submission ended unpublished, the first one first.

    A rejection counts while the decision stands, whatever appeal there is.
    """
    withdrawn = (
        Submission.objects.filter(state=State.WITHDRAWN, moved_at__isnull=False)
        .order_by()
        .values_list("moved_at__year")
        .annotate(Count("pk"))
    )
    rejected = (
        Decision.objects.filter(
            kind__in=[Decision.Kind.REJECT, Decision.Kind.DESK_REJECT], voided_at__isnull=True
        )
        .order_by()
        .values_list("at__year")
        .annotate(Count("pk"))
    )
    left, refused = Counter(dict(withdrawn)), Counter(dict(rejected))
    return tuple(Ended(year, left[year], refused[year]) for year in sorted(left | refused))
