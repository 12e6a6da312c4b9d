"""Two versions of a section that began from the same one: where they differ, and one of both.

On inputs and not on content, so that a text that could not be read is a value like any other.
Nothing is decided here: every place in which the two differ takes a side that somebody chose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from registry.rules.diff.alignment import align
from registry.rules.entry.kinds import Kind
from registry.rules.entry.names import joined
from registry.rules.entry.shapes import Input


class Side(StrEnum):
    BASE = "base"
    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which mine and theirs differ; a row that a version does not have is None.

    ``titles`` lead to the place. A claim whose status differs is one place: the answer hangs on it.
    """

    titles: tuple[str, ...]
    base: Input | None
    mine: Input | None
    theirs: Input | None

    def of(self, side: Side) -> Input | None:
        return {Side.BASE: self.base, Side.MINE: self.mine, Side.THEIRS: self.theirs}[side]

    @property
    def changed_by(self) -> Side | None:
        """The only side that changed what both began from; None where both did."""
        if alike(self.base, self.mine):
            return Side.THEIRS
        return Side.MINE if alike(self.base, self.theirs) else None

    @property
    def sides(self) -> tuple[Side, ...]:
        """What there is to choose: what both began from only where it is neither's."""
        both = (Side.MINE, Side.THEIRS)
        return both if self.changed_by else (*both, Side.BASE)


@dataclass(frozen=True, slots=True)
class Three:
    """One place in the version both began from, in mine and in theirs."""

    base: Input | None
    mine: Input | None
    theirs: Input | None


Choose = Callable[[Difference], Side]


def differences(
    base: Sequence[Input], mine: Sequence[Input], theirs: Sequence[Input]
) -> tuple[Difference, ...]:
    """Every place in which mine and theirs differ, in the order of the form.

    The three are the inputs of one section (``entry.inputs.section_inputs``).
    """
    found: list[Difference] = []

    def note(difference: Difference) -> Side:
        found.append(difference)
        return Side.MINE

    _merged(base, mine, theirs, note)
    return tuple(found)


def merge(
    base: Sequence[Input],
    mine: Sequence[Input],
    theirs: Sequence[Input],
    chosen: Sequence[Side],
) -> tuple[Input, ...]:
    """One version of the section with the side chosen for each of its ``differences``."""
    sides: Iterator[Side] = iter(chosen)
    return _merged(base, mine, theirs, lambda _: next(sides))


def alike(one: Input | None, other: Input | None) -> bool:
    """Whether two inputs say the same, wherever they stand."""
    return bool(_said(one) == _said(other))


def _merged(
    base: Sequence[Input], mine: Sequence[Input], theirs: Sequence[Input], choose: Choose
) -> tuple[Input, ...]:
    merged = (_one(Three(*three), (), choose) for three in zip(base, mine, theirs, strict=True))
    return tuple(one for one in merged if one is not None)


def _one(three: Three, titles: tuple[str, ...], choose: Choose) -> Input | None:
    base, mine, theirs = three.base, three.mine, three.theirs
    if alike(mine, theirs):
        return mine
    if mine is None or theirs is None or base is None:
        return _chosen(three, titles, choose)
    # The group of a claim's value is called like the claim.
    is_value = mine.kind is Kind.GROUP and _key(mine) == "value"
    here = titles if is_value else (*titles, mine.label)
    if mine.kind is Kind.ROWS:
        return replace(mine, rows=_rows(base, mine, theirs, here, choose))
    if mine.kind is Kind.GROUP or (mine.kind is Kind.CLAIM and _same_status(mine, theirs)):
        parts = zip(base.parts, mine.parts, theirs.parts, strict=True)
        merged = (_one(Three(*part), here, choose) for part in parts)
        return replace(mine, parts=tuple(one for one in merged if one is not None))
    return _chosen(three, titles, choose)


def _chosen(three: Three, titles: tuple[str, ...], choose: Choose) -> Input | None:
    label = next(one.label for one in (three.mine, three.theirs, three.base) if one is not None)
    difference = Difference((*titles, label), three.base, three.mine, three.theirs)
    return difference.of(choose(difference))


def _rows(
    base: Input, mine: Input, theirs: Input, titles: tuple[str, ...], choose: Choose
) -> tuple[Input, ...]:
    """The rows of both: those they share field by field, added and removed ones as a whole."""
    merged = (_one(three, titles, choose) for three in _paired(base, mine, theirs))
    kept = [row for row in merged if row is not None]
    return tuple(_placed(row, joined(mine.name, index)) for index, row in enumerate(kept))


def _paired(base: Input, mine: Input, theirs: Input) -> Iterator[Three]:
    """Each row with its like in the other versions, mine before theirs where both added some."""
    old, ours, others = (_filled(one.rows) for one in (base, mine, theirs))
    in_mine, new_mine = _partners(old, ours)
    in_theirs, new_theirs = _partners(old, others)
    for place in range(len(old) + 1):
        yield from _added(new_mine.get(place, []), new_theirs.get(place, []))
        if place < len(old):
            yield Three(old[place], in_mine.get(place), in_theirs.get(place))


def _added(mine: Sequence[Input], theirs: Sequence[Input]) -> Iterator[Three]:
    """Rows that both added are one where they say the same."""
    for left, right in align([_said(row) for row in mine], [_said(row) for row in theirs]):
        ours = None if left is None else mine[left]
        others = None if right is None else theirs[right]
        if alike(ours, others):
            yield Three(None, ours, others)
            continue
        if ours is not None:
            yield Three(None, ours, None)
        if others is not None:
            yield Three(None, None, others)


def _partners(
    old: Sequence[Input], new: Sequence[Input]
) -> tuple[dict[int, Input], dict[int, list[Input]]]:
    """The new row of each old one by its place; the added ones by the place they stand before."""
    kept: dict[int, Input] = {}
    added: dict[int, list[Input]] = {}
    place = 0
    for left, right in align([_values(row) for row in old], [_values(row) for row in new]):
        if left is not None:
            place = left + 1
        if left is not None and right is not None:
            kept[left] = new[right]
        elif right is not None:
            added.setdefault(place, []).append(new[right])
    return kept, added


def _filled(rows: Sequence[Input]) -> list[Input]:
    """Without the rows that a page only offers."""
    return [row for row in rows if row.is_filled]


def _same_status(mine: Input, theirs: Input) -> bool:
    return alike(mine.part("status"), theirs.part("status"))


def _said(one: Input | None) -> Any:
    """What an input would send, without the names: JSON data."""
    if one is None:
        return None
    return [
        one.value,
        # Of a claim's status what the page showed is what is chosen; of the rest it is the value.
        one.was,
        [option.value for option in one.options if option.chosen],
        [_said(part) for part in one.parts],
        [_said(row) for row in _filled(one.rows)],
    ]


def _values(row: Input) -> dict[str, Any]:
    """A row by its fields, so that one that was edited is still known."""
    if not row.parts:
        return {"": _said(row)}
    return {part.label: _said(part) for part in row.parts if part.is_filled}


def _placed(one: Input, name: str) -> Input:
    """The input with all below it at another place: what was chosen comes from either's row."""
    return replace(
        one,
        name=name,
        parts=tuple(_placed(part, joined(name, _key(part))) for part in one.parts),
        rows=tuple(_placed(row, joined(name, index)) for index, row in enumerate(one.rows)),
    )


def _key(one: Input) -> str:
    return one.name.rpartition(".")[2]
