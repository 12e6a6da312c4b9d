"""What must hold for every lab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from registry.rules.profile import SectionShares, model_score
from registry.rules.ranking.lab_inputs import (
    KnownRelease,
    LabInputs,
    find_candidates,
    next_due_date,
    recency_weights,
)
from registry.rules.ranking.lab_reading import Reading, read_lab
from registry.rules.ranking.lab_score import LabScore, score_lab
from tests.factories.labs import TODAY, TOY, labs, profiles, releases
from tests.rules.lab_reference import reference_score

METHOD = TOY.ranking
NOMINAL = TOY.readings["nominal"]
EVERY = st.sampled_from(["strict", "nominal", "lenient"])


def score(inputs: LabInputs, on: date = TODAY) -> LabScore:
    return score_lab(inputs, TOY, on)


def read(inputs: LabInputs, reading: str) -> Reading:
    """The exact values, a difference of which nine decimals could hide."""
    candidates = find_candidates(inputs, METHOD, TODAY)
    trusts = TOY.readings[reading]
    model_scores = {r.id: m(r, trusts) for r in candidates.due if r.profile is not None}
    model_scores |= {r.id: m(r, trusts) for r in candidates.early}
    return read_lab(candidates, relative_weights(inputs), model_scores, METHOD.flagship_share)


def relative_weights(inputs: LabInputs) -> dict[str, Fraction]:
    candidates = find_candidates(inputs, METHOD, TODAY)
    considered = (*candidates.due, *candidates.early)
    return recency_weights(considered, METHOD.recency_half_life_days)


def m(release: KnownRelease, trusts: Sequence[Fraction]) -> Fraction:
    if release.profile is None:
        return Fraction(0)
    return model_score(release.profile, TOY.section_weights, trusts)


def with_release(inputs: LabInputs, index: int, release: KnownRelease) -> LabInputs:
    known = list(inputs.releases)
    known[index] = release
    return replace(inputs, releases=tuple(known))


def shifted(inputs: LabInputs, days: int) -> LabInputs:
    shift = timedelta(days=days)
    return replace(
        inputs,
        invited_on=inputs.invited_on and inputs.invited_on + shift,
        releases=tuple(replace(r, released_on=r.released_on + shift) for r in inputs.releases),
    )


@given(labs(), EVERY)
def test_the_score_is_that_of_the_published_formulas(inputs: LabInputs, reading: str) -> None:
    expected = reference_score(inputs, TOY, TODAY, TOY.readings[reading])
    assert score(inputs).readings[reading] == expected.score
    if reading == "nominal":
        assert score(inputs).mean == expected.mean
        assert score(inputs).coverage == expected.coverage
        assert score(inputs).depth == expected.depth


@given(labs())
def test_the_mean_is_coverage_times_depth(inputs: LabInputs) -> None:
    reading, weights = read(inputs, "nominal"), relative_weights(inputs)
    total = sum((weights[r.id] for r in reading.members), Fraction(0))
    earned = sum((weights[r.id] * m(r, NOMINAL) for r in reading.members), Fraction(0))
    assert reading.mean == reading.coverage * reading.depth
    assert reading.mean * total == earned


@given(labs())
def test_strict_is_at_most_nominal_is_at_most_lenient(inputs: LabInputs) -> None:
    assert read(inputs, "strict").score <= read(inputs, "nominal").score
    assert read(inputs, "nominal").score <= read(inputs, "lenient").score


@given(labs())
def test_bar_and_sections_add_up_to_the_mean(inputs: LabInputs) -> None:
    result = score(inputs)
    stated, evidenced, verified = result.bar.stated, result.bar.evidenced, result.bar.verified
    shares = SectionShares("", Fraction(stated), Fraction(evidenced), Fraction(verified))
    by_sections = sum(
        (TOY.section_weights[mean.section] * Fraction(mean.score) for mean in result.sections),
        Fraction(0),
    )
    for sum_of_parts in (shares.score(NOMINAL), by_sections / sum(TOY.section_weights.values())):
        assert abs(sum_of_parts - Fraction(result.mean)) < Fraction(3, 10**9)


@given(labs(), st.integers(0, 2000))
def test_time_alone_never_changes_a_score(inputs: LabInputs, days: int) -> None:
    later = TODAY + timedelta(days=days)
    next_due = next_due_date(inputs, METHOD, TODAY)
    assume(next_due is None or next_due > later)
    now, then = score(inputs), score(inputs, later)
    assert [replace(r, recency=Decimal(0)) for r in now.releases] == [
        replace(r, recency=Decimal(0)) for r in then.releases
    ]
    assert replace(now, on=later, releases=()) == replace(then, releases=())


@given(labs(), st.integers(-3000, 3000))
def test_shifting_every_date_changes_no_score(inputs: LabInputs, days: int) -> None:
    moved = score(shifted(inputs, days), TODAY + timedelta(days=days))
    assert replace(moved, on=TODAY, releases=()) == replace(score(inputs), releases=())


@given(labs(), st.data(), EVERY)
def test_one_more_silent_due_release_never_raises_a_score(
    inputs: LabInputs, data: st.DataObject, reading: str
) -> None:
    silent = replace(data.draw(releases("silent")), profile=None)
    more = replace(inputs, releases=(*inputs.releases, silent))
    before, after = read(inputs, reading), read(more, reading)
    assert after.mean <= before.mean
    assert after.score <= before.score


@given(labs(), st.integers(0, 89))
def test_an_invitation_alone_changes_nothing_for_ninety_days(inputs: LabInputs, days: int) -> None:
    asked = replace(inputs, invited_on=TODAY - timedelta(days=days))
    before, after = score(replace(inputs, invited_on=None)), score(asked)
    assert replace(before, releases=()) == replace(after, releases=())


@given(labs(), st.data(), EVERY)
def test_publishing_a_card_never_lowers_a_score(
    inputs: LabInputs, data: st.DataObject, reading: str
) -> None:
    silent = [n for n, release in enumerate(inputs.releases) if release.profile is None]
    assume(silent)
    index = data.draw(st.sampled_from(silent))
    with_card = with_release(
        inputs, index, replace(inputs.releases[index], profile=data.draw(profiles()))
    )
    before, after = read(inputs, reading), read(with_card, reading)
    assert after.mean >= before.mean
    assert after.score >= before.score


@given(labs(), st.data(), EVERY)
def test_a_better_card_never_lowers_a_score(
    inputs: LabInputs, data: st.DataObject, reading: str
) -> None:
    carded = [n for n, release in enumerate(inputs.releases) if release.profile]
    assume(carded)
    index = data.draw(st.sampled_from(carded))
    release = inputs.releases[index]
    assert release.profile is not None
    better = tuple(
        replace(shares, verified=1 - shares.stated - shares.evidenced) for shares in release.profile
    )
    improved = with_release(inputs, index, replace(release, profile=better))
    assert read(improved, reading).score >= read(inputs, reading).score


@given(labs(), st.data())
def test_a_release_of_tier_0_never_changes_a_score(inputs: LabInputs, data: st.DataObject) -> None:
    derivative = replace(data.draw(releases("derivative")), tier=Fraction(0))
    assert score(replace(inputs, releases=(*inputs.releases, derivative))) == score(inputs)


@given(labs(), st.data())
def test_the_order_of_releases_changes_nothing(inputs: LabInputs, data: st.DataObject) -> None:
    shuffled = tuple(data.draw(st.permutations(inputs.releases)))
    assert score(replace(inputs, releases=shuffled)) == score(inputs)
