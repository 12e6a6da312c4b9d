"""The disclosure standard, read from ``schemas/standard/<version>.json``.

The file is data: sections, items, weights, the ladder of grades and every constant of the ranking.
Numbers are decimal or fraction strings there and exact ``Fraction`` here. No other module holds a
weight or a constant, so a new edition of the standard is a new file.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from registry.rules.conditions.applicability import Expression, parse_expression
from registry.rules.conditions.substance import Presence, Rule, parse_rule

SCHEMAS_DIR = Path(__file__).resolve().parents[2] / "schemas"
CURRENT_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the standard, answered by exactly one claim of a card.

    ``applies`` and ``rule`` are as the file writes them, ``applicability`` and ``substance_rule``
    the same in parsed form.
    """

    id: str
    section: str
    title: str
    question: str
    full: str
    partial: str
    claim: str
    weight: Fraction
    applies: Mapping[str, Any]
    rule: Mapping[str, Any]
    none_counts: Fraction
    gate: str | None
    inherits_zero_from: tuple[str, ...]
    evidence_required: bool
    graded_by: str
    core: bool
    checks: tuple[str, ...]
    maps: tuple[Mapping[str, str], ...]
    applicability: Expression
    substance_rule: Rule


@dataclass(frozen=True, slots=True)
class Section:
    """A group of items with a weight in the model score."""

    id: str
    card_section: str
    title: str
    weight: Fraction
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A yes-or-no, choice or list question that decides which items apply."""

    path: str
    question: str
    type: str
    values: tuple[str, ...]

    def accepts(self, answer: object) -> bool:
        """Tell whether ``answer`` has the type of this fact and is among its values."""
        if self.type == "boolean":
            return isinstance(answer, bool)
        if self.type == "choice":
            return answer in self.values
        return isinstance(answer, list) and bool(answer) and all(v in self.values for v in answer)


@dataclass(frozen=True, slots=True)
class GradeLevel:
    """One step of the ladder: silent, stated, evidenced, verified."""

    level: int
    name: str
    trust: Fraction
    meaning: str


@dataclass(frozen=True, slots=True)
class IntervalMethod:
    """How the draws behind a rank interval vary the method (shares and factors, days)."""

    draws: int
    section_weight_noise: Fraction
    trust_stated: tuple[Fraction, Fraction]
    trust_evidenced: tuple[Fraction, Fraction]
    flagship_share: tuple[Fraction, Fraction]
    half_life_days: tuple[int, ...]
    percentiles: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RankingMethod:
    """Constants of the way from card scores to ranks."""

    minimum_applicable_share: Fraction
    due_after_days: int
    recency_half_life_days: int
    tiers: Mapping[str, Fraction]
    flagship_share: Fraction
    displayed_decimals: int
    small_number_of_releases: int
    interval: IntervalMethod


@dataclass(frozen=True)
class Standard:
    """One edition of the disclosure standard."""

    id: str
    version: str
    title: str
    subtitle: str
    description: str
    license: str
    card_schema: str
    levels: tuple[GradeLevel, ...]
    readings: Mapping[str, tuple[Fraction, ...]]
    minimum_supporting_verdicts: int
    placeholders: frozenset[str]
    maximum_range_factor: int
    verdict_substance: Mapping[str, Fraction]
    ranking: RankingMethod
    frameworks: Mapping[str, str]
    facts: Mapping[str, Fact]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]

    @cached_property
    def item_by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def item_by_claim(self) -> Mapping[str, Item]:
        return {item.claim: item for item in self.items}

    @cached_property
    def section_by_id(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def section_weights(self) -> Mapping[str, Fraction]:
        return {section.id: section.weight for section in self.sections}

    @cached_property
    def item_weights(self) -> Mapping[str, Fraction]:
        """The sum of the weights of each section's items, by section id."""
        return {
            section.id: sum((item.weight for item in self.items_of(section)), Fraction(0))
            for section in self.sections
        }

    @cached_property
    def item_shares(self) -> Mapping[str, Fraction]:
        """Each item's share of the weight of a card to which everything applies; they sum to 1."""
        total = sum(self.section_weights.values(), Fraction(0))
        return {
            item.id: section.weight / total * item.weight / self.item_weights[section.id]
            for section in self.sections
            for item in self.items_of(section)
        }

    @cached_property
    def precise_presence(self) -> Presence:
        """What counts as present in the rule for full substance."""
        return Presence(self.placeholders, self.maximum_range_factor)

    @cached_property
    def lenient_presence(self) -> Presence:
        """What counts as present in the rule for partial substance, and in evidence."""
        return Presence(self.placeholders, None)

    def items_of(self, section: Section) -> tuple[Item, ...]:
        return tuple(self.item_by_id[item_id] for item_id in section.items)


