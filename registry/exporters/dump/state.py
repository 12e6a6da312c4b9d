"""Which state of the registry a dump shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from registry.models import Change, Ranking, Release

REFRESH = "Run: python manage.py refresh_ranking"


class DumpRefused(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """A dump cannot be written there, or not now; nothing was changed."""


@dataclass(frozen=True, slots=True)
class State:
    """The state after the change numbered ``seq``, which was made ``at`` that time.

    Equal states make equal dumps, whenever and on whatever database these are written.
    """

    seq: int
    at: datetime
    ranking: Ranking

    @property
    def name(self) -> str:
        """The name of its dump: the day of the last change and its number."""
        return f"{self.at:%Y-%m-%d}-{self.seq}"


def current_state() -> State:
    """The state as it is; refused while there is no ranking or the catalogue lacks a release."""
    ranking = Ranking.objects.current().first()
    if ranking is None:
        raise DumpRefused(f"There is no ranking yet. {REFRESH}")
    if Release.objects.filter(catalogue_entry__isnull=True).exists():
        raise DumpRefused(f"The catalogue is older than this code. {REFRESH}")
    last = Change.objects.order_by("-seq").first()
    if last is None:
        return State(0, ranking.created_at, ranking)
    return State(last.seq, last.at, ranking)
