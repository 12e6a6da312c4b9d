"""What a browser sent, as a tree of names, bounded before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from registry.rules.entry.names import CONTROL

# A full card has about 3,000 inputs, most of them in evidence.
MOST_NAMES = 10_000
DEEPEST_NAME = 16
LONGEST_NAME = 300
# Half of a character and NUL are no text, and no database keeps them.
NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class Posted:
    """The values under one name, and the names below it. Remembers what was asked for."""

    def __init__(self) -> None:
        self.values: Sequence[str] = ()
        self.below: dict[str, Posted] = {}
        self._is_read = False

    def at(self, key: str) -> Posted:
        """What was sent below, empty where nothing was."""
        return self.below.get(key) or Posted()

    def text(self) -> str:
        """The one value, without outer blanks and with plain line ends; the last of several."""
        self._is_read = True
        value = self.values[-1] if self.values else ""
        return NO_TEXT.sub("", value).replace("\r\n", "\n").replace("\r", "\n").strip()

    def texts(self) -> list[str]:
        self._is_read = True
        return [NO_TEXT.sub("", value).strip() for value in self.values]

    def indexes(self) -> list[int]:
        """The rows that were sent, in their order; gaps are what was removed."""
        return sorted(int(key) for key in self.below if key.isdecimal() and key.isascii())

    def unread(self, name: str = "") -> Iterator[str]:
        """Names that no input asked for."""
        if self.values and not self._is_read:
            yield name
        for key, below in self.below.items():
            yield from below.unread(f"{name}.{key}" if name else key)


def tree_of(posted: Mapping[str, Sequence[str]]) -> tuple[Posted, list[str]]:
    """The tree of all names but the form's own controls, and names that can be no field's."""
    root, refused = Posted(), []
    for count, (name, values) in enumerate(posted.items()):
        if name.startswith(CONTROL):
            continue
        tokens = name.split(".")
        if count >= MOST_NAMES or len(name) > LONGEST_NAME or len(tokens) > DEEPEST_NAME:
            refused.append(name[:LONGEST_NAME])
            continue
        node = root
        for token in tokens:
            node = node.below.setdefault(token, Posted())
        node.values = values
    return root, refused
