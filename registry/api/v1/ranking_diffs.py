"""How labs moved between two rankings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from registry.api.addresses import address_of, page_address
from registry.api.answers import FOREVER, LATEST, Answer, known
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.fields import fields_of
from registry.api.operations import One, Operation
from registry.api.paging import lasting_answer
from registry.api.parameters import Asked
from registry.api.spans import asked_span, is_named, span_address, span_of
from registry.api.v1.rankings import no_ranking
from registry.api.v1.shapes import ranking_diffs as shapes
from registry.api.v1.shapes.common import LabName
from registry.models import Ranking
from registry.models.ranking_tables import read_tables
from registry.rules.errors import QueryInvalid
from registry.rules.problems import QueryProblem
from registry.rules.ranking.move_words import reason
from registry.rules.ranking.moves import Kind, Move, Place, Step

NOT_MOVED = (Kind.UNMOVED, Kind.NOT_RANKABLE)
TOLD_LABS = 20


class RankingDiff(Endpoint):
    """How labs moved from one ranking to a later one, each with the reason: what the lab did
    itself, step by step, apart from who passed it. Nothing is ranked again for it: what both
    rankings say was stored. With both numbers given the answer never changes. A lab that left was
    merged into another; its address leads there.
    """

    operation = Operation(
        "getRankingDiff",
        "Rankings",
        "How labs moved between two rankings",
        One(shapes.RankingDiff),
        ("not-found",),
    )
    parameters = (*span_of("ranking", is_ordered=True), fields_of(shapes.RankingDiff))

    def get(self, asked: Asked) -> Answer:
        numbers = asked_span(asked, "ranking", _newest)
        found = Ranking.objects.defer("causes").in_bulk(set(numbers))
        for number in numbers:
            if number not in found:
                raise no_ranking(number)
        old, new = (found[number] for number in numbers)
        if old.number > new.number:
            raise _turned_round(old, new)
        return lasting_answer(
            self.request.path,
            asked,
            partial(_difference, old, new),
            map(_state, (old, new)),
            FOREVER if is_named(asked) else LATEST,
        )


def _newest() -> int:
    newest = Ranking.objects.newest_first().values_list("number", flat=True).first()
    if newest is None:
        raise RequestRefused("not-found", "No ranking was made yet.")
    return newest


def _state(ranking: Ranking) -> str:
    """Which ranking: also the moment, for a registry that began anew has other ones."""
    return f"{ranking.number} {ranking.digest} {ranking.created_at.isoformat()}"


def _turned_round(old: Ranking, new: Ranking) -> QueryInvalid:
    expected = f"a ranking that is not later than {new.number}, the one in to"
    hint = f"Ask for from={new.number}&to={old.number}."
    problem = QueryProblem("from", "query.range", str(old.number), expected, hint)
    return QueryInvalid((problem,))


def _difference(old: Ranking, new: Ranking) -> Mapping[str, Any]:
    tables = read_tables(old.number, new.number)
    found = tables.moves()
    counts = Counter(move.kind for move in found)
    return {
        "from": _ranking(old),
        "to": _ranking(new),
        "counts": {kind.value: counts[kind] for kind in Kind},
        "moves": [_move(move) for move in found if move.kind not in NOT_MOVED],
        "steps_after": tables.told_after,
        "links": _links(old.number, new.number),
    }


def _ranking(ranking: Ranking) -> shapes.ComparedRanking:
    return {
        "number": ranking.number,
        "as_of": ranking.as_of.isoformat(),
        "standard": ranking.standard_version,
        "method": ranking.method_version,
        "digest": ranking.digest,
        "links": {
            "self": address_of("ranking", ranking.number),
            "page": page_address("ranking:detail", ranking.number),
        },
    }


def _move(move: Move) -> dict[str, Any]:
    sides = (("from", move.before), ("to", move.after))
    is_ranked = [place is not None and place.rank is not None for _, place in sides]
    change = {"places": move.places, "score_change": float(move.score_change)}
    return {
        "lab": _lab(move.place),
        "kind": move.kind.value,
        **(change if all(is_ranked) else {}),
        **{name: _place(place) for name, place in sides if place is not None},
        "reason": reason(move),
        "steps": [_step(step) for step in move.steps],
        **known(now_above=_above(move.passed_by), no_longer_above=_above(move.passed)),
        "links": {"lab": address_of("lab", move.place.slug)},
    }


def _place(place: Place) -> shapes.MoveSide:
    return {"rank": place.rank, "score": float(place.score)} if place.rank is not None else {}


def _step(step: Step) -> dict[str, Any]:
    before = step.score_before
    return {
        "ranking": step.ranking,
        "change": step.sentence,
        **known(score_before=None if before is None else float(before)),
        "score": float(step.score),
        "links": {"ranking": address_of("ranking", step.ranking)},
    }


def _above(places: Sequence[Place]) -> shapes.LabsAbove | None:
    if not places:
        return None
    return {"count": len(places), "labs": [_lab(place) for place in places[:TOLD_LABS]]}


def _lab(place: Place) -> LabName:
    return {"slug": place.slug, "name": place.name}


def _links(old: int, new: int) -> shapes.RankingDiffLinks:
    links: shapes.RankingDiffLinks = {"self": span_address("ranking-diff", old=old, new=new)}
    if old != new:
        links["page"] = f"{page_address('ranking:diff')}?from={old}&to={new}"
    return links
