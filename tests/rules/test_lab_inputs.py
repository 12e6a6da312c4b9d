from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.ranking.lab_inputs import (
    KnownRelease,
    LabInputs,
    due_date,
    find_candidates,
    inputs_digest,
    next_due_date,
    recency_weight,
    recency_weights,
)
from tests.factories.labs import LONG_AGO, TODAY, TOY, lab, labs, release, releases

METHOD = TOY.ranking


def test_a_release_is_due_ninety_days_after_the_later_of_release_and_invitation() -> None:
    late = release("late", date(2025, 11, 15))
    assert due_date(late, lab(late), METHOD) == date(2026, 2, 13)
    assert due_date(late, lab(late, invited_on=date(2025, 12, 1)), METHOD) == date(2026, 3, 1)
    assert due_date(late, lab(late, invited_on=None), METHOD) is None


def test_a_due_date_beyond_the_calendar_is_its_last_day() -> None:
    last = release("last", date(9999, 12, 1))
    assert due_date(last, lab(last), METHOD) == date.max


@pytest.mark.parametrize(("age", "is_due"), [(89, False), (90, True)])
def test_a_release_counts_from_its_ninetieth_day(age: int, is_due: bool) -> None:
    silent = release("silent", TODAY - timedelta(days=age))
    assert bool(find_candidates(lab(silent), METHOD, TODAY).due) is is_due


def test_candidates_are_due_releases_and_early_cards_of_a_tier() -> None:
    inputs = lab(
        release("due-silent", LONG_AGO),
        release("due-card", LONG_AGO, 10),
        release("early-silent", TODAY),
        release("early-card", TODAY, 10),
        release("derivative", LONG_AGO, 10, tier=Fraction(0)),
    )
    candidates = find_candidates(inputs, METHOD, TODAY)
    assert [r.id for r in candidates.due] == ["due-card", "due-silent"]
    assert [r.id for r in candidates.early] == ["early-card"]


OLD, NEW = date(2024, 1, 1), date(2025, 1, 1)
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("known", "designated", "expected", "is_designated"),
    [
        ([release("a", OLD), release("b", NEW)], None, ["b"], False),
        ([release("a", NEW), release("b", NEW)], None, ["a", "b"], False),
        ([release("a", OLD), release("b", NEW, tier=HALF)], None, ["a"], False),
        ([release("a", OLD), release("b", TODAY)], None, ["a"], False),
        ([release("a", OLD), release("b", NEW)], "a", ["a"], True),
        ([release("a", OLD), release("b", NEW, tier=HALF)], "b", ["a"], False),
        ([release("a", OLD), release("b", TODAY)], "b", ["a"], False),
        ([release("a", OLD), release("b", NEW)], "c", ["b"], False),
        ([release("a", OLD, tier=HALF)], "a", [], False),
        ([], None, [], False),
    ],
)
def test_the_flagship_is_the_newest_due_tier_1_release_or_the_designated_one(
    known: list[KnownRelease], designated: str | None, expected: list[str], is_designated: bool
) -> None:
    candidates = find_candidates(lab(*known, designated=designated), METHOD, TODAY)
    assert [r.id for r in candidates.flagships] == expected
    assert candidates.is_designated is is_designated


@pytest.mark.parametrize(
    ("released_on", "tier", "expected"),
    [
        (date(2025, 1, 1), "1", "0.707107"),
        (date(2024, 1, 2), "1", "0.500000"),
        (date(2022, 1, 2), "1", "0.250000"),
        (date(2024, 1, 2), "1/2", "0.250000"),
        (TODAY, "1", "1.000000"),
        (TODAY + timedelta(days=730), "1", "2.000000"),
    ],
)
def test_recency_halves_every_two_years(released_on: date, tier: str, expected: str) -> None:
    weight = recency_weight(release("m", released_on, tier=Fraction(tier)), TODAY, 730)
    assert f"{float(weight):.6f}" == expected


@given(st.integers(0, 4000), st.sampled_from([365, 730, 1460]))
def test_recency_is_right_to_fifty_digits(age: int, half_life: int) -> None:
    weight = recency_weight(release("m", TODAY - timedelta(days=age)), TODAY, half_life)
    # u = 2^(−age/half-life) exactly when u^half-life = 2^(−age).
    assert abs(weight**half_life * 2**age - 1) < Fraction(half_life, 10**50)


