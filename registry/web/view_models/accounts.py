"""One's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything about the account at a glance; ``roles`` and ``labs`` are names."""

    name: str
    email: str
    time_zone: str
    roles: tuple[str, ...]
    labs: tuple[str, ...]
    is_editor: bool
    has_second_factor: bool
    lacks_second_factor: bool
    sessions: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Session:
    """One place where the person is signed in; ``address`` is that of its network."""

    number: int
    device: str
    address: str
    signed_in_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the API, without the token; ``actions`` are labels of the workflow's moves.

    ``ended`` is "revoked", "expired", or "" for one in force; ``ends_at`` is when it does or did.
    """

    public_id: str
    name: str
    beginning: str
    scope: str
    actions: tuple[str, ...]
    created_at: datetime
    ends_at: datetime
    last_used_on: date | None
    ended: str
