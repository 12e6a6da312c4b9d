"""A question to the catalogue of models, read from the parameters of an address.

Commas part alternatives, of which one must hold; a repeated parameter adds another condition. What
is not understood is refused with the nearest valid name, never left out: a list that quietly
ignores a filter is a wrong answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, quote

from registry.rules.catalogue.parameters import (
    LONGEST_SLUG,
    PARAMETERS,
    SORTS,
    Parameter,
    ValueRefused,
    first_day,
    last_day,
    nearest,
)
from registry.rules.catalogue.search_text import folded
from registry.rules.errors import QueryInvalid
from registry.rules.problems import QueryProblem

DEFAULT_SORT = SORTS[0]
LONGEST_QUERY = 4096
MOST_PARAMETERS = 50
MOST_VALUES = 100

_ORDER = {name: place for place, name in enumerate(PARAMETERS)}
# Pairs of a lower and an upper limit, and how to compare their values.
_RANGES: tuple[tuple[str, str, Callable[[str], Any], Callable[[str], Any]], ...] = (
    ("released_after", "released_before", first_day, last_day),
    ("flop_min", "flop_max", float, float),
    ("hours_min", "hours_max", float, float),
    ("cost_min", "cost_max", float, float),
)
# What other sites call a parameter.
_SYNONYMS = {
    "accelerator": "chip",
    "after": "released_after",
    "before": "released_before",
    "compute_max": "flop_max",
    "compute_min": "flop_min",
    "developer": "lab",
    "gpu": "chip",
    "hardware": "chip",
    "level": "level_min",
    "order": "sort",
    "ordering": "sort",
    "organization": "lab",
    "page": "cursor",
    "per_page": "limit",
    "provider": "lab",
    "query": "q",
    "rl": "reinforcement_learning",
    "search": "q",
    "since": "released_after",
    "until": "released_before",
    "weights": "open_weights",
}

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: ``values`` are canonical texts, of which one must hold."""

    parameter: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that must all hold, in canonical order, and the order of the answer."""

    conditions: tuple[Condition, ...] = ()
    sort: str = DEFAULT_SORT

    @property
    def text(self) -> str:
        """The canonical query string; the same for every way of writing the question."""
        parts = [(each.parameter, ",".join(each.values)) for each in self.conditions]
        if self.sort != DEFAULT_SORT:
            parts.append(("sort", self.sort))
        return "&".join(f"{name}={quote(value, safe=',:/')}" for name, value in parts)

    @property
    def fingerprint(self) -> str:
        """Tells this question and order from others; of fixed length."""
        return sha256(self.text.encode()).hexdigest()[:16]

    def values(self, parameter: str) -> tuple[str, ...]:
        """The values of every condition on ``parameter``."""
        return tuple(
            value
            for each in self.conditions
            if each.parameter == parameter
            for value in each.values
        )

    def words(self) -> tuple[str, ...]:
        """The words searched for, in searchable form, each once."""
        return tuple(dict.fromkeys(folded(" ".join(self.values("q"))).split()))

    def sorted_by(self, sort: str) -> Query:
        return replace(self, sort=sort)

    def without(self, parameter: str, value: str | None = None) -> Query:
        """The question without one value of a parameter, or without the parameter."""
        kept = (
            each
            if each.parameter != parameter
            else Condition(parameter, tuple(v for v in each.values if value not in (None, v)))
            for each in self.conditions
        )
        return replace(self, conditions=tuple(each for each in kept if each.values))

    def with_alternative(self, parameter: str, value: str) -> Query:
        """The question with one more value among the alternatives of a parameter."""
        values = (*self.values(parameter), value)
        others = self.without(parameter).conditions
        return replace(self, conditions=_in_order((*others, Condition(parameter, values))))


def parse_text(text: str, *, also: Collection[str] = ()) -> Query:
    """Read a question from a query string; see ``parse``."""
    return parse(split(text), also=also)


def split(text: str) -> dict[str, list[str]]:
    """The parameters of a query string, each with all its values; bounded work for any text.

    Raises ``QueryInvalid`` for one that is too long or not UTF-8.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryInvalid((_too_much(f"{len(text)} characters", f"{LONGEST_QUERY} characters"),))
    parts = text.count("&") + 1
    if parts > MOST_PARAMETERS:
        raise QueryInvalid((_too_much(f"{parts} parameters", f"{MOST_PARAMETERS} parameters"),))
    found: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(text, keep_blank_values=True, errors="strict"):
            found.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        expected = "percent-encoded UTF-8"
        problem = QueryProblem("query string", "query.text", "other bytes", expected)
        raise QueryInvalid((problem,)) from None
    return found


