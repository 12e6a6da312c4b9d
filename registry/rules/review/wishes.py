"""The referees whom a lab suggests or opposes: heard, and never the majority."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.rules.errors import Refused
from registry.rules.names import name_key, normalized_name
from registry.rules.pointer import join_pointer
from registry.rules.review.fields import NOTHING, FieldProblem

MOST_WISHES = 3
MOST_SUGGESTED = 1
LONGEST_NAME = 200
LONGEST_REASON = 2_000
# Fewer letters are an initial, or a word that many names have.
SHORTEST_PART = 3
_BETWEEN_WORDS = re.compile(r"[\s,;:<>()]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """A referee whom the lab suggests or opposes, and why."""

    name: str
    reason: str


def check_wishes(suggested: Sequence[Wish], opposed: Sequence[Wish]) -> tuple[FieldProblem, ...]:
    """What is wrong with the two lists: at most three each, with a reason, and nobody twice."""
    return (
        *_problems("suggested", suggested, set()),
        *_problems("opposed", opposed, {normalized_name(wish.name) for wish in suggested}),
    )


def check_suggested(referees: Collection[str], suggested: Collection[str]) -> None:
    """Raise ``Refused`` where too many referees of a round are of the lab's own suggestion.

    Both are keys of people; ``referees`` are all of the round, so it is asked of the whole round.
    """
    found = len(set(referees) & set(suggested))
    if found > MOST_SUGGESTED or 2 * found > len(set(referees)):
        raise Refused(
            f"Found {found} of {len(set(referees))} referees suggested by the lab, expected at "
            f"most {MOST_SUGGESTED} in a round and never the majority."
        )


class Likeness(StrEnum):
    """Whether a wish is about a person. PERHAPS is for an editor to say."""

    SAME = "same"
    PERHAPS = "perhaps"
    OTHER = "other"


def likeness(named: str, told: str, names: Collection[str], emails: Collection[str]) -> Likeness:
    """Whether the lab, which wrote ``named`` for the name and ``told`` in all, means a person.

    The same for certain by the same name in any order and spelling, or an address of the person;
    perhaps where they share a part of the name: "M. Salo" can be Mika Salo.
    """
    keys, wanted = {name_key(name) for name in names}, name_key(named)
    words = {word.strip(".") for word in _BETWEEN_WORDS.split(told.casefold())}
    if wanted in keys - {()} or words & {email.casefold() for email in emails if email}:
        return Likeness.SAME
    parts = {part for part in wanted if len(part) >= SHORTEST_PART}
    shares = any(parts.intersection(key) for key in keys)
    return Likeness.PERHAPS if shares else Likeness.OTHER


def _problems(name: str, wishes: Sequence[Wish], named: set[str]) -> Iterator[FieldProblem]:
    if len(wishes) > MOST_WISHES:
        found = f"{len(wishes)} referees"
        yield FieldProblem(f"/{name}", "length", found, f"at most {MOST_WISHES}")
    for at, wish in enumerate(wishes):
        for member, text, longest in (
            ("name", wish.name, LONGEST_NAME),
            ("reason", wish.reason, LONGEST_REASON),
        ):
            place = join_pointer((name, at, member))
            if not text.strip():
                yield FieldProblem(place, f"{member}_missing", NOTHING, f"a {member}")
            elif len(text) > longest:
                found = f"{len(text):,} characters"
                yield FieldProblem(place, "length", found, f"at most {longest:,}")
        key = normalized_name(wish.name)
        if key and key in named:
            expected = "somebody who is not named before"
            place = join_pointer((name, at, "name"))
            yield FieldProblem(place, "repeated", f"“{wish.name}”", expected)
        named.add(key)
