from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.ranking.changes import (
    Decomposition,
    Effect,
    MeanChange,
    Snapshot,
    change_sentence,
    decompose,
    decompose_mean,
    fallen_due,
)
from registry.rules.ranking.lab_inputs import LabInputs
from registry.rules.ranking.lab_score import score_lab
from registry.rules.ranking.table import rank_labs
from registry.rules.rounding import half_up
from registry.rules.standard import Standard
from tests.factories.labs import LONG_AGO, TODAY, TOY, lab, labs, release

NONE = Effect(Decimal(0), 0)


def snapshot(*inputs: LabInputs, standard: Standard = TOY, days: int = 0) -> Snapshot:
    on = TODAY + timedelta(days=days)
    return Snapshot(standard, on, {each.slug: each for each in inputs})


def one_card(slug: str, score: int | None, *, preparer: str = "") -> LabInputs:
    return lab(release("m", LONG_AGO, score, preparer=preparer), slug=slug)


A, B, C = one_card("a", 80), one_card("b", 60), one_card("c", 40)
BEFORE = snapshot(A, B, C)


def test_nothing_changed() -> None:
    assert decompose(BEFORE, BEFORE) == dict.fromkeys("abc", Decomposition(NONE, NONE, NONE, NONE))


def test_a_better_card_is_disclosure() -> None:
    effects = decompose(BEFORE, snapshot(A, B, one_card("c", 70)))
    assert effects["c"] == Decomposition(NONE, Effect(Decimal(30), 1), NONE, NONE)
    assert effects["b"] == Decomposition(NONE, Effect(Decimal(0), -1), NONE, NONE)
    assert effects["a"] == Decomposition(NONE, NONE, NONE, NONE)


def test_a_release_that_falls_due_in_silence_is_disclosure() -> None:
    late = lab(release("m", LONG_AGO, 80), release("new", TODAY), slug="a")
    effects = decompose(snapshot(late, B), snapshot(late, B, days=90))
    assert effects["a"].disclosure.places == -1
    assert effects["a"].disclosure.score < -40
    assert effects["b"].disclosure == Effect(Decimal(0), 1)


def test_labs_that_come_and_go_are_the_cohort() -> None:
    newcomer = one_card("n", 70)
    effects = decompose(BEFORE, snapshot(B, C, newcomer))
    # One lab above left and one came.
    assert effects["b"] == Decomposition(NONE, NONE, NONE, NONE)
    entered = decompose(BEFORE, snapshot(A, B, C, newcomer))
    assert entered["b"] == Decomposition(NONE, NONE, Effect(Decimal(0), -1), NONE)
    assert "n" not in entered
    left = decompose(BEFORE, snapshot(B, C))
    assert left["c"].cohort == Effect(Decimal(0), 1)
    assert "a" not in left


def test_a_card_taken_over_by_another_preparer_is_the_preparer() -> None:
    before = snapshot(A, one_card("b", 60, preparer="registry"))
    after = snapshot(A, one_card("b", 90, preparer="developer"))
    assert decompose(before, after)["b"] == Decomposition(NONE, NONE, NONE, Effect(Decimal(30), 1))
    assert decompose(before, after)["a"].preparer == Effect(Decimal(0), -1)


def test_a_first_card_is_disclosure_whoever_prepared_it() -> None:
    after = snapshot(A, B, one_card("c", 70, preparer="developer"))
    effects = decompose(snapshot(A, B, one_card("c", None)), after)
    assert effects["c"].disclosure == Effect(Decimal(70), 1)


def test_a_withdrawn_card_is_disclosure_whoever_prepared_it() -> None:
    before = snapshot(A, B, one_card("c", 70, preparer="developer"))
    effects = decompose(before, snapshot(A, B, one_card("c", None)))
    assert effects["c"].disclosure == Effect(Decimal(-70), -1)


