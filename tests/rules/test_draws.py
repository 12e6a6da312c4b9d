from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.rules.profile import SectionShares, model_score
from registry.rules.ranking.draws import (
    TENTHS_DTYPE,
    DrawParameters,
    draw_lab,
    draw_parameters,
    method_seed,
    uniform,
)
from registry.rules.ranking.lab_inputs import (
    KnownRelease,
    LabInputs,
    find_candidates,
    inputs_digest,
    recency_weights,
)
from registry.rules.ranking.lab_reading import read_lab
from registry.rules.ranking.lab_score import score_lab
from registry.rules.standard import Section, load_standard
from tests.factories.labs import (
    LONG_AGO,
    SECTIONS,
    TODAY,
    TOY,
    lab,
    labs,
    profiles,
    release,
    with_method,
)

FEW = with_method(TOY, draws=7)
STILL = with_method(
    TOY,
    draws=2,
    section_weight_noise=Fraction(0),
    trust_stated=(Fraction(2, 5), Fraction(2, 5)),
    trust_evidenced=(Fraction(4, 5), Fraction(4, 5)),
    flagship_share=(Fraction(1, 2), Fraction(1, 2)),
    half_life_days=(730,),
)


@pytest.mark.parametrize(
    ("draw", "section", "expected"),
    [
        (1, "compute", ".805437"),
        (1, "data", ".869358"),
        (1, "review", ".833871"),
        (2, "compute", ".846968"),
        (2, "data", ".407767"),
        (2, "review", ".099539"),
    ],
)
def test_uniforms_come_from_the_digest(draw: int, section: str, expected: str) -> None:
    assert f"{float(uniform('oracle-1', draw, f'w:{section}')):.6f}" == f"0{expected}"


def test_the_seed_is_that_of_the_method() -> None:
    assert method_seed() == sha256(b"disclosure-ranking|1.0").hexdigest()


def test_weights_of_the_first_draw() -> None:
    weights = draw_parameters(TOY, "oracle-1").section_weights
    assert [f"{weights[section][0]:.6f}" for section in SECTIONS] == [
        "0.394650",
        "0.405592",
        "0.199758",
    ]


def test_parameters_follow_their_names_and_ranges() -> None:
    parameters = draw_parameters(load_standard())
    seed = method_seed()
    for draw in (1, 2, 1000):

        def u(name: str, draw: int = draw) -> float:
            return float(uniform(seed, draw, name))

        at = draw - 1
        assert parameters.trust_stated[at] == pytest.approx(0.2 + 0.4 * u("trust:stated"))
        assert parameters.trust_evidenced[at] == pytest.approx(0.65 + 0.3 * u("trust:evidenced"))
        assert parameters.flagship_share[at] == pytest.approx(0.3 + 0.4 * u("flagship_share"))
        half_life = parameters.half_lives[parameters.half_life_index[at]]
        assert half_life == [365, 730, 1460][int(3 * u("half_life"))]
        drawn = {s.id: float(s.weight) * (1 + 0.25 * (2 * u(f"w:{s.id}") - 1)) for s in sections()}
        for section, weight in drawn.items():
            expected = weight / sum(drawn.values())
            assert parameters.section_weights[section][at] == pytest.approx(expected)
    assert len(parameters.trust_stated) == 1000
    assert set(parameters.half_life_index) == {0, 1, 2}


def sections() -> tuple[Section, ...]:
    return load_standard().sections


def exact_tenths(inputs: LabInputs, parameters: DrawParameters, draw: int) -> int:
    """One draw recomputed with fractions by the code that computes published scores."""
    candidates = find_candidates(inputs, TOY.ranking, TODAY)
    considered = (*candidates.due, *candidates.early)
    weights = {id_: Fraction(array[draw]) for id_, array in parameters.section_weights.items()}
    trusts = (
        Fraction(0),
        Fraction(parameters.trust_stated[draw]),
        Fraction(parameters.trust_evidenced[draw]),
        Fraction(1),
    )
    reading = read_lab(
        candidates,
        recency_weights(considered, parameters.half_lives[parameters.half_life_index[draw]]),
        {
            r.id: model_score(r.profile, weights, trusts)
            for r in considered
            if r.profile is not None
        },
        Fraction(parameters.flagship_share[draw]),
    )
    return int(10 * reading.score + Fraction(1, 2) + Fraction(1, 10**9))


