"""Worked examples of lab scores, and what a score says beside its number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from registry.rules.profile import SectionShares, weighted_mean
from registry.rules.ranking.lab_inputs import KnownRelease
from registry.rules.ranking.lab_score import Band, Bar, Flagship, SectionMean, Standing, score_lab
from registry.rules.standard import load_standard
from tests.factories.labs import LONG_AGO, TODAY, TOY, lab, release, verified_card

HALF = Fraction(1, 2)
A = release("a", date(2025, 1, 1), 80)
B = release("b", date(2024, 1, 2))
C = release("c", date(2022, 1, 2), 60)
E_RELEASED = date(2025, 11, 15)
E = release("e", E_RELEASED)


def rounded(value: Decimal) -> str:
    return f"{value:.6f}"


def test_the_score_of_a_lab_is_half_flagship_half_mean() -> None:
    score = score_lab(lab(A, B, C), TOY, TODAY)
    assert [rounded(r.recency) for r in score.releases] == ["0.707107", "0.500000", "0.250000"]
    assert rounded(score.mean) == "49.116882"
    assert rounded(score.coverage) == "0.656854"
    assert rounded(score.depth) == "74.775923"  # 74.7759225…, half-up
    assert score.flagship == Flagship("a", Decimal(80), is_designated=False)
    assert rounded(score.score) == "64.558441"
    assert score.displayed == Decimal("64.6")
    assert score.carded == 2
    assert not score.is_small
    assert score.band is Band.DISCLOSING


def test_an_editor_may_designate_the_flagship() -> None:
    score = score_lab(lab(A, B, C, designated="b"), TOY, TODAY)
    assert score.flagship == Flagship("b", Decimal(0), is_designated=True)
    assert rounded(score.score) == "24.558441"
    assert score.displayed == Decimal("24.6")


def test_silence_does_not_count_on_the_eighty_ninth_day() -> None:
    score = score_lab(lab(A, B, C, E), TOY, date(2026, 2, 12))
    assert rounded(score.mean) == "49.116882"
    assert score.displayed == Decimal("64.6")
    assert score.releases[0].standing is Standing.NOT_DUE


@pytest.mark.parametrize(
    ("designated", "exact", "displayed"),
    [("a", "54.826955", "54.8"), (None, "14.826955", "14.8")],
)
def test_silence_counts_on_the_ninetieth_day(
    designated: str | None, exact: str, displayed: str
) -> None:
    score = score_lab(lab(A, B, C, E, designated=designated), TOY, date(2026, 2, 13))
    assert rounded(score.mean) == "29.653909"
    assert rounded(score.score) == exact
    assert score.displayed == Decimal(displayed)


def test_an_early_card_that_raises_the_mean_joins() -> None:
    score = score_lab(lab(A, B, C, release("e", E_RELEASED, 90)), TOY, TODAY)
    assert rounded(score.mean) == "65.317158"
    assert rounded(score.score) == "72.658579"
    assert score.displayed == Decimal("72.7")
    assert score.releases[0].standing is Standing.EARLY


def test_an_early_card_that_would_lower_the_mean_waits_until_due() -> None:
    without = score_lab(lab(A, B, C), TOY, TODAY)
    score = score_lab(lab(A, B, C, release("e", E_RELEASED, 20)), TOY, TODAY)
    assert [r.id for r in score.waiting] == ["e"]
    assert score.waiting[0].due_on == date(2026, 2, 13)
    assert (score.mean, score.coverage, score.score) == (
        without.mean,
        without.coverage,
        without.score,
    )


def test_a_lab_that_was_not_invited_is_scored_on_its_cards() -> None:
    score = score_lab(lab(A, B, C, invited_on=None), TOY, TODAY)
    assert [r.id for r in score.members] == ["a"]
    assert [r.id for r in score.waiting] == ["c"]
    assert score.flagship is None
    assert score.carded == 1
    assert {score.mean, score.score, score.displayed} == {Decimal(80)}


@pytest.mark.parametrize("on", [TODAY, date(2026, 2, 28)])
def test_an_invitation_gives_ninety_days(on: date) -> None:
    score = score_lab(lab(A, B, C, invited_on=date(2025, 12, 1)), TOY, on)
    assert score.displayed == Decimal("80.0")


def test_all_releases_fall_due_ninety_days_after_the_invitation() -> None:
    on = date(2026, 3, 1)
    invited = score_lab(lab(A, B, C, invited_on=date(2025, 12, 1)), TOY, on)
    assert [r.standing for r in invited.releases] == [Standing.DUE] * 3
    assert rounded(invited.score) == "64.558441"
    assert [rounded(r.recency) for r in invited.releases] == ["0.668583", "0.472759", "0.236380"]


def test_of_several_flagships_on_one_day_the_lowest_counts() -> None:
    day = date(2025, 1, 1)
    score = score_lab(lab(release("a", day, 80), release("z", day, 30)), TOY, TODAY)
    assert score.flagship == Flagship("z", Decimal(30), is_designated=False)
    silent = score_lab(lab(release("a", day, 80), release("z", day)), TOY, TODAY)
    assert silent.flagship == Flagship("z", Decimal(0), is_designated=False)


def test_a_tier_counts_by_its_weight() -> None:
    day = date(2025, 1, 1)
    score = score_lab(lab(release("a", day, 90), release("b", day, 30, tier=HALF)), TOY, TODAY)
    assert score.mean == 70
    assert score.score == 80


@pytest.mark.parametrize(
    ("exact", "displayed"), [("64.6499999995", "64.7"), ("64.6499999994", "64.6")]
)
def test_nine_decimals_come_before_the_one_displayed(exact: str, displayed: str) -> None:
    score = score_lab(lab(release("m", TODAY, Fraction(exact))), TOY, TODAY)
    assert score.displayed == Decimal(displayed)


def test_early_cards_of_equal_score_join_by_id() -> None:
    score = score_lab(lab(release("z", TODAY, 40), release("a", TODAY, 40)), TOY, TODAY)
    assert [r.id for r in score.members] == ["a"]
    assert [r.id for r in score.waiting] == ["z"]


def test_known_coverage_counts_every_release_with_a_tier() -> None:
    score = score_lab(
        lab(
            release("due", LONG_AGO, 50),
            release("due-silent", LONG_AGO),
            release("waiting", TODAY, 1),
            release("not-due", TODAY),
            release("derivative", LONG_AGO, 99, tier=Fraction(0)),
        ),
        TOY,
        TODAY,
    )
    assert len(score.releases) == 4
    assert (score.carded, len(score.members)) == (1, 2)
    assert score.is_small


@pytest.mark.parametrize(
    ("known", "band"),
    [
        ([], Band.NOT_RANKABLE),
        ([release("a", TODAY)], Band.NOT_RANKABLE),
        ([release("a", TODAY, 0)], Band.NOT_RANKABLE),
        ([release("a", LONG_AGO, 50, tier=Fraction(0))], Band.NOT_RANKABLE),
        ([release("a", LONG_AGO)], Band.NO_DISCLOSURE),
        ([release("a", LONG_AGO, 0)], Band.DISCLOSING),
        ([release("a", TODAY, 1)], Band.DISCLOSING),
    ],
)
def test_the_band_tells_silence_from_nothing_to_count(
    known: Sequence[KnownRelease], band: Band
) -> None:
    score = score_lab(lab(*known), TOY, TODAY)
    assert score.band is band
    assert score.is_rankable is (band is not Band.NOT_RANKABLE)


def test_a_lab_without_releases_scores_nothing() -> None:
    score = score_lab(lab(), TOY, TODAY)
    figures = {score.mean, score.coverage, score.depth, score.score, score.displayed}
    assert figures == {Decimal(0)}
    assert score.bar == Bar(Decimal(0), Decimal(0), Decimal(0))
    assert {mean.score for mean in score.sections} == {Decimal(0)}


def test_a_reading_counts_the_releases_that_it_finds_worth_counting() -> None:
    # Stated only: worth 40 nominally, so it waits behind a verified 60; read leniently it is 100.
    stated = tuple(
        SectionShares(shares.section, Fraction(1), Fraction(0), Fraction(0))
        for shares in verified_card(0)
    )
    talker = KnownRelease("talker", TODAY, Fraction(1), stated)
    score = score_lab(lab(talker, release("doer", TODAY, 60), invited_on=None), TOY, TODAY)
    assert [r.id for r in score.members] == ["doer"]
    assert score.readings == {"strict": 60, "nominal": 60, "lenient": 100}


def test_the_bar_and_the_sections_are_means_over_the_releases_counted() -> None:
    card = (
        SectionShares("compute", HALF, Fraction(0), HALF),
        SectionShares("data", Fraction(0), HALF, Fraction(0)),
    )
    day = date(2025, 1, 1)
    carded = KnownRelease("carded", day, Fraction(1), card)
    score = score_lab(lab(carded, release("silent", day)), TOY, TODAY)
    assert score.releases[0].model_score == 55
    assert score.bar == Bar(
        stated=Decimal("12.5"), evidenced=Decimal("12.5"), verified=Decimal("12.5")
    )
    # Nothing in "review" applies to the card, so its own bar and 55 stand in.
    assert score.sections == (
        section_mean("compute", "25", "0", "25", score="35"),
        section_mean("data", "0", "25", "0", score="20"),
        section_mean("review", "12.5", "12.5", "12.5", score="27.5"),
    )


def section_mean(
    section: str, stated: str, evidenced: str, verified: str, *, score: str
) -> SectionMean:
    return SectionMean(
        Decimal(stated), Decimal(evidenced), Decimal(verified), section, Decimal(score)
    )


def test_dates_at_the_ends_of_the_calendar_are_scored() -> None:
    score = score_lab(
        lab(release("first", date.min, 80), release("last", date.max, 40)), TOY, date.max
    )
    # Eight thousand years weigh the older one down to nothing.
    assert score.displayed == Decimal("40.0")


def test_the_published_standard_scores_labs() -> None:
    standard = load_standard()
    card = tuple(
        SectionShares(section.id, Fraction(0), Fraction(1), Fraction(0))
        for section in standard.sections
    )
    inputs = lab(KnownRelease("m", LONG_AGO, Fraction(1), card))
    assert score_lab(inputs, standard, TODAY).displayed == Decimal("80.0")


def test_the_weighted_mean_of_nothing_is_0() -> None:
    assert weighted_mean([], []) == 0
    assert weighted_mean([HALF, Fraction(1, 3)], [Fraction(10), Fraction(20)]) == 14