def parse(parameters: Parameters, *, also: Collection[str] = ()) -> Query:
    """Read a question; ``also`` names parameters that the caller reads itself.

    Raises ``QueryInvalid`` with every problem found.
    """
    query, problems = read(parameters, also=also)
    if problems:
        raise QueryInvalid(problems)
    return query


def read(
    parameters: Parameters, *, also: Collection[str] = ()
) -> tuple[Query, tuple[QueryProblem, ...]]:
    """What of a question can be read, and what is wrong with the rest.

    For whoever has more to check before refusing; never for answering only a part.
    """
    problems = list(_excess(parameters))
    if problems:
        return Query(), tuple(problems)
    conditions: list[Condition] = []
    sort = DEFAULT_SORT
    for name, texts in parameters.items():
        if name in also:
            continue
        parameter = PARAMETERS.get(name)
        if parameter is None:
            problems.append(unknown_parameter(name, {*PARAMETERS, *also}))
            continue
        for text in texts:
            values, found = _read(parameter, text)
            problems += found
            conditions += [Condition(name, values)] if values and name != "sort" else []
            sort = values[0] if values and name == "sort" else sort
        if name == "sort" and len(texts) > 1:
            problems.append(QueryProblem(name, "query.repeated", " ".join(texts), "one order"))
    query = Query(_in_order(conditions), sort)
    problems += _crossed(query)
    return query, tuple(problems)


def _excess(parameters: Parameters) -> Iterator[QueryProblem]:
    """What is too much to look at any closer."""
    given = sum(map(len, parameters.values()))
    if given > MOST_PARAMETERS:
        yield _too_much(f"{given} parameters", f"{MOST_PARAMETERS} parameters")
        return
    values = sum(text.count(",") + 1 for texts in parameters.values() for text in texts)
    if values > MOST_VALUES:
        yield _too_much(f"{values} values", f"{MOST_VALUES} values")
    characters = sum(len(text) for texts in parameters.values() for text in texts)
    if characters > LONGEST_QUERY:
        yield _too_much(f"{characters} characters", f"{LONGEST_QUERY} characters")


def _too_much(found: str, limit: str) -> QueryProblem:
    return QueryProblem("query string", "query.too_much", found, f"at most {limit}")


def _read(parameter: Parameter, text: str) -> tuple[tuple[str, ...], list[QueryProblem]]:
    """The canonical values of one occurrence of a parameter, and what is wrong with the others."""
    values, problems = [], []
    for part in text.split(",") if parameter.alternatives else [text]:
        try:
            _check_text(part)
            values.append(parameter.read(part.strip()))
        except ValueRefused as refused:
            expected = refused.expected or parameter.expected
            problems.append(
                QueryProblem(parameter.name, refused.code, _plain(part), expected, refused.hint)
            )
    return tuple(sorted(dict.fromkeys(values))), problems


def _check_text(part: str) -> None:
    """Refuse what no database stores: NUL and halves of surrogate pairs."""
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in part):
        raise ValueRefused("query.text", expected="text without control characters")


def unknown_parameter(name: str, known: Collection[str]) -> QueryProblem:
    """The problem of a name that is none of ``known``, with what it may stand for."""
    synonym = _SYNONYMS.get(name.casefold()[:LONGEST_SLUG], "")
    hint = f"Did you mean {synonym}?" if synonym in known else nearest(name, known)
    names = sorted(known, key=lambda each: _ORDER.get(each, len(_ORDER)))
    expected = f"one of {', '.join(names)}" if names else "none, for it takes no parameters"
    plain = _plain(name)
    return QueryProblem(plain, "query.unknown_parameter", plain, expected, hint)


def _plain(text: str) -> str:
    """``text`` with what cannot be sent back escaped."""
    return text.encode("utf-8", "backslashreplace").decode()


def _crossed(query: Query) -> Iterator[QueryProblem]:
    """Ranges whose lower end is above the upper: no model could match."""
    for lower, upper, start_of, end_of in _RANGES:
        low = max(query.values(lower), key=start_of, default=None)
        high = min(query.values(upper), key=end_of, default=None)
        if low is not None and high is not None and start_of(low) > end_of(high):
            yield QueryProblem(lower, "query.range", low, f"no more than {upper}, which is {high}")


def _in_order(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Each condition once, in the order of the parameters, their values sorted."""
    tidy = {Condition(c.parameter, tuple(sorted(dict.fromkeys(c.values)))) for c in conditions}
    return tuple(sorted(tidy, key=lambda each: (_ORDER[each.parameter], each.values)))
