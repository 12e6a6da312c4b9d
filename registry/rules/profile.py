"""The profile of one card: what each section earned, split by grade.

A section's score under any trust vector γ is ``γ1·stated + γ2·evidenced + γ3·verified``, so the
profile is all that ranking needs of a card: readings, bars, lab scores and the draws behind a rank
interval are computed from it, never from the card again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm


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

    def confirmed(self) -> Bar:
        """The bar once every evidenced claim is verified; what is only stated stays so."""
        return Bar(self.verified + self.evidenced, Fraction(0), self.stated)


def bar(profile: Profile, weights: Mapping[str, Fraction]) -> Bar:
    """Split a card's weighted substance by grade: the weighted mean of the sections' shares.

    An empty profile, or one whose sections all weigh 0, has an empty bar.
    """
    of_sections = [weights[shares.section] for shares in profile]
    if not any(of_sections):
        return Bar(Fraction(0), Fraction(0), Fraction(0))
    return Bar(
        verified=100 * weighted_mean(of_sections, [shares.verified for shares in profile]),
        evidenced=100 * weighted_mean(of_sections, [shares.evidenced for shares in profile]),
        stated=100 * weighted_mean(of_sections, [shares.stated for shares in profile]),
    )


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


def weighted_mean(weights: Sequence[Fraction], values: Sequence[Fraction]) -> Fraction:
    """Return Σ w·x ÷ Σ w; 0 for no values.

    Over common denominators the sums are of whole numbers, an order of magnitude faster than
    fractions reduced at every step.
    """
    if not values:
        return Fraction(0)
    whole_weights, _ = _over_common_denominator(weights)
    whole_values, denominator = _over_common_denominator(values)
    total = sum(w * x for w, x in zip(whole_weights, whole_values, strict=True))
    return Fraction(total, denominator * sum(whole_weights))


def _over_common_denominator(values: Sequence[Fraction]) -> tuple[list[int], int]:
    common = lcm(*(value.denominator for value in values))
    return [value.numerator * (common // value.denominator) for value in values], common