def test_a_new_edition_of_the_standard_is_the_method() -> None:
    newer = replace(TOY, version="1.1")
    regraded = {"a": one_card("a", 50), "b": B, "c": C}
    effects = decompose(BEFORE, snapshot(*regraded.values(), standard=newer), regraded)
    assert effects["a"] == Decomposition(Effect(Decimal(-30), -1), NONE, NONE, NONE)
    assert effects["b"].method == Effect(Decimal(0), 1)


def test_constants_of_the_method_are_the_method() -> None:
    silent = lab(release("flagship", TODAY - timedelta(days=200)), *A.releases, slug="a")
    newer = replace(TOY, version="1.1", ranking=replace(TOY.ranking, flagship_share=Fraction(1)))
    before = snapshot(silent)
    effects = decompose(before, snapshot(silent, standard=newer), before.labs)
    assert effects["a"].method.score == -score_lab(silent, TOY, TODAY).displayed


def test_an_unranked_lab_stands_below_the_ranked_ones_with_no_points() -> None:
    silent = lab(release("m", LONG_AGO), slug="c", invited_on=None)
    carded = lab(release("m", LONG_AGO, 70), slug="c", invited_on=None)
    effects = decompose(snapshot(A, B, silent), snapshot(A, B, carded))
    assert effects["c"].disclosure == Effect(Decimal(70), 1)


def test_editions_are_compared_with_regraded_cards_only() -> None:
    after = snapshot(A, standard=replace(TOY, version="1.1"))
    with pytest.raises(ValueError, match="Cards must be regraded"):
        decompose(BEFORE, after)
    with pytest.raises(ValueError, match="not the labs of the earlier snapshot"):
        decompose(BEFORE, after, {"a": A})


@given(
    st.lists(st.tuples(labs(), labs()), min_size=1, max_size=3),
    st.integers(0, 200),
    st.booleans(),
)
def test_the_effects_add_up_to_the_change(
    pairs: list[tuple[LabInputs, LabInputs]], days: int, has_newcomer: bool
) -> None:
    before = snapshot(*(replace(old, slug=f"lab-{n}") for n, (old, _) in enumerate(pairs)))
    known = [replace(new, slug=f"lab-{n + has_newcomer}") for n, (_, new) in enumerate(pairs)]
    after = snapshot(*known, days=days)
    for slug, parts in decompose(before, after).items():
        effects = (parts.method, parts.disclosure, parts.cohort, parts.preparer)
        old, new = standing(before, slug), standing(after, slug)
        assert sum((effect.score for effect in effects), Decimal(0)) == new[0] - old[0]
        assert sum(effect.places for effect in effects) == old[1] - new[1]


def standing(of: Snapshot, slug: str) -> tuple[Decimal, int]:
    table = rank_labs(score_lab(inputs, of.standard, of.on) for inputs in of.labs.values())
    place = next(place for place in table if place.lab.slug == slug)
    below = sum(other.rank is not None for other in table) + 1
    return place.lab.displayed, place.rank or below


# Totals of the Foundation Model Transparency Index, May 2024 and December 2025 (CC BY).
FMTI_2024 = {
    "Adept": 33,
    "AI21 Labs": 75,
    "Aleph Alpha": 75,
    "Amazon": 41,
    "Anthropic": 51,
    "BigCode/Hugging Face/ServiceNow": 85,
    "Google": 47,
    "IBM": 64,
    "Meta": 60,
    "Microsoft": 62,
    "Mistral": 55,
    "OpenAI": 49,
    "Stability AI": 58,
    "Writer": 56,
}
FMTI_2025 = {
    "AI21 Labs": 66,
    "Alibaba": 26,
    "Amazon": 39,
    "Anthropic": 46,
    "DeepSeek": 32,
    "Google": 41,
    "IBM": 95,
    "Meta": 31,
    "Midjourney": 14,
    "Mistral": 18,
    "OpenAI": 35,
    "Writer": 72,
    "xAI": 14,
}