def standard_path(version: str = CURRENT_VERSION) -> Path:
    return SCHEMAS_DIR / "standard" / f"{version}.json"


@lru_cache(maxsize=8)
def load_standard(version: str = CURRENT_VERSION) -> Standard:
    """Return the edition ``version``; raises ``FileNotFoundError`` for one that does not exist."""
    return parse_standard(json.loads(standard_path(version).read_bytes()))


def parse_standard(raw: Mapping[str, Any]) -> Standard:
    """Turn the parsed JSON of a standard file into a ``Standard``.

    Raises ``ValueError`` for a rule or an applicability expression that is not understood.
    """
    return Standard(
        id=raw["id"],
        version=raw["version"],
        title=raw["title"],
        subtitle=raw["subtitle"],
        description=raw["description"],
        license=raw["license"],
        card_schema=raw["card_schema"],
        levels=tuple(
            GradeLevel(row["level"], row["name"], Fraction(row["trust"]), row["meaning"])
            for row in raw["ladder"]["levels"]
        ),
        readings={
            name: tuple(Fraction(text) for text in trusts)
            for name, trusts in raw["ladder"]["readings"].items()
        },
        minimum_supporting_verdicts=raw["ladder"]["minimum_supporting_verdicts"],
        placeholders=frozenset(text.casefold() for text in raw["substance"]["placeholders"]),
        maximum_range_factor=raw["substance"]["maximum_range_factor"],
        verdict_substance={
            verdict: Fraction(text) for verdict, text in raw["substance"]["verdicts"].items()
        },
        ranking=_parse_ranking(raw["ranking"]),
        frameworks=raw["frameworks"],
        facts={
            path: Fact(path, fact["question"], fact["type"], tuple(fact.get("values", ())))
            for path, fact in raw["facts"].items()
        },
        sections=tuple(
            Section(
                row["id"],
                row["card_section"],
                row["title"],
                Fraction(row["weight"]),
                tuple(row["items"]),
            )
            for row in raw["sections"]
        ),
        items=tuple(_parse_item(row, raw["facts"]) for row in raw["items"]),
    )


def _parse_item(row: Mapping[str, Any], known_facts: Collection[str]) -> Item:
    return Item(
        **{
            **row,
            "weight": Fraction(row["weight"]),
            "none_counts": Fraction(row["none_counts"]),
            "inherits_zero_from": tuple(row["inherits_zero_from"]),
            "checks": tuple(row["checks"]),
            "maps": tuple(row["maps"]),
            "applicability": parse_expression(row["applies"], known_facts),
            "substance_rule": parse_rule(row["rule"]),
        }
    )


def _parse_ranking(row: Mapping[str, Any]) -> RankingMethod:
    interval = row["interval"]
    return RankingMethod(
        minimum_applicable_share=Fraction(row["minimum_applicable_share"]),
        due_after_days=row["due_after_days"],
        recency_half_life_days=row["recency_half_life_days"],
        tiers={name: Fraction(text) for name, text in row["tiers"].items()},
        flagship_share=Fraction(row["flagship_share"]),
        displayed_decimals=row["displayed_decimals"],
        small_number_of_releases=row["small_number_of_releases"],
        interval=IntervalMethod(
            draws=interval["draws"],
            section_weight_noise=Fraction(interval["section_weight_noise"]),
            trust_stated=_bounds(interval["trust_stated"]),
            trust_evidenced=_bounds(interval["trust_evidenced"]),
            flagship_share=_bounds(interval["flagship_share"]),
            half_life_days=tuple(interval["half_life_days"]),
            percentiles=(interval["percentiles"][0], interval["percentiles"][1]),
        ),
    )


def _bounds(pair: list[str]) -> tuple[Fraction, Fraction]:
    return Fraction(pair[0]), Fraction(pair[1])
