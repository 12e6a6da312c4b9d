"""PC27: a number with a unit in a note or excerpt that no field of the claim holds.

Figures belong into fields, where they are checked, compared and exported. A text is read for the
units that fields have, and a number counts as held if a field agrees within the rounding of both,
or repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from registry.rules import words
from registry.rules.card_fields import Field, card_fields
from registry.rules.documents import claim_at, value_at
from registry.rules.plausibility.inputs import Inputs
from registry.rules.plausibility.numbers import Number, read
from registry.rules.plausibility.results import Result, Severity, not_run
from registry.rules.standard import load_standard

_SCALES = {
    "k": 3,
    "thousand": 3,
    "m": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "billion": 9,
    "t": 12,
    "trillion": 12,
}
# How a unit is written, the units of fields that hold it, and how many of those one is.
_UNITS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (r"(?:gpu|tpu|chip|accelerator|core)[- ]?hours?", ("accelerator-hours",), "1"),
    (r"(?:gpu|tpu|chip|accelerator|core)[- ]?days?", ("accelerator-hours",), "24"),
    (r"hours?|hrs?", ("hours", "accelerator-hours"), "1"),
    (r"days?", ("hours", "days"), "24"),
    (r"(?:pf|petaflops?|petaflop/s)[-/ ]?(?:s-)?days?", ("FLOP",), "86400e15"),
    (r"flops?", ("FLOP",), "1"),
    (r"tokens?", ("tokens",), "1"),
    (r"param(?:eter)?s?", ("parameters",), "1"),
    (r"gpus?|tpus?|chips?|accelerators?", ("accelerators",), "1"),
    (r"nodes?", ("nodes", "accelerators"), "1"),
    (r"kwh", ("MWh",), "0.001"),
    (r"mwh", ("MWh",), "1"),
    (r"gwh", ("MWh",), "1000"),
    (r"t ?co2e?q?|(?:tons?|tonnes?)(?: of)? co2e?q?", ("tCO2e",), "1"),
    (r"samples?", ("samples",), "1"),
    (r"usd|(?:us )?dollars?", ("USD",), "1"),
    (r"eur|euros?", ("EUR",), "1"),
    (r"cny|rmb|yuan|renminbi", ("CNY",), "1"),
)
_SIGNS = {"$": "USD", "us$": "USD", "€": "EUR", "¥": "CNY"}
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?(?:e[+]?[0-9]{1,2})?"
_POWER = r"(?:\s?[×x*·]\s?10\s?\^?\s?(?P<power>[0-9]{1,2}))?"
_TIMES = rf"(?:\s?[×x*]\s?(?P<times>{_NUMBER}))?"
_SCALE = r"(?:\s?(?P<scale>thousand|million|billion|trillion|bn|[kmbt])\b)?"
# A name may stand between: "512 NVIDIA H800 GPUs".
_BETWEEN = r"(?:[-\s]*|(?:[-\s]+(?-i:[A-Z])[\w.]*){1,2}[-\s]+)"
# The start of a range tells nothing without its end: "7-15 million USD".
_NO_RANGE = r"(?![0-9]*\s?(?:[-–]|to\b)\s?[$€¥]?[0-9])"
_PATTERN = re.compile(
    rf"(?<![\w.,-])(?P<sign>us\$|[$€¥])?\s?(?P<number>{_NUMBER}){_NO_RANGE}{_POWER}{_TIMES}{_SCALE}"
    rf"(?:{_BETWEEN}(?P<unit>{'|'.join(pattern for pattern, _, _ in _UNITS)})\b)?",
    re.IGNORECASE,
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SHOWN = 3
ADVICE = "Put it into a field of the claim, or leave it out."


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with its unit as a text says it, and the figure it stands for."""

    text: str
    number: Number
    units: tuple[str, ...]


def mentions(text: str) -> Iterator[Mention]:
    """Every number in ``text`` that has a unit a field can have."""
    for match in _PATTERN.finditer(text.translate(_SUPERSCRIPTS)):
        units, factor = _unit(match)
        if units:
            yield Mention(match.group(0).strip(), _value(match, factor), units)


def _unit(match: re.Match[str]) -> tuple[tuple[str, ...], Fraction]:
    if sign := match.group("sign"):
        return (_SIGNS[sign.casefold()],), Fraction(1)
    written = match.group("unit") or ""
    for pattern, units, factor in _UNITS:
        if re.fullmatch(pattern, written, re.IGNORECASE):
            return units, Fraction(factor)
    return (), Fraction(1)


