"""Which items apply to a model: the ``applies`` expressions of the standard in Kleene logic.

An unanswered fact is neither true nor false, and only a definite false removes an item. So there is
nothing to gain by leaving a fact out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """True, False or None (open), and the dotted facts that make it so."""

    applies: bool | None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactIn:
    """The fact equals one of several values."""

    fact: str
    values: tuple[Any, ...]

    def outcome(self, facts: Facts) -> Outcome:
        answer = facts.get(self.fact)
        return Outcome(None if answer is None else answer in self.values, (self.fact,))


@dataclass(frozen=True, slots=True)
class FactIncludes:
    """The list fact contains one of several values."""

    fact: str
    values: tuple[Any, ...]

    def outcome(self, facts: Facts) -> Outcome:
        answer = facts.get(self.fact)
        if answer is None:
            return Outcome(None, (self.fact,))
        return Outcome(any(value in answer for value in self.values), (self.fact,))


@dataclass(frozen=True, slots=True)
class Combination:
    """*Any* (one true part decides) or *all* (one false part decides)."""

    decisive: bool
    parts: tuple[Expression, ...]

    def outcome(self, facts: Facts) -> Outcome:
        outcomes = [part.outcome(facts) for part in self.parts]
        for value in (self.decisive, None):
            deciding = [outcome for outcome in outcomes if outcome.applies is value]
            if deciding:
                return Outcome(value, _facts_of(deciding))
        return Outcome(not self.decisive, _facts_of(outcomes))


@dataclass(frozen=True, slots=True)
class Negation:
    """The part is false."""

    part: Expression

    def outcome(self, facts: Facts) -> Outcome:
        inner = self.part.outcome(facts)
        return Outcome(None if inner.applies is None else not inner.applies, inner.facts)


Expression = FactIn | FactIncludes | Combination | Negation

# All of nothing: true without any fact.
ALWAYS = Combination(decisive=False, parts=())


def _facts_of(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for outcome in outcomes for fact in outcome.facts))


def parse_expression(raw: Any, known_facts: Collection[str]) -> Expression:
    """Turn an ``applies`` expression into its object.

    Raises ``ValueError`` for an unknown operator or a fact the standard does not ask for.
    """
    match raw:
        case {"always": True, **rest} if not rest:
            return ALWAYS
        case {"fact": str(fact), "is": value, **rest} if fact in known_facts and not rest:
            return FactIn(fact, (value,))
        case {"fact": str(fact), "in": list(values), **rest} if fact in known_facts and not rest:
            return FactIn(fact, tuple(values))
        case {"fact": str(fact), "includes_any": list(values), **rest} if (
            fact in known_facts and not rest
        ):
            return FactIncludes(fact, tuple(values))
        case {"any": list(parts), **rest} if parts and not rest:
            return Combination(decisive=True, parts=_parse_all(parts, known_facts))
        case {"all": list(parts), **rest} if parts and not rest:
            return Combination(decisive=False, parts=_parse_all(parts, known_facts))
        case {"not": part, **rest} if not rest:
            return Negation(parse_expression(part, known_facts))
    raise ValueError(f"not an expression of the applicability language: {raw!r}")


def _parse_all(parts: Sequence[Any], known_facts: Collection[str]) -> tuple[Expression, ...]:
    return tuple(parse_expression(part, known_facts) for part in parts)


def answered_facts(
    card_facts: Mapping[str, Any], editor_facts: Facts, known_facts: Iterable[str]
) -> Facts:
    """Return the facts that have an answer, by dotted path; an editor's answer wins.

    ``card_facts`` is nested as in the card. An empty list names nothing and answers nothing.
    """
    answers: dict[str, Any] = {}
    for path in known_facts:
        answer = editor_facts.get(path)
        if answer is None:
            answer = _nested(card_facts, path)
        if answer is not None and answer != []:
            answers[path] = answer
    return answers


def _nested(card_facts: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(card_facts, Mapping):
            return None
        card_facts = card_facts.get(name)
    return card_facts
