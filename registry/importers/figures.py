"""How figures stand in prose: a number, the words that scale it, and the unit behind it.

Which units there are and what they come to is known by ``rules.quantity_units``; here is decided
where a figure begins and ends, and which figures say something about how a model was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.importers.markdown import tidy
from registry.rules.accelerators.matching import Match, find
from registry.rules.accelerators.table import load_accelerators
from registry.rules.quantity_text import parse_quantity
from registry.rules.quantity_units import factor_of

# Groups of three are set apart by commas or by spaces, of several kinds.
_NUMBER = (
    r"(?:[0-9]{1,3}(?:[, \u00a0\u202f][0-9]{3}){1,6}(?![0-9])(?:\.[0-9]{1,6})?"
    r"|[0-9]{1,18}(?:\.[0-9]{1,8})?)"
)
_POWER = (
    r"(?:[eE][+-]?[0-9]{1,3}"
    r"|\s{0,8}[x×·*⋅]\s{0,8}10\s{0,8}(?:(?:\^|\*\*)\s{0,8}[-+]?[0-9]{1,3}|[⁰¹²³⁴-⁹⁻]{1,4}))?"
)
_SCALE = (
    r"(?:\s{0,3}(?:thousand|million|billion|trillion|bn)\b|\s{0,3}[KMBTkb](?![\w])|\s?[万億亿兆])?"
)
_LEAD = (
    r"(?:(?:about|around|approximately|approx\.?|roughly|nearly|almost|over|more than|at least"
    r"|up to|less than|under|some|約|[~≈<>≤≥])\s{0,3}){0,2}"
)
_NOT_INSIDE = r"(?<![A-Za-z0-9_.,/^:#-])"
PLAIN_FIGURE = rf"{_NUMBER}{_POWER}{_SCALE}\+?"
_RANGE = rf"between\s{{1,3}}{PLAIN_FIGURE}\s{{1,3}}and\s{{1,3}}{PLAIN_FIGURE}"
FIGURE = re.compile(
    rf"{_NOT_INSIDE}(?:{_RANGE}|{_LEAD}{PLAIN_FIGURE}(?:\s?(?:[-–]|to\b)\s?{PLAIN_FIGURE})?)",
    re.IGNORECASE,
)

# How far behind a number its unit may reach, and in how many words: "NVIDIA A100 80GB GPU hours".
_REACH, _MOST_WORDS = 70, 7
# Japanese runs on without spaces, so its units end words too.
_WORD_END = re.compile(r"(?:時間|日|トン)|\S(?=\s|$)")
_CLAUSE_END = re.compile(r"[,;:|()!?。、，]|\.(?:\s|$)")
_RATE = re.compile(r"\s*(?:/|per\b|a second)", re.IGNORECASE)
_TOKENS = re.compile(
    r"\s{0,8}(?:of\s{1,8})?(?:[A-Za-z-]{1,20}\s{1,8}){0,3}?tokens\b|\s?トークン", re.I
)
_PARAMETERS = re.compile(
    r"[-\s]{0,8}(?P<which>(?:(?:total|model|trainable|active|activated|non-embedding)\s{1,8}){0,2})"
    r"(?:parameters?|params?)\b|\s?パラメータ",
    re.IGNORECASE,
)
_ACTIVATED = re.compile(r"\s{0,8}(?:parameters\s)?(?:are\s)?(?:activated|active)\b", re.IGNORECASE)
# The second factor of 64*8 is no figure, nor is the product one that the source states.
_FACTOR = re.compile(r"[0-9]\s?[x×*]\s?$", re.IGNORECASE)
_TIMES = re.compile(r"\s?[x×]\s?(?=[A-Za-z])")
_GENERIC_CHIP = re.compile(r"\b(?:gpu|tpu|npu|accelerator|chip)s?\b", re.IGNORECASE)
_ABOUT_LENGTHS = re.compile(
    r"\b(?:context|window|batch|vocabulary|sequence|output|generat\w*)\b", re.I
)

# What every unit looked for here has in it, so that most numbers are passed over at once.
_UNITS = re.compile(
    r"hour|hr|day|week|flop|operation|wh\b|watt|t\b|tons?|tonne|kg|gram|g\b|co2|co₂|token|param|activ"
    r"|gpu|tpu|npu|accelerator|chip|[0-9]|日|時間|トークン|パラメータ|トン",
    re.IGNORECASE,
)
# Below these a figure is about a rate, a context, a layer: not about the training of a model.
_LEAST = {"accelerator-hours": 1, "MWh": 1e-6, "FLOP": 1e20, "tokens": 1e9, "parameters": 1e6}


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure in a sentence: ``start`` and ``end`` there, ``unit`` of the card, the Quantity.

    ``chip`` is what is counted where ``unit`` is accelerators, or in whose hours; ``is_active`` is
    said of parameters.
    """

    start: int
    end: int
    unit: str
    quantity: dict[str, Any]
    chip: str = ""
    is_active: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit that stands behind a figure: as written, and where it ends behind the number."""

    name: str
    written: str
    end: int


def figures_in(sentence: str) -> Iterator[StatedFigure | None]:
    """For each number the figure that it begins, None where that cannot be about training."""
    for match in FIGURE.finditer(sentence):
        tail = sentence[match.end() : match.end() + _REACH]
        before = sentence[max(0, match.start() - _REACH) : match.start()]
        if not _UNITS.search(tail) or _FACTOR.search(before):
            yield None
            continue
        stated = tidy(match[0])
        found = (
            _measured(stated, tail)
            or _tokens(stated, tail, before)
            or _parameters(stated, tail)
            or _accelerators(stated, tail)
        )
        yield _placed(found, match) if found else None


def _placed(found: _Found, number: re.Match[str]) -> StatedFigure:
    end = number.end() + found.length
    return StatedFigure(
        number.start(), end, found.unit, found.quantity, found.chip, found.is_active
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands behind a number: ``length`` is how far it reaches, the rest as above."""

    unit: str
    quantity: dict[str, Any]
    length: int
    chip: str = ""
    is_active: bool = False


