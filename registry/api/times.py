"""Moments as the API writes them."""

from datetime import datetime


def moment_text(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second: "2026-11-28T09:30:00Z". Stored moments are in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
