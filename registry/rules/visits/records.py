"""What the registrar says of a DOI, and a repository of its license."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from registry.rules.visits.links import LinkKind

# How long a name from outside may be in the record.
LONGEST_NAME = 300
MOST_NAMES = 10
# Crossref's words for a work that does not stand any more; a correction is none of them.
_TAKEN_BACK = frozenset({"retraction", "withdrawal", "removal", "partial_retraction"})
# Publishers also write it before the title.
_TITLE_SAYS_SO = re.compile(
    r"\s*\[?(?:RETRACTED|WITHDRAWN|REMOVED)(?: ARTICLE| PAPER| CHAPTER)?\]?\s*[:.\]]",
    re.IGNORECASE,
)
# A license that the host could not tell.
_NO_LICENSE = frozenset({"", "noassertion", "other", "unknown", "none"})


def read_record(kind: LinkKind, body: bytes) -> dict[str, Any]:
    """What an answer in JSON says, for storage; empty where it says nothing that is asked.

    Of a DOI: ``type``, ``venues`` (names of what it appeared in, the longest first) and
    ``retracted``. Of a repository or hub: ``license``, its name there.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, Mapping):
        return {}
    return _doi_record(data) if kind is LinkKind.DOI else _license_record(data)


def _doi_record(data: Mapping[str, Any]) -> dict[str, Any]:
    titles = [*_texts(data.get("title"))]
    venues = [name for field in _venue_fields(data) for name in _texts(data.get(field))]
    venues += _texts(_member(data.get("event"), "name")) or _texts(data.get("event"))
    if not titles and not venues:
        return {}
    updates = data.get("updated-by")
    kinds = [_member(update, "type") for update in updates] if isinstance(updates, list) else []
    return {
        "type": next(iter(_texts(data.get("type"))), ""),
        "venues": sorted(dict.fromkeys(venues), key=len, reverse=True)[:MOST_NAMES],
        "retracted": any(_TITLE_SAYS_SO.match(title) for title in titles)
        or any(isinstance(kind, str) and kind.lower() in _TAKEN_BACK for kind in kinds),
    }


def _venue_fields(data: Mapping[str, Any]) -> Iterator[str]:
    yield from ("container-title", "container-title-short", "short-container-title")
    if not data.get("container-title"):
        yield "publisher"  # of a preprint, the server it is on


def _license_record(data: Mapping[str, Any]) -> dict[str, Any]:
    """Where a host names several licenses, it does not say which is meant."""
    named = {name.lower(): name for name in _licenses(data) if name.lower() not in _NO_LICENSE}
    return {"license": next(iter(named.values()))} if len(named) == 1 else {}


def _licenses(data: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(_member(data.get("license"), "spdx_id"))
    yield from _texts(_member(data.get("cardData"), "license"))
    for tag in _texts(data.get("tags")):
        if tag.startswith("license:"):
            yield tag.removeprefix("license:")


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _texts(value: Any) -> list[str]:
    """The texts in a value that may be one text, a list of texts, or something else."""
    values = value if isinstance(value, list) else [value]
    texts = (text for text in values if isinstance(text, str))
    return [text for text in map(storable, texts) if text]


def storable(text: str, longest: int = LONGEST_NAME) -> str:
    """A text from outside as the database keeps it and pages show it: short, all of it visible."""
    shortened = " ".join(text[: 4 * longest].split())[:longest]
    return "".join(character for character in shortened if character.isprintable())