def _measured(stated: str, tail: str) -> _Found | None:
    """A figure whose unit says what it is: hours, operations, energy, emissions."""
    unit = _unit_behind(tail, ("accelerator-hours", "FLOP", "MWh", "tCO2e"))
    if unit is None or _RATE.match(tail, unit.end):
        return None
    quantity = parse_quantity(f"{stated} {unit.written}", unit.name).figure
    if quantity is None or not is_of_training(unit.name, quantity):
        return None
    chip = unit.written if unit.name == "accelerator-hours" else ""
    return _Found(unit.name, quantity, unit.end, chip)


def _tokens(stated: str, tail: str, before: str) -> _Found | None:
    match = _TOKENS.match(tail)
    if not match or _RATE.match(tail, match.end()) or _ABOUT_LENGTHS.search(before[-40:]):
        return None
    quantity = parse_quantity(stated, "tokens").figure
    if quantity is None or not is_of_training("tokens", quantity):
        return None
    return _Found("tokens", quantity, match.end())


def _parameters(stated: str, tail: str) -> _Found | None:
    match = _PARAMETERS.match(tail)
    active = _ACTIVATED.match(tail)
    if not match and not active:
        return None
    quantity = parse_quantity(stated, "parameters").figure
    if quantity is None or not is_of_training("parameters", quantity):
        return None
    is_active = active is not None or bool(match and "activ" in (match["which"] or "").lower())
    end = max(found.end() for found in (match, active) if found)
    return _Found("parameters", quantity, end, is_active=is_active)


def _accelerators(stated: str, tail: str) -> _Found | None:
    times = _TIMES.match(tail)
    shift = times.end() if times else 0
    unit = _unit_behind(tail[shift:], ("accelerators",))
    if unit is None or not (_GENERIC_CHIP.search(unit.written) or known_chip(unit.written)):
        return None
    quantity = parse_quantity(stated, None).figure
    if quantity is None or _size(quantity) < 1 or _size(quantity) % 1:
        return None
    return _Found("accelerators", quantity, shift + unit.end, unit.written)


def is_of_training(unit: str, quantity: Mapping[str, Any]) -> bool:
    """Whether a Quantity is so large that it can be about the training of a model."""
    return _size(quantity) >= _LEAST.get(unit, 0)


def known_chip(text: str) -> Match | None:
    """The row of the accelerator table that ``text`` names, whatever unit of time is behind it."""
    return find(load_accelerators(), re.sub(r"[-\s]*(?:hours?|hrs?|days?|weeks?)$", "", text))


def _unit_behind(tail: str, names: tuple[str, ...]) -> _Unit | None:
    """The longest of the units that ``tail`` begins with."""
    clause = _CLAUSE_END.search(tail)
    clause_end = clause.start() if clause else len(tail)
    ends = [match.end() for match in _WORD_END.finditer(tail[:clause_end])][:_MOST_WORDS]
    for end in reversed(ends):
        written = " ".join(tail[:end].split()).lstrip("-")
        for name in names:
            is_of_any = name == "accelerator-hours" and factor_of(written, "hours") is not None
            if written and not is_of_any and factor_of(written, name) is not None:
                return _Unit(name, written, end)
    return None


def _size(quantity: Mapping[str, Any]) -> float:
    return float(quantity.get("value", quantity.get("high", 0)))
