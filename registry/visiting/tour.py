"""Visiting many links, one after the other, so that no host is pressed and none stops the rest."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from registry.rules.visits.judging import judge
from registry.rules.visits.links import Link, LinkKind
from registry.rules.visits.visit import Outcome, Visit
from registry.visiting.fetching import Fetcher

ACCEPT = {
    LinkKind.PAGE: "text/html, */*;q=0.8",
    # The resolver passes this on to the registrar of the DOI, who answers with its record.
    LinkKind.DOI: "application/vnd.citationstyles.csl+json",
    LinkKind.LICENSE: "application/json",
}
# So many hosts do not fail at once; then it is this machine that is cut off.
HOSTS_THAT_TELL = 3

logger = logging.getLogger(__name__)


class CutOff(Exception):  # noqa: N818 - what it says is about us, not about a link
    """No host at all answered, so that nothing was found out about any link."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Tour:
    """One run of the checker. ``now`` is the clock, in UTC."""

    def __init__(self, fetcher: Fetcher, *, now: Callable[[], datetime] = utc_now) -> None:
        self._fetcher, self._now = fetcher, now
        self._resting: set[str] = set()
        self._silent: set[str] = set()
        self._has_heard = False

    def visit(
        self, wanted: Mapping[Link, Iterable[str]], tell: Callable[[Visit], None]
    ) -> list[Visit]:
        """Visit links, each with the excerpts that its page should hold; ``tell`` hears of each.

        Links of a host that asked to be left alone are passed over. Raises ``CutOff`` where three
        hosts or more were tried in this tour and none has answered.
        """
        visits = []
        for link in in_turn(wanted):
            host = host_of(link)
            if host in self._resting:
                continue
            visit = self._one(link, host, wanted[link])
            if visit is not None:
                visits.append(visit)
                tell(visit)
        if not self._has_heard and len(self._silent) >= HOSTS_THAT_TELL:
            raise CutOff(f"None of {len(self._silent)} hosts answered: is this machine cut off?")
        return visits

    def _one(self, link: Link, host: str, excerpts: Iterable[str]) -> Visit | None:
        """The visit of one link; None where the checker itself failed on it."""
        at = self._now()
        try:
            fetched = self._fetcher.fetch(link.url, ACCEPT[link.kind])
            visit = judge(link, fetched, excerpts, at=at)
        except Exception:  # a hostile page may find a fault in us, and must not stop the rest
            logger.exception("The evidence checker failed on %s", link.url)
            return None
        if fetched.has_answered:
            self._has_heard = True
        elif visit.outcome is not Outcome.BLOCKED:
            self._silent.add(host)
        if visit.outcome is Outcome.BUSY:
            self._resting.add(host)
        return visit


def host_of(link: Link) -> str:
    return urlsplit(link.url).netloc.lower()


def in_turn(links: Iterable[Link]) -> Iterator[Link]:
    """One link of each host after the other, so that waiting for one host is work for the next."""
    by_host: dict[str, deque[Link]] = {}
    for link in links:
        by_host.setdefault(host_of(link), deque()).append(link)
    while by_host:
        for host in list(by_host):
            yield by_host[host].popleft()
            if not by_host[host]:
                del by_host[host]
