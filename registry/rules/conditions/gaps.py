"""What an answer lacks, and how that is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from registry.rules.words import listed

MISSING = "missing"
# More names than this are counted, not listed: the reason is one or two sentences.
MAXIMUM_NAMED = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that keeps a condition from holding.

    ``subjects`` names the fields, any one of which would close the gap; ``state`` completes
    "… is"; ``place`` says in which entries of a list ("" for the value itself). ``begun``: a part
    of what is asked for is there. ``contrary``: the field is answered, otherwise than asked for.
    """

    subjects: tuple[str, ...]
    state: str = MISSING
    place: str = ""
    begun: bool = False
    contrary: bool = False


def all_ways(ways: Iterable[tuple[Gap, ...]], *, begun: bool) -> tuple[Gap, ...]:
    """Return everything that several unmet requirements lack, each field named once.

    Where a license is asked for unless the access is "none", and neither is given, the access is
    missing as such; the alternative that is left to name is the license.
    """
    gaps = [gap for way in ways for gap in way]
    if len(gaps) == 1 and not begun:
        return tuple(gaps)
    asked = {(gap.subjects[0], gap.place) for gap in gaps if len(gap.subjects) == 1}
    return tuple(
        Gap(_still_open(gap, asked), gap.state, gap.place, begun or gap.begun, gap.contrary)
        for gap in gaps
    )


def _still_open(gap: Gap, asked: Collection[tuple[str, str]]) -> tuple[str, ...]:
    if len(gap.subjects) == 1:
        return gap.subjects
    left = tuple(subject for subject in gap.subjects if (subject, gap.place) not in asked)
    return left or gap.subjects


def nearest_way(ways: Sequence[tuple[Gap, ...]]) -> tuple[Gap, ...]:
    """Return what the easiest of several unmet alternatives lacks.

    A field still to be given is easier than an answer to be changed. Something begun, or a single
    field, is easier than several fields not begun. Alternatives that lack the same kind of thing
    become one gap: "`flop` or `accelerator_hours`".
    """
    open_ways = [way for way in ways if not any(gap.contrary for gap in way)] or ways
    begun = [way for way in open_ways if any(gap.begun for gap in way)]
    single = [way for way in open_ways if len(way) == 1 and not way[0].begun]
    nearest = [*begun, *single] if begun else open_ways
    kind = nearest[0][0].state, nearest[0][0].place
    alike = [way for way in nearest if all((gap.state, gap.place) == kind for gap in way)]
    if nearest[0] not in alike:
        return nearest[0]
    subjects = tuple(subject for way in alike for subject in _as_one(way))
    return (replace(nearest[0][0], subjects=subjects),)


def _as_one(way: tuple[Gap, ...]) -> tuple[str, ...]:
    if len(way) == 1:
        return way[0].subjects
    return (" with ".join("/".join(gap.subjects) for gap in way),)


def gaps_in_entries(
    gaps_of_entries: Iterable[tuple[Gap, ...]], total: int, name: str
) -> tuple[Gap, ...]:
    """Merge the gaps of ``total`` list entries into one per field, saying how many entries."""
    counts = Counter(
        (gap.subjects, gap.state, gap.place, gap.contrary)
        for gaps in gaps_of_entries
        for gap in gaps
    )
    return tuple(
        Gap(
            subjects,
            state,
            f"{place}{_entries(count, total)} of `{name}`",
            begun=True,
            contrary=contrary,
        )
        for (subjects, state, place, contrary), count in counts.items()
    )


def _entries(count: int, total: int) -> str:
    if total == 1:
        return " in the only entry"
    if count == total:
        return " in both entries" if total == 2 else f" in all {total} entries"
    return f" in {count} of {total} entries"


def describe(gaps: Iterable[Gap]) -> str:
    """Say what is missing, as a clause: "`a` and `b` are missing; `c` is missing in 1 of 2 …"."""
    clauses: dict[tuple[object, ...], list[str]] = {}
    unnamed = 0
    for number, gap in enumerate(gaps):
        if number >= MAXIMUM_NAMED:
            unnamed += 1
            continue
        # An alternative stands in a clause of its own: "a or b and c" can be read in two ways.
        alternative = gap.subjects if len(gap.subjects) > 1 else None
        names = clauses.setdefault((gap.state, gap.place, alternative), [])
        names.append(listed(gap.subjects, "or"))
    said = [
        f"{listed(names)} {'are' if len(names) > 1 else 'is'} {state}{place}"
        for (state, place, _), names in clauses.items()
    ]
    if unnamed:
        said.append(f"and {unnamed} more")
    return "; ".join(said)
