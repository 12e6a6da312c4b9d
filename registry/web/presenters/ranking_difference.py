"""How labs moved between two rankings, each with the reason."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Q, Subquery
from django.http import QueryDict
from django.urls import reverse

from registry.models import Ranking, RankingEntry
from registry.rules.numerals import date_text
from registry.rules.ranking.moves import Kind, Move, Place, Step, moves
from registry.rules.words import listed, small_number
from registry.web.parameters import PAIR, AddressError, Span, unknown_names
from registry.web.presenters.history import last_number
from registry.web.presenters.shared import score_text
from registry.web.view_models.history import (
    CausesOf,
    MoveRow,
    RankingDifference,
    RankingDifferencePage,
    Reason,
)
from registry.web.view_models.shared import Link

# A change worth a reason: a lab that only stood still has one of these.
STILL = ("", "Score unchanged.")
# Between two rankings years apart there may be thousands; the newest are told.
TOLD_STEPS = 1000
TOLD_REASONS = 10
TOLD_RANKINGS = 30
TOLD_LABS = 5


@dataclass(frozen=True)
class Tables:
    """Both tables, and what labs did themselves in between: all of it, or the newest of it."""

    before: Sequence[Place]
    after: Sequence[Place]
    successors: dict[str, str]  # by slug, the name of the lab that one was merged into
    steps: Sequence[Step]
    is_cut: bool


def ranking_difference_page(query: QueryDict) -> RankingDifferencePage:
    """The page for any address: the difference asked for, or why there is none, and the form."""
    span = Span(reverse("ranking:diff"), "ranking", "this registry", last_number(), is_ordered=True)
    difference, refusal = None, None
    try:
        asked = span.asked(query)
        difference = _difference(*asked) if asked else None
    except AddressError as error:
        refusal = error.refusal
    return RankingDifferencePage(
        form=span.form(query),
        notices=unknown_names(query, PAIR),
        refusal=refusal,
        difference=difference,
    )


def _difference(old_number: int, new_number: int) -> RankingDifference:
    rankings = Ranking.objects.in_bulk([old_number, new_number])
    old, new = rankings[old_number], rankings[new_number]
    tables = _tables(old_number, new_number)
    found = moves(tables.before, tables.after, tables.steps)
    still = [move for move in found if move.kind in (Kind.UNMOVED, Kind.NOT_RANKABLE, Kind.LISTED)]
    moved = [move for move in found if move not in still]
    between = list(
        Ranking.objects.newest_first()
        .filter(number__gt=old_number, number__lte=new_number)
        .only("number", "as_of", "causes")[:TOLD_RANKINGS]
    )
    ties = _Ties(tables)
    return RankingDifference(
        old=_ranking_link(old_number),
        old_date=date_text(old.as_of.isoformat()),
        new=_ranking_link(new_number),
        new_date=date_text(new.as_of.isoformat()),
        finding=_finding(moved, len(found)),
        notes=tuple(_notes(old, new)),
        moved=tuple(_row(move, tables, ties) for move in moved),
        unmoved=tuple(_lab_link(move.place) for move in still if move.kind is Kind.UNMOVED),
        not_rankable=tuple(_lab_link(m.place) for m in still if m.kind is not Kind.UNMOVED),
        between=tuple(
            CausesOf(
                _ranking_link(ranking.number),
                date_text(ranking.as_of.isoformat()),
                tuple(ranking.causes),
            )
            for ranking in between
        ),
        earlier=new_number - old_number - len(between),
    )


def _tables(old: int, new: int) -> Tables:
    places: dict[int, list[Place]] = {old: [], new: []}
    successors: dict[str, str] = {}
    entries = RankingEntry.objects.filter(ranking__in=places).order_by("position")
    for ranking, slug, name, rank, score, successor in entries.values_list(
        "ranking_id", "lab__slug", "lab_name", "rank", "score__displayed", "lab__merged_into__name"
    ):
        places[ranking].append(Place(slug, name, rank, Decimal(score)))
        successors[slug] = successor or ""
    steps = _steps(old, new)
    return Tables(
        before=places[old],
        after=places[new],
        successors=successors,
        steps=steps,
        is_cut=len(steps) == TOLD_STEPS,
    )


def _steps(old: int, new: int) -> list[Step]:
    """Where labs changed by their own doing, oldest first: their score is another row.

    Read from the newest ranking backwards, and no further than ``TOLD_STEPS`` of them.
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
        for ranking, slug, change, before, score in reversed(changed[:TOLD_STEPS])
    ]


