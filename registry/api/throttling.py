"""How many requests one peer, or one token, may make, and the headers that tell of it.

The quotas are part of the contract of the API and the same for everyone. A failing counter never
fails a request: it is reported once, and nothing is counted until the process starts anew.
"""

import logging
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from registry.api.counters import SharedCounters, counter_key

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quota:
    """So many requests in so many seconds, for one address of the network or one token."""

    name: str
    requests: int
    seconds: int
    of: str = "address"

    @property
    def allowed(self) -> int:
        return self.requests * settings.RATE_LIMIT_FACTOR

    @property
    def policy(self) -> str:
        return f'"{self.name}";q={self.allowed};w={self.seconds}'


READS = Quota("reads", 500, 300)
SEARCH = Quota("search", 150, 300)
VALIDATE = Quota("validate", 60, 300)
# Checking a draft as it is answered takes longer than any read; one program needs few.
DRAFTS = Quota("drafts", 300, 300, of="token or address")
QUOTAS = (READS, SEARCH, VALIDATE, DRAFTS)


@dataclass(frozen=True, slots=True)
class Usage:
    """Where a peer stands after a request was counted."""

    quota: Quota
    used: int
    seconds_left: int

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.quota.allowed

    def headers(self) -> dict[str, str]:
        """The header fields of the IETF draft "RateLimit header fields for HTTP"."""
        left = max(self.quota.allowed - self.used, 0)
        return {
            "RateLimit-Policy": self.quota.policy,
            "RateLimit": f'"{self.quota.name}";r={left};t={self.seconds_left}',
        }


def count(quota: Quota, whose: str) -> Usage | None:
    """Count one request of ``whose``; ``None`` where nothing is counted."""
    if not settings.RATE_LIMIT_FACTOR:
        return None
    path: Path = settings.COUNTERS_FILE
    if path in _failed:
        return None
    now = int(time.time())
    key = counter_key(settings.SECRET_KEY, quota.name, whose)
    try:
        began, used = _counters(path).add(key, now=now, window=quota.seconds)
    except OSError as error:
        _failed.add(path)
        logger.warning("Requests are no longer counted: %s: %s", path, error.strerror)
        return None
    return Usage(quota, used, began + quota.seconds - now)


@cache
def _counters(path: Path) -> SharedCounters:
    """Opened at the first request, which comes after the server has forked."""
    return SharedCounters(path)


_failed: set[Path] = set()
