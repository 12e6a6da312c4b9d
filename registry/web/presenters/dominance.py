"""Orders of labs that do not depend on how sections are weighted."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse

from registry.models import RankingEntry
from registry.rules.ranking.dominance import find_dominance
from registry.web.view_models.shared import Link


def dominated_by(entry: RankingEntry) -> Sequence[Link]:
    """The ranked labs, best first, that ``entry``'s lab equals or leads in every section."""
    rows = list(
        RankingEntry.objects.filter(ranking=entry.ranking, rank__isnull=False)
        .order_by("position")
        .values_list("pk", "lab_name", "lab__slug", "score__working__sections")
    )
    vectors = [[Decimal(section["score"]) for section in sections] for *_, sections in rows]
    at = [pk for pk, *_ in rows].index(entry.pk)
    led = [other for leader, other in find_dominance(vectors) if leader == at]
    return [Link(rows[other][1], reverse("lab:detail", args=[rows[other][2]])) for other in led]
