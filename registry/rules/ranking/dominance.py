"""Which labs are ahead of which others in every section at once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from registry.rules.rounding import PUBLISHED_DECIMALS


def find_dominance(vectors: Sequence[Sequence[Decimal]]) -> NDArray[np.intp]:
    """Return the pairs (a, b), shape (pairs, 2) and in order, where a dominates b.

    That is, a ≥ b in every section and a > b in at least one.

    ``vectors`` hold the section means of each lab as published, 0 to 100 at 9 decimals: taken as
    whole billionths they are compared exactly. Raises ``ValueError`` for vectors of unequal length.

    Where a dominates b, no weights of sections put P of b above P of a, as long as both labs keep
    their releases counted and every section applies to them. F, and with it L, is not bound.
    """
    if not vectors:
        return np.empty((0, 2), dtype=np.intp)
    billionths = np.array(
        [[int(mean.scaleb(PUBLISHED_DECIMALS)) for mean in vector] for vector in vectors],
        dtype=np.int64,
    )
    at_least = np.ones((len(vectors), len(vectors)), dtype=np.bool_)
    for section in billionths.T:
        at_least &= section[:, np.newaxis] >= section[np.newaxis, :]
    return np.argwhere(at_least & ~at_least.T)
