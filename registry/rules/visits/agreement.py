"""Whether a card and a record mean the same journal, and the same license.

Both answers are shown publicly as a doubt, so that what cannot be told counts as told by nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from registry.rules.checking.code_lists import SPDX_LICENSES

_ARTICLE = "journal-article"
# Numbers, years, pages and places begin here: "Nature 645, 633-638", "Science (New York, N.Y.)".
_BEHIND_THE_NAME = re.compile(r"[0-9,;:(\[]|\bvol(?:ume|\.)|\bno\.", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_INITIALS = 3
_SMALL_WORDS = frozenset({"the", "of", "and", "in", "on", "for", "de", "la", "der", "und", "et"})

_SPDX_BY_SMALL = {name.lower(): name for name in sorted(SPDX_LICENSES)}
# Names that the hub gives to licenses which SPDX knows by another.
_HUB_NAMES = {"odc-by": "ODC-By-1.0", "odbl": "ODbL-1.0", "pddl": "PDDL-1.0"}
# Names of families, of which nobody can say which member is meant.
_FAMILIES = frozenset({"agpl", "bsd", "cc", "gpl", "lgpl", "openrail", "openrail++"})
_ONE_LICENSE = re.compile(r"[A-Za-z0-9.+-]+")
_OWN = "LicenseRef-"
_OR_LATER = re.compile(r"-(?:only|or-later)$")


def other_venue(card: str, record: Mapping[str, Any]) -> str | None:
    """The venue in the record where it is not the one in the card; "" where it is the same.

    None where nobody can tell: one of them names none, or the work appeared in proceedings, whose
    names are written in too many ways.
    """
    venues: Sequence[str] = record.get("venues", ())
    if not card or not venues:
        return None
    name, others = _name(card), [words for words in map(_name, venues) if words]
    if not name or not others:
        return None
    if any(_agree(name, other) for other in others):
        return ""
    return venues[0] if record.get("type") == _ARTICLE else None


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    return _abbreviates(one, other) or _abbreviates(other, one)


def _abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether ``short`` is the same, word for word shortened, or has the initials: Nat. Commun."""
    if len(short) == len(long) and all(map(_shortens, short, long)):
        return True
    initials = "".join(word[0] for word in long)
    return any(len(word) >= _SHORTEST_INITIALS and initials.endswith(word) for word in short)


def _shortens(short: str, long: str) -> bool:
    """Whether the letters of ``short`` are in ``long``, in order and from its first: Natl."""
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


def _name(venue: str) -> list[str]:
    """The words of a venue's name that tell it from others."""
    plain = unicodedata.normalize("NFKC", venue).casefold().replace("&", " and ")
    head = plain[: found.start()] if (found := _BEHIND_THE_NAME.search(plain)) else plain
    return [word for word in _WORD.findall(head) if word not in _SMALL_WORDS]


def licenses_agree(card: str, found: str) -> bool | None:
    """Whether a card's license is the one found; None where the names cannot be compared."""
    if not _ONE_LICENSE.fullmatch(card) or found.lower() in _FAMILIES:
        return None
    stated, told = _spdx(card), _spdx(_HUB_NAMES.get(found.lower(), found))
    if stated and told:
        return stated == told
    # A license of the public list is surely another than one that is not on it.
    is_own = card.startswith(_OWN) and bool(told)
    return False if is_own or stated else None


def _spdx(name: str) -> str:
    """The SPDX id, without what it says about later versions; "" for a license of its own."""
    known = _SPDX_BY_SMALL.get(name.lower(), "")
    return _OR_LATER.sub("", known)