def _value(match: re.Match[str], factor: Fraction) -> Number:
    """The number with half a unit of its last written figure, scaled."""
    written = match.group("number").replace(",", "").casefold()
    mantissa, _, exponent = written.partition("e")
    value = Fraction(written)
    decimals = len(mantissa.partition(".")[2])
    slack = Fraction(1, 2) / 10**decimals * 10 ** int(exponent or 0)
    if not decimals and not exponent:
        zeros = len(mantissa) - len(mantissa.rstrip("0")) if value else 0
        slack *= 10**zeros
    scale = Fraction(10) ** (
        int(match.group("power") or 0) + _SCALES.get((match.group("scale") or "").casefold(), 0)
    )
    if times := match.group("times"):
        scale *= Fraction(times.replace(",", "").casefold())
    whole = value * scale * factor
    return Number(whole, whole, slack=slack * scale * factor)


def check_text_numbers(inputs: Inputs) -> Iterator[Result]:
    """PC27 for the note and the excerpts of every claim."""
    held: dict[str, int] = {}
    found = False
    for item in load_standard().items:
        claim = claim_at(inputs.document, item.claim)
        said = [*_said(claim)] if claim else []
        if not said:
            continue
        value = value_at(inputs.document, item.claim)
        known, texts = [*_figures(item.claim, value)], " ".join(_texts(value)).casefold()
        loose = {mention.text: mention for mention in said if not _is_held(mention, known, texts)}
        held[item.claim] = len(said) - len(loose)
        if loose:
            found = True
            yield _loose(item.claim, list(loose.values()))
    total = sum(held.values())
    if total and not found:
        counted = f"{total} number{'s'[: total != 1]}"
        message = f"Fields hold every number of notes and excerpts ({counted})."
        yield Result("PC27", Severity.PASS, tuple(held), message=message, formula=str(total))
    elif not found:
        yield not_run("PC27", (), "No note and no excerpt gives a number with a unit.")


def _said(claim: Mapping[str, Any]) -> Iterator[Mention]:
    yield from mentions(claim.get("note", ""))
    for entry in claim.get("evidence", ()):
        yield from mentions(entry.get("excerpt", ""))


def _is_held(mention: Mention, known: list[tuple[str, Number]], texts: str) -> bool:
    if mention.text.casefold() in texts:
        return True
    return any(unit in mention.units and mention.number.may_be(number) for unit, number in known)


def _figures(path: str, value: Mapping[str, Any]) -> Iterator[tuple[str, Number]]:
    section, _, name = path.partition(".")
    field = card_fields().properties[section].properties[name].properties["value"]
    yield from _figures_in(value, field, value)


def _figures_in(value: Any, field: Field, owner: Mapping[str, Any]) -> Iterator[tuple[str, Number]]:
    """Every figure with its unit; money has its currency for a unit."""
    if isinstance(value, list):
        for entry in value:
            yield from _figures_in(entry, field.entries or field, owner)
    elif isinstance(value, Mapping) and field.kind in ("quantity", "money"):
        number = read({**value, "precision": ""})
        unit = value.get("currency") or field.unit or ""
        if field.key in ("count", "amount") and field.kind == "quantity":
            named = owner.get("count_unit", owner.get("unit", ""))
            unit = {"node": "nodes", "superchip": "accelerators"}.get(named, named) or unit
            unit = "accelerators" if unit in ("accelerator", "core") else unit
        if number:
            yield unit, number
    elif isinstance(value, Mapping):
        for key, member in value.items():
            if part := field.properties.get(key):
                yield from _figures_in(member, part, value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        number = read(value)
        if number:
            yield field.unit or "", number


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)


def _loose(claim: str, loose: list[Mention]) -> Result:
    listed = words.listed([f"“{mention.text}”" for mention in loose[:_SHOWN]])
    more = f" and {len(loose) - _SHOWN} more" if len(loose) > _SHOWN else ""
    verb = "is" if len(loose) == 1 else "are"
    return Result(
        "PC27",
        Severity.NOTE,
        (claim,),
        stated=loose[0].number.low,
        message=f"{listed}{more} in a note or excerpt {verb} in no field of this claim. {ADVICE}",
        formula=f"{listed}{more}",
        advice=ADVICE,
    )
