"""What a browser would send of a form, from its inputs."""

from __future__ import annotations

from collections.abc import Iterable

from registry.rules.entry.inputs import Input
from registry.rules.entry.kinds import Kind

MANY = frozenset({Kind.CHOICES})
CHOSEN = frozenset({Kind.YES_NO, Kind.CHOICE})
GROUPS = frozenset({Kind.CLAIM, Kind.GROUP, Kind.ROWS})


def post_of(inputs: Iterable[Input]) -> dict[str, list[str]]:
    """Every name with its values, as the page shows them and nobody touched them."""
    posted: dict[str, list[str]] = {}
    for one in inputs:
        if one.was:
            posted[one.was_name] = [one.was]
        if one.kind in MANY:
            chosen = [option.value for option in one.options if option.chosen]
            posted |= {one.name: chosen} if chosen else {}
        elif one.kind in CHOSEN:
            posted[one.name] = [option.value for option in one.options if option.chosen]
        elif one.kind not in GROUPS:
            posted[one.name] = [one.value.replace("\n", "\r\n")]
        posted |= post_of((*one.parts, *one.rows))
    return posted
