"""What a file offers to a card in the making: findings for a person to accept, never a filled form.

The modules of ``registry.importers`` read files and answer in these words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from registry.rules.problems import Problem

# What a file turned out to be: a card of ours, a README with front matter, or text without any.
Format = Literal["card_json", "card_yaml", "readme", "text"]

# ``stated``: a typed field of the file says it. ``suggested``: it was found in prose or implied.
Certainty = Literal["stated", "suggested"]

MAXIMUM_FINDINGS = 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One ``value`` for the dotted ``path`` of a card; where that is a list, entries to add to it.

    A value at ``cost.final_run`` is a whole claim with its status; one inside a claim, at
    ``cost.final_run.value.amount``, makes the claim disclosed. ``number`` counts from 1 and is the
    same whenever the same bytes are read. ``place`` says where in the file it stands, ``as_stated``
    how, ``sentence`` what stands around a suggestion. Of the findings with one ``conflict``, which
    is empty for most, at most one is right.
    """

    number: int
    place: str
    path: str
    as_stated: str
    value: Any
    certainty: Certainty
    sentence: str = ""
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What the file says and no finding holds, with the reason."""

    place: str
    as_stated: str
    reason: str


@dataclass(frozen=True, slots=True)
class Import:
    """Everything a file said. ``problems`` tell what of it could not be read at all."""

    format: Format
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    problems: tuple[Problem, ...] = ()
