"""The lab's right to answer a listing that a third party made of its model, before it is published.

A lab that says nothing loses nothing but the chance: its answer stands beside the listing, and the
listing waits for the answer or for the end of the time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from registry.rules.errors import Refused
from registry.rules.numerals import date_text

DAYS = 14


class ReplyState(StrEnum):
    OPEN = "open"
    OVER = "over"


def last_day(offered_at: datetime) -> date:
    """The last day, in UTC, on which the lab may reply."""
    return offered_at.astimezone(UTC).date() + timedelta(days=DAYS)


def reply_state(until: date, at: datetime) -> ReplyState:
    """Whether the right can still be used at a moment; it ends with the end of its last day."""
    return ReplyState.OPEN if at.astimezone(UTC).date() <= until else ReplyState.OVER


def check_in_time(until: date, at: datetime) -> None:
    """Raise ``Refused`` with the last day once the time is over."""
    if reply_state(until, at) is ReplyState.OVER:
        raise Refused(
            f"The right of reply ended on {date_text(until.isoformat())} (UTC). Write to the "
            "editors if something in the listing is wrong."
        )
