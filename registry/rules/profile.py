"""The profile of one card: what each section earned, split by grade.

A section's score under any trust vector γ is ``γ1·stated + γ2·evidenced + γ3·verified``, so the
profile is all that ranking needs of a card: readings, bars, lab scores and the draws behind a rank
interval are computed from it, never from the card again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class SectionShares:
    """Shares of one section's counting weight, Σ v·s over claims of that grade ÷ Σ v (0 to 1)."""

    section: str
    stated: Fraction
    evidenced: Fraction
    verified: Fraction

    def score(self, trusts: Sequence[Fraction]) -> Fraction:
        """Section score S_k, 0 to 1, for trusts (γ0, γ1, γ2, γ3)."""
        return trusts[1] * self.stated + trusts[2] * self.evidenced + trusts[3] * self.verified


# Sections without a counting item are left out: they carry no weight in the model score.
Profile = tuple[SectionShares, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The stacked bar, each part 0 to 100; what is left to 100 is drawn as an outline."""

    verified: Fraction
    evidenced: Fraction
    stated: Fraction

    def score(self, trusts: Sequence[Fraction]) -> Fraction:
        """Score, 0 to 100, of what the bar shows for trusts (γ0, γ1, γ2, γ3)."""
        return trusts[1] * self.stated + trusts[2] * self.evidenced + trusts[3] * self.verified


def bar(profile: Profile, weights: Mapping[str, Fraction]) -> Bar:
    """Split a card's weighted substance by grade: the weighted mean of the sections' shares.

    An empty profile, or one whose sections all weigh 0, has an empty bar.
    """
    total = sum((weights[shares.section] for shares in profile), Fraction(0))
    verified = evidenced = stated = Fraction(0)
    if not total:
        return Bar(verified, evidenced, stated)
    for shares in profile:
        weight = 100 * weights[shares.section] / total
        verified += weight * shares.verified
        evidenced += weight * shares.evidenced
        stated += weight * shares.stated
    return Bar(verified, evidenced, stated)


def model_score(
    profile: Profile, weights: Mapping[str, Fraction], trusts: Sequence[Fraction]
) -> Fraction:
    """Model score M, 0 to 100: the weighted mean of section scores. An empty profile scores 0."""
    return bar(profile, weights).score(trusts)


def profile_from_data(rows: Iterable[Mapping[str, str]]) -> Profile:
    """Read a stored profile: objects with the fields of ``SectionShares``, fractions as text."""
    return tuple(
        SectionShares(
            section=row["section"],
            stated=Fraction(row["stated"]),
            evidenced=Fraction(row["evidenced"]),
            verified=Fraction(row["verified"]),
        )
        for row in rows
    )
