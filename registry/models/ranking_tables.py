"""Two stored rankings side by side, and what labs did themselves in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Q, Subquery

from registry.models.rankings import RankingEntry
from registry.rules.ranking.moves import Move, Place, Step, moves

# A change worth a reason: a lab that only stood still has one of these.
STILL = ("", "Score unchanged.")
# Between two rankings years apart there may be thousands; the newest are told.
TOLD_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Tables:
    """Both tables, and what labs did themselves in between, oldest first.

    ``old`` is the number of the earlier ranking. ``told_after`` is that of the ranking after which
    every step is there: the same, or a later one where there were too many. ``successors`` names,
    by slug, the lab that one was merged into.
    """

    old: int
    before: Sequence[Place]
    after: Sequence[Place]
    successors: dict[str, str]
    steps: Sequence[Step]
    told_after: int

    @property
    def is_cut(self) -> bool:
        return self.told_after != self.old

    def moves(self) -> tuple[Move, ...]:
        return moves(self.before, self.after, self.steps)


def read_tables(old: int, new: int) -> Tables:
    """The rankings of these numbers; ``old`` is not the later one."""
    places: dict[int, list[Place]] = {old: [], new: []}
    successors: dict[str, str] = {}
    entries = RankingEntry.objects.filter(ranking__in=places).order_by("position")
    for ranking, slug, name, rank, score, successor in entries.values_list(
        "ranking_id", "lab__slug", "lab_name", "rank", "score__displayed", "lab__merged_into__name"
    ):
        places[ranking].append(Place(slug, name, rank, Decimal(score)))
        successors[slug] = successor or ""
    newest = _newest_steps(old, new)
    steps = newest[:TOLD_STEPS][::-1]
    return Tables(
        old=old,
        before=places[old],
        after=places[new],
        successors=successors,
        steps=steps,
        told_after=steps[0].ranking if len(newest) > TOLD_STEPS else old,
    )


def _newest_steps(old: int, new: int) -> list[Step]:
    """Where labs changed by their own doing, newest first: their score is another row.

    ``TOLD_STEPS`` of them and one more, which tells that there are more.
    """
    before = RankingEntry.objects.filter(lab=OuterRef("lab"), ranking_id=OuterRef("ranking_id") - 1)
    changed = (
        RankingEntry.objects.filter(ranking_id__gt=old, ranking_id__lte=new)
        .exclude(change__in=STILL)
        .annotate(
            score_id_before=Subquery(before.values("score_id")[:1]),
            score_before=Subquery(before.values("score__displayed")[:1]),
        )
        .filter(Q(score_id_before__isnull=True) | ~Q(score_id_before=F("score_id")))
        .order_by("-ranking_id", "position")
        .values_list("ranking_id", "lab__slug", "change", "score_before", "score__displayed")
    )
    return [
        Step(ranking, slug, change, Decimal(before) if before else None, Decimal(score))
        for ranking, slug, change, before, score in changed[: TOLD_STEPS + 1]
    ]
