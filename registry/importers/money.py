"""Amounts of money in prose that may be what training cost, or what an hour of hardware did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from registry.importers.figures import PLAIN_FIGURE
from registry.rules.quantity_text import parse_money

_SIGN = r"(?:US|CA|AU|HK|CN|JP)?\s?[$€£¥]"
_WORD = r"(?:(?:US\s)?dollars?|USD|EUR|euros?|GBP|CNY|RMB|yuan|JPY|yen|ドル|円)"
_FIGURE = rf"{PLAIN_FIGURE}(?:\s?[-–]\s?[$€£¥]?{PLAIN_FIGURE})?"
_AMOUNT = re.compile(
    rf"(?<![A-Za-z0-9$€£¥])(?:{_SIGN}\s?{_FIGURE}|(?:USD|EUR|GBP|CNY|RMB|JPY)\s{_FIGURE}"
    rf"|(?<![.,]){_FIGURE}\s{{0,3}}{_WORD})",
    re.IGNORECASE,
)
_IS_FORMULA = re.compile(r"\s{0,8}(?:[×x^\\]|\*\s?10)")
_ABOUT_TRAINING = re.compile(
    r"\b(?:train\w*|costs?|costing|spen[dt]\w*|budget\w*)\b|学習|費用", re.I
)
_PER_HOUR = re.compile(
    r"\s{0,3}(?:/|per|an?)\s{0,3}(?:[A-Za-z0-9-]{1,12}[\s-]){0,3}?(?:hours?|hr|h)\b", re.IGNORECASE
)
_PER_USE = re.compile(
    r"\s{0,3}(?:/|per|for every|each)\s{0,3}(?:[0-9A-Za-z.]{1,8}\s){0,2}"
    r"(?:[mk]?tokens?|requests?|quer(?:y|ies)|images?|months?|users?|seats?|[mk]\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A Money at ``start`` to ``end`` of its sentence; ``is_per_hour`` of an accelerator."""

    start: int
    end: int
    money: dict[str, Any]
    is_per_hour: bool


def amounts_in(sentence: str) -> Iterator[Amount]:
    """The amounts of a sentence about training or its cost; prices of use are left out."""
    if not _ABOUT_TRAINING.search(sentence):
        return
    for match in _AMOUNT.finditer(sentence):
        if _IS_FORMULA.match(sentence, match.end()) or _PER_USE.match(sentence, match.end()):
            continue
        money = parse_money(" ".join(match[0].split())).figure
        if money and (money.get("amount") or "low" in money):
            is_per_hour = _PER_HOUR.match(sentence, match.end()) is not None
            yield Amount(match.start(), match.end(), money, is_per_hour)
