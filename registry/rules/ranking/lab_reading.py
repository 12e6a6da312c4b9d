"""From model scores to a lab score, exactly.

The letters are those of the published method: M model score, F flagship, P mean over the releases
counted (D), K coverage, Q depth, L lab score. Every value is an exact fraction of the model scores
and of the recency weights; rounding is left to whoever publishes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from registry.rules.profile import weighted_mean
from registry.rules.ranking.lab_inputs import Candidates, KnownRelease


@dataclass(frozen=True, slots=True)
class Reading:
    """A lab under one vector of trusts. Scores run from 0 to 100, coverage from 0 to 1."""

    members: tuple[KnownRelease, ...]  # D
    flagship: tuple[Fraction, str] | None  # F and the id of its release
    mean: Fraction  # P
    coverage: Fraction  # K
    depth: Fraction  # Q, 0 where no member has a card, so that P = K · Q always holds
    score: Fraction  # L


def read_lab(
    candidates: Candidates,
    weights: Mapping[str, Fraction],
    model_scores: Mapping[str, Fraction],
    flagship_share: Fraction,
) -> Reading:
    """Compute a lab from the model scores of its cards: the one way to L, whatever the trusts.

    ``weights`` are recency weights by release id; ``model_scores`` holds M of every candidate with
    a card, and one without scores 0.
    """
    members = _join_early(candidates, weights, model_scores)
    carded = [release.id for release in members if release.id in model_scores]
    coverage = weighted_mean(
        [weights[release.id] for release in members],
        [Fraction(release.id in model_scores) for release in members],
    )
    depth = weighted_mean([weights[id_] for id_ in carded], [model_scores[id_] for id_ in carded])
    mean = coverage * depth
    flagship = min(
        ((model_scores.get(r.id, Fraction(0)), r.id) for r in candidates.flagships), default=None
    )
    score = mean
    if flagship is not None:
        score = flagship_share * flagship[0] + (1 - flagship_share) * mean
    return Reading(members, flagship, mean, coverage, depth, score)


def _join_early(
    candidates: Candidates, weights: Mapping[str, Fraction], model_scores: Mapping[str, Fraction]
) -> tuple[KnownRelease, ...]:
    """Return D: the due releases and, best first, the early cards whose M exceeds the P so far."""
    total = sum((weights[release.id] for release in candidates.due), Fraction(0))
    earned = sum(
        (weights[r.id] * model_scores[r.id] for r in candidates.due if r.id in model_scores),
        Fraction(0),
    )
    joined: list[KnownRelease] = []
    # The candidates are in the order of their ids, and sorting keeps that order among equals.
    for release in sorted(candidates.early, key=lambda r: -model_scores[r.id]):
        mean_so_far = earned / total if total else Fraction(0)
        if model_scores[release.id] <= mean_so_far:
            break
        joined.append(release)
        total += weights[release.id]
        earned += weights[release.id] * model_scores[release.id]
    return (*candidates.due, *joined)
