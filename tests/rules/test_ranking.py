from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.ranking.draws import TENTHS_DTYPE, Tenths, draw_lab, draw_parameters
from registry.rules.ranking.lab_inputs import KnownRelease, LabInputs, inputs_digest
from registry.rules.ranking.lab_score import score_lab
from registry.rules.ranking.rank_interval import draw_ranks, rank_intervals
from registry.rules.ranking.table import competition_ranks, rank_labs
from tests.factories.labs import TODAY, TOY, lab, labs, release, verified_card, with_method


@dataclass(frozen=True)
class Line:
    """A lab as ranking sees it."""

    name: str
    displayed: Decimal = Decimal(50)
    coverage: Decimal = Decimal(1)
    carded: int = 1
    is_rankable: bool = True
    slug: str = ""


def table(*lines: Line) -> list[tuple[int | None, str]]:
    return [(place.rank, place.lab.name) for place in rank_labs(lines)]


@pytest.mark.parametrize(
    ("displayed", "ranks"),
    [
        (["64.6", "64.6", "64.5"], [1, 1, 3]),
        (["9", "8", "8", "7"], [1, 2, 2, 4]),
        (["0.0", "0.1"], [2, 1]),
        ([], []),
    ],
)
def test_equal_displayed_scores_share_a_rank(displayed: list[str], ranks: list[int]) -> None:
    assert competition_ranks([Decimal(score) for score in displayed]) == ranks


def test_scores_that_display_alike_rank_alike() -> None:
    scores = [
        score_lab(lab(release("m", TODAY, Fraction(score)), slug=slug), TOY, TODAY)
        for slug, score in (("a", "64.55"), ("b", "64.649"), ("c", "64.549"))
    ]
    assert [(place.rank, place.lab.slug) for place in rank_labs(scores)] == [
        (1, "a"),
        (1, "b"),
        (3, "c"),
    ]


def test_a_tie_is_ordered_by_coverage_then_cards_then_name() -> None:
    assert table(
        Line("less covered", coverage=Decimal("0.5"), carded=9),
        Line("zeta"),
        Line("Alpha"),
        Line("beta"),
        Line("more cards", carded=2),
    ) == [(1, "more cards"), (1, "Alpha"), (1, "beta"), (1, "zeta"), (1, "less covered")]


def test_labs_without_a_counted_release_come_last_without_rank() -> None:
    assert table(
        Line("Zed", Decimal(0), is_rankable=False),
        Line("silent", Decimal(0)),
        Line("ahead", Decimal(0), is_rankable=False),
        Line("open"),
    ) == [(1, "open"), (2, "silent"), (None, "ahead"), (None, "Zed")]


def test_no_labs_make_an_empty_table() -> None:
    assert rank_labs([]) == ()


LINES = st.lists(
    st.builds(
        Line,
        name=st.sampled_from(["a", "A", "b", "ß"]),
        displayed=st.integers(0, 5).map(lambda tenths: Decimal(tenths) / 10),
        coverage=st.sampled_from([Decimal(0), Decimal(1)]),
        carded=st.integers(0, 2),
        is_rankable=st.booleans(),
    ),
    max_size=8,
).map(lambda lines: [replace(line, slug=f"lab-{n}") for n, line in enumerate(lines)])


@given(LINES, st.data())
def test_the_order_of_labs_changes_nothing(lines: list[Line], data: st.DataObject) -> None:
    assert rank_labs(data.draw(st.permutations(lines))) == rank_labs(lines)


@given(LINES)
def test_a_rank_is_one_more_than_the_labs_strictly_above(lines: list[Line]) -> None:
    ranked = [line for line in lines if line.is_rankable]
    for place in rank_labs(lines):
        above = sum(line.displayed > place.lab.displayed for line in ranked)
        assert place.rank == (above + 1 if place.lab.is_rankable else None)


NAMES = ("Alpha", "Beta", "Gamma", "Delta")
VECTORS = ((90, 20, 50), (50, 60, 50), (30, 70, 90), (30, 50, 40))


