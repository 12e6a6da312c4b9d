"""What a page would send of its inputs, if nobody touched them."""

from __future__ import annotations

from collections.abc import Iterable

from registry.rules.entry.kinds import Kind
from registry.rules.entry.shapes import Input

CHOSEN = frozenset({Kind.YES_NO, Kind.CHOICE})
GROUPS = frozenset({Kind.CLAIM, Kind.GROUP, Kind.ROWS})


def sent(inputs: Iterable[Input]) -> dict[str, list[str]]:
    """Every name with its values; reading them back gives the section as it is stored."""
    posted: dict[str, list[str]] = {}
    for one in inputs:
        if one.was:
            posted[one.was_name] = [one.was]
        if one.kind is Kind.CHOICES:
            chosen = [option.value for option in one.options if option.chosen]
            posted |= {one.name: chosen} if chosen else {}
        elif one.kind in CHOSEN:
            posted[one.name] = [option.value for option in one.options if option.chosen]
        elif one.kind not in GROUPS:
            posted[one.name] = [one.value.replace("\n", "\r\n")]
        posted |= sent((*one.parts, *one.rows))
    return posted