def test_recency_keeps_its_digits_for_very_old_releases() -> None:
    weight = recency_weight(release("m", date(1, 1, 1)), date(9999, 12, 31), 365)
    age = (date(9999, 12, 31) - date(1, 1, 1)).days
    with localcontext(prec=60):
        expected = Decimal(2) ** (Decimal(-age) / 365)
    assert abs(weight / Fraction(expected) - 1) < Fraction(1, 10**50)


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=5), st.integers(0, 5000))
def test_relative_weights_keep_the_proportions_of_any_day(ages: list[int], later: int) -> None:
    known = [release(f"m{n}", TODAY - timedelta(days=age)) for n, age in enumerate(ages)]
    relative = recency_weights(known, 730)
    on = TODAY + timedelta(days=later)
    of_day = {r.id: recency_weight(r, on, 730) for r in known}
    ratios = [relative[r.id] / of_day[r.id] for r in known]
    assert max(ratios) / min(ratios) - 1 < Fraction(1, 10**50)


def test_a_release_listed_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="Release m of lab x is listed more than once"):
        lab(release("m", TODAY), release("m", LONG_AGO), slug="x")


@pytest.mark.parametrize("tier", [Fraction(-1, 2), Fraction(3, 2)])
def test_a_tier_outside_0_to_1_is_refused(tier: Fraction) -> None:
    with pytest.raises(ValueError, match="The tier of release m is"):
        release("m", TODAY, tier=tier)


def test_the_next_due_date_is_the_first_to_come() -> None:
    inputs = lab(
        release("past", LONG_AGO),
        release("later", date(2025, 12, 20)),
        release("next", date(2025, 12, 10)),
        release("derivative", date(2025, 12, 1), tier=Fraction(0)),
    )
    assert next_due_date(inputs, METHOD, TODAY) == date(2026, 3, 10)
    assert next_due_date(inputs, METHOD, date(2026, 3, 10)) == date(2026, 3, 20)
    assert next_due_date(inputs, METHOD, date(2026, 3, 20)) is None
    assert next_due_date(replace(inputs, invited_on=None), METHOD, TODAY) is None


BASE = lab(
    release("a", LONG_AGO, 80),
    release("b", NEW, 60),
    release("c", NEW),
    release("d", LONG_AGO, 10, tier=Fraction(0)),
)


def changed(index: int, **changes: object) -> LabInputs:
    known = list(BASE.releases)
    known[index] = replace(known[index], **changes)  # type: ignore[arg-type]
    return replace(BASE, releases=tuple(known))


@pytest.mark.parametrize(
    "inputs",
    [
        changed(0, profile=release("x", NEW, 81).profile),
        changed(0, profile=None),
        changed(0, profile=()),
        changed(0, released_on=LONG_AGO + timedelta(days=1)),
        changed(0, tier=Fraction(1, 2)),
        changed(0, id="e"),
        changed(3, tier=Fraction(1, 2)),
        replace(BASE, designated_flagship="b"),
        replace(BASE, invited_on=TODAY),
        replace(BASE, invited_on=None),
        replace(BASE, releases=BASE.releases[1:]),
    ],
)
def test_whatever_the_score_depends_on_changes_the_digest(inputs: LabInputs) -> None:
    assert inputs_digest(inputs, TOY, TODAY) != inputs_digest(BASE, TOY, TODAY)


@pytest.mark.parametrize(
    "inputs",
    [
        replace(BASE, name="Another name"),
        replace(BASE, releases=BASE.releases[::-1]),
        replace(BASE, releases=BASE.releases[:3]),
        replace(BASE, designated_flagship="d"),
        changed(3, profile=None),
        changed(0, preparer="developer"),
    ],
)
def test_nothing_else_changes_the_digest(inputs: LabInputs) -> None:
    assert inputs_digest(inputs, TOY, TODAY) == inputs_digest(BASE, TOY, TODAY)


def test_an_edition_of_the_standard_changes_the_digest() -> None:
    newer = replace(TOY, version="1.1")
    assert inputs_digest(BASE, newer, TODAY) != inputs_digest(BASE, TOY, TODAY)


def test_the_digest_is_the_same_on_every_machine() -> None:
    assert inputs_digest(BASE, TOY, TODAY) == (
        "8cae95261c7418491212354a7049246c2090d69fd3f7d1ffba74c88f4f4aa283"
    )


@given(labs(), st.integers(0, 400))
def test_the_digest_changes_with_the_calendar_exactly_when_a_release_falls_due(
    inputs: LabInputs, days: int
) -> None:
    later = TODAY + timedelta(days=days)
    next_due = next_due_date(inputs, METHOD, TODAY)
    same = inputs_digest(inputs, TOY, TODAY) == inputs_digest(inputs, TOY, later)
    assert same is (next_due is None or next_due > later)


@given(labs(), st.data())
def test_a_release_of_tier_0_never_changes_the_digest(
    inputs: LabInputs, data: st.DataObject
) -> None:
    derivative = replace(data.draw(releases("derivative")), tier=Fraction(0))
    more = replace(inputs, releases=(*inputs.releases, derivative))
    assert inputs_digest(more, TOY, TODAY) == inputs_digest(inputs, TOY, TODAY)
