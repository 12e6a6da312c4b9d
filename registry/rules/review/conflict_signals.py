"""What the registry itself knows that could be a conflict, before anybody is asked.

Each signal names its source. That nothing was found means nothing: the person may have no profile
and another address. So the result is "found" or "unknown", and never "clear"; only the person's own
declaration can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.rules.domains import domain_of_address, is_at
from registry.rules.errors import Refused
from registry.rules.lab_names import core_name
from registry.rules.names import name_key
from registry.rules.numerals import date_text
from registry.rules.review.conflicts import EMPLOYMENT_MONTHS
from registry.rules.review.months import months_after


class Weight(StrEnum):
    """BLOCKS: nobody is invited over it. ASKS: an editor looks at it, for names prove nothing."""

    BLOCKS = "blocks"
    ASKS = "asks"


class Found(StrEnum):
    BLOCKED = "blocked"
    SIGNALS = "signals"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Where a person works or worked, from the registry's own records or the person's profile.

    ``lab`` is the slug of a registered lab, None for another organisation. ``until`` is the last
    day, None while it lasts. ``source`` says where this is known from.
    """

    organisation: str
    lab: str | None
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could be asked. ``names`` are all the spellings known."""

    names: tuple[str, ...]
    emails: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()


@dataclass(frozen=True, slots=True)
class LabSide:
    """The lab of a card with everything it belongs with: parent, subsidiaries, former names.

    ``slugs`` of all these labs; their ``names`` and aliases; their registered ``domains`` in the
    name system's form.
    """

    slugs: frozenset[str]
    names: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person whom the card names, and as what: an author of a source, who prepared it."""

    name: str
    named_as: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason to look: what was found, and where it is known from."""

    weight: Weight
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class PreCheck:
    signals: tuple[Signal, ...]

    @property
    def found(self) -> Found:
        if any(signal.weight is Weight.BLOCKS for signal in self.signals):
            return Found.BLOCKED
        return Found.SIGNALS if self.signals else Found.UNKNOWN


def pre_check(person: Person, lab: LabSide, named: tuple[NamedPerson, ...], on: date) -> PreCheck:
    """All signals between a person and a card, on a day; those that block come first."""
    signals = [
        *_addresses(person, lab),
        *_affiliations(person, lab, on),
        *_names(person, named),
    ]
    return PreCheck(tuple(sorted(signals, key=lambda signal: signal.weight is Weight.ASKS)))


def _addresses(person: Person, lab: LabSide) -> Iterator[Signal]:
    for email in person.emails:
        try:
            domain = domain_of_address(email)
        except Refused:
            # Anybody can have an address there: it says nothing of where somebody works.
            continue
        if is_at(domain, lab.domains):
            words = f"has an e-mail address at {domain}, a domain of the lab"
            yield Signal(Weight.BLOCKS, words, "e-mail address of the account")


def _affiliations(person: Person, lab: LabSide, on: date) -> Iterator[Signal]:
    theirs = {core_name(name) for name in lab.names}
    for one in person.affiliations:
        if one.lab not in lab.slugs and core_name(one.organisation) not in theirs:
            continue
        if one.until is None or on <= one.until:
            yield Signal(Weight.BLOCKS, f"is with {one.organisation}", one.source)
            continue
        words = f"was with {one.organisation} until {date_text(one.until.isoformat())}"
        recent = on <= months_after(one.until, EMPLOYMENT_MONTHS)
        yield Signal(Weight.BLOCKS if recent else Weight.ASKS, words, one.source)


def _names(person: Person, named: tuple[NamedPerson, ...]) -> Iterator[Signal]:
    theirs = {key for name in person.names if (key := name_key(name))}
    for one in named:
        if name_key(one.name) in theirs:
            yield Signal(Weight.ASKS, f"has the same name as {one.name}", one.named_as)
