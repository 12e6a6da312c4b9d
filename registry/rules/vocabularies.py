"""The closed lists of the card schema and of the standard, read from these.

A list of the schema is named by its place in a card (``cost.final_run.basis``), one that several
places share by its definition (``stage``, ``evidence.kind``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from registry.rules.card_fields import CURRENT_VERSION as CARD_VERSION
from registry.rules.card_fields import Field, card_fields
from registry.rules.standard import Standard, load_standard
from registry.rules.words import capitalized, value_words


@dataclass(frozen=True, slots=True)
class Term:
    """One value and how it is printed."""

    value: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One closed list; ``source`` says what it belongs to."""

    name: str
    title: str
    source: str
    terms: tuple[Term, ...]
    description: str = ""


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """Every closed list of the current schema and the current standard, by name."""
    every = (*_of_schema(), *_of_standard(load_standard()))
    return {each.name: each for each in every}


def plain_terms(values: Iterable[str]) -> tuple[Term, ...]:
    """Values whose words are those of ``rules.words``."""
    return tuple(Term(value, value_words(value)) for value in values)


def _of_schema() -> Iterator[Vocabulary]:
    source = f"card schema {CARD_VERSION}"
    for name, field in dict(_choices(card_fields(), "")).items():
        terms = plain_terms(field.keywords["enum"])
        description = field.keywords.get("description", "")
        yield Vocabulary(name, field.title, source, terms, description)


def _choices(field: Field, place: str) -> Iterator[tuple[str, Field]]:
    """Fields with a closed list, each under the name of its list."""
    name = field.kind or place
    if "enum" in field.keywords:
        yield name, field
    if field.entries:
        yield from _choices(field.entries, name)
    for key, part in field.properties.items():
        below = name if field.is_claim and key == "value" else f"{name}.{key}".removeprefix(".")
        yield from _choices(part, below)


def _of_standard(standard: Standard) -> Iterator[Vocabulary]:
    source = f"standard {standard.version}"
    yield Vocabulary(
        "items",
        "Items",
        source,
        tuple(Term(item.id, item.title, item.question) for item in standard.items),
        "The questions of the standard.",
    )
    yield Vocabulary(
        "claims",
        "Claims",
        source,
        tuple(Term(item.claim, item.title, item.id) for item in standard.items),
        "Where a card answers each question; the description is the item.",
    )
    yield Vocabulary(
        "sections",
        "Sections",
        source,
        tuple(Term(each.id, each.title, each.card_section) for each in standard.sections),
        "The sections of the standard; the description is the section of the card.",
    )
    yield Vocabulary(
        "grades",
        "Grades",
        source,
        tuple(
            Term(level.name, capitalized(level.name), level.meaning) for level in standard.levels
        ),
        "How well a claim is supported.",
    )
    yield Vocabulary(
        "frameworks",
        "Frameworks",
        source,
        tuple(Term(name, title) for name, title in standard.frameworks.items()),
        "Others who ask the same questions.",
    )
    yield Vocabulary(
        "facts",
        "Facts",
        source,
        tuple(Term(fact.path, fact.question) for fact in standard.facts.values()),
        "What decides which items apply.",
    )
    for fact in standard.facts.values():
        if fact.values:
            terms = plain_terms(fact.values)
            yield Vocabulary(f"fact.{fact.path}", fact.question, source, terms)
