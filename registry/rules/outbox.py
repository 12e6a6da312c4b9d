"""When a message that could not be delivered is tried again, and when nobody tries any more."""

from __future__ import annotations

from datetime import datetime, timedelta

# After each failure: an outage of minutes costs minutes, one of a weekend loses nothing.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
    timedelta(hours=24),
)
MOST_ATTEMPTS = len(WAITS) + 1


def next_try(attempts: int, failed_at: datetime) -> datetime | None:
    """When to try again after ``attempts`` failures, the last of them at ``failed_at``.

    None when that was the last try. Raises ``ValueError`` where nothing was tried.
    """
    if attempts < 1:
        raise ValueError(f"expected at least one attempt, found {attempts}")
    return failed_at + WAITS[attempts - 1] if attempts < MOST_ATTEMPTS else None
