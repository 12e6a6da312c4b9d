"""The number that a text such as "2.788M GPU hours" or "3.8 × 10^25" stands for.

Only for hints: a card holds JSON numbers, and a guess is shown to a person, who decides.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeGuard

from registry.rules.checking.document_builder import SAFE_INTEGER
from registry.rules.problems import json_text

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_LEAD = re.compile(
    r"(?:about|around|approx(?:imately|\.)?|roughly|some|ca\.?|circa|nearly|almost|over|up to|"
    r"at least|at most|more than|less than|[~≈<>≤≥=$€£¥]|us\$|[a-z]{3}(?=\s*[0-9])|\s)+",
    re.IGNORECASE,
)
_TIMES = r"\s*[x×·*⋅]\s*"
_DIGITS = r"[0-9]{1,3}(?:[,_ ][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_POWER = r"10\s*(?:\^|\*\*)\s*(?P<{0}>[+-]?[0-9]{{1,3}})"
_NUMBER = re.compile(
    rf"(?:{_POWER.format('power')}|(?P<digits>{_DIGITS})"
    rf"(?:e(?P<exponent>[+-]?[0-9]{{1,3}})|{_TIMES}{_POWER.format('times_power')})?)",
    re.IGNORECASE,
)
_FACTOR = re.compile(_TIMES)
_SCALE = re.compile(
    r"\s*(?P<scale>thousand|million|billion|trillion|mio|mrd|bn|mn|tn|[kmbt])(?![a-z])",
    re.IGNORECASE,
)
_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "b": 9, "bn": 9, "mrd": 9,
    "billion": 9, "t": 12, "tn": 12, "trillion": 12,
}  # fmt: skip
_RANGE = re.compile(r"\s*(?:-|–|—|to|and)\s*")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number found in a text, the power of ten its scale word stands for, and what follows it."""

    number: Decimal
    scale: int
    rest: str


def number_in(text: str) -> StatedNumber | None:
    """Return the one number that ``text`` states; None if there is none, or more than one."""
    found = leading_number(text)
    return None if found is None or re.search("[0-9]", found.rest) else found


def range_in(text: str) -> tuple[Decimal, Decimal] | None:
    """Return both ends of a range such as "7-15 million"; None if ``text`` is not one."""
    low = leading_number(re.sub(r"^between\b", "", _plain(text), flags=re.IGNORECASE))
    match = low and _RANGE.match(low.rest)
    if low is None or not match:
        return None
    high = number_in(low.rest[match.end() :])
    if high is None:
        return None
    # The lower end of "7-15 million" is 7 million too.
    scaled = low.number if low.scale else low.number.scaleb(high.scale)
    return (scaled, high.number) if scaled < high.number else None


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a JSON value is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def json_number(number: Decimal | float) -> str:
    """Return ``number`` as people write it in JSON: 147000, 0.057, 3.8e25."""
    number = Decimal(str(number))
    if number == number.to_integral_value() and abs(number) <= SAFE_INTEGER:
        return str(int(number))
    return json_text(float(number)).removesuffix(".0")


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    powers = re.sub(r"(?<=10)([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)", r"^\1", text).translate(_SUPERSCRIPTS)
    return unicodedata.normalize("NFKC", powers).replace("−", "-").strip()


def leading_number(text: str) -> StatedNumber | None:
    """Return the number that ``text`` begins with, whatever follows; None if there is none."""
    text = _plain(text)
    lead = _LEAD.match(text)
    match = _NUMBER.match(text, lead.end() if lead else 0)
    if not match:
        return None
    number = _value(match)
    end = match.end()
    while (times := _FACTOR.match(text, end)) and (factor := _NUMBER.match(text, times.end())):
        number *= _value(factor)
        end = factor.end()
    scale = 0
    if word := _SCALE.match(text, end):
        scale = _SCALES[word["scale"].lower()]
        end = word.end()
    number = number.scaleb(scale)
    if math.isinf(float(number)):
        return None
    return StatedNumber(number, scale, text[end:].strip())


def _value(match: re.Match[str]) -> Decimal:
    if match["power"]:
        return Decimal(1).scaleb(int(match["power"]))
    exponent = int(match["exponent"] or match["times_power"] or 0)
    return Decimal(re.sub("[,_ ]", "", match["digits"])).scaleb(exponent)
