"""When a message is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from registry.rules.outbox import MOST_ATTEMPTS, WAITS, next_try

AT = datetime(2026, 11, 29, tzinfo=UTC)


def test_waits_grow_and_end_after_days() -> None:
    assert next_try(1, AT) == AT + timedelta(minutes=1)
    assert list(WAITS) == sorted(WAITS)
    assert timedelta(days=3) < sum(WAITS, timedelta()) < timedelta(days=5)
    assert next_try(MOST_ATTEMPTS - 1, AT) == AT + WAITS[-1]


@pytest.mark.parametrize("attempts", [MOST_ATTEMPTS, MOST_ATTEMPTS + 1])
def test_after_the_last_attempt_nobody_tries(attempts: int) -> None:
    assert next_try(attempts, AT) is None


def test_without_an_attempt_there_is_no_next_one() -> None:
    with pytest.raises(ValueError, match="found 0"):
        next_try(0, AT)
