"""How labs moved between two rankings."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from registry.rules.ranking.move_words import others_sentences, own_sentence, reason
from registry.rules.ranking.moves import Kind, Move, Place, Step, moves
from registry.rules.ranking.table import competition_ranks


def table(**scores: str | None) -> list[Place]:
    """Labs by score, those without one not rankable, in the order of the leaderboard."""
    ranked = {name: Decimal(score) for name, score in scores.items() if score is not None}
    ranks = dict(zip(ranked, competition_ranks(list(ranked.values())), strict=True))
    places = [
        Place(name, name.title(), ranks.get(name), ranked.get(name, Decimal(0))) for name in scores
    ]
    return sorted(places, key=lambda place: (place.rank is None, place.rank, place.slug))


def move_of(name: str, found: tuple[Move, ...]) -> Move:
    return next(move for move in found if move.place.slug == name)


def slugs(places: tuple[Place, ...]) -> list[str]:
    return [place.slug for place in places]


def step(ranking: int, name: str, sentence: str, before: str | None, after: str) -> Step:
    return Step(ranking, name, sentence, Decimal(before) if before else None, Decimal(after))


def test_own_doing_is_told_from_that_of_others() -> None:
    own = step(2, "c", "Up 2: the card of Model C was published.", "10", "40")
    found = moves(table(a="30", b="20", c="10"), table(a="30", b="20", c="40"), [own])
    mover, passed = move_of("c", found), move_of("b", found)
    assert (mover.kind, mover.places, mover.score_change) == (Kind.UP, 2, Decimal(30))
    assert slugs(mover.passed) == ["a", "b"]
    assert not mover.is_only_others
    assert [s.reason for s in mover.steps] == ["the card of Model C was published"]
    assert (passed.kind, passed.places, slugs(passed.passed_by)) == (Kind.DOWN, -1, ["c"])
    assert passed.is_only_others
    assert passed.steps == ()


def test_own_score_falls_and_others_pass() -> None:
    found = moves(table(a="30", b="20", c="10"), table(a="15", b="20", c="25"), ())
    fallen = move_of("a", found)
    assert (fallen.kind, fallen.places, fallen.score_change) == (Kind.DOWN, -2, Decimal(-15))
    assert slugs(fallen.passed_by) == ["c", "b"]
    assert [place.rank for place in fallen.passed_by] == [1, 2]
    assert not fallen.is_only_others


def test_same_rank_may_have_other_labs_above() -> None:
    found = moves(table(a="30", b="20", c="10"), table(a="5", b="20", c="30"), ())
    middle = move_of("b", found)
    assert middle.kind is Kind.UNMOVED
    found = moves(table(a="30", b="20", c="10"), table(a="5", b="21", c="30"), ())
    middle = move_of("b", found)
    assert middle.kind is Kind.SAME_RANK
    assert (slugs(middle.passed_by), slugs(middle.passed)) == (["c"], ["a"])


def test_a_tie_is_no_passing() -> None:
    found = moves(table(a="30", b="20"), table(a="30", b="30"), ())
    up, unmoved = move_of("b", found), move_of("a", found)
    assert (up.kind, up.places, slugs(up.passed)) == (Kind.UP, 1, ["a"])
    assert (unmoved.kind, unmoved.passed_by) == (Kind.UNMOVED, ())


def test_entering_and_leaving() -> None:
    found = moves(
        table(a="30", gone="20", never=None, fading="10"),
        table(a="30", new="25", never=None, listed=None, fading=None),
        (),
    )
    assert {move.place.slug: move.kind for move in found} == {
        "a": Kind.UNMOVED,
        "new": Kind.RANKED,
        "fading": Kind.NO_LONGER_RANKED,
        "listed": Kind.LISTED,
        "never": Kind.NOT_RANKABLE,
        "gone": Kind.LEFT,
    }
    assert [move.place.slug for move in found][-1] == "gone"
    assert all(move.places == 0 for move in found)


def test_a_lab_without_rank_may_gain_one() -> None:
    move = move_of("a", moves(table(a=None, b="5"), table(a="10", b="5"), ()))
    assert (move.kind, move.score_change) == (Kind.RANKED, Decimal(0))


def test_steps_keep_their_order_and_may_have_no_reason() -> None:
    steps = [
        step(2, "a", "Score up 1.0: the card of X was published.", "1", "2"),
        step(3, "b", "Up 1: the card of Y was published.", "1", "3"),
        step(4, "a", "Score up 2.0.", "2", "4"),
    ]
    move = move_of("a", moves(table(a="1", b="1"), table(a="4", b="3"), steps))
    assert [(s.ranking, s.reason) for s in move.steps] == [
        (2, "the card of X was published"),
        (4, ""),
    ]


def test_a_move_is_told_in_sentences() -> None:
    before = table(a="30", b="20", c="10", gone="9", fading="8", never=None)
    after = table(a="30", b="20", c="40.25", new="5", fading=None, never=None, listed=None)
    found = {move.place.slug: move for move in moves(before, after, ())}
    assert {slug: own_sentence(move) for slug, move in found.items()} == {
        "a": "Its own score did not change.",
        "b": "Its own score did not change.",
        "c": "Its own score rose by 30.3.",
        "new": "It was not listed before.",
        "gone": "It is now part of another lab.",
        "fading": "None of its models counts any more.",
        "never": "It is not yet rankable.",
        "listed": "It was not listed before, and none of its models counts yet.",
    }
    assert own_sentence(found["gone"], "Lab A") == "It is now part of Lab A."
    assert list(others_sentences(found["a"])) == ["Now above it: C."]
    assert list(others_sentences(found["c"])) == ["No longer above it: A and B."]
    assert list(others_sentences(found["new"])) == []


def test_the_whole_reason_begins_with_its_own_doing() -> None:
    steps = [
        step(n, "c", f"Up 1: the card of M{n} was published.", "10", "20") for n in range(2, 7)
    ]
    steps.append(step(7, "b", "Down 1: the card of B was published.", "20", "20"))
    found = moves(table(a="30", b="20", c="10"), table(a="30", b="20", c="40"), steps)
    reasons = {move.place.slug: reason(move) for move in found}
    assert reasons["c"] == (
        "Its own score rose by 30.0: two earlier changes; the card of M4 was published; the card "
        "of M5 was published; the card of M6 was published. No longer above it: A and B."
    )
    # What it did itself did not move it.
    assert reasons["b"] == "Its own score did not change. Now above it: C."
    entered = moves(
        table(a="30"), table(a="30", b="5"), [step(2, "b", "New at rank 2.", None, "5")]
    )
    assert reason(move_of("b", entered)) == "It was not listed before."


def test_of_many_labs_that_passed_the_first_are_named() -> None:
    before = table(**{f"l{n}": str(n) for n in range(8)}, z="50")
    after = table(**{f"l{n}": str(n) for n in range(8)}, z="-1")
    (sentence,) = others_sentences(move_of("z", moves(before, after, ())))
    assert sentence == "Now above it: L7, L6, L5, L4, L3 and three more."


SCORES = st.none() | st.integers(0, 5).map(str)
TABLES = st.dictionaries(st.sampled_from("abcdef"), SCORES, min_size=1).map(lambda d: table(**d))


@given(TABLES, TABLES)
def test_passing_explains_every_place(before: list[Place], after: list[Place]) -> None:
    found = moves(before, after, ())
    assert {move.place.slug for move in found} == {p.slug for p in (*before, *after)}
    assert [move.place.slug for move in found][: len(after)] == [place.slug for place in after]
    for move in found:
        if move.kind in (Kind.UP, Kind.DOWN, Kind.SAME_RANK):
            assert move.places == len(move.passed) - len(move.passed_by)


@given(TABLES, TABLES)
def test_who_passed_whom_is_told_pair_by_pair(before: list[Place], after: list[Place]) -> None:
    old, new = {p.slug: p.rank for p in before}, {p.slug: p.rank for p in after}

    def is_above(ranks: dict[str, int | None], one: str, other: str) -> bool:
        high, low = ranks.get(one), ranks.get(other)
        return bool(high and low and high < low)

    for move in moves(before, after, ()):
        slug = move.place.slug
        if old.get(slug) and new.get(slug) and move.kind is not Kind.UNMOVED:
            now = [p.slug for p in after if is_above(new, p.slug, slug)]
            then = [p.slug for p in before if is_above(old, p.slug, slug)]
            assert slugs(move.passed_by) == [one for one in now if one not in then]
            assert slugs(move.passed) == [one for one in then if one not in now]
        else:
            assert (move.passed_by, move.passed) == ((), ())


@given(TABLES, TABLES)
def test_turned_round_every_gain_is_a_loss(before: list[Place], after: list[Place]) -> None:
    there = {move.place.slug: move for move in moves(before, after, ())}
    back = {move.place.slug: move for move in moves(after, before, ())}
    for slug, move in there.items():
        assert move.places == -back[slug].places
        assert move.score_change == -back[slug].score_change
        assert slugs(move.passed) == slugs(back[slug].passed_by)


@given(TABLES)
def test_nothing_moves_between_a_ranking_and_itself(places: list[Place]) -> None:
    assert {move.kind for move in moves(places, places, ())} <= {Kind.UNMOVED, Kind.NOT_RANKABLE}