@given(labs())
def test_every_draw_is_a_full_recomputation(inputs: LabInputs) -> None:
    parameters = draw_parameters(FEW)
    drawn = draw_lab(inputs, FEW, TODAY)
    assert drawn.tolist() == [exact_tenths(inputs, parameters, draw) for draw in range(7)]


@given(labs())
def test_without_variation_a_draw_is_the_displayed_score(inputs: LabInputs) -> None:
    displayed = score_lab(inputs, STILL, TODAY).displayed
    assert draw_lab(inputs, STILL, TODAY).tolist() == [int(10 * displayed)] * 2


@pytest.mark.parametrize(("score", "tenths"), [("64.55", 646), ("64.65", 647), ("64.649", 646)])
def test_a_tie_is_rounded_up_in_draws_too(score: str, tenths: int) -> None:
    inputs = lab(release("m", LONG_AGO, Fraction(score)))
    assert draw_lab(inputs, TOY, TODAY).tolist() == [tenths] * 1000


@given(labs(), st.integers(0, 2000))
def test_draws_depend_on_the_calendar_only_through_what_is_due(
    inputs: LabInputs, days: int
) -> None:
    later = TODAY + timedelta(days=days)
    assume(inputs_digest(inputs, FEW, TODAY) == inputs_digest(inputs, FEW, later))
    assert draw_lab(inputs, FEW, TODAY).tobytes() == draw_lab(inputs, FEW, later).tobytes()


@given(labs(), st.data())
def test_publishing_a_card_never_lowers_any_draw(inputs: LabInputs, data: st.DataObject) -> None:
    silent = [n for n, known in enumerate(inputs.releases) if known.profile is None]
    assume(silent)
    index = data.draw(st.sampled_from(silent))
    known = list(inputs.releases)
    known[index] = replace(known[index], profile=data.draw(profiles()))
    published = replace(inputs, releases=tuple(known))
    before = draw_lab(inputs, FEW, TODAY)
    assert (draw_lab(published, FEW, TODAY) >= before).all()


@given(labs(), st.data())
def test_the_order_of_releases_changes_no_draw(inputs: LabInputs, data: st.DataObject) -> None:
    shuffled = replace(inputs, releases=tuple(data.draw(st.permutations(inputs.releases))))
    assert draw_lab(shuffled, FEW, TODAY).tobytes() == draw_lab(inputs, FEW, TODAY).tobytes()


@given(labs())
def test_a_lab_can_be_ranked_in_every_draw_or_in_none(inputs: LabInputs) -> None:
    is_rankable = score_lab(inputs, FEW, TODAY).is_rankable
    drawn = draw_lab(inputs, FEW, TODAY)
    assert is_rankable or not drawn.any()


def test_dates_at_the_ends_of_the_calendar_are_drawn() -> None:
    inputs = lab(release("first", date.min, 80), release("last", date.max, 40), invited_on=None)
    assert draw_lab(inputs, TOY, TODAY).max() <= 800


def test_a_card_to_which_nothing_applies_scores_0() -> None:
    inputs = lab(KnownRelease("m", LONG_AGO, Fraction(1), ()))
    assert not draw_lab(inputs, TOY, TODAY).any()


def example_lab() -> LabInputs:
    """A lab with every kind of release, under the published standard."""

    def card(numerator: int) -> tuple[SectionShares, ...]:
        return tuple(
            SectionShares(s.id, Fraction(1, 7), Fraction(numerator, 11), Fraction(n % 3, 9))
            for n, s in enumerate(sections())
        )

    return lab(
        KnownRelease("flagship", date(2025, 3, 1), Fraction(1), card(3)),
        KnownRelease("older", date(2023, 7, 14), Fraction(1, 2), card(5)),
        KnownRelease("silent", date(2024, 2, 29), Fraction(1)),
        KnownRelease("early", date(2025, 12, 1), Fraction(1), card(6)),
        KnownRelease("waiting", date(2025, 12, 2), Fraction(1, 2), card(0)),
    )


def test_the_bytes_of_draws_are_the_same_on_every_machine() -> None:
    drawn = draw_lab(example_lab(), load_standard(), TODAY)
    assert drawn.dtype == TENTHS_DTYPE
    assert drawn.shape == (1000,)
    assert sha256(drawn.tobytes()).hexdigest() == (
        "41e39b5260c7ff5d35523c23bddd6a9d353e0207e577b730dd5b619ed1b788f1"
    )


def test_draws_survive_storage() -> None:
    drawn = draw_lab(example_lab(), load_standard(), TODAY)
    assert np.array_equal(np.frombuffer(drawn.tobytes(), TENTHS_DTYPE), drawn)
