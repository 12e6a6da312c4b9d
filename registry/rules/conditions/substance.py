"""The rule language of the standard: how much of what an item asks for does a value hold?

A rule is parsed once into condition objects. A condition returns its gaps; it holds when there are
none, so the evaluation that decides is also the one that explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from registry.rules.conditions.gaps import (
    MISSING,
    Gap,
    all_ways,
    gaps_in_entries,
    nearest_way,
)
from registry.rules.words import listed

FULL = Fraction(1)
HALF = Fraction(1, 2)
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Presence:
    """What counts as present. ``maximum_range_factor`` is None where imprecise figures count too.

    ``placeholders`` are casefolded texts that say nothing.
    """

    placeholders: frozenset[str]
    maximum_range_factor: int | None

    def flaw(self, value: Any) -> str | None:
        """Return why ``value`` is not present, to complete "… is"; None if it is.

        False and 0 are answers. An object or list is present if one of its members is.
        """
        if isinstance(value, str):
            text = value.strip().casefold()
            return None if text and text not in self.placeholders else MISSING
        if isinstance(value, dict):
            return self._imprecision(value) or self._flaw_of_members(value.values())
        if isinstance(value, list):
            return self._flaw_of_members(value)
        return MISSING if value is None else None

    def _flaw_of_members(self, members: Iterable[Any]) -> str | None:
        return None if any(self.flaw(member) is None for member in members) else MISSING

    def _imprecision(self, figure: dict[str, Any]) -> str | None:
        if self.maximum_range_factor is None:
            return None
        if figure.get("precision") == "order_of_magnitude":
            return "only an order of magnitude"
        low, high = figure.get("low"), figure.get("high")
        if not isinstance(low, int | float) or not isinstance(high, int | float):
            return None
        # Through text: the decimal number the card wrote, not its binary neighbour. A low end of 0
        # makes the product 0, so that every range from 0 to more than 0 is too wide.
        if Fraction(str(high)) > self.maximum_range_factor * Fraction(str(low)):
            return f"a range wider than a factor of {self.maximum_range_factor}"
        return None


@dataclass(frozen=True, slots=True)
class Present:
    """The field is present."""

    path: tuple[str, ...]

    def gaps(self, value: Any, presence: Presence) -> tuple[Gap, ...]:
        flaw = presence.flaw(_descend(value, self.path))
        return (Gap((_name(self.path),), flaw, begun=flaw != MISSING),) if flaw else ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field equals one of several values."""

    path: tuple[str, ...]
    values: tuple[Any, ...]

    def gaps(self, value: Any, presence: Presence) -> tuple[Gap, ...]:
        found = _descend(value, self.path)
        if any(_equal(found, accepted) for accepted in self.values):
            return ()
        flaw = presence.flaw(found)
        if flaw:
            return (Gap((_name(self.path),), flaw, begun=flaw != MISSING),)
        expected = listed([_literal(accepted) for accepted in self.values], "or")
        return (Gap((_name(self.path),), f"not {expected}", contrary=True),)


@dataclass(frozen=True, slots=True)
class Count:
    """The list or object has at least so many present members."""

    path: tuple[str, ...]
    at_least: int

    def gaps(self, value: Any, presence: Presence) -> tuple[Gap, ...]:
        found = _descend(value, self.path)
        if not isinstance(found, dict | list):
            return (Gap((_name(self.path),)),)
        members = found.values() if isinstance(found, dict) else found
        count = sum(presence.flaw(member) is None for member in members)
        if count >= self.at_least:
            return ()
        state = f"too short ({count} of {self.at_least} entries)" if count else MISSING
        return (Gap((_name(self.path),), state, begun=count > 0),)


