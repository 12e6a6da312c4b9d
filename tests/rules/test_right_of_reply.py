"""Until when a lab may answer a listing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from registry.rules.errors import Refused
from registry.rules.right_of_reply import ReplyState, check_in_time, last_day, reply_state

TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("offered", "last"),
    [
        (datetime(2026, 11, 29, 0, 0, tzinfo=UTC), date(2026, 12, 13)),
        (datetime(2026, 11, 29, 23, 59, 59, tzinfo=UTC), date(2026, 12, 13)),
        (datetime(2026, 11, 30, 8, 59, tzinfo=TOKYO), date(2026, 12, 13)),
        (datetime(2028, 2, 20, 12, 0, tzinfo=UTC), date(2028, 3, 5)),
    ],
    ids=["first-moment", "last-moment", "another-zone", "leap-year"],
)
def test_the_last_day_is_the_fourteenth_in_utc(offered: datetime, last: date) -> None:
    assert last_day(offered) == last


def test_it_ends_with_the_end_of_its_last_day() -> None:
    until = date(2026, 12, 13)
    in_time = datetime(2026, 12, 13, 23, 59, 59, 999_999, tzinfo=UTC)
    late = in_time + timedelta(microseconds=1)
    assert reply_state(until, in_time) is ReplyState.OPEN
    assert reply_state(until, late) is ReplyState.OVER
    # It is still the 13th somewhere, and over all the same.
    assert reply_state(until, late.astimezone(timezone(timedelta(hours=-8)))) is ReplyState.OVER
    check_in_time(until, in_time)
    with pytest.raises(Refused, match=r"ended on 13 December 2026 \(UTC\)"):
        check_in_time(until, late)
