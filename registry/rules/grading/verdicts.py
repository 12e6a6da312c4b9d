"""How the verdicts of several referees on one claim combine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.rules.standard import Standard

# A referee who abstains has not judged; the verdicts that judge are in the standard.
ABSTENTIONS = frozenset({"cannot_assess", "outside_my_expertise"})
CONTRADICTED = "contradicted"
DISPUTED_STEPS = 2


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the judging verdicts say together.

    ``judging`` counts verdicts that are not abstentions, ``supporting`` those that support at least
    in part; ``median`` is the lower median, None while too few judged to change anything.
    """

    judging: int = 0
    supporting: int = 0
    median: str | None = None
    disputed: bool = False


NO_VERDICT = Consensus()


def combine(verdicts: Sequence[str], standard: Standard) -> Consensus:
    """Combine verdicts; abstentions do not count, fewer than two judging ones change nothing.

    The standard lists verdicts from best to worst; that order is the scale. Two steps apart, or one
    "contradicted" among others, is a dispute.
    """
    scale = {verdict: step for step, verdict in enumerate(standard.verdict_substance)}
    judging = sorted((v for v in verdicts if v in scale), key=scale.__getitem__)
    supporting = sum(bool(standard.verdict_substance[verdict]) for verdict in judging)
    if len(judging) < standard.minimum_supporting_verdicts:
        return Consensus(len(judging), supporting)
    best, worst = judging[0], judging[-1]
    return Consensus(
        judging=len(judging),
        supporting=supporting,
        # Sorted from best to worst, so of two middle verdicts the second is the lower one.
        median=judging[len(judging) // 2],
        disputed=scale[worst] - scale[best] >= DISPUTED_STEPS or worst == CONTRADICTED != best,
    )
