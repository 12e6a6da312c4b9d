"""The parameters by which models are searched: what each takes and how a value is read.

The page, its downloads and the REST API read questions by this one table. A value is read into its
canonical text, so that two ways of writing one question are the same question.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from registry.rules.catalogue import facts
from registry.rules.catalogue.claim_states import LETTERS
from registry.rules.checking.date_text import date_in
from registry.rules.checking.number_text import json_number, number_in
from registry.rules.grading.level import Level
from registry.rules.names import is_slug, slugify
from registry.rules.standard import load_standard

# The first is the order of a question that names none: the most complete card first, then the
# models without a card, the newest first.
SORTS = (
    *("-score", "score", "-released", "released", "name", "-name"),
    *("-flop", "flop", "-hours", "hours", "-cost", "cost"),
)
LONGEST_TEXT = 200
LONGEST_SLUG = 120
# Larger than any figure; still far from what a double cannot hold.
LARGEST_AMOUNT = 1e100

_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")
_AMOUNT = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_ANSWERS = (facts.YES, facts.NO, facts.UNSAID)


class ValueRefused(Exception):  # noqa: N818 - caught at once; its parts become a problem
    """A value that a parameter does not take."""

    def __init__(self, code: str, hint: str | None = None, expected: str | None = None) -> None:
        super().__init__(code)
        self.code, self.hint, self.expected = code, hint, expected


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``read`` returns a value's canonical text or raises ``ValueRefused``.

    ``says`` completes "models …"; ``choices`` is the closed list of values, if there is one;
    ``alternatives`` tells whether commas part values of which one must hold.
    """

    name: str
    says: str
    expected: str
    example: str
    read: Callable[[str], str]
    choices: tuple[str, ...] = ()
    alternatives: bool = True


def nearest(word: str, known: Collection[str]) -> str | None:
    """A hint at the known word that looks most like ``word``, if any does."""
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold()[:LONGEST_SLUG], folded, n=1, cutoff=0.6)
    return f"Did you mean {folded[close[0]]}?" if close else None


def first_day(text: str) -> date:
    """The first day of a date, month or year."""
    return date.fromisoformat(text + "0000-01-01"[len(text) :])


def last_day(text: str) -> date:
    """The last day of a date, month or year."""
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:] or 12)
    return date(year, month, monthrange(year, month)[1])


def _text(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise ValueRefused("query.too_much")
    words = " ".join(value.split())
    if not words:
        raise ValueRefused("query.form")
    return words


def _slug(value: str) -> str:
    if is_slug(value) and len(value) <= LONGEST_SLUG:
        return value
    meant = slugify(value[:LONGEST_SLUG])
    raise ValueRefused("query.form", f"Write {meant}." if meant else None)


def _day(value: str) -> str:
    if _DATE.fullmatch(value):
        try:
            first_day(value)
        except ValueError:
            raise ValueRefused("query.range", "The calendar has no such day.") from None
        return value
    meant = date_in(value[:LONGEST_SLUG])
    raise ValueRefused("query.form", f"Write {meant}." if meant else None)


def _amount(value: str) -> str:
    if not _AMOUNT.fullmatch(value) or len(value) > LONGEST_SLUG:
        # In an address a plus sign stands for a space.
        stated = number_in(value.replace("e ", "e+"))
        raise ValueRefused("query.form", f"Write {json_number(stated.number)}." if stated else None)
    amount = float(value)
    if not 0 <= amount <= LARGEST_AMOUNT:
        raise ValueRefused("query.range", expected=f"a number from 0 to {LARGEST_AMOUNT:.0e}")
    return json_number(amount)


def _claim(value: str) -> str:
    standard = load_standard()
    if item := standard.item_by_id.get(value.upper()):
        return item.claim
    if value.lower() in standard.item_by_claim:
        return value.lower()
    raise ValueRefused(
        "query.unknown_value", nearest(value, [*standard.item_by_id, *standard.item_by_claim])
    )


def _claim_status(value: str) -> str:
    claim, colon, status = value.partition(":")
    if not colon:
        raise ValueRefused("query.form", f"Write {value[:LONGEST_SLUG]}:withheld, for example.")
    return f"{_claim(claim)}:{_choice(LETTERS)(status)}"


def _choice(choices: Collection[str]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value in choices:
            return value
        raise ValueRefused("query.unknown_value", nearest(value, choices))

    return read


def _choices(name: str, says: str, choices: tuple[str, ...], *, several: bool = True) -> Parameter:
    expected = f"{', '.join(choices[:-1])} or {choices[-1]}"
    return Parameter(name, says, expected, choices[0], _choice(choices), choices, several)


def _date_limit(name: str, says: str) -> Parameter:
    expected = "a date such as 2025, 2025-01 or 2025-01-20"
    return Parameter(name, says, expected, "2025-01", _day, alternatives=False)


def _limits(name: str, measured: str, unit: str, examples: tuple[str, str]) -> Iterator[Parameter]:
    """The two limits of one figure; where a card gives a range, any of it may lie within."""
    says = {
        "min": f"whose disclosed {measured} may be as much as this, in {unit}",
        "max": f"whose disclosed {measured} may be as little as this, in {unit}",
    }
    for (end, saying), example in zip(says.items(), examples, strict=True):
        expected = f"a number such as {example}, in {unit}"
        yield Parameter(f"{name}_{end}", saying, expected, example, _amount, alternatives=False)


def _of_claims(name: str, says: str) -> Parameter:
    expected = "an item such as COST-1 or a claim such as cost.final_run"
    return Parameter(name, says, expected, "cost.final_run", _claim)


_STATUSES = tuple(LETTERS)
_LEVELS = tuple(level.name.lower() for level in Level)
PARAMETERS: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "q",
            "in whose name, lab, accelerators or answers every one of these words is found",
            f"words, at most {LONGEST_TEXT} characters",
            "mixture of experts",
            _text,
            alternatives=False,
        ),
        Parameter("lab", "of this lab", "the slug of a lab, such as openai", "openai", _slug),
        Parameter(
            "chip",
            "whose card names this accelerator",
            "the slug of an accelerator, such as nvidia-h800",
            "nvidia-h800",
            _slug,
        ),
        _date_limit("released_after", "released on the first day of this date or later"),
        _date_limit("released_before", "released on the last day of this date or earlier"),
        *_limits("flop", "final-run compute", "FLOP", ("3.8e25", "1e26")),
        *_limits("hours", "final-run compute", "accelerator-hours", ("147000", "3e6")),
        *_limits("cost", "final-run cost", "US dollars", ("1e5", "1e8")),
        _choices("level_min", "whose card is at this level or above", _LEVELS, several=False),
        _choices("open_weights", "whose weights anyone can get", _ANSWERS),
        _choices("reinforcement_learning", "trained with reinforcement learning", _ANSWERS),
        _choices("peer_reviewed", "reviewed by independent referees", _ANSWERS),
        _choices("card", "that have a card", (facts.YES, facts.NO)),
        _of_claims("has", "whose card discloses this"),
        _of_claims("lacks", "whose card is silent on this"),
        Parameter(
            "status",
            "whose card answers this in this way",
            f"an item or a claim, a colon and {', '.join(_STATUSES[:-1])} or {_STATUSES[-1]}",
            "cost.final_run:withheld",
            _claim_status,
        ),
        _choices("sort", "in this order", SORTS, several=False),
    )
}
