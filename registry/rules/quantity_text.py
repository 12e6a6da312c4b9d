"""A figure as people write it, turned into the figure a card holds: "2.788M", "about 5–7 million".

For forms and for suggestions from prose: what was understood is shown to a person, who decides.
Units are converted by exact factors into the one unit of the field, and the words of the source
stay beside the number as ``as_stated``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from registry.rules.checking.code_lists import CURRENCIES
from registry.rules.checking.document_builder import SAFE_INTEGER
from registry.rules.checking.number_text import json_number, leading_number, range_in
from registry.rules.problems import shown
from registry.rules.quantity_units import factor_of, without_currency

LONGEST_STATED = 120
# No figure is longer, and looking for one in a page of text would take seconds.
_LONGEST_READ = 1_000
# 10,000 and 100,000,000, as Japanese and Chinese count.
_MYRIADS = {"万": 4, "億": 8, "亿": 8, "兆": 12}
_MYRIAD = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([万億亿兆])")
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?", re.IGNORECASE)
# "15T+" is at least 15T.
_PLUS = re.compile(r"(?<=[0-9A-Za-z])\+(?=\s|$)")
_PRECISIONS = (
    (re.compile(r"^(?:up to|at most|no more than|less than|below|under|[<≤])", re.I), "up_to"),
    (re.compile(r"^(?:at least|no less than|more than|over|above|[>≥])", re.I), "at_least"),
    (
        re.compile(
            r"^(?:about|around|approx|roughly|circa|ca\.?\s|nearly|almost|some|約|[~≈])", re.I
        ),
        "approximate",
    ),
)
_BETWEEN = re.compile(r"(?<=[0-9A-Za-z])\s*(?:-|–|—|\bto\b|\band\b)\s*(?=[0-9$€£¥])")
# A sum to do is not a figure; a power of ten is.
_PRODUCT = re.compile(r"[0-9]\s*[x×·*⋅]\s*(?!10\s*(?:\^|\*\*|[⁰¹²³⁴-⁹⁻])|\s)[0-9]", re.I)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text says. ``figure`` is a Quantity, or a Money with its currency, as a card holds it.

    ``error`` says what was found and what is expected where it could not be read; one of the two
    is None. ``unit`` is the unit as it was written, where it was converted.
    """

    figure: dict[str, Any] | None
    error: str | None = None
    unit: str = ""


def parse_quantity(text: str, unit: str | None) -> Understood:
    """Read a figure for a field in ``unit`` (None: a bare number, such as a count)."""
    stated = text.strip()
    if len(stated) > _LONGEST_READ:
        return _not_read(stated, unit)
    if _PRODUCT.search(stated):
        return _product(stated)
    plain = _without_plus(_myriads(stated))
    if unit == "tCO2e":
        # Here a t behind a number is a tonne, elsewhere a trillion.
        plain = re.sub(r"(?<=[0-9])\s*t\b", " tonnes", plain)
    ends = _numbers(plain)
    if ends is None:
        return _not_read(stated, unit)
    numbers, rest = ends
    factor = factor_of(rest, unit)
    if factor is None:
        return Understood(
            None,
            f"Found {shown(stated)}, whose unit {shown(rest)} is not understood here. "
            + _expected(unit),
        )
    return _figure(
        stated, "value", [number * factor for number in numbers], _figures(plain, numbers), rest
    )


def parse_money(text: str, currency: str | None = None) -> Understood:
    """Read an amount; ``currency`` (ISO 4217) holds where the text names none."""
    stated = text.strip()
    if len(stated) > _LONGEST_READ:
        return _no_amount(stated)
    if _PRODUCT.search(stated):
        return _product(stated)
    named, plain = without_currency(_without_plus(_myriads(stated)), CURRENCIES)
    found = named or currency
    ends = _numbers(plain)
    if ends is None or ends[1]:
        return _no_amount(stated)
    if found is None:
        return Understood(
            None, f"Found {shown(stated)} without a currency; write USD 294,000, or choose one."
        )
    numbers = ends[0]
    understood = _figure(stated, "amount", numbers, _figures(plain, numbers), "")
    if understood.figure is not None:
        understood.figure["currency"] = found
    return understood


