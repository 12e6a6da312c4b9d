"""What stands above the title of a version, and what became of readers' concerns about it."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice. ``is_standing`` tells that the version still is what the notice made it."""

    kind: str  # "retraction", as in the API
    title: str
    lead: str  # what the notice says of this version, a sentence
    day: str
    day_iso: str
    text: str
    signed: str  # "Chidi Chief, Editor in chief; Edda Editor, Editor"
    found_by: str
    reason: str  # the class of reason of a removal
    items: tuple[Link, ...]
    other: Link | None  # the other version of a correction
    is_standing: bool


@dataclass(frozen=True, slots=True)
class UpheldConcern:
    """What an editor found where a reader was right; never who reported it."""

    day: str
    day_iso: str
    outcome: str
    item: Link | None


@dataclass(frozen=True, slots=True)
class Notices:
    """All notices of a version, the newest first, and the mark of its status: "retracted"."""

    mark: str
    notices: tuple[NoticeView, ...]
    upheld: tuple[UpheldConcern, ...] = ()

    @property
    def corrections(self) -> tuple[tuple[str, str, str], ...]:
        """Title, day and text of each, for what machines read of the page."""
        return tuple((notice.title, notice.day_iso, notice.text) for notice in self.notices)
