"""The form that searches for models, filled in with what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from registry.models.catalogue_counts import Counts
from registry.rules.catalogue.parameters import PARAMETERS
from registry.rules.catalogue.query import DEFAULT_SORT, Query
from registry.rules.grading.level import Level
from registry.rules.standard import load_standard
from registry.web.model_question import KEPT, WAY, Parameters
from registry.web.presenters.model_words import ANSWERS, CARD, LABELS, WAYS, Names, condition_words
from registry.web.view_models.model_search import (
    Facet,
    Field,
    Hidden,
    Option,
    OptionGroup,
    Range,
    SearchForm,
    Ticked,
)
from registry.web.view_models.shared import Link

# How many labs and accelerators stand open, and how many more are offered as a list.
MOST_TICKED = 8
MOST_LISTED = 300
MOST_YEARS = 10
ORDERS: Mapping[str, str] = {
    "-score": "Score, highest first",
    "score": "Score, lowest first",
    "-released": "Newest first",
    "released": "Oldest first",
    "name": "Name, A to Z",
    "-name": "Name, Z to A",
    "-flop": "Compute in FLOP, largest first",
    "flop": "Compute in FLOP, smallest first",
    "-hours": "Accelerator-hours, most first",
    "hours": "Accelerator-hours, fewest first",
    "-cost": "Cost in US dollars, highest first",
    "cost": "Cost in US dollars, lowest first",
}
_CLAIMS = ("has", "lacks", "status")


def address(query: Query, name: str = "model:list", **more: str) -> str:
    """The address of a question at the page or one of its downloads."""
    text = "&".join(filter(None, (query.text, urlencode(more))))
    return f"{reverse(name)}?{text}" if text else reverse(name)


def search_form(filling: Filling) -> SearchForm:
    """The form as it stands after this question."""
    query = filling.query
    return SearchForm(
        words=filling.text("q", "Words in the name, lab, accelerators or answers"),
        card=filling.fixed("card", "Model card", CARD),
        facets=(
            filling.open_ended("lab", "Lab"),
            filling.open_ended("chip", "Accelerator"),
            filling.fixed("open_weights", "Open weights", ANSWERS),
            filling.fixed("reinforcement_learning", "Reinforcement learning", ANSWERS),
            filling.fixed("peer_reviewed", "Peer-reviewed", ANSWERS),
        ),
        ranges=(
            Range(
                "released",
                "Released",
                (
                    filling.text("released_after", "from", "2025-01"),
                    filling.text("released_before", "to", "2025"),
                ),
                links=_years(filling),
            ),
            filling.limits("flop", "Compute of the final run", "FLOP"),
            filling.limits("hours", "Accelerator-hours of the final run", "hours"),
            filling.limits("cost", "Cost of the final run", "US$"),
        ),
        level=_levels(filling),
        order=_order(filling),
        way=Field(WAY, "The card", options=tuple(Option(way, WAYS[way]) for way in WAYS)),
        claims=_claims(),
        claims_asked=tuple(_claims_asked(filling)),
        kept=tuple(_kept(filling)),
        asked=len(query.conditions) if query else 0,
    )


@dataclass(frozen=True, slots=True)
class Filling:
    """What the form is filled in with.

    ``query`` is None where ``parameters`` cannot be read; ``errors`` are by parameter. ``whole``
    counts the catalogue and so decides what is offered, ``counts`` what matches.
    """

    parameters: Parameters
    query: Query | None
    whole: Counts
    counts: Counts
    names: Names
    errors: Mapping[str, str]

    def given(self, name: str) -> str:
        return "".join(self.parameters.get(name, ())[:1])

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def text(self, name: str, label: str, hint: str = "") -> Field:
        return Field(name, label, self.given(name), hint, error=self.error(name))

    def limits(self, name: str, title: str, unit: str) -> Range:
        ends = (
            self.text(f"{name}_{end}", label, PARAMETERS[f"{name}_{end}"].example)
            for end, label in (("min", "from"), ("max", "to"))
        )
        return Range(name, title, tuple(ends), unit)

    def fixed(self, name: str, title: str, values: Mapping[str, str]) -> Facet:
        options = (self._option(name, value, words) for value, words in values.items())
        return Facet(name, title, tuple(options), error=self.error(name))

    def open_ended(self, name: str, title: str) -> Facet:
        """A facet of many values: the frequent and the chosen stand open, others are a list."""
        opened, listed = offered(self.whole, self.counts, self.parameters, name)
        options, more = (
            [self._option(name, value, self.names.get((name, value), value)) for value in values]
            for values in (opened, listed)
        )
        more.sort(key=lambda option: option.text.casefold())
        return Facet(name, title, tuple(options), tuple(more), self.error(name))

    def count(self, facet: str, value: str | int) -> str:
        counted = self.counts.by_facet.get(facet)
        return "" if counted is None else f"{counted.get(value, 0):,}"

    def _option(self, facet: str, value: str, text: str) -> Option:
        chosen = value in _chosen(self.parameters, facet)
        return Option(value, text, self.count(facet, value), chosen)


def offered(
    whole: Counts, counts: Counts, parameters: Parameters, facet: str
) -> tuple[list[str], list[str]]:
    """The values of a facet that stand open and those in the list after them.

    Those that most matching models have come first, then those that most models have.
    """
    known, matching = whole.by_facet[facet], counts.by_facet.get(facet, {})
    frequent = sorted(
        map(str, known), key=lambda value: (-matching.get(value, 0), -known[value], value)
    )
    opened = frequent[:MOST_TICKED]
    opened += [value for value in _chosen(parameters, facet) if value not in opened]
    listed = [value for value in frequent[MOST_TICKED:] if value not in opened]
    return opened, listed[:MOST_LISTED]


def _chosen(parameters: Parameters, name: str) -> list[str]:
    """The ticked values: the alternatives of the first condition; others are carried along."""
    return [value for value in "".join(parameters.get(name, ())[:1]).split(",") if value]


def _years(filling: Filling) -> tuple[tuple[Link, str], ...]:
    if filling.query is None:
        return ()
    others = filling.query.without("released_after").without("released_before")
    found = []
    for year in sorted(map(int, filling.whole.by_facet["year"]), reverse=True)[:MOST_YEARS]:
        of_year = others.with_alternative("released_after", str(year))
        of_year = of_year.with_alternative("released_before", str(year))
        found.append((Link(str(year), address(of_year)), filling.count("year", year)))
    return tuple(found)


def _levels(filling: Filling) -> Field:
    value = filling.given("level_min")
    counted = filling.counts.by_facet.get("level_min")
    options = [Option("", "any", chosen=not value)]
    for level in Level:
        name = level.name.lower()
        at_least = sum(n for each, n in (counted or {}).items() if int(each) >= level)
        count = "" if counted is None else f"{at_least:,}"
        options.append(Option(name, f"{level.name.title()} or above", count, name == value))
    return Field(
        "level_min",
        "Level of the card",
        value,
        options=tuple(options),
        error=filling.error("level_min"),
    )


def _order(filling: Filling) -> Field:
    value = filling.given("sort") or DEFAULT_SORT
    options = (
        Option("" if sort == DEFAULT_SORT else sort, words, chosen=sort == value)
        for sort, words in ORDERS.items()
    )
    return Field("sort", "Order", value, options=tuple(options), error=filling.error("sort"))


def _claims() -> tuple[OptionGroup, ...]:
    standard = load_standard()
    return tuple(
        OptionGroup(
            section.title,
            tuple(
                Option(item.claim, f"{item.title} ({item.id})")
                for item in standard.items_of(section)
            ),
        )
        for section in standard.sections
    )


def _claims_asked(filling: Filling) -> Iterator[Ticked]:
    """Every condition on a claim, also one that cannot be read: unticked, it is gone."""
    for name in _CLAIMS:
        for text in filling.parameters.get(name, ()):
            words = f"{LABELS[name]} {text}"
            if filling.query is not None:
                words = " or ".join(condition_words(name, value, {}) for value in text.split(","))
            yield Ticked(name, text, words)


def _kept(filling: Filling) -> Iterator[Hidden]:
    """Conditions beyond the first on one parameter, which the form has no second place for."""
    for name in PARAMETERS:
        if name not in _CLAIMS:
            for text in filling.parameters.get(name, ())[1:]:
                yield Hidden(KEPT, f"{name}={text}")
