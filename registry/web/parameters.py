"""The state that a page keeps in its address: read, checked, and put into addresses again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlencode

from django.http import QueryDict

from registry.rules.problems import shown
from registry.web.view_models.asking import PairForm, Refusal
from registry.web.view_models.shared import Link

# No count of versions or rankings needs more digits, and no database refuses as many.
MAXIMUM_DIGITS = 9
MAXIMUM_NOTICES = 3
PAIR = ("from", "to")


class AddressError(Exception):
    """Raised where an address cannot be answered; the page says why instead of failing."""

    def __init__(self, status: int, text: str, nearest: Link | None = None) -> None:
        super().__init__(text)
        self.refusal = Refusal(status, text, nearest)


def one_number(query: QueryDict, name: str, noun: str) -> int | None:
    """The positive number in a parameter, None where it is missing or blank.

    ``noun`` is what the number counts, such as "version".
    """
    texts = [text for value in query.getlist(name) if (text := value.strip())]
    if not texts:
        return None
    if len(texts) > 1:
        raise AddressError(400, f"“{name}” is given {len(texts)} times; give it once.")
    text = texts[0]
    if not (text.isascii() and text.isdigit() and len(text) <= MAXIMUM_DIGITS and int(text)):
        raise AddressError(
            400, f"“{name}” is {shown(text)}; it must be the number of a {noun}, from 1 upwards."
        )
    return int(text)


def unknown_names(query: QueryDict, known: Sequence[str]) -> tuple[str, ...]:
    """A sentence for each parameter that the page does not know.

    It is said and not refused: readers arrive with parameters that others hung on to a link.
    """
    unknown = sorted(set(query) - set(known))[:MAXIMUM_NOTICES]
    return tuple(_unknown(name, known) for name in unknown)


def _unknown(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name.casefold(), known, n=1)
    hint = f"did you mean “{near[0]}”?" if near else f"it reads “{'” and “'.join(known)}”."
    return f"This page does not know the parameter {shown(name)}; {hint}"


def address(path: str, pairs: Iterable[tuple[str, object]]) -> str:
    """``path`` with parameters; a slash in a value stays readable."""
    query = urlencode([(name, str(value)) for name, value in pairs], safe="/")
    return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Span:
    """What two numbers can be chosen from: everything from 1 to ``last``.

    ``noun`` is what is numbered, ``of`` what it belongs to, as in "version 3 of this card";
    ``is_ordered`` where the first must come before the second.
    """

    path: str
    noun: str
    of: str
    last: int
    is_ordered: bool = False

    def asked(self, query: QueryDict) -> tuple[int, int] | None:
        """The two numbers in an address, None where it asks for nothing.

        Raises ``AddressError`` with the nearest pair that there is.
        """
        if not any(query.get(name, "").strip() for name in PAIR):
            return None
        old, new = (one_number(query, name, self.noun) for name in PAIR)
        nearest = self._link(old, new)
        for name, number in zip(PAIR, (old, new), strict=True):
            if number is None:
                raise AddressError(400, f"“{name}” is missing: name two {self.noun}s.", nearest)
            if number > self.last:
                raise AddressError(404, self._too_high(number), nearest)
        if old is None or new is None:
            raise LookupError("Both numbers were found.")
        if old == new:
            text = f"“from” and “to” are both {old}: a {self.noun} does not differ from itself."
            raise AddressError(400, text, nearest)
        if self.is_ordered and old > new:
            text = f"“from” is {old} and “to” is {new}; “from” must be the earlier {self.noun}."
            raise AddressError(400, text, nearest)
        return old, new

    def form(self, query: QueryDict) -> PairForm | None:
        """The form with what was asked, or what comes nearest; None with nothing to choose."""
        pair = self._nearest(*(_readable(query, name, self.noun) for name in PAIR))
        return PairForm(self.path, *pair, last=self.last, noun=self.noun) if pair else None

    def _nearest(self, old: int | None, new: int | None) -> tuple[int, int] | None:
        """Two different numbers that exist, as close to those asked for as can be."""
        if self.last < 2:
            return None
        right = min(new or (old + 1 if old else self.last), self.last)
        left = min(old or right - 1 or 2, self.last)
        if left == right:
            left = right - 1 or 2
        is_as_asked = (left, right) == (old, new) and not self.is_ordered
        return (left, right) if is_as_asked else (min(left, right), max(left, right))

    def _link(self, old: int | None, new: int | None) -> Link | None:
        pair = self._nearest(old, new)
        if pair is None:
            return None
        text = f"{self.noun.capitalize()}s {pair[0]} and {pair[1]}"
        return Link(text, address(self.path, zip(PAIR, pair, strict=True)))

    def _too_high(self, number: int) -> str:
        if not self.last:
            return f"There is no {self.noun} of {self.of} yet."
        newest = "the only one is" if self.last == 1 else "the newest is"
        return f"There is no {self.noun} {number} of {self.of}; {newest} {self.last}."


def _readable(query: QueryDict, name: str, noun: str) -> int | None:
    try:
        return one_number(query, name, noun)
    except AddressError:
        return None
