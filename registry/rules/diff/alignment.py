"""Which entries of two lists belong together, so that one inserted row is one addition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from registry.rules.canonical import canonical_bytes

# Two objects are the same entry, edited, where at least this share of their members agrees.
_ALIKE = 0.5

# Positions in the old and in the new list; None where the entry is on one side only.
Pair = tuple[int | None, int | None]


def align(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """Pair the entries of two JSON lists without crossing, so that order is kept on both sides.

    Equal entries are paired along a longest common subsequence; between them objects that are
    mostly alike. The rest was removed or added. ``align(new, old)`` gives the same pairs turned
    round. Time grows with the product of the lengths, which the card schema keeps below 300 each.
    """
    old_keys, new_keys = ([canonical_bytes(entry) for entry in side] for side in (old, new))
    # One direction is computed and the other mirrored: ties are then broken alike in both.
    if new_keys < old_keys:
        return [(left, right) for right, left in _aligned(new, old, new_keys, old_keys)]
    return list(_aligned(old, new, old_keys, new_keys))


def same(old: Any, new: Any) -> bool:
    """Whether two JSON values say the same; unlike ``==`` it tells ``true`` from 1."""
    return canonical_bytes(old) == canonical_bytes(new)


def _aligned(
    old: Sequence[Any], new: Sequence[Any], old_keys: Sequence[bytes], new_keys: Sequence[bytes]
) -> Iterator[Pair]:
    left = right = 0
    for at_old, at_new in [*_common(old_keys, new_keys), (len(old), len(new))]:
        yield from _gap(old, new, range(left, at_old), range(right, at_new))
        if at_old < len(old):
            yield at_old, at_new
        left, right = at_old + 1, at_new + 1


def _common(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int]]:
    """A longest common subsequence, as pairs of positions."""
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for left in reversed(range(len(old))):
        for right in reversed(range(len(new))):
            lengths[left][right] = (
                lengths[left + 1][right + 1] + 1
                if old[left] == new[right]
                else max(lengths[left + 1][right], lengths[left][right + 1])
            )
    pairs = []
    left = right = 0
    while left < len(old) and right < len(new):
        if old[left] == new[right]:
            pairs.append((left, right))
            left, right = left + 1, right + 1
        elif lengths[left + 1][right] >= lengths[left][right + 1]:
            left += 1
        else:
            right += 1
    return pairs


def _gap(old: Sequence[Any], new: Sequence[Any], lefts: range, rights: range) -> Iterator[Pair]:
    """Entries between two equal ones: each old one with the first alike that is still free."""
    free = rights.start
    for left in lefts:
        match = next((r for r in range(free, rights.stop) if _alike(old[left], new[r])), None)
        if match is None:
            yield left, None
        else:
            yield from ((None, right) for right in range(free, match))
            yield left, match
            free = match + 1
    yield from ((None, right) for right in range(free, rights.stop))


def _alike(old: Any, new: Any) -> bool:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return False
    shared = sum(same(old[name], new[name]) for name in old.keys() & new.keys())
    return shared >= _ALIKE * len(old.keys() | new.keys())
