"""Why a lab moved, in sentences: its own doing told apart from that of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.rules.numerals import decimal_text
from registry.rules.ranking.moves import Kind, Move, Place
from registry.rules.words import listed, small_number

TOLD_LABS = 5
TOLD_CAUSES = 3
# Where nothing of its own is told to have changed, no cause is told either.
_OF_OTHERS = frozenset({Kind.LEFT, Kind.UNMOVED, Kind.NOT_RANKABLE})


def reason(move: Move) -> str:
    """Why a lab moved, in one text: its own doing with the last causes of it, then the others."""
    own, causes = own_sentence(move), _causes(move)
    if causes:
        own = f"{own.removesuffix('.')}: {causes}."
    return " ".join([own, *others_sentences(move)])


def _causes(move: Move) -> str:
    has_scores = move.kind in (Kind.UP, Kind.DOWN, Kind.SAME_RANK)
    if move.kind in _OF_OTHERS or (has_scores and not move.score_change):
        return ""
    causes = [step.reason for step in move.steps if step.reason]
    more = len(causes) - TOLD_CAUSES
    earlier = [f"{small_number(more)} earlier change{'s' if more > 1 else ''}"] if more > 0 else []
    return "; ".join([*earlier, *causes[-TOLD_CAUSES:]])


def own_sentence(move: Move, successor: str = "") -> str:
    """What became of the lab itself; ``successor`` names the lab that it was merged into."""
    match move.kind:
        case Kind.LEFT:
            return f"It is now part of {successor or 'another lab'}."
        case Kind.LISTED:
            return "It was not listed before, and none of its models counts yet."
        case Kind.RANKED:
            return "It was not ranked before." if move.before else "It was not listed before."
        case Kind.NOT_RANKABLE:
            return "It is not yet rankable."
        case Kind.NO_LONGER_RANKED:
            return "None of its models counts any more."
    if not move.score_change:
        return "Its own score did not change."
    verb = "rose" if move.score_change > 0 else "fell"
    return f"Its own score {verb} by {decimal_text(abs(move.score_change))}."


def others_sentences(move: Move) -> Iterator[str]:
    """Who passed it and whom it passed, by name; after the first few only how many."""
    if move.passed_by:
        yield f"Now above it: {_names(move.passed_by)}."
    if move.passed:
        yield f"No longer above it: {_names(move.passed)}."


def _names(places: Sequence[Place]) -> str:
    names = [place.name for place in places[:TOLD_LABS]]
    more = len(places) - len(names)
    return listed([*names, *([f"{small_number(more)} more"] if more > 0 else [])])
