"""The profile of one card: what each section earned, split by grade.

A section's score under any trust vector γ is ``γ1·stated + γ2·evidenced + γ3·verified``, so the
profile is all that ranking needs of a card: readings, bars, lab scores and the draws behind a rank
interval are computed from it, never from the card again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def model_score(
    profile: Profile, weights: Mapping[str, Fraction], trusts: Sequence[Fraction]
) -> Fraction:
    """Model score M, 0 to 100: the weighted mean of section scores. An empty profile scores 0."""
    total = sum((weights[shares.section] for shares in profile), Fraction(0))
    if not total:
        return Fraction(0)
    earned = sum(
        (weights[shares.section] * shares.score(trusts) for shares in profile), Fraction(0)
    )
    return 100 * earned / total
