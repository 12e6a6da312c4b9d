"""What is cited: a card version, a ranking, or the registry."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

PUBLISHER = "Model Disclosure Registry"


@dataclass(frozen=True, slots=True)
class Work:
    """One citable thing at an address that stays.

    ``key`` is made of small letters, digits, hyphens and points and never changes. ``author`` is an
    organisation. ``digest`` names the bytes or the inputs, and is empty for what keeps changing.
    ``warning`` is what whoever cites it has to say with it: "retracted".
    """

    key: str
    title: str
    author: str
    published: date
    address: str
    version: str = ""
    digest: str = ""
    warning: str = ""

    @property
    def full_title(self) -> str:
        """The title with the warning before it, as journals print that of a retracted article."""
        return f"{self.warning.upper()}: {self.title}" if self.warning else self.title


def one_line(text: str) -> str:
    """``text`` without what ends a line or cannot be printed, spaces single: formats are lines."""
    kept = "".join(
        " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        for character in unicodedata.normalize("NFC", text)
    )
    return " ".join(kept.split())