class _Ties:
    """Ranks as they are written, with the sign of a tie."""

    def __init__(self, tables: Tables) -> None:
        self._counts = [
            Counter(place.rank for place in places) for places in (tables.before, tables.after)
        ]

    def text(self, place: Place | None, side: int) -> str:
        if place is None or place.rank is None:
            return ""
        return f"{place.rank}{'=' if self._counts[side][place.rank] > 1 else ''}"


def _row(move: Move, tables: Tables, ties: _Ties) -> MoveRow:
    before, after = move.before, move.after
    steps = move.steps[-TOLD_REASONS:]
    return MoveRow(
        lab=_lab_link(move.place),
        movement=_movement(move),
        rank_before=ties.text(before, 0),
        rank_after=ties.text(after, 1),
        score_before=score_text(before.score) if before and before.rank else "",
        score_after=score_text(after.score) if after and after.rank else "",
        own=_own(move, tables),
        reasons=tuple(
            Reason(_ranking_link(step.ranking), step.reason) for step in steps if step.reason
        ),
        others=tuple(_others(move)),
        earlier_reasons=len(steps) < len(move.steps) or _may_have_more(move, tables),
    )


def _movement(move: Move) -> str:
    return {
        Kind.UP: f"Up {move.places}",
        Kind.DOWN: f"Down {-move.places}",
        Kind.SAME_RANK: "Same rank",
        Kind.RANKED: "New",
        Kind.NO_LONGER_RANKED: "No longer ranked",
        Kind.LEFT: "Left",
    }[move.kind]


def _own(move: Move, tables: Tables) -> str:
    """What became of the lab itself, in one sentence."""
    if move.kind is Kind.LEFT:
        successor = tables.successors[move.place.slug]
        return f"It is now part of {successor}." if successor else "It is no longer listed."
    if move.kind is Kind.RANKED:
        return "It was not ranked before." if move.before else "It was not listed before."
    if move.kind is Kind.NO_LONGER_RANKED:
        return "None of its models counts any more."
    if not move.score_change:
        return "Its own score did not change."
    verb = "rose" if move.score_change > 0 else "fell"
    return f"Its own score {verb} by {score_text(abs(move.score_change))}."


def _others(move: Move) -> Iterable[str]:
    if move.passed_by:
        yield f"Now above it: {_names(move.passed_by)}."
    if move.passed:
        yield f"No longer above it: {_names(move.passed)}."


def _names(names: Sequence[str]) -> str:
    more = len(names) - TOLD_LABS
    return listed([*names[:TOLD_LABS], *([f"{small_number(more)} more"] if more > 0 else [])])


def _may_have_more(move: Move, tables: Tables) -> bool:
    """Whether the change began before the steps that were read."""
    first = move.steps[0].score_before if move.steps else None
    start = move.before.score if move.before else None
    return tables.is_cut and bool(move.score_change) and first != start


def _finding(moved: Sequence[Move], labs: int) -> str:
    counts = Counter(move.kind for move in moved)
    words = (
        (Kind.UP, "moved up"),
        (Kind.DOWN, "moved down"),
        (Kind.SAME_RANK, "kept the rank with another score"),
        (Kind.RANKED, "came in"),
        (Kind.NO_LONGER_RANKED, "lost the rank"),
        (Kind.LEFT, "left"),
    )
    told = [f"{counts[kind]} {text}" for kind, text in words if counts[kind]]
    if not told:
        return f"None of the {labs} labs moved."
    return f"Of {labs} labs {listed(told)}; the others stayed where they were."


def _notes(old: Ranking, new: Ranking) -> Iterable[str]:
    """What else differs between the two and can move every lab at once."""
    if old.standard_version != new.standard_version:
        yield (
            f"Cards were graded against edition {old.standard_version} of the standard in the "
            f"earlier ranking and against edition {new.standard_version} in the later one."
        )
    if old.method_version != new.method_version:
        yield (
            f"The earlier ranking was computed by method {old.method_version}, the later one by "
            f"method {new.method_version}."
        )


def _ranking_link(number: int) -> Link:
    return Link(f"Ranking {number}", Ranking(number=number).get_absolute_url())


def _lab_link(place: Place) -> Link:
    return Link(place.name, reverse("lab:detail", args=[place.slug]))