def fractions(scores: dict[str, int]) -> dict[str, Fraction]:
    return {name: Fraction(score) for name, score in scores.items()}


def test_a_falling_mean_is_mostly_another_cohort() -> None:
    change = decompose_mean(fractions(FMTI_2024), fractions(FMTI_2025))
    assert len(FMTI_2024.keys() & FMTI_2025.keys()) == 9
    assert change.returning == Fraction(443, 9) - Fraction(498, 9)
    assert [
        f"{half_up(part, 3):f}" for part in (change.total, change.returning, change.composition)
    ] == ["-17.236", "-6.111", "-11.125"]


def test_a_mean_over_nobody_who_returned_is_all_composition() -> None:
    change = decompose_mean({"a": Fraction(10)}, {"b": Fraction(30)})
    assert change == MeanChange(Fraction(20), Fraction(0), Fraction(20))


@pytest.mark.parametrize("sides", [({}, {"a": Fraction(1)}), ({"a": Fraction(1)}, {}), ({}, {})])
def test_a_mean_over_nobody_is_refused(
    sides: tuple[dict[str, Fraction], dict[str, Fraction]],
) -> None:
    with pytest.raises(ValueError, match="needs members on both sides"):
        decompose_mean(*sides)


def test_releases_fall_due_after_one_day_and_up_to_another() -> None:
    inputs = lab(
        release("before", TODAY - timedelta(days=90)),
        release("first", TODAY - timedelta(days=89)),
        release("last", TODAY - timedelta(days=80)),
        release("after", TODAY - timedelta(days=79)),
        release("derivative", TODAY - timedelta(days=85), tier=Fraction(0)),
    )
    due = fallen_due(inputs, TOY.ranking, TODAY, TODAY + timedelta(days=10))
    assert [each.id for each in due] == ["first", "last"]
    assert fallen_due(replace(inputs, invited_on=None), TOY.ranking, TODAY, TODAY) == ()


PUBLISHED = "the card of DeepSeek-R1 was published"


@pytest.mark.parametrize(
    ("rank", "previous_rank", "causes", "score_change", "expected"),
    [
        (2, 4, [PUBLISHED], "9.1", f"Up 2: {PUBLISHED}."),
        (4, 2, ["R2 fell due without a card"], "-9", "Down 2: R2 fell due without a card."),
        (3, 3, [PUBLISHED], "1.2", f"Score up 1.2: {PUBLISHED}."),
        (3, 3, ["a"], "-0.4", "Score down 0.4: a."),
        (3, 3, ["the lab was invited"], "0", "Score unchanged: the lab was invited."),
        (3, 3, ["a", "b"], "0", "Score unchanged: a, and one other change."),
        (3, 3, ["a", "b", "c"], "0", "Score unchanged: a, and two other changes."),
        (5, None, [PUBLISHED], "50", f"New at rank 5: {PUBLISHED}."),
        (5, None, [], "0", "New at rank 5."),
        (
            None,
            5,
            ["the card of X was withdrawn"],
            "0",
            "No longer ranked: the card of X was withdrawn.",
        ),
        (None, None, ["Y was added"], "0", ""),
        (3, 2, [], "0", "Down 1: one more lab is ranked above it."),
        (5, 3, [], "0", "Down 2: two more labs are ranked above it."),
        (2, 3, [], "0", "Up 1: one lab fewer is ranked above it."),
        (1, 3, [], "0", "Up 2: two labs fewer are ranked above it."),
        (1, 3, [], "0.1", "Up 2."),
        (3, 3, [], "0", "Score unchanged."),
    ],
)
def test_a_change_in_one_sentence(
    rank: int | None,
    previous_rank: int | None,
    causes: Sequence[str],
    score_change: str,
    expected: str,
) -> None:
    sentence = change_sentence(
        rank=rank, previous_rank=previous_rank, causes=causes, score_change=Decimal(score_change)
    )
    assert sentence == expected
