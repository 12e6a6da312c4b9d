"""What readers are told of a version's standing, in words: its notices, the mark of its status."""

from __future__ import annotations

from collections.abc import Mapping

from registry.rules.workflow.versions import (
    REMOVED,
    RETRACTED,
    SUPERSEDED,
    UNDER_CONCERN,
    NoticeKind,
)

NOTICE_TITLES: Mapping[NoticeKind, str] = {
    NoticeKind.CORRECTION: "Correction",
    NoticeKind.CONCERN: "Expression of concern",
    NoticeKind.CONCERN_LIFTED: "Expression of concern lifted",
    NoticeKind.RETRACTION: "Retraction",
    NoticeKind.REINSTATEMENT: "Reinstatement",
    NoticeKind.REMOVAL: "Removal of the content",
    NoticeKind.RESTORATION: "Restoration of the content",
    NoticeKind.RECUSAL: "Recusal of a referee",
}

# Which notice stands as long as the version has this status.
STANDING: Mapping[str, NoticeKind] = {
    UNDER_CONCERN: NoticeKind.CONCERN,
    RETRACTED: NoticeKind.RETRACTION,
    REMOVED: NoticeKind.REMOVAL,
}

# A version that nothing is held against has none.
MARKS: Mapping[str, str] = {
    UNDER_CONCERN: "under concern",
    RETRACTED: "retracted",
    REMOVED: "removed",
}


def mark_of(status: str) -> str:
    """The mark of a version with this status; empty where there is nothing to warn of."""
    return MARKS.get(status, "")


def listed_mark(status: str) -> str:
    """The mark beside a model in lists, which a removed card leaves: there is nothing to read."""
    return "" if status == REMOVED else mark_of(status)


def status_words(status: str, *, is_current: bool) -> str:
    """The status of a version in a list of all versions of its card."""
    mark = mark_of(status)
    if is_current:
        return f"current, {mark}" if mark else "current"
    return mark or ("superseded" if status == SUPERSEDED else status)
