"""What an invitation would set going, by the rules and before it is sent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from registry.rules.ranking.invitation import effect_of_inviting, rank_among
from registry.rules.ranking.lab_score import Band
from tests.factories.labs import LONG_AGO, TODAY, TOY, lab, release

FIRST = TODAY + timedelta(days=90)


def test_what_is_known_falls_due_together_and_what_comes_later_after_its_release() -> None:
    later = TODAY + timedelta(days=10)
    effect = effect_of_inviting(
        lab(
            release("old", LONG_AGO),
            release("new", TODAY),
            release("coming", later),
            release("carded", LONG_AGO, 80),
            release("variant", LONG_AGO, tier=Fraction(0)),
            invited_on=None,
        ),
        TOY,
        TODAY,
    )
    assert [(one.release.id, one.due_on) for one in effect.due] == [
        ("new", FIRST),
        ("old", FIRST),
        ("coming", later + timedelta(days=90)),
    ]
    assert effect.then is not None
    assert effect.then.on == FIRST
    assert effect.then.displayed < effect.now.displayed


def test_a_silent_lab_becomes_rankable_with_nothing() -> None:
    effect = effect_of_inviting(lab(release("a", LONG_AGO), invited_on=None), TOY, TODAY)
    assert effect.now.band is Band.NOT_RANKABLE
    assert effect.then is not None
    assert effect.then.band is Band.NO_DISCLOSURE
    assert effect.then.displayed == 0


def test_an_invitation_that_was_made_keeps_its_day() -> None:
    invited_on = TODAY - timedelta(days=30)
    effect = effect_of_inviting(lab(release("a", LONG_AGO), invited_on=invited_on), TOY, TODAY)
    assert effect.due[0].due_on == invited_on + timedelta(days=90)
    assert effect_of_inviting(lab(release("a", LONG_AGO)), TOY, TODAY).then is None


def test_a_lab_without_a_release_that_counts_is_asked_for_nothing() -> None:
    effect = effect_of_inviting(lab(invited_on=None), TOY, date(2026, 1, 1))
    assert effect.due == ()
    assert effect.then is None


@pytest.mark.parametrize(("score", "rank"), [("9.0", 1), ("5.0", 2), ("4.9", 4), ("0.0", 4)])
def test_equal_scores_share_a_rank(score: str, rank: int) -> None:
    others = [Decimal("5.0"), Decimal("8.0"), Decimal("5.0")]
    assert rank_among(Decimal(score), others) == rank
