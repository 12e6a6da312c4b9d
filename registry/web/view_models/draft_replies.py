"""What the page of a lab's right of reply shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One reply of a lab, with its number and the moment it was given."""

    number: int
    name: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """A listing and its lab's right of reply. ``until`` is the last day in UTC, in words.

    ``how_told`` says how the lab learns of it; ``back`` leads to where the person came from.
    """

    title: str
    lab: Link
    back: Link
    listed_by: str
    submitted_at: datetime
    until: str
    is_open: bool
    how_told: str
    preview: Link
    changes: Link
    replies: Sequence[ReplyLine]
    can_reply: bool
