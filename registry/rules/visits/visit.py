"""One look at one link, as it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from registry.rules.visits.links import Link


class Outcome(StrEnum):
    """What a visit says of its link.

    Only ``unreachable`` speaks against a link. ``refused`` says that the host lets no programs in,
    ``blocked`` that the checker does not go there, ``busy`` that it was asked to come later.
    """

    REACHED = "reached"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BLOCKED = "blocked"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Visit:
    """``at`` is in UTC, like every time here. ``detail`` says in a clause what was in the way.

    ``digest`` is the SHA-256 (hex) of the bytes read, all of them if ``is_whole``; it is empty
    where bytes cannot be compared.
    ``excerpts`` says for each by its key whether the page holds it, None where nobody can tell.
    ``record`` is what a DOI or license was said to be; empty where nothing was said.
    ``not_before`` is when a busy host may be asked again.
    """

    link: Link
    at: datetime
    outcome: Outcome
    http_status: int | None = None
    content_type: str = ""
    bytes_read: int = 0
    final_url: str = ""
    detail: str = ""
    digest: str = ""
    is_whole: bool = False
    excerpts: Mapping[str, bool | None] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None
