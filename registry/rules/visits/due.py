"""When a link is looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from registry.rules.plausibility.evidence import ATTEMPTS_TO_BELIEVE
from registry.rules.visits.links import excerpt_key
from registry.rules.visits.visit import Outcome


class NewestVisit(Protocol):
    """The newest visit of a link, whatever it said."""

    @property
    def outcome(self) -> str: ...
    @property
    def visited_at(self) -> datetime: ...
    @property
    def days(self) -> int: ...
    @property
    def excerpts(self) -> Mapping[str, Mapping[str, Any]]: ...
    @property
    def not_before(self) -> datetime | None: ...


def is_due(
    newest: NewestVisit | None,
    excerpts: Iterable[str],
    *,
    now: datetime,
    older_than: timedelta,
) -> bool:
    """Whether to visit a link that should hold ``excerpts``.

    A host that asked for rest gets it. A link that failed once is looked at again on the next day,
    so that nobody is in doubt for long; so is one for which a card has a new excerpt.
    """
    if newest is None:
        return True
    if newest.outcome == Outcome.BUSY:
        return newest.not_before is None or newest.not_before <= now
    if newest.visited_at <= now - older_than:
        return True
    if newest.outcome == Outcome.UNREACHABLE:
        return newest.days < ATTEMPTS_TO_BELIEVE and newest.visited_at.date() < now.date()
    is_read = newest.outcome == Outcome.REACHED
    return is_read and not all(excerpt_key(each) in newest.excerpts for each in excerpts)