@dataclass(frozen=True, slots=True)
class Entries:
    """At least one entry of the list, and at least this share of them, meets the condition.

    Every entry is a share of 1, some entry a share of 0.
    """

    path: tuple[str, ...]
    at_least: Fraction
    condition: Condition

    def gaps(self, value: Any, presence: Presence) -> tuple[Gap, ...]:
        entries = _descend(value, self.path)
        if not isinstance(entries, list) or not entries:
            return (Gap((_name(self.path),)),)
        lacking = [gaps for entry in entries if (gaps := self.condition.gaps(entry, presence))]
        met = len(entries) - len(lacking)
        if met and met >= self.at_least * len(entries):
            return ()
        return gaps_in_entries(lacking, len(entries), ".".join(self.path))


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many of the conditions hold: 1 is *any*, their number is *all*."""

    needed: int
    conditions: tuple[Condition, ...]

    def gaps(self, value: Any, presence: Presence) -> tuple[Gap, ...]:
        needed = self.needed
        failing: list[tuple[Gap, ...]] = []
        for condition in self.conditions:
            gaps = condition.gaps(value, presence)
            if gaps:
                failing.append(gaps)
                continue
            needed -= 1
            if not needed:
                return ()
        if needed == len(failing):
            return all_ways(failing, begun=len(failing) < len(self.conditions))
        if needed == 1:
            return nearest_way(failing)
        fields = [subject for gaps in failing for gap in gaps for subject in gap.subjects]
        return (Gap((f"a choice of {needed} from {listed(fields)}",)),)


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition

    def gaps(self, value: Any, presence: Presence) -> tuple[Gap, ...]:
        if self.condition.gaps(value, presence):
            return ()
        return (Gap(("the answer",), "one that the rule excludes", contrary=True),)


Condition = Present | OneOf | Count | Entries | AtLeast | Not


@dataclass(frozen=True, slots=True)
class Rule:
    """When a value has full and when half substance."""

    full: Condition
    partial: Condition

    def substance(
        self, value: Any, precise: Presence, lenient: Presence
    ) -> tuple[Fraction, tuple[Gap, ...]]:
        """Return 1, ½ or 0 and what the next step up would need.

        ``precise`` decides presence in the full rule, ``lenient`` in the partial one.
        """
        gaps = self.full.gaps(value, precise)
        if not gaps:
            return FULL, ()
        gaps_to_half = self.partial.gaps(value, lenient)
        if not gaps_to_half:
            return HALF, gaps
        return NOTHING, gaps_to_half


def parse_rule(raw: Mapping[str, Any]) -> Rule:
    """Turn ``{"full": […], "partial": {"any_of": [[…], …]}}`` into a rule.

    Raises ``ValueError`` for anything the rule language does not know.
    """
    match raw:
        case {"full": list(full), "partial": {"any_of": list(ways), **rest}} if (
            full and ways and not rest and len(raw) == 2
        ):
            return Rule(_all(full), AtLeast(1, tuple(map(_all, ways))))
    raise ValueError(f"not a rule of the standard: {raw!r}")


def parse_condition(raw: Any) -> Condition:
    """Turn one condition of the rule language into its object; ``ValueError`` if it is unknown."""
    match raw:
        case str(path):
            return Present(_path(path))
        case {"field": str(path), "is": value, **rest} if not rest:
            return OneOf(_path(path), (value,))
        case {"field": str(path), "in": list(values), **rest} if values and not rest:
            return OneOf(_path(path), tuple(values))
        case {"each": str(path), "has": list(parts), **rest} if not rest:
            return Entries(_path(path), Fraction(1), _all(parts))
        case {"some": str(path), "has": list(parts), **rest} if not rest:
            return Entries(_path(path), Fraction(0), _all(parts))
        case {"share": str(path), "at_least": str(share), "has": list(parts), **rest} if not rest:
            return Entries(_path(path), Fraction(share), _all(parts))
        case {"count": str(path), "at_least": int(number), **rest} if number > 0 and not rest:
            return Count(_path(path), number)
        case {"of": list(parts), "at_least": int(number), **rest} if (
            0 < number <= len(parts) and not rest
        ):
            return AtLeast(number, tuple(map(parse_condition, parts)))
        case {"any": list(parts), **rest} if parts and not rest:
            return AtLeast(1, tuple(map(parse_condition, parts)))
        case {"all": list(parts), **rest} if parts and not rest:
            return _all(parts)
        case {"not": part, **rest} if not rest:
            return Not(parse_condition(part))
    raise ValueError(f"not a condition of the rule language: {raw!r}")


def _all(parts: Any) -> AtLeast:
    if not isinstance(parts, list) or not parts:
        raise ValueError(f"not a list of conditions: {parts!r}")
    return AtLeast(len(parts), tuple(map(parse_condition, parts)))


def _path(text: str) -> tuple[str, ...]:
    return tuple(text.split("."))


def _name(path: tuple[str, ...]) -> str:
    return f"`{'.'.join(path)}`"


def _literal(value: Any) -> str:
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _equal(found: Any, accepted: Any) -> bool:
    # In JSON true is not 1; in Python it is.
    return found == accepted and isinstance(found, bool) is isinstance(accepted, bool)


def _descend(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value
