"""The interval of a rank: where a lab stands in nine of ten draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from registry.rules.ranking.draws import Tenths

_HIGHEST_TENTHS = 1000


def rank_intervals(draws: Sequence[Tenths], percentiles: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the interval of each lab's rank among all the labs given, in their order.

    ``draws`` holds the displayed scores of each lab in tenths. The ends are nearest-rank
    percentiles, 1 to 100, of its ranks over the draws. Raises as ``draw_ranks``.
    """
    if not draws:
        return []
    ranks = draw_ranks(draws)
    # For 16-bit numbers the stable sort is a radix sort: linear, and fast on every processor.
    ranks.sort(axis=1, kind="stable")
    low, high = (-(-percentile * ranks.shape[1] // 100) - 1 for percentile in percentiles)
    return [(int(row[low]), int(row[high])) for row in ranks]


def draw_ranks(draws: Sequence[Tenths]) -> NDArray[np.uint16]:
    """Return competition ranks, shape (labs, draws): one more than the labs higher in that draw.

    Scores have only 1001 values, so counting them in each draw ranks all labs without sorting.
    Raises ``ValueError`` for no labs, no draws or unequal numbers of them, a score above 100, and
    more labs than 16 bits count.
    """
    counts = {len(tenths) for tenths in draws}
    if len(counts) != 1 or counts == {0}:
        raise ValueError("Ranks need at least one lab and the same number of draws for each.")
    scores = np.stack(draws)
    labs, count = scores.shape
    if labs > np.iinfo(np.uint16).max:
        raise ValueError(f"{labs} labs are more than ranks of 16 bits can tell apart.")
    if scores.max() > _HIGHEST_TENTHS:
        raise ValueError(f"A displayed score of {scores.max()} tenths is above 100.")
    values = _HIGHEST_TENTHS + 1
    cells = scores + np.arange(count) * values
    at_each_value = np.bincount(cells.ravel(), minlength=count * values).reshape(count, values)
    rank_of_value = (labs + 1 - at_each_value.cumsum(axis=1)).astype(np.uint16)
    ranks: NDArray[np.uint16] = rank_of_value.ravel()[cells]
    return ranks
