"""The one table of status changes of a published card version."""

from collections.abc import Mapping

PUBLISHED = "published"
SUPERSEDED = "superseded"
REMOVED = "removed"

# From (None: not yet published) to the statuses a version may take next.
TRANSITIONS: Mapping[str | None, frozenset[str]] = {
    None: frozenset({PUBLISHED}),
    PUBLISHED: frozenset({SUPERSEDED, REMOVED}),
    SUPERSEDED: frozenset({REMOVED}),
    REMOVED: frozenset(),
}


def may_follow(current: str | None, status: str) -> bool:
    return status in TRANSITIONS[current]
