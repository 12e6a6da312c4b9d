"""Labs, releases and cards for tests of lab scores, draws and changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from registry.rules.profile import Profile, SectionShares
from registry.rules.ranking.lab_inputs import KnownRelease, LabInputs
from registry.rules.standard import Standard
from tests.factories.standards import toy_standard

LONG_AGO = date(2020, 1, 1)
TODAY = date(2026, 1, 1)
SECTIONS = ("compute", "data", "review")
TOY = toy_standard({"compute": ("40", []), "data": ("40", []), "review": ("20", [])})


def verified_card(*scores: int | Fraction) -> Profile:
    """A card with everything verified that earns these section scores; one number serves all."""
    by_section = scores * len(SECTIONS) if len(scores) == 1 else scores
    return tuple(
        SectionShares(section, Fraction(0), Fraction(0), Fraction(score) / 100)
        for section, score in zip(SECTIONS, by_section, strict=True)
    )


def release(
    id_: str,
    released_on: date,
    score: int | Fraction | None = None,
    *,
    tier: Fraction = Fraction(1),
    preparer: str = "",
) -> KnownRelease:
    """A release, with a card of this model score if one is given."""
    profile = None if score is None else verified_card(score)
    return KnownRelease(id_, released_on, tier, profile, preparer)


def lab(
    *releases: KnownRelease,
    slug: str = "lab",
    name: str = "",
    invited_on: date | None = LONG_AGO,
    designated: str | None = None,
) -> LabInputs:
    return LabInputs(slug, name or slug.title(), invited_on, releases, designated)


def with_method(standard: Standard, **constants: object) -> Standard:
    """``standard`` with other constants of the interval method."""
    interval = replace(standard.ranking.interval, **constants)  # type: ignore[arg-type]
    return replace(standard, ranking=replace(standard.ranking, interval=interval))


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Any card: sections may be missing, shares are twelfths that leave room for silence."""
    rows = []
    for section in SECTIONS:
        if draw(st.integers(0, 5)) == 0:
            continue
        cuts = sorted(draw(st.tuples(*[st.integers(0, 12)] * 3)))
        stated, evidenced, verified = cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1]
        rows.append(
            SectionShares(section, *(Fraction(n, 12) for n in (stated, evidenced, verified)))
        )
    return tuple(rows)


DAYS = st.integers(-40, 1500).map(lambda days: TODAY - timedelta(days=days))
TIERS = st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(0)])


@st.composite
def releases(draw: st.DrawFn, id_: str) -> KnownRelease:
    # Few distinct days, so that releases of one day are common.
    day = draw(DAYS | st.sampled_from([TODAY - timedelta(days=days) for days in (10, 90, 400)]))
    return KnownRelease(id_, day, draw(TIERS), draw(st.none() | profiles()))


@st.composite
def labs(draw: st.DrawFn, slug: str = "lab") -> LabInputs:
    """Any lab with up to six known releases, invited or not."""
    known = tuple(draw(releases(f"m{n}")) for n in range(draw(st.integers(0, 6))))
    return LabInputs(
        slug,
        slug.title(),
        draw(st.none() | DAYS),
        known,
        draw(st.none() | st.sampled_from([r.id for r in known] + ["unknown"])),
    )