def figure_text(figure: Mapping[str, Any]) -> str:
    """The text that stands for a figure in its field: as the source prints it, else the digits."""
    if stated := figure.get("as_stated"):
        return str(stated)
    for name in ("value", "amount"):
        if name in figure:
            return json_number(figure[name])
    if "low" in figure and "high" in figure:
        return f"{json_number(figure['low'])}–{json_number(figure['high'])}"
    return ""


def _numbers(text: str) -> tuple[list[Decimal], str] | None:
    """The number, or both ends of a range, and the words behind them."""
    bounds = range_in(text) or _range_with_unit(text)
    if bounds is not None:
        upper = leading_number(re.split(_BETWEEN, text)[-1])
        return list(bounds), upper.rest if upper else ""
    found = leading_number(text)
    return None if found is None else ([found.number], found.rest)


def _range_with_unit(text: str) -> tuple[Decimal, Decimal] | None:
    """A range whose unit holds a digit, such as "2–3 million A100 hours"."""
    parts = re.split(_BETWEEN, text)
    last = leading_number(parts[-1]) if len(parts) == 2 else None
    if last is None or not last.rest:
        return None
    return range_in(text.removesuffix(last.rest).strip())


def _figure(
    stated: str, name: str, numbers: list[Decimal], significant: int, unit: str
) -> Understood:
    if any(number < 0 or math.isinf(float(number)) for number in numbers):
        return Understood(None, f"Found {shown(stated)}; expected a number that is not negative.")
    values = [_json(number) for number in numbers]
    figure: dict[str, Any] = (
        {name: values[0]} if len(values) == 1 else {"low": values[0], "high": values[1]}
    )
    if precision := _precision(stated):
        figure["precision"] = precision
    if not _PLAIN_NUMBER.fullmatch(stated):
        figure["significant_figures"] = significant
        if len(stated) <= LONGEST_STATED:
            figure["as_stated"] = stated
    return Understood(figure, unit=unit)


def _figures(text: str, numbers: list[Decimal]) -> int:
    """How many figures the source vouches for: zeros before the point are place holders."""
    counts = []
    for number in numbers:
        digits = "".join(map(str, number.as_tuple().digits))
        counts.append(len(digits if "." in text else digits.rstrip("0")) or 1)
    return min(15, max(counts))


def _json(number: Decimal) -> int | float:
    if number == number.to_integral_value() and number <= SAFE_INTEGER:
        return int(number)
    return float(number)


def _precision(text: str) -> str | None:
    word = next((word for pattern, word in _PRECISIONS if pattern.match(text)), None)
    return word or ("at_least" if _PLUS.search(text) else None)


def _myriads(text: str) -> str:
    """Write 280万 as 280e4, which everything else here reads."""
    return _MYRIAD.sub(
        lambda match: f"{match[1].replace(',', '')}e{_MYRIADS[match[2]]}",
        text.translate(_FULL_WIDTH).replace("約", "about "),
    )


def _without_plus(text: str) -> str:
    return _PLUS.sub(" ", text)


def _product(stated: str) -> Understood:
    return Understood(
        None, f"Found {shown(stated)}, which is a product; write the number that it comes to."
    )


def _not_read(stated: str, unit: str | None) -> Understood:
    return Understood(None, f"Found {shown(stated)}, which is not one number. {_expected(unit)}")


def _no_amount(stated: str) -> Understood:
    return Understood(
        None,
        f"Found {shown(stated)}; expected an amount of money, such as US$294,000 or 5.576 million.",
    )


def _expected(unit: str | None) -> str:
    of_what = f" of {unit}" if unit else ""
    return f"Expected a number{of_what}, such as 147000, 2.788M, 3.8e25 or about 5–7 million."
