"""How labs moved between two rankings, each with the reason."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.http import QueryDict
from django.urls import reverse

from registry.models import Ranking
from registry.models.ranking_tables import Tables, read_tables
from registry.rules.numerals import date_text
from registry.rules.ranking.move_words import others_sentences, own_sentence
from registry.rules.ranking.moves import Kind, Move, Place
from registry.rules.words import listed
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

# Between two rankings years apart there may be thousands; the newest are told.
TOLD_REASONS = 10
TOLD_RANKINGS = 30
# Labs that are named, and not told of.
STILL = (Kind.UNMOVED, Kind.NOT_RANKABLE, Kind.LISTED)


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
    tables = read_tables(old_number, new_number)
    found = tables.moves()
    still = [move for move in found if move.kind in STILL]
    moved = [move for move in found if move.kind not in STILL]
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
        own=own_sentence(move, tables.successors[move.place.slug]),
        reasons=tuple(
            Reason(_ranking_link(step.ranking), step.reason) for step in steps if step.reason
        ),
        others=tuple(others_sentences(move)),
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
