"""W9 and the comparison of labs: 2,000 labs of real-shaped cards, 1,000 draws."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from registry.rules.checking.reading import read_json
from registry.rules.grading.completeness import assess
from registry.rules.profile import Profile
from registry.rules.ranking.dominance import find_dominance
from registry.rules.ranking.draws import Tenths, draw_lab, draw_parameters
from registry.rules.ranking.lab_inputs import KnownRelease, LabInputs
from registry.rules.ranking.lab_score import LabScore, score_lab
from registry.rules.ranking.rank_interval import rank_intervals
from registry.rules.ranking.table import rank_labs
from registry.rules.standard import Standard, load_standard
from registry.starter.loader import STARTER_DIR
from tests.bench.measuring import Figure, at_most, exponent, medians, milliseconds, plain
from tests.bench.registries import Registries

TITLE = "W9  Ranking labs, with intervals and dominance"
_ON = date(2026, 6, 30)
_MAXIMUM_RATIO = 3
_SEED = 20260630


@dataclass(frozen=True)
class Field:
    """Labs as the ranking meets them: scored, with draws and section means."""

    inputs: Sequence[LabInputs]
    scores: Sequence[LabScore]
    draws: Sequence[Tenths]


def measure(registries: Registries) -> list[Figure]:
    standard = load_standard()
    field = _field(500 if registries.is_quick else 2000, standard)
    labs, draws = len(field.inputs), standard.ranking.interval.draws
    percentiles = standard.ranking.interval.percentiles
    means, weights = _bare_inputs(field, standard)
    vectors = [[section.score for section in score.sections] for score in field.scores]
    changed = field.inputs[0]
    times = medians(
        {
            "bare": lambda: _bare_ranks(means, weights),
            "intervals": lambda: rank_intervals(field.draws, percentiles),
            "draws of one lab": lambda: draw_lab(changed, standard, _ON),
            "score of one lab": lambda: score_lab(changed, standard, _ON),
            "table": lambda: rank_labs(field.scores),
            "dominance": lambda: find_dominance(vectors),
        },
        rounds=5 if registries.is_quick else 9,
    )
    some = (labs // 4, labs // 2, labs)
    growth = exponent(
        {
            int(size): seconds
            for size, seconds in medians(
                {
                    str(size): lambda size=size: rank_intervals(field.draws[:size], percentiles)  # type: ignore[misc]
                    for size in some
                },
                rounds=5,
            ).items()
        }
    )
    after_one_change = times["intervals"] + times["draws of one lab"]
    comparison = times["table"] + times["intervals"] + times["dominance"]
    size = f"{labs:,} labs × {draws:,} draws"
    return [
        plain(f"bare matrix product and ranking, {size}", milliseconds(times["bare"])),
        plain(f"intervals, {size}", milliseconds(times["intervals"])),
        at_most("intervals ÷ bare", times["intervals"] / times["bare"], _MAXIMUM_RATIO),
        plain("score of one lab", milliseconds(times["score of one lab"])),
        plain("draws of one lab", milliseconds(times["draws of one lab"])),
        at_most(
            "draws of one lab and all intervals ÷ bare",
            after_one_change / times["bare"],
            _MAXIMUM_RATIO,
        ),
        at_most(f"intervals of {some[0]:,} to {labs:,} labs: exponent", growth, 1.1, ""),
        plain(f"order and ranks of {labs:,} labs", milliseconds(times["table"])),
        plain(f"dominance among {labs:,} labs", milliseconds(times["dominance"])),
        plain(f"whole comparison of {labs:,} labs", milliseconds(comparison)),
    ]


def _field(count: int, standard: Standard) -> Field:
    profiles = _profiles(standard)
    chance = random.Random(_SEED)  # noqa: S311 - the same labs in every run
    inputs = [_lab(number, profiles, chance) for number in range(count)]
    parameters = draw_parameters(standard)
    return Field(
        inputs,
        [score_lab(lab, standard, _ON) for lab in inputs],
        [draw_lab(lab, standard, _ON, parameters) for lab in inputs],
    )


def _profiles(standard: Standard) -> list[Profile]:
    documents = (
        read_json(path.read_bytes()).document for path in sorted(STARTER_DIR.glob("cards/*/*.json"))
    )
    return [
        assess(document, standard).counted_profile for document in documents if document is not None
    ]


def _lab(number: int, profiles: Sequence[Profile], chance: random.Random) -> LabInputs:
    """A lab of 1 to 12 releases, about two in three with a card; most labs are invited."""
    releases = tuple(
        KnownRelease(
            id=f"lab-{number}/model-{at}",
            released_on=_ON - timedelta(days=chance.randrange(1500)),
            tier=chance.choice((Fraction(1), Fraction(1), Fraction(1, 2))),
            profile=chance.choice(profiles) if at == 0 or chance.random() < 2 / 3 else None,
        )
        for at in range(chance.randint(1, 12))
    )
    invited_on = _ON - timedelta(days=365) if chance.random() < 3 / 4 else None
    return LabInputs(f"lab-{number}", f"Lab {number}", invited_on, releases)


def _bare_inputs(
    field: Field, standard: Standard
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    weights = draw_parameters(standard).section_weights
    means = [[float(section.score) for section in score.sections] for score in field.scores]
    return np.array(means), np.stack([weights[section.id] for section in standard.sections])


def _bare_ranks(means: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.intp]:
    """What anyone would write first: scores as one product, ranks as the order of the order."""
    return (-(means @ weights)).argsort(axis=0).argsort(axis=0)
