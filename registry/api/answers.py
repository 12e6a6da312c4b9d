"""What an endpoint answers: a cheap validator, and a body that is written only if needed."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from registry.rules.card_fields import CURRENT_VERSION as CARD_SCHEMA

JSON = "application/json"

# Addresses whose bytes never change, and all others.
FOREVER = "public, max-age=31536000, immutable"
LATEST = "public, max-age=60, stale-while-revalidate=600"
NEVER = "no-store"
PRIVATE = "private, no-store"

# Raised whenever the same rows would be written differently, so that no copy is taken for current.
FORM = 4


@dataclass(frozen=True, slots=True)
class Body:
    """The content and the addresses it leads to, by relation (RFC 8288)."""

    content: str | bytes
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """``validator`` is the ETag without quotes, strong; "" for what has none.

    ``write`` is called only for a client that has not got the content already. ``headers`` are
    those that this answer alone has.
    """

    validator: str
    write: Callable[[], Body]
    caching: str = LATEST
    media_type: str = JSON
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def state_validator(seq: int, question: str, *, visits: int = 0) -> str:
    """The validator of what is read from the registry as it is after change ``seq``.

    And after visit ``visits`` of the evidence checker, where the answer tells of visits.
    """
    return sha256(f"{seq}\n{visits}\n{FORM}\n{question}".encode()).hexdigest()[:32]


def lasting_validator(*parts: str | int) -> str:
    """The validator of what is written from these things alone, whatever else changes."""
    told = "\n".join(map(str, (FORM, *parts)))
    return sha256(told.encode()).hexdigest()[:32]


def json_text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def envelope(data: str, *, seq: int | None = None, following: str = "", **meta: object) -> str:
    """The body around ``data``, which is JSON text already; what is not known is left out.

    ``following`` is the address of the next page, ``seq`` the last change that is told of here.
    """
    head = known(seq=seq, schema=CARD_SCHEMA)
    following_member = f'"next":{json_text(following)},' if following else ""
    return f'{{"data":{data},{following_member}"meta":{json_text(head | meta)}}}'


def known(**members: object) -> dict[str, Any]:
    """The members that have something to say; what is not known is left out, never null."""
    return {name: value for name, value in members.items() if value not in (None, "")}


def json_list(rows: Iterable[str]) -> str:
    return f"[{','.join(rows)}]"
