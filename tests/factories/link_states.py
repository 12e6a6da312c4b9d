"""What is known of a link after visits, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from registry.rules.visits.links import excerpt_key


@dataclass(frozen=True)
class State:
    outcome: str = "reached"
    since: date = date(2026, 12, 1)
    days: int = 1
    detail: str = ""
    digest: str = ""
    is_whole: bool = True
    changed_on: date | None = None
    excerpts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    visited_at: datetime = datetime(2026, 12, 1, 9, tzinfo=UTC)
    not_before: datetime | None = None


def excerpt_states(**found: bool | None) -> dict[str, dict[str, Any]]:
    """States of excerpts by their text, each since the same day."""
    return {
        excerpt_key(text): {"found": is_found, "since": "2026-12-02"}
        for text, is_found in found.items()
    }
