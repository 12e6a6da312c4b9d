from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.ranking.dominance import find_dominance
from registry.rules.ranking.lab_inputs import KnownRelease, LabInputs
from registry.rules.ranking.lab_score import LabScore, score_lab
from registry.rules.standard import Standard
from tests.factories.labs import LONG_AGO, SECTIONS, TODAY, TOY, lab, verified_card

Vector = tuple[Decimal, ...]


def vector(*means: int | str) -> Vector:
    return tuple(Decimal(mean) for mean in means)


def pairs(*vectors: Vector) -> list[list[int]]:
    return [[int(a), int(b)] for a, b in find_dominance(vectors)]


def test_ahead_in_every_section() -> None:
    alpha, beta = vector(90, 20, 50), vector(50, 60, 50)
    gamma, delta = vector(30, 70, 90), vector(30, 50, 40)
    assert pairs(alpha, beta, gamma, delta) == [[1, 3], [2, 3]]


def test_equal_labs_do_not_dominate_each_other() -> None:
    assert pairs(vector(1, 2), vector(1, 2)) == []


def test_the_last_published_digit_decides() -> None:
    assert pairs(vector("50.000000001", 0), vector(50, 0)) == [[0, 1]]


@pytest.mark.parametrize("vectors", [[], [vector(1, 2, 3)]])
def test_nobody_dominates_where_there_is_no_other(vectors: list[Vector]) -> None:
    assert find_dominance(vectors).shape == (0, 2)


def test_vectors_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="inhomogeneous"):
        find_dominance([vector(1, 2), vector(1)])


MEANS = st.integers(0, 3).map(Decimal) | st.decimals(0, 100, places=9)


@given(st.lists(st.tuples(MEANS, MEANS, MEANS), max_size=6))
def test_dominance_is_at_least_everywhere_and_more_somewhere(vectors: list[Vector]) -> None:
    expected = [
        [a, b]
        for a, b in product(range(len(vectors)), repeat=2)
        if all(x >= y for x, y in zip(vectors[a], vectors[b], strict=True))
        and any(x > y for x, y in zip(vectors[a], vectors[b], strict=True))
    ]
    assert pairs(*vectors) == expected


def lab_of(slug: str, *cards: tuple[int, ...]) -> LabInputs:
    """A lab whose releases came out on one day a year apart, all due, newest last."""
    known = tuple(
        KnownRelease(f"m{n}", LONG_AGO.replace(year=LONG_AGO.year + n), Fraction(1), card)
        for n, card in enumerate(verified_card(*scores) for scores in cards)
    )
    return lab(*known, slug=slug)


def section_vector(score: LabScore) -> Vector:
    return tuple(mean.score for mean in score.sections)


def weighted(*weights: int) -> Standard:
    sections = tuple(
        replace(section, weight=Fraction(weight))
        for section, weight in zip(TOY.sections, weights, strict=True)
    )
    return replace(TOY, sections=sections)


SCORES = st.tuples(*[st.integers(0, 100)] * len(SECTIONS))


@given(
    st.lists(SCORES, min_size=2, max_size=2),
    st.lists(SCORES, min_size=2, max_size=2),
    st.tuples(*[st.integers(0, 9)] * len(SECTIONS)).filter(any),
)
def test_no_weights_of_sections_reverse_the_means_of_dominance(
    first: list[tuple[int, ...]], second: list[tuple[int, ...]], weights: tuple[int, ...]
) -> None:
    # Raised everywhere to the better of both, the first lab cannot be behind in any section.
    better = [
        tuple(max(x, y) for x, y in zip(a, b, strict=True))
        for a, b in zip(first, second, strict=True)
    ]
    ahead, behind = lab_of("ahead", *better), lab_of("behind", *second)
    vectors = [section_vector(score_lab(inputs, TOY, TODAY)) for inputs in (ahead, behind)]
    assert pairs(*vectors) in ([[0, 1]], [])
    standard = weighted(*weights)
    assert score_lab(ahead, standard, TODAY).mean >= score_lab(behind, standard, TODAY).mean


def test_dominance_of_the_means_does_not_bind_the_flagship() -> None:
    steady = lab_of("steady", (90, 90, 90), (10, 10, 10))
    rising = lab_of("rising", (0, 0, 0), (60, 60, 60))
    ahead, behind = (score_lab(inputs, TOY, TODAY) for inputs in (steady, rising))
    assert pairs(section_vector(ahead), section_vector(behind)) == [[0, 1]]
    assert ahead.mean > behind.mean
    assert ahead.score < behind.score