@pytest.fixture(scope="module")
def four_labs() -> list[Tenths]:
    # Everything verified, one card and nothing due: only the weights of sections can matter.
    parameters = draw_parameters(TOY, "oracle-1")
    drawn = []
    for vector in VECTORS:
        known = KnownRelease("m", TODAY, Fraction(1), verified_card(*vector))
        drawn.append(draw_lab(lab(known, invited_on=None), TOY, TODAY, parameters))
    return drawn


def test_scores_and_ranks_of_the_first_draw(four_labs: list[Tenths]) -> None:
    assert [drawn[0] / 10 for drawn in four_labs] == [53.6, 54.1, 58.2, 40.1]
    assert draw_ranks(four_labs)[:, 0].tolist() == [3, 2, 1, 4]


def test_intervals_of_a_thousand_draws(four_labs: list[Tenths]) -> None:
    assert rank_intervals(four_labs, (5, 95)) == [(1, 3), (2, 3), (1, 2), (4, 4)]
    assert rank_intervals(four_labs, (50, 50)) == [(2, 2), (2, 2), (1, 1), (4, 4)]


def test_pairwise_wins_of_a_thousand_draws(four_labs: list[Tenths]) -> None:
    wins = {
        (a, b): int((first > second).sum())
        for a, first in zip(NAMES, four_labs, strict=True)
        for b, second in zip(NAMES, four_labs, strict=True)
        if a != b and (first > second).any()
    }
    assert wins == {
        ("Gamma", "Alpha"): 793,
        ("Alpha", "Gamma"): 198,
        ("Alpha", "Beta"): 480,
        ("Beta", "Alpha"): 500,
        ("Gamma", "Beta"): 994,
        ("Beta", "Gamma"): 5,
        ("Alpha", "Delta"): 1000,
        ("Beta", "Delta"): 1000,
        ("Gamma", "Delta"): 1000,
    }


DRAWS = st.integers(1, 30).flatmap(
    lambda count: st.lists(
        st.lists(st.integers(0, 1000) | st.integers(0, 3), min_size=count, max_size=count),
        min_size=1,
        max_size=8,
    )
)


def tenths(rows: list[list[int]]) -> list[Tenths]:
    return [np.array(row, dtype=TENTHS_DTYPE) for row in rows]


@given(DRAWS, st.integers(1, 100), st.integers(1, 100))
def test_intervals_are_nearest_rank_percentiles_of_the_ranks(
    rows: list[list[int]], low: int, high: int
) -> None:
    count = len(rows[0])
    expected = []
    for row in rows:
        ranks = sorted(1 + sum(other[d] > row[d] for other in rows) for d in range(count))
        at = [-(-percentile * count // 100) - 1 for percentile in (low, high)]
        expected.append((ranks[at[0]], ranks[at[1]]))
    assert rank_intervals(tenths(rows), (low, high)) == expected


def test_the_interval_of_nobody_is_empty() -> None:
    assert rank_intervals([], (5, 95)) == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "at least one lab"),
        ([[]], "the same number of draws"),
        ([[1, 2], [1]], "the same number of draws"),
        ([[1, 2], []], "the same number of draws"),
        ([[1001]], "1001 tenths is above 100"),
        ([[0]] * 65_536, "65536 labs are more than"),
    ],
)
def test_draws_that_cannot_be_ranked_are_refused(rows: list[list[int]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw_ranks(tenths(rows))


FEW = with_method(TOY, draws=20)


@given(st.lists(labs(), min_size=1, max_size=4), labs(), st.data())
def test_recomputing_one_lab_equals_recomputing_all(
    every: list[LabInputs], newer: LabInputs, data: st.DataObject
) -> None:
    stored = [
        (inputs_digest(inputs, FEW, TODAY), draw_lab(inputs, FEW, TODAY).tobytes())
        for inputs in every
    ]
    index = data.draw(st.integers(0, len(every) - 1))
    every = [*every[:index], newer, *every[index + 1 :]]
    updated = [
        np.frombuffer(kept, TENTHS_DTYPE)
        if digest == inputs_digest(inputs, FEW, TODAY)
        else draw_lab(inputs, FEW, TODAY)
        for inputs, (digest, kept) in zip(every, stored, strict=True)
    ]
    from_scratch = [draw_lab(inputs, FEW, TODAY) for inputs in every]
    assert rank_intervals(updated, (5, 95)) == rank_intervals(from_scratch, (5, 95))
