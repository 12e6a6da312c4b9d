"""What a row can be about: a claim, or one field inside its value.

``cost.final_run`` and ``COST-1`` name a claim, ``cost.final_run.amount`` a field of it. A field
inside a list has no address of its own: the list has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache

from registry.rules.card_fields import Field
from registry.rules.showing.leaves import claim_field, is_leaf
from registry.rules.standard import Item, Standard, load_standard

# No path of the schema is nearly as long; a longer text is not compared with all of them.
_LONGEST_PATH = 120


@dataclass(frozen=True, slots=True)
class ClaimPath:
    """A claim of the standard, and the names on the way to one field of its value, if any."""

    item: Item = field(hash=False)
    fields: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return ".".join((self.item.claim, *self.fields))

    @property
    def place(self) -> Field:
        """What the schema says of the place the path leads to."""
        return self._way()[-1]

    @property
    def owner(self) -> Field:
        """The object that the place lies in; of a whole claim, the claim."""
        return self._way()[-2]

    def _way(self) -> list[Field]:
        claim = claim_field(self.item.claim)
        way = [claim, claim.properties["value"]]
        for name in self.fields:
            way.append(way[-1].properties[name])
        return way


class UnknownPathError(ValueError):
    """The text names no claim and no field; ``nearest`` is the path it may have meant."""

    def __init__(self, text: str, nearest: str | None) -> None:
        super().__init__(text)
        self.nearest = nearest


def parse_claim_path(text: str, standard: Standard | None = None) -> ClaimPath:
    """Read an item id, a claim path, or the path of a field inside a claim's value.

    Raises ``UnknownPathError``.
    """
    standard = standard or load_standard()
    item = standard.item_by_id.get(text.upper())
    if item is not None:
        return ClaimPath(item)
    parts = text.lower().split(".")
    item = standard.item_by_claim.get(".".join(parts[:2]))
    if item is not None and ".".join(parts[2:]) in _field_paths(item.claim):
        return ClaimPath(item, tuple(parts[2:]))
    raise UnknownPathError(text, _nearest(text.lower(), standard))


def claim_paths(standard: Standard) -> Iterator[ClaimPath]:
    """Every path there is, claim by claim, the claim before its fields."""
    for item in standard.items:
        for path in _field_paths(item.claim):
            yield ClaimPath(item, tuple(path.split(".")) if path else ())


@cache
def _field_paths(claim: str) -> tuple[str, ...]:
    """The fields of a claim's value as dotted names; the first is empty, the value itself."""
    return ("", *_below(claim_field(claim).properties["value"], ""))


def _below(field: Field, prefix: str) -> Iterator[str]:
    for name, part in field.properties.items():
        yield prefix + name
        if part.entries is None and not is_leaf(part):
            yield from _below(part, f"{prefix}{name}.")


def _nearest(text: str, standard: Standard) -> str | None:
    """The known path most like ``text``; of a path into a list, the list."""
    if len(text) > _LONGEST_PATH:
        return None
    item = standard.item_by_claim.get(".".join(text.split(".")[:2]))
    if item is not None:
        known = [f"{item.claim}.{path}" for path in _field_paths(item.claim) if path]
        above = [path for path in known if text.startswith(f"{path}.")]
        return max(above, key=len) if above else _closest(text, [item.claim, *known])
    if "-" in text:
        return _closest(text.upper(), list(standard.item_by_id))
    in_section = (claim for claim in standard.item_by_claim if claim.startswith(f"{text}."))
    return next(in_section, None) or _closest(text, list(standard.item_by_claim))


def _closest(text: str, known: list[str]) -> str | None:
    return next(iter(get_close_matches(text, known, n=1, cutoff=0.6)), None)
