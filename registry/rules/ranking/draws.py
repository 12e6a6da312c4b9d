"""How sure is a rank: the method varied a thousand times, each lab recomputed in every draw.

All labs share the draws, and a lab's draws depend on nothing but its own inputs, so they are kept
with the lab and only the comparison of labs is made anew.

The numbers are float64, and the same on every machine: only sums, products, quotients and floors
are used, one element at a time and in a fixed order. Matrix products would add in an order that
depends on the processor, and library powers differ in the last bit, so neither appears; recency
weights come from the exact ones. A value that lies on a rounding tie is lifted over it by 1e-9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from registry.rules.profile import Profile
from registry.rules.ranking.lab_inputs import (
    METHOD_ID,
    METHOD_VERSION,
    Candidates,
    KnownRelease,
    LabInputs,
    find_candidates,
    recency_weights,
)
from registry.rules.standard import IntervalMethod, Standard

Floats = NDArray[np.float64]
Tenths = NDArray[np.uint16]

# Little-endian on every machine, so that the stored bytes of a lab's draws are the same everywhere.
TENTHS_DTYPE = np.dtype("<u2")
_TIE_GUARD = 1e-9
# Releases hundreds of half-lives away weigh alike: beyond, a float would be 0 or overflow.
_LEAST_WEIGHT, _GREATEST_WEIGHT = Fraction(1, 2**900), Fraction(2**900)


@dataclass(frozen=True, slots=True, eq=False)
class DrawParameters:
    """The varied method. Each array has one value per draw."""

    section_weights: Mapping[str, Floats]
    trust_stated: Floats
    trust_evidenced: Floats
    flagship_share: Floats
    half_lives: tuple[int, ...]
    half_life_index: NDArray[np.intp]


def method_seed() -> str:
    """Return the seed of the published draws: it changes with the method and nothing else."""
    return sha256(f"{METHOD_ID}|{METHOD_VERSION}".encode()).hexdigest()


def uniform(seed: str, draw: int, parameter: str) -> Fraction:
    """Return U(draw, parameter), 0 ≤ U < 1, exactly; draws count from 1."""
    digest = sha256(f"{seed}|{draw}|{parameter}".encode()).digest()
    return Fraction(int.from_bytes(digest[:8], "big"), 2**64)


def draw_parameters(standard: Standard, seed: str | None = None) -> DrawParameters:
    """Return the draws of a standard's method, computed once per process for each seed."""
    return _draw_parameters(
        method_seed() if seed is None else seed,
        tuple((section.id, section.weight) for section in standard.sections),
        standard.ranking.interval,
    )


@lru_cache(maxsize=8)
def _draw_parameters(
    seed: str, sections: tuple[tuple[str, Fraction], ...], interval: IntervalMethod
) -> DrawParameters:
    draws = range(1, interval.draws + 1)

    def between(low: Fraction, high: Fraction, parameter: str) -> Floats:
        uniforms = np.array([float(uniform(seed, draw, parameter)) for draw in draws])
        return float(low) + float(high - low) * uniforms

    noise = interval.section_weight_noise
    weights = {
        section: float(weight) * between(1 - noise, 1 + noise, f"w:{section}")
        for section, weight in sections
    }
    total = sum(weights.values(), np.zeros(interval.draws))
    half_lives = interval.half_life_days
    return DrawParameters(
        section_weights={section: weight / total for section, weight in weights.items()},
        trust_stated=between(*interval.trust_stated, "trust:stated"),
        trust_evidenced=between(*interval.trust_evidenced, "trust:evidenced"),
        flagship_share=between(*interval.flagship_share, "flagship_share"),
        half_lives=half_lives,
        half_life_index=np.array(
            [int(len(half_lives) * uniform(seed, draw, "half_life")) for draw in draws]
        ),
    )


def draw_lab(
    lab: LabInputs, standard: Standard, on: date, parameters: DrawParameters | None = None
) -> Tenths:
    """Return the displayed score of a lab in each draw, in tenths (0 to 1000).

    Every draw is a full recomputation: model scores, the early cards that join, the flagship.
    Give ``parameters`` to vary the method otherwise than the standard does.
    """
    parameters = draw_parameters(standard) if parameters is None else parameters
    candidates = find_candidates(lab, standard.ranking, on)
    considered = (*candidates.due, *candidates.early)
    no_score = np.zeros_like(parameters.flagship_share)
    model_scores = {
        release.id: _model_scores(release.profile, parameters)
        for release in considered
        if release.profile is not None
    }
    weights = _recency_weights(considered, parameters)
    score = _means(candidates, weights, model_scores, no_score)
    if candidates.flagships:
        flagship = np.minimum.reduce(
            [model_scores.get(release.id, no_score) for release in candidates.flagships]
        )
        share = parameters.flagship_share
        score = share * flagship + (1 - share) * score
    return np.floor(10 * score + 0.5 + _TIE_GUARD).astype(TENTHS_DTYPE)


def _model_scores(profile: Profile, parameters: DrawParameters) -> Floats:
    earned = np.zeros_like(parameters.trust_stated)
    total = np.zeros_like(earned)
    for shares in profile:
        weight = parameters.section_weights[shares.section]
        earned += weight * (
            float(shares.stated) * parameters.trust_stated
            + float(shares.evidenced) * parameters.trust_evidenced
            + float(shares.verified)
        )
        total += weight
    return 100 * earned / total if profile else earned


def _recency_weights(
    releases: Sequence[KnownRelease], parameters: DrawParameters
) -> dict[str, Floats]:
    by_half_life = [recency_weights(releases, days) for days in parameters.half_lives]

    def in_each_draw(release_id: str) -> Floats:
        exact = (weights[release_id] for weights in by_half_life)
        within = [float(min(max(w, _LEAST_WEIGHT), _GREATEST_WEIGHT)) for w in exact]
        return np.array(within)[parameters.half_life_index]

    return {release.id: in_each_draw(release.id) for release in releases}


def _means(
    candidates: Candidates,
    weights: Mapping[str, Floats],
    model_scores: Mapping[str, Floats],
    no_score: Floats,
) -> Floats:
    """Return P in each draw.

    Early cards join best first, each while it exceeds the mean so far. The mean rises just as long
    as that is so and falls ever after, so P is the highest of the means along the way.
    """
    total = sum((weights[release.id] for release in candidates.due), no_score)
    earned = sum(
        (weights[r.id] * model_scores[r.id] for r in candidates.due if r.id in model_scores),
        no_score,
    )
    means = earned / total if candidates.due else no_score
    if not candidates.early:
        return means
    scores = np.stack([model_scores[release.id] for release in candidates.early])
    best_first = np.argsort(-scores, axis=0, kind="stable")
    scores = np.take_along_axis(scores, best_first, axis=0)
    of_early = np.stack([weights[release.id] for release in candidates.early])
    of_early = np.take_along_axis(of_early, best_first, axis=0)
    along_the_way = (earned + np.cumsum(of_early * scores, axis=0)) / (
        total + np.cumsum(of_early, axis=0)
    )
    highest: Floats = along_the_way.max(axis=0)
    return np.maximum(means, highest)
