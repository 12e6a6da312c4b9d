"""Not asking too much of any one host."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS_BETWEEN = 2.0


class Pace:
    """Waits so that one host gets one request in ``seconds``, whichever links lead there."""

    def __init__(
        self,
        seconds: float = SECONDS_BETWEEN,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds, self._clock, self._sleep = seconds, clock, sleep
        self._next: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Return when ``host`` may be asked, and count this as asking."""
        now = self._clock()
        start = max(now, self._next.get(host, now))
        if start > now:
            self._sleep(start - now)
        self._next[host] = start + self._seconds
