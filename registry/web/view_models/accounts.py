"""One's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class Session:
    """One place where the person is signed in; ``address`` is that of its network."""

    number: int
    device: str
    address: str
    signed_in_at: datetime
    seen_at: datetime
    is_this: bool
