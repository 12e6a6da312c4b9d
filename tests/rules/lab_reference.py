"""The lab score written out once more, as plainly as the method reads, to check the other by.

Recency weights are decimals of the age on the day itself and every sum is taken as the formula has
it, so nothing is shared with the code under test but the model score of a card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from registry.rules.profile import model_score
from registry.rules.ranking.lab_inputs import KnownRelease, LabInputs
from registry.rules.standard import Standard

NINE = Decimal("1e-9")


@dataclass(frozen=True)
class Expected:
    mean: Decimal
    coverage: Decimal
    depth: Decimal
    score: Decimal


def reference_score(
    lab: LabInputs, standard: Standard, on: date, trusts: Sequence[Fraction]
) -> Expected:
    with localcontext(prec=90):

        def m(release: KnownRelease) -> Decimal:
            if release.profile is None:
                return Decimal(0)
            exact = model_score(release.profile, standard.section_weights, trusts)
            return Decimal(exact.numerator) / exact.denominator

        def u(release: KnownRelease) -> Decimal:
            tier = Decimal(release.tier.numerator) / release.tier.denominator
            return tier * Decimal(2) ** (Decimal(-(on - release.released_on).days) / 730)

        def p(counted: list[KnownRelease]) -> Decimal:
            if not counted:
                return Decimal(0)
            return sum((u(r) * m(r) for r in counted), Decimal(0)) / sum(u(r) for r in counted)

        counting = [r for r in lab.releases if r.tier > 0]
        d = [
            r
            for r in counting
            if lab.invited_on is not None
            and on >= max(r.released_on, lab.invited_on) + timedelta(days=90)
        ]
        tier_1 = [r for r in d if r.tier == 1]
        early = [r for r in counting if r not in d and r.profile is not None]
        for release in sorted(early, key=lambda r: (-m(r), r.id)):
            # Equal scores differ here in the last of 90 digits, and must not count as exceeding.
            if m(release) > p(d) + Decimal("1e-60"):
                d = [*d, release]
        carded = [r for r in d if r.profile is not None]
        mean = p(d)
        score = mean
        designated = [r for r in tier_1 if r.id == lab.designated_flagship]
        if designated:
            score = (m(designated[0]) + mean) / 2
        elif tier_1:
            newest = max(r.released_on for r in tier_1)
            score = (min(m(r) for r in tier_1 if r.released_on == newest) + mean) / 2
        return Expected(
            mean=rounded(mean),
            coverage=rounded(sum((u(r) for r in carded), Decimal(0)) / sum(u(r) for r in d))
            if d
            else Decimal(0),
            depth=rounded(p(carded)),
            score=rounded(score),
        )


def rounded(value: Decimal) -> Decimal:
    # Twice, so that a tie that 90 digits come just short of is one again.
    return value.quantize(Decimal("1e-50"), ROUND_HALF_UP).quantize(NINE, ROUND_HALF_UP)
