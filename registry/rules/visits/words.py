"""What is known of a link in a clause, as it stands beside a source on a page."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from registry.rules.numerals import date_text
from registry.rules.plausibility.evidence import ATTEMPTS_TO_BELIEVE
from registry.rules.visits.findings import LinkState
from registry.rules.visits.links import excerpt_key
from registry.rules.visits.visit import Outcome


class DatedState(LinkState, Protocol):
    """What is known of a link, and when the visit was that told it last."""

    @property
    def visited_at(self) -> datetime: ...


def is_lost(state: LinkState) -> bool:
    """Whether the link failed on so many days that it is believed."""
    return state.outcome == Outcome.UNREACHABLE and state.days >= ATTEMPTS_TO_BELIEVE


def visit_words(state: DatedState, excerpt: str = "") -> str:
    """The last visit with its date, and what it says of the excerpt that a card quotes."""
    day = date_text(state.visited_at.date().isoformat())
    since = date_text(state.since.isoformat())
    match Outcome(state.outcome):
        case Outcome.REACHED:
            return f"visited {day}{_of_excerpt(state, excerpt)}"
        case Outcome.UNREACHABLE if is_lost(state):
            return f"cannot be reached since {since}, last tried {day}"
        case Outcome.UNREACHABLE:
            return f"could not be reached on {day}, once"
        case Outcome.REFUSED:
            return f"visited {day}, lets no programs in"
        case _:
            return f"not visited: {state.detail}"


def _of_excerpt(state: LinkState, excerpt: str) -> str:
    found = state.excerpts.get(excerpt_key(excerpt), {}).get("found") if excerpt else None
    if found is None:
        return ""
    return ", excerpt found" if found else ", excerpt not found there"
