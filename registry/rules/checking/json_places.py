"""Where the values of a sound JSON text stand, found only as far as somebody asks.

A sound card has few remarks or none. To find their lines, only the objects on the way are taken
apart; what else stands in them is passed over by the standard library's compiled scanner.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_SPACE = re.compile(r"[ \t\n\r]*+")
_value_at = json.JSONDecoder().raw_decode


@dataclass(frozen=True)
class JsonPlace:
    """A ``source_map.Place`` in ``text``, which is sound JSON; the value begins at ``start``."""

    text: str
    offset: int
    start: int

    @cached_property
    def parts(self) -> dict[str, JsonPlace]:
        """The places of members or entries; empty for other values."""
        bracket = self.text[self.start]
        if bracket == "{":
            return dict(self._members())
        if bracket == "[":
            return {str(index): place for index, place in enumerate(self._entries())}
        return {}

    def _members(self) -> Iterator[tuple[str, JsonPlace]]:
        position = self._after_space(self.start + 1)
        while self.text[position] == '"':
            key, end = _value_at(self.text, position)
            start = self._after_space(self._after_space(end) + 1)
            yield key, JsonPlace(self.text, position, start)
            position = self._next(start)

    def _entries(self) -> Iterator[JsonPlace]:
        position = self._after_space(self.start + 1)
        while self.text[position] != "]":
            yield JsonPlace(self.text, position, position)
            position = self._next(position)

    def _next(self, start: int) -> int:
        """Return where the part after the value at ``start`` begins, or the bracket that ends."""
        _, end = _value_at(self.text, start)
        end = self._after_space(end)
        return self._after_space(end + 1) if self.text[end] == "," else end

    def _after_space(self, position: int) -> int:
        space = _SPACE.match(self.text, position)
        return space.end() if space else position


def json_places(text: str) -> JsonPlace:
    """Return the place of the document in ``text``, which has been read without a problem."""
    start = len(text) - len(text.lstrip())
    return JsonPlace(text, start, start)
